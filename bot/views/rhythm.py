"""The account's own rhythm as people read it: what is usual, how this silence compares, a chart of the gaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import accumulate

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.facts import AccountFacts
from bot.rhythm import Rhythm
from bot.rules.rhythm import compared, usually
from bot.rules.verdict import Verdict
from bot.views import kit, mrkdwn

_BARS = 20  # Slack's most, this silence among them
_TOLD = 11
_NOW = "so far"


def rhythm(facts: AccountFacts, quiet: Verdict, now: datetime) -> list[Block]:
    """The rhythm in words and as a chart, `quiet` being what the rule says of it; nothing before the first gap."""
    known, since = facts.rhythm, facts.last_contact_at
    if known is None or since is None or not known.gaps:
        return []
    silent = facts.calendar.counted_days(since, now)
    lines = [
        f"*Their rhythm* · {_usual(known, silent)}",
        f"_{gaps_of_late(facts, now)}_",
        f"_Next level:_ {_next(facts, quiet, now)}",
    ]
    return [kit.section("\n".join(lines)), _chart(known, silent, facts.calendar.day(now))]


def gaps_of_late(facts: AccountFacts, now: datetime) -> str:
    """`Gaps of late: 7, 9, 8, and 31 days so far`; empty before the first gap."""
    if facts.rhythm is None or facts.last_contact_at is None or not facts.rhythm.gaps:
        return ""
    silent = facts.calendar.counted_days(facts.last_contact_at, now)
    told = ", ".join(str(gap) for gap in facts.rhythm.gaps[-_TOLD:])
    return f"Gaps of late: {told}, and {mrkdwn.count(silent, 'day')} so far"


def _usual(known: Rhythm, silent: int) -> str:
    return f"{usually(known).lower()}, silent for {mrkdwn.count(silent, 'day')}: {compared(known, silent)}"


def _next(facts: AccountFacts, quiet: Verdict, now: datetime) -> str:
    coming = [(at, level) for at, level in quiet.steps if at > now]
    if coming:
        at, level = min(coming)
        return f"{level.value} on {mrkdwn.there(at, facts.calendar.zone)}"
    return "none is louder" if quiet.steps else "none while it rests"


def _chart(known: Rhythm, silent: int, today: date) -> Block:
    gaps = known.gaps[1 - _BARS :]
    back = accumulate(reversed(gaps[1:]), initial=0)
    ended = [mrkdwn.day(known.last_on - timedelta(days=days), today) for days in back]
    labels, values = [*reversed(ended), _NOW], [*gaps, silent]
    points = [DataPoint(label, value) for label, value in zip(labels, values, strict=True)]
    axes = AxisConfig(categories=labels, x_label="Contact on", y_label="Days since the contact before")
    return DataVisualizationBlock("Days between contacts", BarChart([DataSeries("Days", points)], axes))
