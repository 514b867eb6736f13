from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.facts import AccountFacts
from bot.policy import Kind, Level, Policy, Status, Tier
from bot.rules import RULES
from bot.rules.complacency import enough_talks
from bot.worktime import Calendar
from tests.rules.build import (
    EVERY_DAY,
    NOW,
    account,
    ago,
    ask,
    day,
    encounter,
    level,
    meeting,
    rings,
    talked,
    untouched,
)


def spoken(*days_ago: float, **changes: Any) -> AccountFacts:
    """A client of seven years with talks so many days ago, oldest first."""
    return talked(*(encounter(days) for days in days_ago), **changes)


def test_a_client_of_years_with_few_talks_and_no_unhappy_word_is_early() -> None:
    verdict = ask("complacency", spoken(200, 60, 20))
    assert verdict.level_at(NOW) is Level.EARLY
    assert verdict.reason == (
        "Client for 7 years, no critical word was ever logged, and 2 talks in the last 180 days; "
        "a standard account would see about 6."
    )
    assert verdict.threshold == "3 talks in 180 days, standard tier; a client for 3 years or more"
    assert verdict.clears == (
        "A few real conversations: ask what could be better, and log what they say; a temp:-1 counts."
    )
    assert verdict.rests_on == ("talk-20", "talk-60", "talk-200")
    assert verdict.since == ago(200)


def test_it_is_early_once_too_few_talks_are_of_the_last_180_days_and_due_once_half_of_those_are() -> None:
    assert rings(ask("complacency", spoken(100, 60, 20))) == [(80, "early"), (120, "due")]
    assert level("complacency", spoken(179, 60, 20)) is None
    assert level("complacency", spoken(180, 60, 20)) is Level.EARLY
    assert level("complacency", spoken(200, 180, 20)) is Level.DUE


def test_it_is_never_critical() -> None:
    assert level("complacency", spoken(900, 800, 700)) is Level.DUE


@pytest.mark.parametrize(
    ("tier", "enough", "usual"), [(Tier.KEY, 7, "13"), (Tier.STANDARD, 3, "6"), (Tier.LIGHT, 2, "3")]
)
def test_enough_is_half_of_what_the_tier_s_days_would_make(tier: Tier, enough: int, usual: str) -> None:
    facts = spoken(1, tier=tier)
    assert enough_talks(facts, Policy()) == enough
    assert ask("complacency", facts).reason.endswith(f"a {tier} account would see about {usual}.")


@pytest.mark.parametrize(("due", "enough"), [(2, 12), (80, 2), (90, 1), (365, 1)])
def test_enough_is_at_least_one_talk_and_at_most_as_many_as_are_seen(due: int, enough: int) -> None:
    policy = Policy.from_overrides({"tiers": {"standard": {"contact": [1, due, 1000]}}})
    assert enough_talks(spoken(1), policy) == enough


def test_where_one_talk_is_enough_none_is_due_at_once() -> None:
    policy = Policy.from_overrides({"tiers": {"standard": {"contact": [1, 90, 1000]}}})
    assert rings(ask("complacency", spoken(100, 30), policy=policy)) == [(150, "due")]


def test_who_speaks_openly_is_not_taken_for_granted() -> None:
    verdict = ask("complacency", spoken(400, last_unhappy_at=datetime(2023, 3, 1, 12, tzinfo=UTC)))
    assert (verdict.steps, verdict.since, verdict.rests_on) == ((), None, ())
    assert verdict.reason == "An unhappy word was logged on 1 March 2023: somebody there speaks openly."


def test_what_was_passed_on_stands_for_a_critical_word_for_a_year() -> None:
    verdict = ask("complacency", spoken(400, last_remark_at=ago(30)))
    assert rings(verdict) == [(335, "due")]
    assert verdict.reason == "What they said was passed on, last on 13 April 2026: somebody there speaks openly."
    assert level("complacency", spoken(800, last_remark_at=ago(365))) is Level.DUE
    assert "no critical word" in ask("complacency", spoken(800, last_remark_at=ago(365))).reason


def test_it_is_measured_from_the_third_anniversary_on() -> None:
    start = datetime(2023, 6, 1, 9, tzinfo=UTC)
    young = replace(spoken(400), started_at=start)
    assert rings(ask("complacency", young)) == [(19, "due")]
    assert "Client for 2 years" in ask("complacency", young).reason
    assert "Client for 3 years" in ask("complacency", young, now=start.replace(year=2026)).reason
    assert "Client for less than a year" in ask("complacency", replace(young, started_at=ago(99))).reason


