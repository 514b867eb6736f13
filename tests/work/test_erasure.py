from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Text
from sqlmodel import Session, SQLModel, col, select

from bot import directory
from bot.anonymous import SOMEBODY, is_nobodys
from bot.gather import count_portfolio, facts_of, policy_of
from bot.nudges.portfolio import refit
from bot.policy import Kind
from bot.rules import RULES
from bot.work import accounts as account_work
from bot.work import contacts, erasure
from bot.work import settings as own
from bot.work.deed import AlreadyDone, Refused
from bot.work.permission import NotAllowed
from storage import accounts, people, workspaces
from storage import erasure as rows
from storage.core import table
from storage.engine import Store
from storage.tables import Account, Audit, AuditPermit, Contact, Message, MessageNudge, Nudge, Person, Touch
from tests.work.scene import ANA, BEN, CHRIS, NOW, TEAM, Scene, fresh, scene

Seen = dict[str, Any]


def everything(store: Store) -> str:
    """Every row of every table, as one text."""
    with store.read() as session:
        told = [
            [str(value) if not isinstance(value, dict | list) else json.dumps(value) for value in row]
            for one in SQLModel.metadata.sorted_tables
            for row in session.execute(select(*one.c))
        ]
    return "\n".join(" | ".join(row) for row in told)


def judged(store: Store, *, known_as: Callable[[str], str] = str) -> Seen:
    """Every verdict without its words, every clock and nudge, and how many rows there are of everything."""
    with store.read() as session:
        workspace = workspaces.get(session, TEAM)
        assert workspace is not None
        policy = policy_of(workspace)
        facts = facts_of(session, TEAM, accounts.ids(session, TEAM), policy, NOW)
        portfolio = count_portfolio(session, TEAM, policy, NOW)
        verdicts = [
            (account_id, verdict.rule, verdict.subject, verdict.steps)
            for account_id, known in facts.items()
            for rule in RULES.values()
            for verdict in rule(known, policy, NOW)
        ]
        return {
            "verdicts": sorted(map(repr, verdicts)),
            "clocks": sorted(map(repr, _columns(session, "clocks", without=("snooze_reason",)))),
            "nudges": sorted(
                map(
                    repr,
                    _columns(session, "nudges", without=("reason", "clears", "closed_why", "closed_by", "taken_by")),
                )
            ),
            "touches": sorted(
                (touch.account_id, touch.kind, touch.occurred_at, known_as(touch.logged_by))
                for touch in session.exec(select(Touch))
            ),
            "values": (portfolio.value_minor, portfolio.usual_log_gap),
            "attention": {known_as(who): told for who, told in portfolio.owner_touches.items()},
            "rows": {
                one.name: len(session.execute(select(*one.primary_key)).all())
                for one in SQLModel.metadata.sorted_tables
                if one.name not in ("audit", "erased_people")
            },
        }


def _columns(session: Any, name: str, without: tuple[str, ...]) -> Iterator[Any]:
    known = SQLModel.metadata.tables[name]
    yield from session.execute(select(*(column for column in known.c if column.name not in without)))


@pytest.fixture
def house(store: Store) -> Scene:
    """Jane of Acme and Ben of ours, named wherever somebody can be named."""
    made = scene(store)
    acme = made.account("Acme", owner_id=BEN, backup_id=ANA, sponsor_id=BEN, helpers=[BEN])
    jane = made.contact(acme, "Jane Miller", title="CEO", email="miller@acme.test", slack_user_id="U9JANE")
    made.contact(acme, "John Doe", title="Buyer")
    contacts.edit(
        store, made.deed(), jane.id, {"name": "Jane Doe", "email": "jane@acme.test", "can_hire_or_fire": True}
    )
    made.touch(
        acme, 190, contacts=[jane.id], people=[ANA, BEN], note="Jane is well; Ben Okafor, <@U0BEN> and John Doe agree"
    )
    made.touch(acme, 189, by=BEN, note="JANE DOE called us, jane@acme.test; her name was Jane Miller")
    with store.write() as session:
        the_row(session, ANA).lead_id = BEN
        session.add(
            Message(team_id=TEAM, kind="notice", recipient=BEN, slot=f"reassign:{BEN}:2026", not_before=NOW,
                    body={"about": "reassign", "person": BEN}, channel_id="D0BEN", ts="1.2", state="sent",
                    revise_at=NOW, created_at=NOW)
        )  # fmt: skip
    own.set_policy(store, made.deed(CHRIS), "pulse_every_days", 0)
    assert refit(store, NOW, {})
    return made


def the(store: Store, of: type[Any], **equal: Any) -> Any:
    with store.read() as session:
        [found] = [
            row for row in session.exec(select(of)) if all(getattr(row, name) == value for name, value in equal.items())
        ]
        return found


