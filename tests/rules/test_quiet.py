from __future__ import annotations

from datetime import date

import pytest

from bot.policy import Level, Status, Tier
from bot.rules import RULES
from bot.worktime import Calendar
from tests.rules.build import (
    EVERY_DAY,
    NOW,
    POLICY,
    account,
    ago,
    ask,
    attempt,
    day,
    level,
    meeting,
    rings,
    silent,
    untouched,
)


@pytest.mark.parametrize(
    ("tier", "days"), [(Tier.KEY, (10, 14, 21)), (Tier.STANDARD, (21, 30, 45)), (Tier.LIGHT, (45, 60, 90))]
)
def test_each_tier_has_its_own_days_of_silence(tier: Tier, days: tuple[int, int, int]) -> None:
    verdict = ask("quiet", silent(0, tier=tier))
    assert rings(verdict) == list(zip(days, ("early", "due", "critical"), strict=True))
    for count, reached in zip(days, Level, strict=True):
        assert level("quiet", silent(count, tier=tier)) is reached
        assert level("quiet", silent(count - 1, tier=tier)) is not reached


def test_the_sentence_says_how_long_and_against_what() -> None:
    verdict = ask("quiet", silent(31, tier=Tier.KEY))
    assert verdict.reason == "No word from them for 31 days; a key account is called quiet after 14."
    assert verdict.threshold == "14 days, key tier"
    assert verdict.rests_on == ("touch-contact",)
    assert verdict.since == ago(31)


@pytest.mark.parametrize(("days", "when"), [(0, "today"), (1, "yesterday")])
def test_a_fresh_word_is_told_as_one(days: int, when: str) -> None:
    assert (
        ask("quiet", silent(days)).reason == f"They were in touch {when}; a standard account is called quiet after 30."
    )


@pytest.mark.parametrize(("count", "words"), [(1, "1 attempt since"), (2, "2 attempts since")])
def test_attempts_are_told_and_never_counted(count: int, words: str) -> None:
    tried = silent(31, attempts_since_contact=count, last_touch=attempt(2))
    assert f"for 31 days, {words};" in ask("quiet", tried).reason
    assert ask("quiet", tried).steps == ask("quiet", silent(31)).steps


def test_where_nothing_was_logged_it_is_measured_from_the_start() -> None:
    verdict = ask("quiet", untouched(31))
    assert verdict.reason == (
        "Nothing logged since the start on 12 April 2026, 31 days; "
        "in its first 90 days an account is called quiet after 14."
    )
    assert verdict.level_at(NOW) is Level.CRITICAL
    assert verdict.rests_on == ()


def test_a_long_held_account_with_nothing_logged_says_since_when() -> None:
    verdict = ask("quiet", untouched(2599, added_at=NOW))
    assert verdict.reason == (
        "Nothing logged since the start on 1 April 2019, 2,599 days; a standard account is called quiet after 30."
    )


def test_letters_that_nobody_answered_are_not_called_nothing() -> None:
    facts = untouched(20, last_touch=attempt(3), attempts_since_contact=1)
    assert ask("quiet", facts).reason.startswith(
        "No word from them since the start on 23 April 2026, 20 days, 1 attempt"
    )


def test_a_promise_that_is_shorter_than_the_tier_speaks_first() -> None:
    promised = ask("quiet", silent(0, tier=Tier.KEY, cadence_days=7))
    assert rings(promised) == [(5, "early"), (7, "due"), (11, "critical")]
    assert promised.reason == "They were in touch today; we said every 7 days."
    assert promised.threshold == "7 days, as promised"


def test_a_promise_that_is_longer_than_the_tier_loosens_nothing() -> None:
    facts = silent(16, tier=Tier.KEY, cadence_days=90)
    assert ask("quiet", facts).steps == ask("quiet", silent(16, tier=Tier.KEY)).steps
    assert ask("quiet", facts).reason.endswith("a key account is called quiet after 14.")


def test_a_promise_of_every_day_is_told_in_the_singular() -> None:
    daily = ask("quiet", silent(3, cadence_days=1))
    assert daily.reason == "No word from them for 3 days; we said every 1 day."
    assert daily.level_at(NOW) is Level.CRITICAL