def test_a_client_since_a_29_february_has_its_anniversary_on_1_march() -> None:
    leap = replace(spoken(800), started_at=datetime(2024, 2, 29, 9, tzinfo=UTC))
    [(at, _)] = ask("complacency", leap).steps
    assert at == datetime(2027, 3, 1, tzinfo=UTC)
    assert "Client for 2 years" in ask("complacency", leap, now=at - timedelta(hours=1)).reason
    assert "Client for 3 years" in ask("complacency", leap, now=at).reason


def test_a_workspace_may_call_other_clients_long_held_or_watch_none() -> None:
    facts = spoken(400)
    assert ask("complacency", facts, policy=Policy(complacency_years=20)).level_at(NOW) is None
    assert list(RULES["complacency"](facts, Policy(complacency_years=0), NOW)) == []


def test_an_imported_account_of_which_nothing_is_logged_rings_180_days_after_it_was_added() -> None:
    verdict = ask("complacency", untouched(10, started_at=ago(4000)))
    assert rings(verdict) == [(170, "due")]
    assert "and no talk in the last 180 days" in verdict.reason
    assert verdict.since == ago(10)
    assert verdict.rests_on == ()


def test_few_talks_of_an_account_just_added_wait_as_long() -> None:
    new = replace(spoken(9, 3), added_at=ago(10))
    assert rings(ask("complacency", new)) == [(170, "early"), (171, "due")]


def test_an_account_that_came_with_its_history_is_measured_from_the_first_talk_on_record() -> None:
    came_along = ask("complacency", replace(spoken(170, 30), added_at=ago(0)))
    assert rings(came_along) == [(10, "due")]  # no third talk in 170 days, and the second is as old
    assert came_along.since == ago(170)


def test_a_talk_of_any_kind_they_took_part_in_is_attention() -> None:
    letters = talked(*(encounter(days, kind=Kind.EMAIL) for days in (90, 60, 30)))
    assert "3 talks in the last" in ask("complacency", letters).reason


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        ((20,), "1 talk in the last"),
        ((), "no talk in the last"),
        (tuple(range(12, 0, -1)), "12 talks or more in the last"),
    ],
)
def test_every_count_has_words(days_ago: tuple[int, ...], words: str) -> None:
    assert words in ask("complacency", spoken(*days_ago)).reason


def test_days_that_do_not_count_are_not_waited_for() -> None:
    closed = Calendar(working_days=tuple(range(7)), closures=((day(10), day(19)),))
    assert rings(ask("complacency", spoken(100, 60, 20, calendar=closed))) == [(90, "early"), (130, "due")]


def test_it_is_said_on_a_working_day() -> None:
    office = Calendar()
    friday_and_sunday = spoken(180 - 2, 180 - 4, 5, calendar=office)
    assert rings(ask("complacency", friday_and_sunday), office) == [(2, "early"), (5, "due")]


def test_a_meeting_ahead_covers_it() -> None:
    verdict = ask("complacency", spoken(200, 190, 20, meetings=(meeting(7),)))
    assert rings(verdict) == [(8, "due")]
    assert verdict.reason.endswith("about 6; covered until the meeting on 20 May 2026.")


def test_it_waits_for_the_end_of_a_pause() -> None:
    paused = spoken(200, 60, 20, status=Status.PAUSED)
    assert rings(ask("complacency", replace(paused, paused_until=day(5)))) == [(6, "early"), (120, "due")]
    assert ask("complacency", paused).steps == ()


def test_a_lost_account_is_left_in_peace() -> None:
    assert list(RULES["complacency"](spoken(400, status=Status.LOST), Policy(), NOW)) == []


def test_one_more_talk_is_never_louder() -> None:
    for known in ((), (200,), (200, 60), (200, 190, 20)):
        before = spoken(*known)
        after = spoken(*known, 0)
        for days in (0, 100, 400):
            now = NOW + timedelta(days=days)
            quieter, louder = level("complacency", after, now=now), level("complacency", before, now=now)
            assert (quieter.loudness if quieter else 0) <= (louder.loudness if louder else 0)


def test_nothing_but_the_words_depends_on_the_moment() -> None:
    for facts in (spoken(200, 60, 20), account(), spoken()):
        assert len({ask("complacency", facts, now=NOW + timedelta(days=days)).steps for days in (0, 1, 500)}) == 1


def test_the_words_count_the_talks_as_the_level_does() -> None:
    facts = spoken(179, 60, 20, calendar=EVERY_DAY)
    assert "and 3 talks in the last" in ask("complacency", facts).reason
    tomorrow = NOW + timedelta(days=1)
    assert "and 2 talks in the last" in ask("complacency", facts, now=tomorrow).reason
    assert level("complacency", facts, now=tomorrow) is Level.EARLY