def the_row(session: Session, person_id: str) -> Person:
    found = people.get(session, TEAM, person_id)
    assert found is not None
    return found


def test_an_erased_contact_stands_nowhere_any_more(house: Scene) -> None:
    jane = the(house.store, Contact, name="Jane Doe")

    erasure.contact(house.store, house.deed(), jane.id)

    left = everything(house.store)
    for trace in ("Jane", "JANE", "Miller", "jane@", "miller@", "U9JANE"):
        assert trace not in left, trace
    assert "John Doe" in left
    assert "Ben Okafor" in left


def test_what_was_known_of_an_erased_contact_stays(house: Scene) -> None:
    jane, before = the(house.store, Contact, name="Jane Doe"), judged(house.store)

    erasure.contact(house.store, house.deed(), jane.id)

    after = the(house.store, Contact, id=jane.id)
    assert judged(house.store) == before
    assert (after.name, after.title, after.level, after.can_hire_or_fire) == (SOMEBODY, "", jane.level, True)
    assert after.last_met_at == jane.last_met_at


def test_an_erased_colleague_stands_nowhere_any_more(house: Scene) -> None:
    erasure.person(house.store, house.deed(CHRIS), BEN)

    left = everything(house.store)
    for trace in ("Ben", "ben@", BEN):
        assert trace not in left, trace
    assert "Jane Doe" in left


def test_what_an_erased_colleague_did_stays_told_apart(house: Scene) -> None:
    before = judged(house.store)

    erasure.person(house.store, house.deed(CHRIS), BEN)

    nobody = the(house.store, Account, name="Acme").owner_id
    assert is_nobodys(nobody)
    assert judged(house.store, known_as=lambda id_: BEN if id_ == nobody else id_) == before
    assert the(house.store, Person, id=nobody).name == SOMEBODY
    assert the(house.store, Person, id=ANA).lead_id == nobody
    assert the(house.store, Message, kind="notice").body == {"about": "reassign", "person": nobody}


def test_the_audit_log_keeps_what_was_done_and_when(house: Scene) -> None:
    def told(row: Audit) -> tuple[Any, ...]:
        return row.id, row.at, row.deed, row.account_id

    with house.store.read() as session:
        before = [told(row) for row in session.exec(select(Audit).order_by(Audit.id))]
    jane = the(house.store, Contact, name="Jane Doe")

    erasure.contact(house.store, house.deed(), jane.id)
    erasure.person(house.store, house.deed(CHRIS), BEN)

    with house.store.read() as session:
        after = list(session.exec(select(Audit).order_by(Audit.id)))
        assert list(session.exec(select(AuditPermit))) == []
    assert [told(row) for row in after[: len(before)]] == before
    assert [(row.deed, row.before, row.after) for row in after[len(before) :]] == [
        ("contact.erase", None, None),
        ("person.erase", None, None),
    ]
    assert after[-2].subject_id == jane.id
    assert is_nobodys(after[-1].subject_id)


def test_erasing_twice_changes_nothing_more(house: Scene) -> None:
    jane = the(house.store, Contact, name="Jane Doe")
    erasure.contact(house.store, house.deed(), jane.id)
    erasure.person(house.store, house.deed(CHRIS), BEN)
    once = everything(house.store)

    with pytest.raises(AlreadyDone):
        erasure.contact(house.store, house.deed(), jane.id)
    with pytest.raises(AlreadyDone):
        erasure.person(house.store, house.deed(CHRIS), BEN)

    assert everything(house.store) == once


def test_two_erased_contacts_of_a_client_stay_apart(house: Scene) -> None:
    acme = the(house.store, Account, name="Acme")
    with house.look() as session:
        ids = [contact.id for contact in session.exec(select(Contact).order_by(Contact.name))]
    for id_ in ids:
        erasure.contact(house.store, house.deed(), id_)

    with house.look() as session:
        names = sorted(contact.name for contact in session.exec(select(Contact)))
    assert names == [SOMEBODY, f"{SOMEBODY} 2"]
    assert house.contact(acme, "Jane Doe").erased_at is None


def test_posts_that_named_somebody_are_brought_up_to_date(house: Scene) -> None:
    jane = the(house.store, Contact, name="Jane Doe")
    with house.store.write() as session:
        naming = [n.id for n in session.exec(select(Nudge)) if "Jane Doe" in n.reason + n.clears]
        messages = table(Message)
        session.execute(messages.update().where(messages.c.kind != "notice").values(state="sent", revise_at=None))
        carried = session.exec(select(MessageNudge).where(col(MessageNudge.nudge_id).in_(naming))).all()
    assert carried

    erasure.contact(house.store, house.deed(), jane.id)

    with house.look() as session:
        asked = [m for m in session.exec(select(Message).where(Message.kind != "notice")) if m.revise_at == NOW]
    assert asked


