from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.policy import Counts, Direction, Kind, Level, Policy, Status, Tier
from bot.rules import RULES
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, ago, ask, day, level, rings, untouched


def test_a_client_who_was_not_thanked_for_the_tier_s_days_is_early() -> None:
    verdict = ask("thanks", account(last_thanks_at=ago(90), last_thanks_id="visit"))
    assert (verdict.level_at(NOW), rings(verdict)) == (Level.EARLY, [(0, "early")])
    assert verdict.reason == (
        "They were last thanked or visited 90 days ago; a standard account should feel that it matters every 90 days."
    )
    assert verdict.clears == (
        "A word of thanks or recognition, a visit, or a meal with them: anything that is about them alone."
    )
    assert (verdict.threshold, verdict.since, verdict.rests_on) == ("90 days, standard tier", ago(90), ("visit",))


@pytest.mark.parametrize(
    ("tier", "steps"),
    [(Tier.KEY, [(45, "early"), (90, "due")]), (Tier.STANDARD, [(90, "early")]), (Tier.LIGHT, [(180, "early")])],
)
def test_only_of_a_key_account_it_becomes_due(tier: Tier, steps: list[tuple[int, str]]) -> None:
    assert rings(ask("thanks", account(last_thanks_at=ago(0), tier=tier))) == steps


def test_an_account_that_was_added_just_now_has_as_long_as_everybody_whatever_came_before() -> None:
    fresh = untouched(3, started_at=ago(4000))
    assert rings(ask("thanks", fresh)) == [(87, "early")]
    assert ask("thanks", fresh).reason.startswith(
        "No thanks and no visit is logged since the account was added on 10 May 2026; "
    )
    assert rings(ask("thanks", replace(fresh, last_thanks_at=ago(700)))) == [(87, "early")]


@pytest.mark.parametrize(
    ("kind", "direction", "counts"),
    [
        (Kind.THANKS, Direction.TO_CLIENT, True),
        (Kind.VISIT, Direction.TWO_WAY, True),
        (Kind.MEAL, Direction.TWO_WAY, True),
        (Kind.VISIT, Direction.FROM_CLIENT, False),
        (Kind.MEETING, Direction.TWO_WAY, False),
        (Kind.DELIVERY, Direction.TO_CLIENT, False),
    ],
)
def test_thanks_visits_and_meals_are_about_them_and_meetings_are_work(
    kind: Kind, direction: Direction, counts: bool
) -> None:
    assert (Counts.THANKS in POLICY.resets(kind, direction)) is counts


def test_the_days_are_the_workspace_s_and_those_off_do_not_count() -> None:
    policy = Policy.from_overrides({"tiers": {"standard": {"thanks": 30}}})
    office = account(last_thanks_at=ago(0), calendar=Calendar(closures=((day(5), day(9)),)))
    assert rings(ask("thanks", office, policy=policy), Calendar()) == [(35, "early")]


@pytest.mark.parametrize("status", [Status.RESCUE, Status.LEAVING])
def test_who_is_being_rescued_or_leaves_is_not_to_be_thanked_by_the_calendar(status: Status) -> None:
    assert ask("thanks", account(last_thanks_at=ago(400), status=status)).steps == ()


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert list(RULES["thanks"](account(status=Status.LOST), POLICY, NOW)) == []
    paused = account(last_thanks_at=ago(400), status=Status.PAUSED)
    assert ask("thanks", paused).steps == ()
    assert rings(ask("thanks", replace(paused, paused_until=day(4)))) == [(5, "early")]


def test_thanks_make_it_calm_from_their_day_on() -> None:
    late = account(last_thanks_at=ago(200), tier=Tier.KEY)
    assert level("thanks", late) is Level.DUE
    assert level("thanks", replace(late, last_thanks_at=NOW)) is None
    assert level("thanks", replace(late, last_thanks_at=NOW), now=NOW + timedelta(days=44)) is None
