from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.nudges.settle import settle
from bot.policy import Tier
from bot.work import nudges
from bot.work.deed import AlreadyDone, Refused
from storage import accounts, votes
from storage import nudges as stored
from storage.tables import Account, Clock, Nudge, NudgeVote
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene


@pytest.fixture
def quiet(scene: Scene) -> tuple[Scene, Account, Nudge]:
    """An account that was due long ago, and its open nudge."""
    acme = scene.account(tier=Tier.KEY, owner_id=ANA, client_since=date(2020, 1, 1))
    return scene, acme, open_nudge(scene)


def open_nudge(scene: Scene, rule: str = "quiet") -> Nudge:
    with scene.look() as session:
        found: Nudge = session.exec(select(Nudge).where(Nudge.rule == rule, Nudge.closed_at.is_(None))).one()  # type: ignore[union-attr]
    return found


def again(scene: Scene, nudge: Nudge) -> Nudge:
    with scene.look() as session:
        found = stored.get(session, TEAM, nudge.id)
    assert found is not None
    return found


def test_a_snoozed_nudge_closes_and_its_clock_waits_for_the_day(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, acme, nudge = quiet
    done = nudges.snooze(scene.store, scene.deed(CHRIS), nudge.id, date(2026, 6, 1), "summer break")
    closed = again(scene, nudge)
    assert closed.closed_why == "snoozed until 1 June, by Chris Meyer: summer break"
    assert (closed.closed_by, closed.closed_at) == (CHRIS, scene.now)
    assert (done.until, done.in_a_row) == (date(2026, 6, 1), {"quiet": 1})
    with scene.look() as session:
        clock = session.get(Clock, (TEAM, acme.id, "quiet", ""))
    assert clock.snoozed_until == clock.rings_at == datetime(2026, 6, 1, 4, tzinfo=UTC)  # midnight in New York


def test_the_second_snooze_in_a_row_needs_a_reason(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, _, nudge = quiet
    nudges.snooze(scene.store, scene.deed(), nudge.id, date(2026, 5, 13))
    scene.now += timedelta(days=2)
    look_again(scene)
    second = open_nudge(scene)
    with pytest.raises(Refused, match="snoozed before"):
        nudges.snooze(scene.store, scene.deed(), second.id, date(2026, 6, 1))
    assert nudges.snooze(scene.store, scene.deed(), second.id, date(2026, 6, 1), "they asked").in_a_row == {"quiet": 2}


def look_again(scene: Scene) -> None:
    with scene.store.write() as session:
        ids = [account.id for account in accounts.listed(session, TEAM)]
        accounts.lock(session, TEAM, ids)
        settle(session, TEAM, ids, scene.now)


@pytest.mark.parametrize("until", [date(2026, 5, 12), date(2026, 5, 1), date(2029, 1, 1)])
def test_a_snooze_ends_on_a_day_to_come_within_two_years(quiet: tuple[Scene, Account, Nudge], until: date) -> None:
    scene, _, nudge = quiet
    with pytest.raises(Refused):
        nudges.snooze(scene.store, scene.deed(), nudge.id, until)


def test_a_whole_account_is_snoozed_and_wakes_up(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, acme, nudge = quiet
    nudges.snooze_account(scene.store, scene.deed(), acme.id, date(2026, 6, 1), "summer break")
    with scene.look() as session:
        assert stored.open_of(session, TEAM, [acme.id]).get(acme.id, {}) == {}
    nudges.unsnooze_account(scene.store, scene.deed(), acme.id)
    assert open_nudge(scene).id != nudge.id
    with pytest.raises(Refused, match="Nothing about Acme is snoozed"):
        nudges.unsnooze_account(scene.store, scene.deed(), acme.id)


def test_whoever_takes_a_nudge_is_on_it(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, _, nudge = quiet
    nudges.take(scene.store, scene.deed(BEN), nudge.id)
    taken = again(scene, nudge)
    assert (taken.taken_by, taken.taken_at, taken.closed_at) == (BEN, scene.now, None)
    with pytest.raises(AlreadyDone):
        nudges.take(scene.store, scene.deed(BEN), nudge.id)
    nudges.take(scene.store, scene.deed(ANA), nudge.id)
    assert again(scene, nudge).taken_by == ANA


def test_a_settled_nudge_is_neither_snoozed_nor_taken(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, acme, nudge = quiet
    scene.touch(acme)
    with pytest.raises(Refused, match="settled before: spoken to on 12 May, by Ana"):
        nudges.snooze(scene.store, scene.deed(), nudge.id, date(2026, 6, 1))
    with pytest.raises(Refused, match="settled before"):
        nudges.take(scene.store, scene.deed(), nudge.id)


def test_what_was_already_done_closes_the_nudge_and_says_by_whom(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, acme, nudge = quiet
    other = scene.account("Globex")
    logged = nudges.already_did(scene.store, scene.deed(BEN), nudge.id, scene.new_touch(other, days_ago=1))
    assert logged.account.id == acme.id
    closed = again(scene, nudge)
    assert closed.closed_why == "spoken to on 11 May, by Ben Okafor"
    assert closed.touch_id == logged.touch.id


def test_the_last_vote_of_a_person_stands_and_votes_are_counted_by_rule(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, _, nudge = quiet
    nudges.vote(scene.store, scene.deed(ANA), nudge.id, useful=False)
    nudges.vote(scene.store, scene.deed(ANA), nudge.id, useful=True)
    nudges.vote(scene.store, scene.deed(BEN), nudge.id, useful=False)
    with scene.look() as session:
        assert votes.by_rule(session, TEAM) == {"quiet": (1, 2)}
        assert len(session.exec(select(NudgeVote)).all()) == 2


def votes_on(scene: Scene) -> list[tuple[str, bool]]:
    with scene.look() as session:
        return [(vote.person_id, vote.useful) for vote in session.exec(select(NudgeVote).order_by("person_id"))]


def test_whoever_takes_a_nudge_or_logs_from_it_found_it_useful(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, acme, nudge = quiet
    nudges.take(scene.store, scene.deed(BEN), nudge.id)
    nudges.log(scene.store, scene.deed(ANA), nudge.id, scene.new_touch(acme))
    nudges.log(scene.store, scene.deed(ANA), nudge.id, scene.new_touch(acme))
    assert votes_on(scene) == [(ANA, True), (BEN, True)]


def test_what_was_done_before_or_elsewhere_is_no_vote(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, acme, nudge = quiet
    nudges.log(scene.store, scene.deed(ANA), nudge.id, scene.new_touch(scene.account("Globex")))
    nudges.already_did(scene.store, scene.deed(ANA), nudge.id, scene.new_touch(acme, days_ago=1))
    assert votes_on(scene) == []


def test_what_somebody_says_beats_what_they_do(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, _, nudge = quiet
    nudges.vote(scene.store, scene.deed(ANA), nudge.id, useful=False)
    nudges.take(scene.store, scene.deed(ANA), nudge.id)
    nudges.take(scene.store, scene.deed(BEN), nudge.id)
    nudges.vote(scene.store, scene.deed(BEN), nudge.id, useful=False)
    assert votes_on(scene) == [(ANA, False), (BEN, False)]


def test_votes_on_what_a_rule_said_before_it_was_turned_count_no_more(quiet: tuple[Scene, Account, Nudge]) -> None:
    scene, _, nudge = quiet
    nudges.vote(scene.store, scene.deed(ANA), nudge.id, useful=False)
    with scene.look() as session:
        assert votes.by_rule(session, TEAM, {"quiet": nudge.opened_at}) == {"quiet": (0, 1)}
        assert votes.by_rule(session, TEAM, {"quiet": nudge.opened_at + timedelta(seconds=1)}) == {}
        assert votes.by_rule(session, TEAM, {"senior": scene.now + timedelta(days=1)}) == {"quiet": (0, 1)}


@pytest.mark.parametrize("deed", ["snooze", "take", "vote", "already_did"])
def test_a_nudge_that_is_gone_is_refused_kindly(sqlite_scene: Scene, deed: str) -> None:
    acme = sqlite_scene.account()
    arguments = {
        "snooze": (date(2026, 6, 1),),
        "take": (),
        "vote": (),
        "already_did": (sqlite_scene.new_touch(acme),),
    }[deed]
    how = {"useful": True} if deed == "vote" else {}
    with pytest.raises(Refused, match="no longer on record"):
        getattr(nudges, deed)(sqlite_scene.store, sqlite_scene.deed(), "gone", *arguments, **how)
