from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.facts import AccountFacts, Encounter
from bot.policy import Kind, Level, Policy, Status
from bot.rules import RULES
from bot.worktime import Calendar
from tests.rules.build import NOW, account, ago, ask, day, encounter, level, regular, rings, talked

CALM = "Up to the last contact, no sign of cooling in temperature, frequency or attendance."


def felt(*temperatures: int | None, last: float = 1) -> AccountFacts:
    """Talks a week apart, oldest first, the last of them so many days ago."""
    return talked(*weekly([encounter(0, told) for told in temperatures], last))


def came(*clients: int, kind: Kind = Kind.MEETING, last: float = 1) -> AccountFacts:
    """Meetings a week apart with so many of theirs, oldest first."""
    return talked(*weekly([encounter(0, clients=count, kind=kind) for count in clients], last))


def weekly(told: Sequence[Encounter], last: float) -> list[Encounter]:
    back = [last + 7 * place for place in range(len(told))]
    return [
        replace(one, id=f"talk-{days:g}", occurred_at=ago(days)) for one, days in zip(told, reversed(back), strict=True)
    ]


def in_touch(*gaps: int, last: int = 1, **changes: object) -> AccountFacts:
    """An account whose days of contact had these gaps between them."""
    return regular(last, gaps, encounters=(encounter(last),), **changes)


def test_an_account_of_which_nothing_is_logged_is_calm() -> None:
    verdict = ask("warmdown", account())
    assert verdict.reason == "Nothing is logged yet that could show them cooling."
    assert (verdict.steps, verdict.since, verdict.rests_on) == ((), None, ())


def seen(*signs: tuple[str, ...], last: float = 1) -> AccountFacts:
    """Talks a week apart, oldest first, after which these signs of warning were ticked."""
    talks = weekly([encounter(0)] * len(signs), last)
    return talked(*(replace(one, signs=told) for one, told in zip(talks, signs, strict=True)))


def test_a_sign_of_warning_that_somebody_saw_is_early_from_the_day_after() -> None:
    verdict = ask("warmdown", seen((), ("slower", "exports")))
    assert verdict.reason == "Signs of cooling: 2 signs of warning seen in the last talks."
    assert (rings(verdict), verdict.rests_on, verdict.since) == ([(0, "early")], ("talk-1",), ago(1))


def test_a_sign_of_warning_stands_until_two_talks_were_without_one() -> None:
    assert ask("warmdown", seen(("slower",), ())).reason.startswith("Signs of cooling: 1 sign of warning")
    assert ask("warmdown", seen(("slower",), (), ())).reason == CALM
    again = ask("warmdown", seen(("slower",), (), ("slower",), ("fewer", "slower")))
    assert again.since == ago(22)
    assert again.reason == "Signs of cooling: 2 signs of warning seen in the last talks."
    assert again.rests_on == ("talk-1", "talk-8")
    assert ask("warmdown", seen(("slower",), (), (), ("fewer",))).since == ago(1)


def test_what_was_seen_counts_beside_what_was_felt() -> None:
    cold = felt(1, 1, 1, 0, -1)
    newest = replace(cold.encounters[-1], signs=("postponed",))
    assert level("warmdown", replace(cold, encounters=(*cold.encounters[:-1], newest))) is Level.DUE


def test_talks_that_feel_as_before_are_no_sign() -> None:
    verdict = ask("warmdown", felt(1, 0, 1, 0, 1))
    assert (verdict.steps, verdict.reason) == ((), CALM)


def test_a_temperature_that_falls_by_a_degree_in_the_mean_is_early_from_the_day_after() -> None:
    verdict = ask("warmdown", felt(1, 1, 1, 0, -1))
    assert verdict.reason == "Signs of cooling: the temperature fell from +1 to -0.5."
    assert rings(verdict) == [(0, "early")]
    assert verdict.rests_on == ("talk-1", "talk-8")
    assert verdict.since == ago(1)


@pytest.mark.parametrize(
    ("temperatures", "shows"),
    [
        ((2, 2, 1, 1), True),
        ((2, 1, 1, 1), False),  # half a degree
        ((2, 0, 0), False),  # only one before
        ((2, None, 2, None, 1, 1, None), True),  # what was not said stands for nothing
        ((-2, -2, -2, -2), False),
        ((0, 0, 1, 1), False),
    ],
)
def test_two_talks_are_compared_with_at_least_two_before(temperatures: tuple[int | None, ...], shows: bool) -> None:
    assert bool(ask("warmdown", felt(*temperatures)).steps) is shows