def test_a_new_account_is_watched_as_the_next_tighter_tier() -> None:
    new = silent(11, tier=Tier.STANDARD, started_at=ago(40), added_at=ago(40))
    assert level("quiet", new) is Level.EARLY
    assert level("quiet", silent(11, tier=Tier.STANDARD)) is None
    assert ask("quiet", new).threshold == "14 days, key tier while the account is new"


def test_what_was_said_of_a_new_account_is_not_taken_back_when_it_grows_old() -> None:
    grown = silent(25, started_at=ago(100))  # quiet as a new account since day 89, a day before that ended
    assert level("quiet", grown) is Level.DUE
    assert rings(ask("quiet", grown)) == [(-15, "early"), (-11, "due"), (20, "critical")]


def test_after_its_first_days_an_account_is_measured_by_its_own_tier() -> None:
    assert level("quiet", silent(16, started_at=ago(106))) is None


def test_a_new_key_account_has_nothing_tighter() -> None:
    new = silent(0, tier=Tier.KEY, started_at=ago(10))
    assert ask("quiet", new).steps == ask("quiet", silent(0, tier=Tier.KEY)).steps


def test_a_meeting_ahead_covers_until_the_day_after_it() -> None:
    covered = silent(31, meetings=(meeting(5),))
    assert level("quiet", covered) is None
    assert rings(ask("quiet", covered)) == [(6, "due"), (14, "critical")]
    assert ask("quiet", covered).reason == (
        "No word from them for 31 days; a standard account is called quiet after 30; "
        "covered until the meeting on 18 May 2026."
    )


def test_a_meeting_on_friday_covers_the_weekend_after_it() -> None:
    facts = silent(31, meetings=(meeting(2),), calendar=Calendar())
    assert level("quiet", facts, now=ago(-3)) is None
    assert level("quiet", facts, now=ago(-5)) is Level.DUE


def test_a_meeting_that_was_kept_covers_nothing() -> None:
    assert level("quiet", silent(31, meetings=(meeting(-9, kept=True),))) is Level.DUE


def test_a_meeting_that_went_by_covers_nothing() -> None:
    assert level("quiet", silent(31, meetings=(meeting(-1),))) is Level.DUE


def test_a_pause_is_waited_for() -> None:
    paused = silent(50, status=Status.PAUSED, paused_until=day(18))
    assert rings(ask("quiet", paused)) == [(19, "critical")]
    assert ask("quiet", paused).reason.endswith("; paused until 31 May 2026.")
    assert level("quiet", silent(50, status=Status.PAUSED, paused_until=day(-1))) is Level.CRITICAL


def test_a_pause_without_end_is_at_rest() -> None:
    paused = ask("quiet", silent(50, status=Status.PAUSED))
    assert paused.steps == ()
    assert paused.reason.endswith("; paused.")


def test_a_closure_of_the_client_counts_for_nothing_and_is_told() -> None:
    closed = Calendar(working_days=EVERY_DAY.working_days, closures=((date(2026, 5, 1), date(2026, 5, 4)),))
    verdict = ask("quiet", silent(31, calendar=closed))
    assert verdict.level_at(NOW) is Level.EARLY
    assert verdict.reason.startswith("No word from them for 27 days (4 days off not counted);")


def test_nothing_is_due_on_a_weekend() -> None:
    verdict = ask("quiet", silent(0, tier=Tier.KEY, calendar=Calendar()))
    assert rings(verdict) == [(12, "early"), (14, "due"), (21, "critical")]  # ten days on is a Saturday


def test_levels_that_fall_on_one_morning_are_one() -> None:
    verdict = ask("quiet", silent(0, cadence_days=4, calendar=Calendar()))
    assert rings(verdict) == [(5, "due"), (6, "critical")]  # early on Saturday, due on Sunday: both on Monday


def test_a_lost_account_is_left_in_peace() -> None:
    lost = account(status=Status.LOST, last_contact_at=ago(400), meetings=(meeting(-9),))
    assert [v for rule in RULES.values() for v in rule(lost, POLICY, NOW)] == []
