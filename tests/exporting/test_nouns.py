from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.exporting.nouns import EXPORTS, LISTED, export, headings
from bot.intake.files import NOUNS
from bot.views import exports as views
from bot.work import litmus, plans, promises, pulse, remarks
from bot.work.promises import NewPromise
from bot.work.remarks import NewRemark
from storage import people, rows, workspaces
from storage.core import table
from storage.engine import Store
from storage.tables import Account, LitmusTest, Loss, LossAudit, Remark
from tests.exporting.test_archive import house as house
from tests.work.litmused import answers
from tests.work.scene import ANA, BEN, CHRIS, NOW, TEAM, Scene, scene
from tests.work.test_losses import lose, rescue

SECRET = "between us: their director is leaving"


def exported(store: Store, noun: str, team_id: str = TEAM) -> list[dict[str, str]]:
    out = io.StringIO()
    count = export(noun, store, team_id, out)
    told = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert len(told) == count
    return told


@pytest.fixture
def here(sqlite_store: Store) -> Scene:
    return scene(sqlite_store)


def test_a_file_has_columns_of_its_table_and_each_row_once(house: Scene) -> None:
    with house.look() as session:
        names = set(session.exec(select(Account.name)).all())
    for noun, listed in LISTED.items():
        known = table(listed.of).c.keys()
        assert [one for one in headings(listed) if one not in known and f"{one}_id" not in known] == []
        with house.look() as session:
            stored = len(list(rows.of_workspace(session, TEAM, table(listed.of))))
        told = exported(house.store, noun)
        assert len(told) == stored > 0, noun
        assert {row["account"] for row in told} <= names
        assert exported(house.store, noun, "T0OTHER") == []


WITHHELD = {  # what is only of use to Tend itself: ids, where a message stands, how far it looked
    "deliveries": "id touch_id",
    "plans": "about version",
    "steps": "key",
    "litmus": "campaign_id result state",
    "rescues": "channel_id status_before",
    "reviews": "id",
    "lessons": "finding_id looked_at looked_of",
    "never-again": "id channel_id",
}


def test_no_column_of_a_noun_is_forgotten() -> None:
    for noun, listed in LISTED.items():
        known = set(table(listed.of).c.keys())
        told = {one if one in known else f"{one}_id" for one in headings(listed)}
        withheld = {"team_id", *WITHHELD.get(noun, "").split()}
        assert told | withheld == known, noun
        assert not told & withheld, noun
    assert WITHHELD.keys() <= LISTED.keys()


def test_the_file_of_audits_tells_who_led_one_from_outside(house: Scene) -> None:
    with house.store.write() as session:
        for audit in session.exec(select(LossAudit)):
            audit.outsider = "Jane Roe, Roe Advisers"
    assert {row["outsider"] for row in exported(house.store, "audits")} == {"Jane Roe, Roe Advisers"}


def test_every_noun_of_an_account_has_a_file() -> None:
    withheld = {  # what is only of use here, and what is nobody's to read: clocks, nudges, the log, views, worries
        *("account_aliases", "account_channels", "account_domains", "account_helpers", "account_sources", "audit"),
        *("clocks", "closures", "contacts", "lesson_checks", "litmus_views", "meetings", "newcomers"),
        *("nudges", "staffing_changes", "touches", "worries"),
    }
    with_account = {one.name for one in rows.tables() if "account_id" in one.c}
    assert with_account - withheld == {table(one.of).name for one in LISTED.values()}
    assert set(EXPORTS) == set(NOUNS) | set(LISTED) == set(views._ONE)


