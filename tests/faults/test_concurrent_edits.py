"""Fault 12, first half: many people edit one account at once, on two replicas."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from multiprocessing import get_context

import pytest
from sqlmodel import select

from bot.work import accounts
from bot.work.deed import Deed
from storage import account_parts
from storage.engine import Store
from storage.tables import Audit
from tests.databases import make_template, own_postgres, postgres_server
from tests.faults.result import Result
from tests.nudges.house import ANA, MORNING, TEAM, build

pytestmark = pytest.mark.long

REPLICAS, AT_ONCE = 2, 8
HANDS = [
    f"C1ROOM{n:02}" for n in range(REPLICAS * AT_ONCE)
]  # each links its own channel and lets it go, again and again


@dataclass(frozen=True)
class Edited:
    """What became of so many edits: the channels linked in the end, those that should be, and the audit log."""

    edits: int
    linked: list[str]
    expected: list[str]
    audit: list[Audit]

    @property
    def lost(self) -> int:
        """How many edits left no row in the audit log, or were undone by somebody who did not see them."""
        return self.edits - len(self.audit) + len({*self.linked} ^ {*self.expected})

    @property
    def in_order(self) -> bool:
        """Whether each row begins with what the one before it ended with, and one channel more or less is in it."""
        states = [((row.before or {})["channels"], (row.after or {})["channels"]) for row in self.audit]
        follows = all(earlier[1] == later[0] for earlier, later in pairwise(states))
        return follows and all(len({*before} ^ {*after}) == 1 for before, after in states)


def edit(url: str, account_id: str, hands: Sequence[tuple[str, int]]) -> None:
    """What a replica does: all hands at once, each so many edits."""

    def work(hand: tuple[str, int]) -> None:
        channel, edits = hand
        for n in range(edits):
            change = accounts.unlink_channel if n % 2 else accounts.link_channel
            change(store, Deed(TEAM, ANA, MORNING), account_id, channel)

    with closing(Store.open(url)) as store, ThreadPoolExecutor(len(hands)) as people:
        list(people.map(work, hands))


def edit_at_once(url: str, edits: int) -> Edited:
    """Have two processes edit one account, so many times in all."""
    shares = [(channel, len(range(n, edits, len(HANDS)))) for n, channel in enumerate(HANDS)]
    with closing(Store.open(url)) as store:
        acme = build(store).account("Acme", silent_days=3, now=MORNING - timedelta(days=1))
        with ProcessPoolExecutor(REPLICAS, get_context("spawn")) as replicas:
            working = [replicas.submit(edit, url, acme, shares[n::REPLICAS]) for n in range(REPLICAS)]
            for one in working:
                one.result()
        with store.read() as session:
            linked = account_parts.channels(session, TEAM, [acme]).get(acme, [])
            audit = session.exec(select(Audit).where(Audit.account_id == acme).order_by(Audit.id)).all()
    return Edited(edits, linked, [channel for channel, share in shares if share % 2], list(audit))


def measure() -> Result:
    """Two hundred edits."""
    with postgres_server() as server:
        make_template(server)
        with own_postgres(server) as url:
            edited = edit_at_once(url, 200)
    figure = (
        f"{edited.edits} edits on {REPLICAS} replicas, {AT_ONCE} at once on each: {edited.lost} lost, "
        f"{len(edited.audit)} audit rows, {'in order' if edited.in_order else 'NOT in order'}"
    )
    return Result("12 200 concurrent edits of one account on 2 replicas", figure, not edited.lost and edited.in_order)


def test_of_edits_of_one_account_on_two_replicas_none_is_lost_and_each_saw_the_one_before(pg_url: str) -> None:
    edited = edit_at_once(pg_url, 40)

    assert edited.lost == 0
    assert edited.in_order
    assert len(edited.expected) == 8


def test_an_update_that_is_lost_is_seen() -> None:
    def row(before: list[str], after: list[str]) -> Audit:
        return Audit(team_id=TEAM, at=MORNING, deed="edit", before={"channels": before}, after={"channels": after})

    both, first, second, blind = ["C1", "C2"], row([], ["C1"]), row(["C1"], ["C1", "C2"]), row([], ["C2"])

    assert (Edited(2, both, both, [first, second]).lost, Edited(2, both, both, [first, second]).in_order) == (0, True)
    assert (Edited(2, ["C2"], both, [first, second]).lost, Edited(2, both, both, [first]).lost) == (1, 1)
    assert not Edited(2, both, both, [first, blind]).in_order