def test_who_may_erase_is_said_by_the_table_of_roles(house: Scene) -> None:
    jane = the(house.store, Contact, name="Jane Doe")
    account_work.edit(house.store, house.deed(None), jane.account_id, {"backup_id": None})

    with pytest.raises(NotAllowed):
        erasure.contact(house.store, house.deed(ANA), jane.id)
    with pytest.raises(NotAllowed):
        erasure.person(house.store, house.deed(ANA), BEN)
    with pytest.raises(Refused, match="yourself"):
        erasure.person(house.store, house.deed(CHRIS), CHRIS)
    assert "Jane Doe" in everything(house.store)


def test_an_erased_colleague_who_left_slack_is_not_brought_back_by_its_list(house: Scene) -> None:
    erasure.person(house.store, house.deed(CHRIS), BEN)
    told = {"id": BEN, "team_id": TEAM, "deleted": True, "name": "ben", "profile": {"real_name": "Ben Okafor"}}
    with house.store.write() as session:
        directory._write_down(session, TEAM, told, NOW)
        assert people.get(session, TEAM, BEN) is None
        directory._write_down(session, TEAM, {**told, "deleted": False}, NOW)
        back = people.get(session, TEAM, BEN)

    assert back is not None
    assert (back.name, back.erased_at) == ("Ben Okafor", None)
    assert the(house.store, Account, name="Acme").owner_id != BEN


def test_nobody_is_written_to_in_the_place_of_somebody_erased(house: Scene) -> None:
    erasure.person(house.store, house.deed(CHRIS), BEN)
    with house.store.read() as session:
        nobody = the(house.store, Account, name="Acme").owner_id
        assert nobody in people.left_behind(session, TEAM)
        assert nobody not in [person.id for person in people.of_ours(session, TEAM)]
        assert nobody not in [person.id for person in people.admins(session, TEAM)]


def test_every_column_of_words_is_looked_through() -> None:
    """Columns of free text that are not names of clients; a new one is either here or never holds a name."""
    nameless = {
        "pulse": {"weight"}, "accounts": {"rhythm", "sources_off"},
        "people": {"working_days", "preferences"}, "contacts": {"roles"},
        "installations": {"bot_token", "refresh_token", "scopes"}, "calendars": {"address"}, "imports": {"columns"},
        "touches": {"link", "signs"}, "remarks": {"link"}, "litmus_views": {"answers"},
        "losses": {"reasons"},
    }  # fmt: skip
    for known in SQLModel.metadata.sorted_tables:
        model = next((one for one in rows._WORDS if table(one) is known), None)
        texts = {column.name for column in known.c if isinstance(column.type, Text | JSON)}
        seen = set(rows._WORDS[model]) if model else set()
        assert texts <= seen | nameless.get(known.name, set()), known.name


NOTES = st.sampled_from(["", "Jane is well", "with Jane Doe and Ben", "Ben Okafor asked", "nothing new"])
TOUCHES = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([ANA, BEN]), st.integers(0, 200), st.sampled_from(list(Kind)), NOTES,
        st.sampled_from([None, -1, 0, 2]),
    ),
    max_size=12,
)  # fmt: skip
LEVELS = st.lists(st.sampled_from(["CEO", "Buyer", "VP Operations"]), min_size=4, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TOUCHES, LEVELS, st.booleans())
def test_every_verdict_and_count_is_the_same_after_somebody_is_erased(
    sqlite_template: Path, touches: list[Any], titles: list[str], left: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(fresh(Path(folder), sqlite_template)) as store:
        made = scene(store)
        homes = [
            made.account(f"Client {n}", owner_id=(ANA, BEN)[n % 2], annual_value_minor=n * 1000, currency="EUR")
            for n in range(4)
        ]
        known = [
            made.contact(home, "Jane Doe", title=title, can_hire_or_fire=True)
            for home, title in zip(homes, titles, strict=True)
        ]
        for n, by, ago, kind, note, temperature in touches:
            made.touch(homes[n], ago, by=by, kind=kind, contacts=[known[n].id], note=note, temperature=temperature)
        if left:
            with store.write() as session:
                people.set_dm_channel(session, TEAM, BEN, "D0BEN")
                the_row(session, BEN).deactivated_at = NOW - timedelta(days=1)
        before = judged(store)

        erasure.contact(store, made.deed(None), known[0].id)
        erasure.person(store, made.deed(None), BEN)

        nobody = the(store, Account, name="Client 1").owner_id
        assert judged(store, known_as=lambda id_: BEN if id_ == nobody else id_) == before
        traces = everything(store)
        assert "Ben Okafor" not in traces
        assert BEN not in traces
