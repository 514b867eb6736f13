"""A workspace laid out, in which a deed is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from bot.litmus.questions import ours as litmus_questions
from bot.policy import Counts, Direction, Kind, Policy
from bot.rules.knobs import Proposal, proposals
from bot.work import (
    accounts,
    touches,
)
from bot.work.deed import Deed
from storage.engine import Store
from storage.tables import Account, Contact, Nudge, Touch
from tests.work.scene import ANA, BEN, CHRIS, NOW, Scene

MAX, LOU, BEA, SAM, LEA = "U0MAX", "U0LOU", "U0BEA", "U0SAM", "U0LEA"
INSIDE = {
    "member": MAX, "logger": LOU, "owner": ANA, "backup": BEA, "sponsor": SAM, "lead": BEN, "lead by hand": LEA,
    "admin": CHRIS,
}  # fmt: skip


class Case:
    """The workspace of `lay_out`, in a file of its own."""

    def __init__(self, store: Store) -> None:
        self.scene, self.store = Scene(store), store
        with store.read() as session:
            self.account = session.exec(select(Account)).one()
            self.contact = session.exec(select(Contact)).one()
            self.touch = session.exec(select(Touch)).one()

    def new_touch(self) -> touches.NewTouch:
        return self.scene.new_touch(self.account, days_ago=1)

    @property
    def nudge_id(self) -> str:
        with self.store.read() as session:
            return session.exec(select(Nudge.id).where(Nudge.rule == "quiet")).one()

    @property
    def orphan(self) -> Account:
        new = accounts.NewAccount("Orphan")
        return accounts.add(self.store, self.scene.deed(None), new).account

    @property
    def proposal(self) -> Proposal:
        return proposals("quiet", Policy(), 0, 20)[0]


Do = Callable[[Case, Deed], Any]


UNTIL = date(2026, 6, 1)
UNTIL_NOW = NOW.date() - timedelta(days=1)
YESSES = dict.fromkeys((one.key for one in litmus_questions().asked), "yes")
EMAIL = (Kind.EMAIL, Direction.TO_CLIENT, [Counts.REACH])