def test_people_and_accounts_stand_by_name_and_days_as_days(here: Scene) -> None:
    acme = here.account(owner_id=BEN)
    jane = here.contact(acme)
    remarks.pass_on(here.store, here.deed(), NewRemark(acme.id, "where is it?", said_by=jane.id, is_big=True))
    promises.make(here.store, here.deed(), NewPromise(acme.id, "a list", date(2026, 6, 1), contact_id=jane.id))
    [remark], [promise] = exported(here.store, "remarks"), exported(here.store, "promises")
    assert (remark["account"], remark["text"], remark["said_by"], remark["reported_by"], remark["owner"]) == (
        "Acme", "where is it?", "Jane Doe", "Ana Souza", "Ben Okafor",
    )  # fmt: skip
    assert (remark["is_big"], remark["due_on"], remark["answered_by"]) == ("yes", "2026-05-14", "")
    assert (promise["contact"], promise["due_on"], promise["client_told"]) == ("Jane Doe", "2026-06-01", "")


def test_lists_and_answers_are_whole_in_one_cell(here: Scene) -> None:
    acme = here.account()
    rescue(here, acme)
    lose(here, acme)
    [danger], [loss] = exported(here.store, "rescues"), exported(here.store, "losses")
    assert danger["state"] == "lost"
    assert loss["reasons"].startswith('[{"reason": ')
    with here.look() as session:
        assert session.exec(select(Loss)).one().id == loss["id"]


def test_no_cell_begins_a_formula(here: Scene) -> None:
    acme = here.account("=HYPERLINK(1)")
    remarks.pass_on(here.store, here.deed(), NewRemark(acme.id, "@SUM(1+1)"))
    plans.open_plan(here.store, here.deed(), plans.NewPlan(acme.id, "onboarding", to="+44 20"))
    [remark], [plan] = exported(here.store, "remarks"), exported(here.store, "plans")
    assert (remark["account"], remark["text"]) == ("'=HYPERLINK(1)", "'@SUM(1+1)")
    assert plan["to_text"] == "'+44 20"


def test_what_only_looks_like_an_id_stays_as_it_was_said(here: Scene) -> None:
    acme = here.account()
    remarks.pass_on(here.store, here.deed(), NewRemark(acme.id, ANA))
    [remark] = exported(here.store, "remarks")
    assert (remark["text"], remark["reported_by"]) == (ANA, "Ana Souza")


def test_no_file_tells_a_view_nor_what_somebody_worries_about(here: Scene) -> None:
    acme = here.account()
    for person in (ANA, BEN):
        here.touch(acme, 3, by=person)
    test = litmus.open_test(here.store, here.deed(), acme.id).test
    for person in (ANA, BEN):
        litmus.give_view(here.store, here.deed(person), test.id, answers("no"), SECRET)
    pulse.tell(here.store, here.deed(), [acme.id], SECRET)
    for noun in EXPORTS:
        assert SECRET not in str(exported(here.store, noun)), noun
    [told] = exported(here.store, "litmus")
    with here.look() as session:
        assert SECRET in str(session.exec(select(LitmusTest)).one().result)
    assert (told["asked"], told["given"], told["owner"]) == ("2", "2", "Ana Souza")
    assert told["band"]


def test_more_rows_than_a_page_are_all_told_with_their_names(store: Store) -> None:
    with store.write() as session:
        workspaces.ensure(session, TEAM, NOW, name="Ours")
        people.told(session, TEAM, CHRIS, **_person())
        session.add(Account(team_id=TEAM, id="a", name="Acme", name_key="acme", created_at=NOW, updated_at=NOW))
        session.flush()
        session.add_all(_remarks(1_203))
    told = exported(store, "remarks")
    assert len({row["id"] for row in told}) == 1_203
    assert {(row["account"], row["reported_by"]) for row in told} == {("Acme", "Chris Meyer")}


def _person() -> dict[str, Any]:
    return {
        "name": "Chris Meyer", "email": None, "tz": "Europe/Lisbon", "is_bot": False, "is_guest": False,
        "is_stranger": False, "is_admin": True, "deactivated_at": None, "seen_at": NOW,
    }  # fmt: skip


def _remarks(count: int) -> Iterator[Remark]:
    for number in range(count):
        yield Remark(
            team_id=TEAM, id=f"r{number:05}", account_id="a", text="so", reported_by=CHRIS, reported_at=NOW,
            due_on=NOW.date(),
        )  # fmt: skip
