"""Whatever is logged, corrected and undone in whatever order: what is kept is what history says."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.gather import policy_of
from bot.policy import Direction, Kind
from bot.work import desk, meetings, rhythms, times, touches
from storage.tables import Account, Contact, Meeting
from tests.work.scene import TEAM, Scene, fresh
from tests.work.scene import scene as set_up

Kept = dict[str, Any]

said = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind),
        "direction": st.sampled_from(Direction),
        "days_ago": st.integers(0, 40),
        "with_contact": st.booleans(),
        "next_in": st.none() | st.integers(1, 20),
    }
)
step = st.tuples(st.sampled_from(["log", "log", "log", "edit", "undo", "wait"]), said, st.integers(0, 5))
patient = settings(
    max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)


class Play:
    """An account with one contact, and deeds done to it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.account = scene.account()
        self.contact = scene.contact(self.account)
        self.logged: list[str] = []

    def do(self, what: str, said: dict[str, Any], place: int) -> None:
        if what == "wait":
            self.scene.now += timedelta(days=said["days_ago"])
        elif what == "log":
            self.logged.append(touches.log(self.scene.store, self.scene.deed(), self.new(said)).touch.id)
        elif self.logged and what == "edit":
            id_ = self.logged[place % len(self.logged)]
            touches.edit(self.scene.store, self.scene.deed(), id_, self.new(said))
        elif self.logged:
            touches.undo(self.scene.store, self.scene.deed(), self.logged.pop(place % len(self.logged)))

    def new(self, said: dict[str, Any]) -> touches.NewTouch:
        return self.scene.new_touch(
            self.account,
            said["days_ago"],
            kind=said["kind"],
            direction=said["direction"],
            contacts=[self.contact.id] if said["with_contact"] else [],
            next_on=self.scene.now.date() + timedelta(days=said["next_in"]) if said["next_in"] else None,
        )

    def kept(self) -> Kept:
        with self.scene.look() as session:
            return kept(session)

    def from_history(self) -> Kept:
        """What would be kept if all were counted anew; nothing is written."""
        with self.scene.look() as session:
            account = session.exec(select(Account)).one()
            policy = policy_of(desk.workspace(session, TEAM))
            times.recount(session, policy, [account])
            rhythms.recount(session, policy, [account])
            times.recount_met(session, policy, TEAM, [self.contact.id])
            meetings.replay(session, policy, account, meetings.zone_of(session, account))
            return kept(session)


def kept(session: Any) -> Kept:
    account = session.exec(select(Account)).one()
    contact = session.exec(select(Contact)).one()
    planned = session.exec(select(Meeting).order_by(col(Meeting.planned_on))).all()
    return {
        "contact": account.last_contact_at,
        "reach": account.last_reach_at,
        "touch": account.last_touch_id,
        "thanks": account.last_thanks_id,
        "attempts": account.attempts_since_contact,
        "rhythm": account.rhythm,
        "met": contact.last_met_at,
        "meetings": [(meeting.planned_on, meeting.touch_id, meeting.kept_by) for meeting in planned],
    }


def play(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Play:
    return Play(set_up(fresh(tmp_path_factory.mktemp("db"), template)))


@patient
@given(steps=st.lists(step, min_size=1, max_size=8))
def test_what_is_kept_is_what_history_says(
    steps: list[Any], tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> None:
    acme = play(tmp_path_factory, sqlite_template)
    for what, how, place in steps:
        acme.do(what, how, place)
        assert acme.kept() == acme.from_history()
    acme.scene.store.close()


@patient
@given(steps=st.lists(step, max_size=4), last=said)
def test_logging_and_undoing_is_as_if_nothing_had_happened(
    steps: list[Any], last: dict[str, Any], tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> None:
    acme = play(tmp_path_factory, sqlite_template)
    for what, how, place in steps:
        acme.do(what, how, place)
    before = acme.kept()
    acme.do("log", last, 0)
    acme.do("undo", last, len(acme.logged) - 1)
    assert acme.kept() == before
    acme.scene.store.close()


@patient
@given(steps=st.lists(said, min_size=1, max_size=6))
def test_logging_never_moves_a_time_backwards(
    steps: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> None:
    acme = play(tmp_path_factory, sqlite_template)
    before = acme.kept()
    for how in steps:
        acme.do("log", how, 0)
        after = acme.kept()
        for time in ("contact", "reach", "met"):
            assert is_no_earlier(after[time], before[time])
        before = after
    acme.scene.store.close()


def is_no_earlier(after: datetime | None, before: datetime | None) -> bool:
    return before is None or (after is not None and after >= before)
