from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

import bot.work
from bot.policy import Tier
from bot.work import intake_keys
from bot.work.permission import NotAllowed
from bot.work.roles import DEALS, Need
from storage import people
from storage.engine import Store
from tests.work.case import BEA, INSIDE, LEA, LOU, MAX, SAM, Case, Do
from tests.work.cases import CASES
from tests.work.scene import ANA, BEN, DANA, ERIK, GONE, NOW, TEAM, fresh
from tests.work.scene import scene as set_up

OUTSIDE = {"guest": DANA, "stranger": ERIK, "gone": GONE, "nobody known": "U0WHO"}
ABOVE = {"lead", "lead by hand", "admin"}
KEEPERS = {"owner", "backup", "sponsor"} | ABOVE
MAY = {
    Need.OURS: set(INSIDE),
    Need.SELF: {"member"} | ABOVE,
    Need.LOGGER: {"logger"} | KEEPERS,
    Need.KEEPER: KEEPERS,
    Need.HOLDER: KEEPERS,
    Need.LEAD: ABOVE,
    Need.LEADER: {"member"},
    Need.ADMIN: {"admin"},
}


#: Deeds that are tried apart: nobody is an admin where one becomes the first.
APART = {"settings.first_admin"}


#: Deeds that only a person can do.
PERSONAL = ("nudge.", "litmus.view", "lesson.answer", "never_again.read")


#: Deeds for which something else is done first.
PREPARED = {
    "audit.appoint",
    "audit.lead",
    "audit.spare",
    "litmus.view",
    "litmus.close",
    "litmus.campaign",
    "litmus.plan",
    "rescue.review",
    "rescue.change",
    "rescue.end",
    "promise.settle",
    "wish.deliver",
    "wish.change",
    "breakdown.recover",
    "breakdown.reopen",
    "breakdown.verify",
    "loss.exit",
    "loss.reopen",
    "opening.end",
    "winback.decide",
    "lesson.draw",
    "lesson.look",
    "lesson.answer",
    "lesson.end",
    "never_again.post",
    "never_again.read",
    "plan.edit",
    "plan.end",
    "step.add",
    "step.do",
    "step.skip",
    "step.move",
    "remark.answer",
    "trait.forget",
    "account.adopt",
    "account.unsnooze",
    "contact.decline",
    "contact.back",
    "import",
}


def told(session: Any, id_: str, **fields: Any) -> None:
    flags = dict.fromkeys(("is_bot", "is_guest", "is_stranger", "is_admin"), False)
    said = {"name": id_.title(), "email": None, "tz": "UTC", "deactivated_at": None, "seen_at": NOW, **flags, **fields}
    people.told(session, TEAM, id_, **said)


def everything(case: Case) -> list[Any]:
    """Every row of every table."""
    with case.store.engine.connect() as connection:
        return [connection.execute(table.select()).all() for table in SQLModel.metadata.sorted_tables]


def allowed(case: Case, do: Do, person_id: str | None) -> bool:
    try:
        do(case, case.scene.deed(person_id))
    except NotAllowed:
        return False
    return True


def lay_out(store: Store) -> None:
    """A workspace in which everybody stands somewhere: a key account, silent for a month; Ben leads Max."""
    scene = set_up(store)
    with store.write() as session:
        for id_ in (MAX, LOU, BEA, SAM, LEA):
            told(session, id_)
        people.lock(session, TEAM, LEA).role = "lead"  # type: ignore[union-attr]
        people.lock(session, TEAM, MAX).lead_id = BEN  # type: ignore[union-attr]
    account = scene.account(owner_id=ANA, backup_id=BEA, sponsor_id=SAM, tier=Tier.KEY, channels=["C0"])
    scene.contact(account)
    scene.touch(account, days_ago=30, by=LOU)
    intake_keys.make(store, scene.deed(None), "CRM")


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which everybody stands somewhere."""
    folder = tmp_path_factory.mktemp("roles")
    store = fresh(folder, sqlite_template)
    lay_out(store)
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    store.close()
    return folder / "tend.db"


@pytest.fixture
def clocks_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may do a deed does not hang on what rings afterwards: that is half of the time that a deed takes."""
    for module in modules():
        if "settle" in vars(module):
            monkeypatch.setattr(module, "settle", lambda *_, **__: [])


def modules() -> list[ModuleType]:
    return [importlib.import_module(f"bot.work.{found.name}") for found in pkgutil.iter_modules(bot.work.__path__)]


@contextmanager
def case_of(template: Path, folder: Path) -> Iterator[Case]:
    store = fresh(folder, template)
    yield Case(store)
    store.close()
    for file in folder.glob("tend.db*"):
        file.unlink()


@pytest.mark.usefixtures("clocks_stand_still")
@pytest.mark.parametrize("who", [*INSIDE, *OUTSIDE])
def test_everybody_may_do_what_the_table_says_and_no_more(template: Path, tmp_path: Path, who: str) -> None:
    person_id = {**INSIDE, **OUTSIDE}[who]
    found, told = {}, {}
    for number, (deed, _, do) in enumerate(CASES):
        with case_of(template, tmp_path) as case:
            found[number, deed] = allowed(case, do, person_id)
        told[number, deed] = who in MAY[DEALS[deed].need]
    assert found == told


def test_whatever_is_refused_leaves_nothing_behind(template: Path, tmp_path: Path) -> None:
    for deed, _, do in CASES:
        if deed not in PREPARED:
            with case_of(template, tmp_path) as case:
                before = everything(case)
                assert not allowed(case, do, DANA)
                assert everything(case) == before, deed


def test_the_command_line_may_do_all(template: Path, tmp_path: Path) -> None:
    for deed, _, do in CASES:
        if not deed.startswith(PERSONAL):
            with case_of(template, tmp_path) as case:
                do(case, case.scene.deed(None))


def test_every_function_that_does_a_deed_is_tried() -> None:
    deeds = {
        function
        for module in modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == module.__name__
        and list(inspect.signature(function).parameters)[:2] == ["store", "deed"]
    }
    assert deeds == {function for _, function, _ in CASES}


def test_every_line_of_the_table_is_tried() -> None:
    assert {deed for deed, _, _ in CASES} | APART == set(DEALS)
