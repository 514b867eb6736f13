from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Date, Table, insert, select
from sqlmodel import SQLModel

from bot.endings import Confidence, LossReason, Reason
from bot.exporting import archive
from bot.exporting.archive import ABOUT, export_account, export_workspace
from bot.intervals import MONTHLY
from bot.nudges.portfolio import refit
from bot.policy import TraitKind
from bot.work import (
    accounts,
    breakdowns,
    documents,
    lessons,
    litmus,
    losses,
    never_again,
    newcomers,
    nudges,
    openings,
    plans,
    promises,
    pulse,
    remarks,
    rescues,
    sources,
    traits,
    wishes,
)
from bot.work.deed import Refused
from bot.work.losses import NewLoss
from bot.work.remarks import NewRemark
from storage import rows as stored
from storage import workspaces
from storage.engine import Store
from storage.migrate import newest
from storage.tables import Closure, Installation, Nudge
from storage.types import UtcDateTime
from tests.work.scene import ANA, BEN, ERIK, NOW, TEAM, Scene, scene

Row = dict[str, Any]


@pytest.fixture
def house(store: Store) -> Scene:
    """Two accounts, each with something of everything, and another workspace."""
    made = scene(store)
    for name in ("Acme", "Größe & Söhne"):
        account = made.account(
            name, owner_id=BEN, helpers=[ANA], aliases=[f"{name} alias"], domains=[f"{len(name)}.test"], cadence_days=30
        )
        jane = made.contact(account, "Jane Doe", title="CEO", email="jane@acme.test", roles=["champion"])
        made.touch(account, 190, contacts=[jane.id], people=[ANA, BEN], note="“so” it is\nand more", temperature=-1)
        made.touch(account, 180, next_on=date(2026, 6, 1))
        accounts.link_channel(store, made.deed(BEN), account.id, f"C0{len(name)}")
        newcomers.meet(store, made.deed(), account.id, ERIK)
        sources.set_source(store, made.deed(None), account.id, "calendar", on=False)
        with store.write() as session:
            session.add(
                Closure(team_id=TEAM, account_id=account.id, first_on=date(2026, 8, 1), last_on=date(2026, 8, 20))
            )
        plans.open_plan(store, made.deed(BEN), plans.NewPlan(account.id, "onboarding", lead_id=BEN))
        promises.make(
            store, made.deed(), promises.NewPromise(account.id, "a list", date(2026, 6, 1), contact_id=jane.id)
        )
        wish = wishes.note(store, made.deed(), wishes.NewWish(account.id, "a report", MONTHLY, date(2026, 6, 1))).wish
        wishes.deliver(store, made.deed(), wish.id, wishes.Delivered(note="May"))
        breakdowns.report(store, made.deed(), breakdowns.NewBreakdown(account.id, "no export"))
        traits.know(store, made.deed(), traits.NewTrait(account.id, TraitKind.PROUD, "their new plant"))
        accounts.edit(store, made.deed(BEN), account.id, {"backup_id": ANA})
        openings.note(store, made.deed(), openings.NewOpening(account.id, openings.Kind.REFERRAL, "Lyon?"))
        told = rescues.NewRescue(account.id, "the launch failed", "never again", helpers=[ANA])
        danger = rescues.open_rescue(store, made.deed(), told).rescue
        rescues.review(store, made.deed(), danger.id, "they calmed down")
        remarks.pass_on(store, made.deed(), NewRemark(account.id, "who else uses it?", said_by=jane.id))
        litmus.open_test(store, made.deed(None), account.id)
        pulse.tell(store, made.deed(account.owner_id), [account.id], "a feeling")
    pulse.ask(store, made.deed(None))
    documents.switch(store, made.deed(None), "playbook", "rescue", on=False)
    gone = made.account("Gone", owner_id=ANA)
    losses.end(store, made.deed(), NewLoss(gone.id, NOW.date(), [Reason(LossReason.PRICE, Confidence.STATED)]))
    learn(store, made, gone.id)
    assert refit(store, NOW, {})
    with store.read() as session:
        [nudge, *_] = session.execute(select(Nudge)).scalars().all()
    nudges.vote(store, made.deed(), nudge.id, useful=True)
    with store.write() as session:
        workspaces.ensure(session, "T0OTHER", NOW, name="Theirs")
        who: Row = {"bot_user_id": "U0TEND", "installed_by": ANA, "installed_at": NOW}
        session.add(Installation(team_id=TEAM, enterprise_id="", bot_token="sealed", **who))
    return made


def learn(store: Store, made: Scene, gone: str) -> None:
    """What follows on a loss."""
    taught = lessons.NewLesson(gone, "call more", lessons.Way.COMPUTED, date(2026, 6, 1), "silent")
    lesson = lessons.draw(store, made.deed(), taught).lesson
    word = never_again.post(store, made.deed(None), never_again.Told(lesson.loss_id, "C0HEALTH"))
    never_again.acknowledge(store, made.deed(BEN), word.id)


def read(file: Path) -> dict[str, list[Row]]:
    """The rows of an archive, by table."""
    with ZipFile(file) as opened:
        assert opened.testzip() is None
        names = [name for name in opened.namelist() if name != ABOUT]
        return {name.removesuffix(".jsonl"): [json.loads(line) for line in opened.open(name)] for name in names}