def test_a_fall_to_nothing_is_said_without_a_sign() -> None:
    assert "fell from +2 to 0." in ask("warmdown", felt(2, 2, 0, 0)).reason


def test_a_sign_counts_from_the_touch_that_made_it_while_it_stands() -> None:
    verdict = ask("warmdown", felt(1, 1, 1, 1, -1, -1, -1))
    assert rings(verdict) == [(-14, "early")]  # made by the first unhappy talk: +1 to 0
    assert verdict.rests_on == ("talk-1", "talk-8")
    assert "from +0.6 to -1" in verdict.reason


def test_a_sign_that_went_and_came_again_counts_from_when_it_came_again() -> None:
    assert rings(ask("warmdown", felt(1, 1, 1, -1, 1, 1, -1, -1))) == [(0, "early")]


def test_a_warmer_talk_takes_the_sign_away() -> None:
    assert level("warmdown", felt(1, 1, 1, 0, -1)) is Level.EARLY
    assert level("warmdown", felt(1, 1, 1, 0, -1, 1)) is None


def test_what_is_older_than_a_year_before_the_last_talk_says_nothing() -> None:
    old = [encounter(400 + n, 2) for n in (3, 2, 1)]
    now_cool = [encounter(9, 0), encounter(2, 0)]
    assert ask("warmdown", talked(*old, *now_cool)).steps == ()
    assert ask("warmdown", talked(*(replace(one, occurred_at=ago(300)) for one in old), *now_cool)).steps


def test_gaps_that_nearly_double_are_early_from_the_day_after_the_touch_that_ended_the_last() -> None:
    verdict = ask("warmdown", in_touch(11, 10, 11, 12, 11, 24, 23, 30))
    assert verdict.reason == "Signs of cooling: in touch every 24 days lately, every 11 before."
    assert rings(verdict) == [(0, "early")]
    assert verdict.rests_on == ("touch-contact",)


def test_of_an_account_with_a_value_it_says_that_the_value_stays() -> None:
    valued = in_touch(11, 10, 11, 12, 11, 24, 23, 30, annual_value_minor=100, currency="EUR")
    assert "every 11 before, while its value stays." in ask("warmdown", valued).reason


@pytest.mark.parametrize(
    ("gaps", "shows"),
    [
        ((16, 16, 16, 16, 16, 28, 28, 28), True),  # exactly 1.75 times
        ((16, 16, 16, 16, 16, 27, 27, 27), False),
        ((12, 12, 12, 12, 21, 21, 21), False),  # only four before
        ((2, 2, 2, 2, 2, 11, 11, 11), False),  # less than ten days more
        ((2, 2, 2, 2, 2, 12, 12, 12), True),
        ((12, 12, 12, 12, 12, 40, 12, 40), True),
        ((12, 12, 12, 12, 12, 12, 12, 90), False),  # one long gap is no habit
        ((), False),
    ],
)
def test_three_gaps_are_compared_with_at_least_five_before(gaps: tuple[int, ...], shows: bool) -> None:
    assert bool(ask("warmdown", in_touch(*gaps)).steps) is shows


def test_a_silence_in_progress_is_left_to_the_quiet_rule() -> None:
    steady = (12, 12, 12, 12, 12, 12, 12)
    for silent_days in (1, 60, 300):
        assert ask("warmdown", in_touch(*steady, last=silent_days)).steps == ()
    assert ask("quiet", in_touch(*steady, last=300)).level_at(NOW) is Level.CRITICAL


def test_longer_gaps_count_from_the_day_they_first_were_longer() -> None:
    verdict = ask("warmdown", in_touch(12, 12, 12, 12, 12, 12, 24, 24, 24, 24))
    assert rings(verdict) == [(-48, "early")]  # from the second long gap on, the median of three was a long one


def test_fewer_of_them_at_meetings_is_early() -> None:
    verdict = ask("warmdown", came(3, 3, 3, 1, 1, 1))
    assert verdict.reason == "Signs of cooling: 1 of them comes to meetings lately, 3 before."
    assert rings(verdict) == [(0, "early")]
    assert verdict.rests_on == ("talk-1", "talk-8", "talk-15")


