from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.facts import ContactFact, Role
from bot.policy import Kind, Level, Tier
from bot.worktime import Calendar
from tests.rules.build import (
    NOW,
    account,
    ago,
    ask,
    contact,
    day,
    encounter,
    level,
    meeting,
    rings,
    talked,
    untouched,
)


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


def main(name: str = "Jane", **changes: Any) -> ContactFact:
    return contact(name, roles=(Role.MAIN_CONTACT,), **changes)


def test_a_meeting_that_was_not_kept_is_about_the_main_contact_too() -> None:
    assert ask("meeting", account(meetings=(meeting(-3),), contacts=(main(),))).contact_id == "jane"
    assert ask("meeting", account(meetings=(meeting(-3),), contacts=(main(left_at=ago(1)),))).contact_id is None


def test_a_main_contact_whom_nobody_met_for_long_and_no_next_date_is_early() -> None:
    verdict = ask("meeting", account(contacts=(main(last_met_at=ago(90)),)))
    assert verdict.level_at(NOW) is Level.EARLY
    assert verdict.reason == (
        "No next meeting is on record with Jane, their main contact: met 90 days ago, and 90 days is the rhythm."
    )
    assert verdict.clears == "A next meeting on record, or a talk with Jane: end a touch with “next 2w”."
    assert verdict.threshold == (
        "2 working days after the date; two in a row are urgent; with Jane a next date, or a talk in 90 days"
    )
    assert (verdict.since, verdict.rests_on) == (ago(90), ("jane",))


def test_the_rhythm_is_that_of_the_tier() -> None:
    met = account(contacts=(main(last_met_at=ago(0)),))
    assert [rings(ask("meeting", replace(met, tier=tier))) for tier in Tier] == [
        [(60, "early")],
        [(90, "early")],
        [(180, "early")],
    ]


def test_a_next_date_answers_it_until_it_is_skipped() -> None:
    planned = account(contacts=(main(last_met_at=ago(300)),), meetings=(meeting(9),))
    assert rings(ask("meeting", planned)) == [(11, "due")]
    assert ask("meeting", planned).reason == "The next meeting is on 22 May 2026."


def test_a_new_account_and_a_new_main_contact_have_time() -> None:
    fresh = untouched(3, contacts=(main(known_since=ago(1)),))
    assert rings(ask("meeting", fresh)) == [(89, "early")]
    assert "with Jane, their main contact: not met yet, and 90 days is the rhythm." in ask("meeting", fresh).reason
    assert rings(ask("meeting", untouched(3, started_at=ago(900), contacts=(main(),)))) == [(87, "early")]


def test_a_talk_of_which_nobody_said_with_whom_may_have_been_with_the_main_contact() -> None:
    long_ago = (main(last_met_at=ago(300)),)
    assert rings(ask("meeting", talked(encounter(5), contacts=long_ago))) == [(85, "early")]
    assert level("meeting", talked(encounter(5, clients=1), contacts=long_ago)) is Level.EARLY
    assert level("meeting", talked(encounter(5, kind=Kind.EMAIL), contacts=long_ago)) is Level.EARLY


def test_of_several_main_contacts_one_is_enough_and_who_left_is_none() -> None:
    two = (main("Jane", last_met_at=ago(300)), main("Kim", last_met_at=ago(5)))
    assert rings(ask("meeting", account(contacts=two))) == [(85, "early")]
    assert ask("meeting", account(contacts=(main(left_at=ago(9)),))).steps == ()


def test_a_meeting_that_was_kept_is_never_worse_than_one_that_was_skipped() -> None:
    facts = account(contacts=(main(last_met_at=ago(300)),), meetings=(meeting(-1),))
    kept = replace(facts, meetings=(meeting(-1, kept=True),))
    assert (rings(ask("meeting", facts)), rings(ask("meeting", kept))) == ([(1, "due")], [(1, "early")])