def about(file: Path) -> Row:
    with ZipFile(file) as opened:
        told: Row = json.loads(opened.read(ABOUT))
    return told


def revived(table: Table, row: Row) -> Row:
    """A row as it was stored."""
    return {name: _revived(table.c[name].type, value) for name, value in row.items()}


def _revived(kind: object, value: Any) -> Any:
    if value is None or not isinstance(kind, Date | UtcDateTime):
        return value
    return date.fromisoformat(value) if isinstance(kind, Date) else datetime.fromisoformat(value)


def test_an_export_of_a_workspace_is_read_into_an_empty_database_as_it_was(house: Scene, tmp_path: Path) -> None:
    count = export_workspace(house.store, TEAM, tmp_path / "all.zip", NOW)
    exported = read(tmp_path / "all.zip")

    again = Store.open(f"sqlite:///{tmp_path}/again.db")
    SQLModel.metadata.create_all(again.engine)
    with again.write() as session:
        for table in stored.tables():
            for row in exported[table.name]:
                session.execute(insert(table).values(revived(table, row)))

    for table in stored.tables():
        with house.store.read() as session, again.read() as copied:
            told = list(stored.of_workspace(session, TEAM, table))
            assert list(stored.of_workspace(copied, TEAM, table)) == told, table.name
    again.close()
    assert sum(map(len, exported.values())) == count
    empty = {name for name, some in exported.items() if not some}
    assert empty <= {"erased_people"}, "the fixture has something of everything"


def test_an_export_says_what_it_is(house: Scene, tmp_path: Path) -> None:
    export_workspace(house.store, TEAM, tmp_path / "all.zip", NOW)

    told = about(tmp_path / "all.zip")
    assert (told["what"], told["team_id"], told["revision"], told["exported_at"]) == (
        "workspace", TEAM, newest(), NOW.isoformat(),
    )  # fmt: skip
    assert told["rows"] == {name: len(some) for name, some in read(tmp_path / "all.zip").items()}


def test_no_export_holds_a_token(house: Scene, tmp_path: Path) -> None:
    export_workspace(house.store, TEAM, tmp_path / "all.zip", NOW)

    assert "installations" not in read(tmp_path / "all.zip")
    assert "sealed" not in json.dumps(read(tmp_path / "all.zip"))
    given = {column.name for table in stored.tables() for column in table.c}
    assert not {name for name in given if "token" in name or "secret" in name}


def test_an_export_of_an_account_has_all_of_it_and_nothing_of_another(house: Scene, tmp_path: Path) -> None:
    with house.look() as session:
        table = SQLModel.metadata.tables["accounts"]
        [acme, gone, other] = session.execute(select(table.c.id).order_by(table.c.name)).scalars().all()

    export_account(house.store, TEAM, acme, tmp_path / "acme.zip", NOW)
    export_account(house.store, TEAM, gone, tmp_path / "gone.zip", NOW)

    exported, every = read(tmp_path / "acme.zip"), _everything(house.store)
    after_its_loss = read(tmp_path / "gone.zip")
    for told in (exported, after_its_loss):
        assert other not in json.dumps(told)
    assert [row["name"] for row in exported["accounts"]] == ["Acme"]
    of_accounts = [one.name for one in stored.tables() if "account_id" in one.c]
    for name in of_accounts:
        assert exported[name] == [row for row in every[name] if row["account_id"] == acme], name
        assert after_its_loss[name] == [row for row in every[name] if row["account_id"] == gone], name
        assert exported[name] or after_its_loss[name], f"the fixture has something in {name}"
    touches = {row["id"] for row in exported["touches"]}
    assert exported["touch_people"] == [row for row in every["touch_people"] if row["touch_id"] in touches]
    assert {row["name"] for row in exported["people"]} == {"Ana Souza", "Ben Okafor"}
    assert {name for row in exported["people"] for name in row} == {"team_id", "id", "name"}
    assert about(tmp_path / "acme.zip")["account"] == "Acme"


def _everything(store: Store) -> dict[str, list[Row]]:
    with store.read() as session:
        return {
            table.name: json.loads(json.dumps(list(stored.of_workspace(session, TEAM, table)), default=archive._plain))
            for table in stored.tables()
        }


def test_an_export_has_its_name_once_it_is_whole_and_replaces_nothing(house: Scene, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_text("precious")
    with pytest.raises(Refused, match="exists already"):
        export_workspace(house.store, TEAM, tmp_path / "there.zip", NOW)
    with pytest.raises(Refused, match="cannot be written"):
        export_workspace(house.store, TEAM, tmp_path / "no" / "folder.zip", NOW)
    with pytest.raises(Refused):
        export_workspace(house.store, "T0NOBODY", tmp_path / "nobody.zip", NOW)
    with pytest.raises(Refused):
        export_account(house.store, TEAM, "nobody", tmp_path / "nobody.zip", NOW)

    assert (tmp_path / "there.zip").read_text() == "precious"
    assert [path.name for path in tmp_path.glob("*.zip*")] == ["there.zip"]
    assert list(tmp_path.glob(".*unfinished")) == []
