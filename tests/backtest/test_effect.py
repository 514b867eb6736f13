"""What a change would have meant in the last month."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.backtest import effect, run
from bot.backtest.figures import Alert
from bot.backtest.past import Past
from bot.backtest.replay import replay
from bot.facts import Portfolio
from bot.policy import Direction, Kind, Policy, Tier
from bot.rules.neglect import neglect
from bot.rules.quiet import quiet
from storage.engine import Store
from storage.tables import Account
from tests.backtest.pasts import EVERY_DAY, POLICY, at, past, touch
from tests.work.scene import NOW, TEAM, Scene, scene

RULES = {"quiet": quiet, "neglect": neglect}
STRICTER = Policy.from_overrides({"tiers": {"key": {"contact": [3, 5, 8]}}})
touches = st.lists(
    st.tuples(st.integers(0, 700), st.sampled_from(Direction), st.sampled_from([Kind.CALL, Kind.EMAIL, Kind.NOTE])),
    max_size=25,
    unique_by=lambda drawn: drawn[0],
)


def opened(of: Past, since: float, *, only: bool) -> set[Alert]:
    """The alerts that opened in the last stretch; `only` that stretch is replayed, or all."""
    begin = at(since) if only else None
    told = replay(of, POLICY, EVERY_DAY, lambda _: Portfolio(), at(760), RULES, begin)
    return {alert for alert in told.alerts if alert.opened_on > at(since).date()}


@settings(max_examples=60, deadline=None)
@given(drawn=touches, since=st.integers(1, 759))
def test_the_last_month_alone_asks_for_what_the_whole_past_asks_for_in_it(
    drawn: list[tuple[int, Direction, Kind]], since: int
) -> None:
    said = [touch(on, direction, kind=kind) for on, direction, kind in sorted(drawn, key=lambda one: one[0])]
    one = past(said, started_at=at(-1000))

    assert opened(one, since, only=True) == opened(one, since, only=False)


@pytest.fixture
def at_work(sqlite_store: Store) -> Scene:
    """Twelve accounts that were spoken to every nine days until today, and one that was lost."""
    at_work = scene(sqlite_store)
    for number in range(12):
        account = at_work.account(f"Client {number}", tier=Tier.KEY)
        for ago in range(99, -1, -9):
            at_work.touch(account, ago)
    gone = at_work.account("Gone")
    at_work.touch(gone, 90)
    with at_work.store.write() as session:
        session.get(Account, (TEAM, gone.id)).lost_on = (NOW - timedelta(days=60)).date()  # type: ignore[union-attr]
    return at_work


def test_a_change_is_told_by_what_it_would_have_asked_for_in_the_last_month(at_work: Scene) -> None:
    told = effect(at_work.store, TEAM, NOW, Policy(), STRICTER)

    assert told is not None
    assert (told.days, told.accounts, told.counted, told.is_sample) == (30, 13, 13, False)
    assert told.before.nudges.get("quiet", 0) == 0
    assert told.after.nudges["quiet"] == 12 * 3
    assert told.after.open == told.before.open + 12


def test_in_a_large_workspace_some_are_looked_at_and_told_for_all(
    at_work: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_SAMPLE", 4)

    told = effect(at_work.store, TEAM, NOW, Policy(), STRICTER)

    assert told is not None
    assert (told.accounts, told.counted, told.is_sample) == (13, 4, True)
    assert told.after.nudges["quiet"] == 39


def test_without_an_account_there_is_no_effect(sqlite_store: Store) -> None:
    assert effect(scene(sqlite_store).store, TEAM, NOW, Policy(), STRICTER) is None
