from __future__ import annotations

from datetime import datetime

from bot.facts import AccountFacts, ContactLevel
from bot.policy import Level, Status, Tier
from bot.rules import RULES, Verdict
from tests.rules.build import (
    NOW,
    POLICY,
    account,
    ago,
    ask,
    contact,
    day,
    executive,
    level,
    meeting,
    rings,
    untouched,
)


def subjects(facts: AccountFacts, now: datetime = NOW) -> dict[str, Verdict]:
    return {verdict.subject: verdict for verdict in RULES["senior"](facts, POLICY, now)}


def test_nobody_senior_known_is_due_after_the_grace() -> None:
    facts = untouched(20, contacts=(contact("Jane"), contact("Kim", ContactLevel.MANAGER)))
    verdict = ask("senior", facts)
    assert rings(verdict) == [(-13, "early"), (-6, "due"), (70, "critical")]
    assert verdict.reason == (
        "Nobody senior is known since the start on 23 April 2026, 20 days; somebody should be within 14 days."
    )
    assert list(subjects(facts)) == [""]


def test_the_one_we_knew_has_left_is_told_the_day_after() -> None:
    facts = account(tier=Tier.KEY, contacts=(executive("Jane", left_at=ago(2), last_met_at=ago(9)),))
    verdict = ask("senior", facts)
    assert rings(verdict) == [(-1, "early"), (12, "due"), (58, "critical")]
    assert verdict.reason == (
        "Jane, the senior person we knew, left 2 days ago, and nobody else senior is known; "
        "somebody should be within 14 days."
    )
    assert verdict.rests_on == ("jane",)


def test_only_one_senior_person_is_a_quiet_word_while_they_are_met() -> None:
    facts = account(contacts=(executive("Jane", last_met_at=ago(12)), contact("Kim")))
    verdict = ask("senior", facts)
    assert verdict.level_at(NOW) is Level.EARLY
    assert verdict.reason == (
        "Only one senior person is known: Jane, met 12 days ago; "
        "at a standard account somebody senior should be met every 90 days."
    )
    assert list(subjects(facts)) == [""]


def test_only_one_who_was_not_met_for_long_gets_louder() -> None:
    assert level("senior", account(contacts=(executive("Jane", last_met_at=ago(90)),))) is Level.DUE
    assert level("senior", account(contacts=(executive("Jane", last_met_at=ago(135)),))) is Level.CRITICAL


def test_only_one_who_was_never_met_says_so() -> None:
    verdict = ask("senior", account(tier=Tier.KEY, contacts=(executive("Jane", known_since=ago(70)),)))
    assert verdict.level_at(NOW) is Level.DUE
    assert "Jane, known for 70 days and never met;" in verdict.reason


def test_only_one_is_left_since_the_other_went() -> None:
    gone = executive("Kim", left_at=ago(5))
    verdict = ask("senior", account(contacts=(executive("Jane", last_met_at=ago(12)), gone)))
    assert verdict.reason.startswith("Only one senior person is known since Kim left: Jane, met 12 days ago;")
    assert rings(verdict)[0] == (9, "early")
    assert verdict.rests_on == ("jane", "kim")


def test_several_of_whom_one_was_met_in_time_are_calm_as_a_whole() -> None:
    facts = account(contacts=(executive("Jane", last_met_at=ago(12)), executive("Kim", last_met_at=ago(95))))
    told = subjects(facts)
    assert told[""].level_at(NOW) is None
    assert told[""].reason == (
        "Of 2 senior people known, Jane was met last, 12 days ago; "
        "at a standard account somebody senior should be met every 90 days."
    )
    assert told["kim"].level_at(NOW) is Level.EARLY
    assert told["kim"].reason.startswith("Kim: met 95 days ago;")
    assert told["kim"].clears == "A meeting, a call or a visit with Kim."
    assert "jane" not in told


def test_several_of_whom_none_was_met_in_time_are_due_as_a_whole() -> None:
    facts = account(contacts=(executive("Jane", last_met_at=ago(92)), executive("Kim", last_met_at=ago(140))))
    told = subjects(facts)
    assert told[""].level_at(NOW) is Level.DUE
    assert told["kim"].level_at(NOW) is Level.DUE
    assert rings(told[""]) == [(-29, "early"), (-2, "due"), (43, "critical")]


def test_several_of_whom_none_was_ever_met_are_measured_from_whom_we_know_longest() -> None:
    facts = account(contacts=(executive("Jane", known_since=ago(30)), executive("Kim", known_since=ago(100))))
    told = subjects(facts)
    assert told[""].level_at(NOW) is Level.DUE
    assert told[""].reason.startswith("None of the 2 senior people known was ever met, Kim known for 100 days;")
    assert told["jane"].level_at(NOW) is None
    assert told["jane"].reason.startswith("Jane: known for 30 days and never met;")


def test_who_left_has_no_clock_of_their_own() -> None:
    people = (
        executive("Jane", last_met_at=ago(1)),
        executive("Kim", last_met_at=ago(2)),
        executive("Lee", left_at=NOW),
    )
    assert list(subjects(account(contacts=people))) == ["", "kim"]


def test_a_meeting_ahead_covers_a_meeting_missed_and_not_a_person_unknown() -> None:
    assert level("senior", account(contacts=(executive("Jane", last_met_at=ago(140)),), meetings=(meeting(4),))) is (
        Level.EARLY
    )
    assert level("senior", untouched(20, meetings=(meeting(4),))) is Level.DUE


def test_a_meeting_kept_without_them_covers_until_the_day_is_over() -> None:
    overdue = (executive("Jane", last_met_at=ago(140)),)
    kept_today = account(contacts=overdue, meetings=(meeting(0, kept=True),))
    assert level("senior", kept_today) is level("senior", account(contacts=overdue, meetings=(meeting(0),)))
    assert level("senior", kept_today, now=ago(-1)) is Level.CRITICAL


def test_a_pause_waits_in_every_state() -> None:
    until = day(10)
    for people in (
        (),
        (executive("Jane"),),
        (executive("Jane"), executive("Kim")),
        (executive("Lee", left_at=ago(9)),),
    ):
        for verdict in subjects(account(contacts=people, status=Status.PAUSED, paused_until=until)).values():
            assert verdict.level_at(NOW) is None
            assert verdict.reason.endswith("; paused until 23 May 2026.")
