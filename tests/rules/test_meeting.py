from __future__ import annotations

from bot.policy import Level
from bot.worktime import Calendar
from tests.rules.build import account, ask, day, level, meeting, rings


def test_no_meeting_on_record_is_at_rest() -> None:
    verdict = ask("meeting", account())
    assert (verdict.steps, verdict.reason) == ((), "No next meeting is on record.")


def test_a_meeting_ahead_will_be_due_two_working_days_after_its_day() -> None:
    verdict = ask("meeting", account(meetings=(meeting(2),), calendar=Calendar()))  # a Friday
    assert verdict.reason == "The next meeting is on 15 May 2026."
    assert rings(verdict) == [(6, "due")]


def test_the_day_after_a_meeting_is_there_to_log_it() -> None:
    assert level("meeting", account(meetings=(meeting(-1),))) is None
    assert level("meeting", account(meetings=(meeting(-2),))) is Level.DUE


def test_a_meeting_that_was_not_kept_says_so_without_blame() -> None:
    verdict = ask("meeting", account(meetings=(meeting(-3),)))
    assert verdict.reason == ("Nothing is logged of the meeting planned for 10 May 2026; no other is on record.")
    assert verdict.rests_on == ("meeting-3",)


def test_two_in_a_row_are_critical() -> None:
    verdict = ask("meeting", account(meetings=(meeting(-30), meeting(-2), meeting(20))))
    assert rings(verdict) == [(-28, "due"), (0, "critical")]
    assert verdict.reason == (
        "Nothing is logged of the last 2 planned meetings, the latest on 11 May 2026; the next is on 2 June 2026."
    )


def test_a_second_meeting_ahead_is_when_it_becomes_critical() -> None:
    assert rings(ask("meeting", account(meetings=(meeting(-5), meeting(9))))) == [(-3, "due"), (11, "critical")]


def test_a_meeting_that_was_kept_clears_those_before() -> None:
    assert ask("meeting", account(meetings=(meeting(-30), meeting(-9), meeting(-3, kept=True)))).steps == ()
    assert level("meeting", account(meetings=(meeting(-30, kept=True), meeting(-3)))) is Level.DUE


def test_days_off_are_no_working_days_to_log_a_meeting_in() -> None:
    calendar = Calendar(days_off=frozenset({day(1)}))
    assert rings(ask("meeting", account(meetings=(meeting(0),), calendar=calendar))) == [(5, "due")]
