"""The few phrases that the sentences of several rules share. Names are as people typed them: views escape them."""

from __future__ import annotations

from datetime import date, datetime

from bot.facts import AccountFacts, Calendar
from bot.policy import Status, Tier

QUOTED = 300  # characters of somebody's words that a sentence quotes


def days(count: int) -> str:
    """`1 day`, `31 days`, `2,541 days`."""
    return several(count, "day")


def several(count: int, noun: str, nouns: str = "") -> str:
    """A number and its noun: `1 attempt`, `2 attempts`, `3 touches`. `nouns` where a plain `s` will not do."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def hours(count: int) -> str:
    """`1 working hour`, `4 working hours`."""
    return several(count, "working hour")


def not_kept(count: int, whose: str, within: int) -> str:
    """`2 promises of ours were not kept in the last 365 days`."""
    were = "was" if count == 1 else "were"
    return f"{several(count, 'promise')} of {whose} {were} not kept in the last {days(within)}"


def quoted(text: str, most: int = QUOTED) -> str:
    """Words of theirs or ours as a sentence quotes them: on one line, and not all of long ones."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def percent(share: float) -> str:
    """`25%`, `25.4%`."""
    return f"{round(share * 100, 1):g}%"


def on(day: date) -> str:
    """`1 April 2019`."""
    return f"{day.day} {day:%B %Y}"


def moment(calendar: Calendar, at: datetime) -> str:
    """`12 May 2026 at 14:10`, where the calendar is."""
    return f"{on(calendar.day(at))} at {at.astimezone(calendar.zone):%H:%M}"


def ago(calendar: Calendar, then: datetime, now: datetime) -> str:
    """`today`, `yesterday`, `12 days ago`, in local calendar days."""
    count = calendar.elapsed_days(then, now)
    return {0: "today", 1: "yesterday"}.get(count, f"{days(count)} ago")


def a_tier(tier: Tier) -> str:
    """`a key account`."""
    return f"a {tier} account"


def length(calendar: Calendar, since: datetime, now: datetime) -> str:
    """How long a silence lasts: `31 days`, and what of it does not count: `31 days (4 days off not counted)`."""
    count = calendar.counted_days(since, now)
    left_out = calendar.elapsed_days(since, now) - count
    return days(count) + (f" ({days(left_out)} off not counted)" if left_out else "")


def waiting(facts: AccountFacts, now: datetime, *, covered: bool = False) -> str:
    """How a sentence ends when its clock waits although time goes by: for a pause, or for a meeting if that covers."""
    if facts.status is Status.PAUSED and facts.paused_until is None:
        return "; paused"
    if facts.paused_until and facts.paused_until >= facts.calendar.day(now):
        return f"; paused until {on(facts.paused_until)}"
    planned_on = facts.covering_meeting(now) if covered else None
    return f"; covered until the meeting on {on(planned_on)}" if planned_on else ""
