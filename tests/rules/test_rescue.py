from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import RescueFact
from bot.policy import Level, Manner, Policy, Status, Tier
from bot.rules import RULES, Verdict
from bot.rules.rescue import first_contact_by
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account

LISBON = ZoneInfo("Europe/Lisbon")
KEY: dict[str, Any] = {"tier": Tier.KEY, "calendar": Calendar(), "status": Status.RESCUE}
HOUR = timedelta(hours=1)


def rescue(opened_ago: timedelta = timedelta(), **changes: Any) -> RescueFact:
    said = {"id": "r1", "why": "The launch failed.", "words": "we cannot trust you", "opened_by": "Ana Souza"}
    return RescueFact(opened_at=NOW - opened_ago, **{**said, "lead_id": "U0BEN", **changes})


def asked(one: RescueFact, now: datetime = NOW, policy: Policy = POLICY, **of: Any) -> Verdict:
    [verdict] = RULES["rescue"](account(**{**KEY, **of}, rescues=(one,)), policy, now)
    return verdict


def steps(verdict: Verdict) -> list[tuple[datetime, Level]]:
    return list(verdict.steps)


def test_without_a_rescue_nothing_is_watched() -> None:
    assert list(RULES["rescue"](account(**KEY), POLICY, NOW)) == []


def test_it_is_due_as_it_opens_and_critical_after_four_working_hours_for_a_key_account() -> None:
    verdict = asked(rescue())
    assert steps(verdict) == [(NOW, Level.DUE), (NOW + 4 * HOUR, Level.CRITICAL)]
    assert (verdict.subject, verdict.hearer, verdict.manner) == ("r1", "U0BEN", Manner.URGENT)


def test_others_have_more_time_and_hours_outside_of_work_do_not_count() -> None:
    verdict = asked(rescue(), tier=Tier.STANDARD)  # Wednesday noon: six hours today, two tomorrow
    assert steps(verdict)[-1] == (datetime(2026, 5, 14, 11, tzinfo=UTC), Level.CRITICAL)


def test_opened_at_night_on_a_saturday_it_is_said_then_and_the_hours_begin_on_monday() -> None:
    opened = datetime(2026, 5, 16, 23, 30, tzinfo=UTC)
    verdict = asked(replace(rescue(), opened_at=opened), now=opened)
    assert verdict.level_at(opened) is Level.DUE
    assert steps(verdict)[-1] == (datetime(2026, 5, 18, 13, tzinfo=UTC), Level.CRITICAL)


def test_the_hours_can_be_set() -> None:
    policy = Policy(rescue_key_hours=2, rescue_hours=5)
    assert steps(asked(rescue(), policy=policy))[-1] == (NOW + 2 * HOUR, Level.CRITICAL)
    light = asked(rescue(), policy=policy, tier=Tier.LIGHT)
    assert steps(light)[-1] == (NOW + 5 * HOUR, Level.CRITICAL)
    assert light.threshold == "5 working hours to the first contact, light tier; later is urgent"


def test_the_reason_keeps_the_clients_words_and_says_by_when_to_speak_with_them() -> None:
    assert asked(rescue(), calendar=Calendar(zone=LISBON)).reason == (
        "They said “we cannot trust you”; in rescue since 13 May 2026 at 13:00, opened by Ana Souza: "
        "speak with them by 13 May 2026 at 17:00, even before all is known."
    )
    without_words = asked(rescue(words="", opened_by="", attempts=2)).reason
    assert without_words.startswith("The launch failed; in rescue since 13 May 2026 at 12:00: speak with them")
    assert without_words.endswith("(2 attempts so far).")


def test_a_late_one_blames_nobody_and_asks_for_a_call() -> None:
    late = asked(rescue(5 * HOUR)).reason
    assert "they were to hear from us by" not in late  # at noon three of its hours have gone by
    late = asked(rescue(5 * HOUR), now=NOW + 2 * HOUR).reason
    assert "they were to hear from us by 13 May 2026 at 13:00; a short call now is worth more" in late


def test_once_they_were_reached_it_is_calm_until_a_review_is_late_then_urgent() -> None:
    reached = rescue(3 * HOUR, reached_at=NOW, reached_by="t1")
    verdict = asked(reached)
    assert verdict.level_at(NOW) is None
    assert steps(verdict) == [
        (datetime(2026, 5, 15, 12, tzinfo=UTC), Level.DUE),
        (datetime(2026, 5, 18, 9, tzinfo=UTC), Level.CRITICAL),  # the 17th is a Sunday
    ]
    assert verdict.rests_on == ("r1", "t1")
    assert verdict.reason == "In rescue since 13 May 2026: spoken with on 13 May 2026, and no review since."


def test_a_review_starts_the_two_days_anew_and_its_next_step_is_told() -> None:
    reviewed = rescue(72 * HOUR, reached_at=NOW - 70 * HOUR, reviewed_at=NOW - HOUR, next_step="Ben visits them")
    verdict = asked(reviewed)
    assert steps(verdict)[0] == (NOW + 47 * HOUR, Level.DUE)
    assert verdict.reason.endswith("the last review was today, and the next step “Ben visits them”.")
    weekly = asked(reviewed, policy=Policy(rescue_review_hours=24))
    assert steps(weekly)[0] == (NOW + 23 * HOUR, Level.DUE)


def test_a_review_before_they_were_reached_does_not_stop_the_clock() -> None:
    assert steps(asked(rescue(reviewed_at=NOW))) == steps(asked(rescue()))


def test_a_lost_account_is_left_in_peace() -> None:
    assert list(RULES["rescue"](account(rescues=(rescue(),), status=Status.LOST), POLICY, NOW)) == []


moments = st.integers(0, 2 * 365 * 24 * 4).map(lambda quarters: NOW + quarters * timedelta(minutes=15))
zones = st.sampled_from(["Europe/Lisbon", "America/New_York", "America/Havana", "Australia/Lord_Howe"]).map(ZoneInfo)
off = st.frozensets(st.dates(date(2026, 5, 1), date(2028, 6, 1)), max_size=30)


@settings(deadline=None, max_examples=60)
@given(zones, off, moments, st.integers(0, 23), st.integers(1, 12))
def test_first_contact_is_due_within_working_hours_whatever_clocks_and_holidays_do(
    zone: ZoneInfo, days_off: frozenset[date], opened: datetime, opens: int, lasts: int
) -> None:
    hours = (opens, min(24, opens + lasts))
    calendar, policy = Calendar(zone=zone, days_off=days_off), Policy(working_hours=hours)
    for tier, wanted in ((Tier.KEY, 4), (Tier.STANDARD, 8), (Tier.LIGHT, 8)):
        due = first_contact_by(calendar, tier, policy, opened)
        assert due > opened
        assert calendar.works(calendar.day(due - timedelta(microseconds=1)))
        assert calendar.working_time(opened, due, hours) == wanted * HOUR


@settings(deadline=None, max_examples=60)
@given(zones, off, moments, moments)
def test_a_review_is_never_due_at_night_nor_sooner_than_two_days_on(
    zone: ZoneInfo, days_off: frozenset[date], opened: datetime, now: datetime
) -> None:
    calendar = Calendar(zone=zone, days_off=days_off)
    facts = account(calendar=calendar, rescues=(replace(rescue(), opened_at=opened, reached_at=opened),))
    [verdict] = RULES["rescue"](facts, POLICY, now)
    for at, _ in verdict.steps:
        assert calendar.in_hours(at, POLICY.working_hours)
        assert at >= opened + 48 * HOUR