@pytest.mark.parametrize(
    ("clients", "shows"),
    [
        ((2, 2, 2, 1, 1, 1), True),
        ((2, 2, 1, 1, 1, 1), False),  # less than one fewer
        ((5, 5, 5, 3, 3, 3), False),  # more than half
        ((3, 3, 1, 1, 1), False),  # only two before
        ((4, 4, 4, 0, 0, 0), False),  # nobody was named
        ((4, 4, 4, 0, 1, 0, 1, 1), True),
    ],
)
def test_three_meetings_are_compared_with_at_least_three_before(clients: tuple[int, ...], shows: bool) -> None:
    assert bool(ask("warmdown", came(*clients)).steps) is shows


@pytest.mark.parametrize(
    ("clients", "words"),
    [
        ((4, 4, 4, 1, 1, 2), "1 of them comes to meetings lately, 4 before"),
        ((4, 4, 5, 2, 2, 1), "2 of them come to meetings lately, 4 before"),
    ],
)
def test_people_are_counted_in_whole_numbers(clients: tuple[int, ...], words: str) -> None:
    assert words in ask("warmdown", came(*clients)).reason


@pytest.mark.parametrize("kind", [Kind.CALL, Kind.EMAIL])
def test_a_call_is_between_two_and_a_letter_is_no_meeting(kind: Kind) -> None:
    assert ask("warmdown", came(3, 3, 3, 1, 1, 1, kind=kind)).steps == ()


def all_signs() -> AccountFacts:
    meetings = [
        replace(one, temperature=told)
        for one, told in zip(came(3, 3, 3, 1, 1, 1).encounters, (1, 1, 1, 1, -1, -1), strict=True)
    ]
    return regular(1, (11, 11, 11, 11, 11, 30, 30, 30), encounters=tuple(meetings))


def test_two_signs_are_due_and_three_are_critical() -> None:
    three = all_signs()
    two = replace(three, rhythm=None)
    assert level("warmdown", two) is Level.DUE
    assert level("warmdown", three) is Level.CRITICAL
    assert ask("warmdown", three).reason == (
        "Signs of cooling: the temperature fell from +1 to -1; in touch every 30 days lately, every 11 before; "
        "1 of them comes to meetings lately, 3 before."
    )


def test_each_level_is_reached_after_the_touch_that_made_its_sign() -> None:
    facts = replace(all_signs(), rhythm=None)
    cooled_before = replace(
        facts,
        encounters=tuple(
            replace(one, temperature=told) for one, told in zip(facts.encounters, (2, 2, 0, 0, 0, 0), strict=True)
        ),
    )
    assert rings(ask("warmdown", cooled_before)) == [(-14, "early"), (0, "due")]


def test_it_is_said_as_a_working_day_begins() -> None:
    office = Calendar(days_off=frozenset({day(0), day(1)}))  # Wednesday and Thursday
    assert rings(ask("warmdown", replace(felt(1, 1, 1, 0, -1), calendar=office)), office) == [(2, "early")]
    friday = felt(1, 1, 1, 0, -1, last=-2)
    assert rings(ask("warmdown", replace(friday, calendar=Calendar())), Calendar()) == [(5, "early")]


def test_it_waits_for_the_end_of_a_pause_and_rests_in_one_without_an_end() -> None:
    paused = replace(felt(1, 1, 1, 0, -1), status=Status.PAUSED)
    verdict = ask("warmdown", replace(paused, paused_until=day(5)))
    assert rings(verdict) == [(6, "early")]
    assert verdict.reason.endswith("to -0.5; paused until 18 May 2026.")
    assert ask("warmdown", paused).steps == ()


def test_a_lost_account_is_left_in_peace() -> None:
    assert list(RULES["warmdown"](replace(felt(1, 1, 1, 0, -1), status=Status.LOST), Policy(), NOW)) == []


def test_a_workspace_may_want_stronger_signs() -> None:
    strict = Policy(warmdown_temperature=2.0, warmdown_ratio=3.0)
    assert ask("warmdown", felt(1, 1, 1, 0, -1), policy=strict).steps == ()
    assert ask("warmdown", in_touch(11, 11, 11, 11, 11, 24, 24, 24), policy=strict).steps == ()
    assert "down by 2, 3 times as long" in ask("warmdown", account(), policy=strict).threshold


def test_nothing_but_the_words_depends_on_the_moment() -> None:
    for facts in (all_signs(), felt(1, 1, 1, 0, -1), account()):
        assert len({ask("warmdown", facts, now=NOW + timedelta(days=days)).steps for days in (0, 1, 500)}) == 1
