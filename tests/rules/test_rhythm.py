"""The account's own rhythm in the quiet rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.facts import Portfolio
from bot.policy import Level, Policy, Tier
from tests.rules.build import NOW, ago, ask, attempt, level, regular, rhythm_until, rings, silent

WEEKLY = [7] * 12
BY_THE_LEVELS = Policy(rhythm_levels=(0.45, 0.62, 0.77), rhythm_bounds=(0.1, 10.0), rhythm_longest=20)


def test_an_account_is_measured_by_its_own_rhythm_and_not_by_its_tier() -> None:
    of_its_own = regular(0, [14, 14, 14])
    expected = [of_its_own.silence_reaching(score) for score in BY_THE_LEVELS.rhythm_levels]
    assert rings(ask("quiet", of_its_own, policy=BY_THE_LEVELS)) == [
        (days, word) for days, word in zip(expected, ("early", "due", "critical"), strict=True)
    ]


def test_a_single_contact_is_measured_by_the_tier() -> None:
    assert ask("quiet", regular(0, [])).steps == ask("quiet", silent(0)).steps


def test_a_silence_is_due_at_two_and_a_half_times_their_longest_gap_at_the_latest() -> None:
    assert rings(ask("quiet", regular(0, [7, 9, 8, 7, 12, 7]))) == [(21, "early"), (30, "due"), (45, "critical")]
    assert ask("quiet", regular(0, [7, 9, 8, 7, 12, 7])).threshold == "30 days, by their own rhythm"
    longer = Policy(rhythm_longest=3.5)
    assert rings(ask("quiet", regular(0, [7, 9, 8, 7, 12, 7]), policy=longer))[1] == (42, "due")


def test_a_silence_no_longer_than_their_usual_gap_says_nothing() -> None:
    strict = Policy(rhythm_levels=(0.05, 0.06, 0.07), rhythm_bounds=(0.1, 10.0))
    assert rings(ask("quiet", regular(0, [40, 30, 50]), policy=strict)) == [(41, "critical")]
    assert rings(ask("quiet", regular(0, [71]), policy=strict)) == [(72, "critical")]


def test_where_the_tier_says_when_it_is_late_enough_the_sentence_names_it() -> None:
    slow = regular(125, [130, 140, 150])
    assert level("quiet", slow) is Level.DUE
    assert ask("quiet", slow).reason == (
        "Usually every 140 days, silent for 125 days: nothing unusual for them; "
        "a standard account is called quiet after 120 at the latest."
    )


def test_of_two_gaps_the_longer_one_says_little() -> None:
    by_the_score = regular(0, [14, 14]).silence_reaching(Policy().rhythm_levels[1])
    assert by_the_score is not None
    assert by_the_score > 35
    assert rings(ask("quiet", regular(0, [14, 14])))[1] == (min(by_the_score, 120), "due")


def test_the_sentence_says_what_is_usual_and_how_this_silence_compares() -> None:
    verdict = ask("quiet", regular(31, [9] * 20 + [40] + [9] * 11))
    assert verdict.reason == "Usually every 9 days, silent for 31 days: longer than 97% of their gaps."
    assert verdict.rests_on == ("touch-contact",)


@pytest.mark.parametrize(
    ("silent_days", "gaps", "words"),
    [
        (0, [9, 9, 9], "Usually every 9 days, in touch today."),
        (1, [9, 9, 9], "Usually every 9 days, in touch yesterday."),
        (5, [9, 9, 9], "Usually every 9 days, silent for 5 days: nothing unusual for them."),
        (31, [9, 8, 12], "Usually every 9 days, silent for 31 days: longer than any gap so far."),
        (31, [60, *[9] * 32], "Usually every 9 days, silent for 31 days: longer than any of their last 32 gaps."),
        (31, [1, 1, 1], "Usually every 1 day, silent for 31 days: longer than any gap so far."),
    ],
)
def test_every_silence_has_words(silent_days: int, gaps: list[int], words: str) -> None:
    assert ask("quiet", regular(silent_days, gaps)).reason == words


def test_attempts_are_told_beside_the_silence() -> None:
    tried = regular(31, [9, 9, 9], attempts_since_contact=2, last_touch=attempt(2))
    assert "silent for 31 days, 2 attempts since: longer" in ask("quiet", tried).reason


def test_a_rhythm_decides_between_half_and_four_times_the_days_of_the_tier() -> None:
    strict, patient = (
        Policy(rhythm_levels=(0.05, 0.06, 0.07)),
        Policy(rhythm_longest=20, rhythm_levels=(0.9, 0.92, 0.95)),
    )
    assert rings(ask("quiet", regular(0, WEEKLY), policy=strict)) == [(11, "early"), (15, "due"), (23, "critical")]
    assert rings(ask("quiet", regular(0, WEEKLY), policy=patient)) == [(84, "early"), (120, "due"), (180, "critical")]
    assert ask("quiet", regular(0, WEEKLY), policy=strict).threshold == "15 days, the soonest for the standard tier"
    assert ask("quiet", regular(0, WEEKLY), policy=patient).threshold == "120 days, the latest for the standard tier"
    assert ask("quiet", regular(0, [14] * 3)).threshold == "35 days, by their own rhythm"


def test_of_a_key_account_the_tier_speaks_where_the_rhythm_is_slower() -> None:
    verdict = ask("quiet", regular(16, [30] * 6, tier=Tier.KEY))
    assert verdict.steps == ask("quiet", silent(16, tier=Tier.KEY)).steps
    assert verdict.reason == "No word from them for 16 days; a key account is called quiet after 14."


def test_of_a_key_account_the_rhythm_speaks_where_it_is_quicker() -> None:
    quick = Policy(rhythm_levels=(0.05, 0.06, 0.07))
    verdict = ask("quiet", regular(8, [2] * 4, tier=Tier.KEY), policy=quick)
    assert verdict.level_at(NOW) is Level.DUE
    assert verdict.reason == "Usually every 2 days, silent for 8 days: longer than any gap so far."


def test_a_promise_speaks_beside_a_rhythm() -> None:
    promised = ask("quiet", regular(31, [60] * 5, cadence_days=30))
    assert promised.level_at(NOW) is Level.DUE
    assert promised.reason == "No word from them for 31 days; we said every 30 days."


def test_the_rhythm_of_a_new_account_stays_within_the_next_tighter_tier() -> None:
    new = regular(11, [6, 6, 6], started_at=ago(40), added_at=ago(40))
    assert level("quiet", new) is Level.EARLY
    assert level("quiet", regular(11, [6, 6, 6])) is Level.EARLY
    slow = regular(11, [30], started_at=ago(60), added_at=ago(60))
    assert ask("quiet", slow).threshold == "56 days, the latest for the key tier while the account is new"


def test_without_a_contact_there_is_no_rhythm() -> None:
    facts = replace(silent(3), last_contact_at=None, rhythm=rhythm_until(NOW.date(), WEEKLY))
    assert "Usually" not in ask("quiet", facts).reason


def test_a_portfolio_of_slow_accounts_moves_a_rhythm_only_a_little() -> None:
    facts = regular(0, [14] * 3)
    slow = replace(facts, portfolio=Portfolio(usual_log_gap=5.0))
    first, second = facts.silence_reaching(0.57), slow.silence_reaching(0.57)
    assert first is not None
    assert second is not None
    assert abs(first - second) <= 5
