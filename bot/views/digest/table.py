"""The accounts that wait, as a table that its reader can sort."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from slackblocks import Block, DataTableBlock, RawNumber, RawText, RichTextBlock

from bot.views import kit, mrkdwn, words
from bot.views.digest.told import Digest, Row

ROWS = 150  # more would not fit the 20,000 characters that Slack takes in a table
HEADINGS = ("Account", "Tier", "Level", "Days quiet", "Owner", "Next meeting")
_ROWS_A_PAGE = 10
_NAME, _OWNER = 50, 30
_NONE = -1  # what is none comes before all others when it is sorted
_Raw: TypeAlias = RawText | RawNumber | RichTextBlock


def table(told: Digest) -> list[Block]:
    """The table, and how many more there are; nothing where nothing waits, or for one account alone."""
    if not told.rows:
        return []
    head: list[_Raw] = [RawText(heading) for heading in HEADINGS]
    rows = [_row(row, told.today) for row in told.rows[:ROWS]]
    block = DataTableBlock([head, *rows], "Accounts that wait", page_size=_ROWS_A_PAGE)
    more = told.waiting - len(rows)
    return [block, *([kit.context(f"+{more:,} more: {mrkdwn.code('/client list')}")] if more > 0 else [])]


def _row(row: Row, today: date) -> list[_Raw]:
    silent = RawNumber(_NONE, "no contact yet") if row.quiet_days is None else _number(row.quiet_days)
    planned = RawNumber(_NONE, "none") if row.next_on is None else _day(row.next_on, today)
    return [
        RawText(_short(row.name, _NAME)),
        RawText(words.TIERS[row.tier]),
        RawNumber(row.level.loudness, words.level(row.level)),
        silent,
        RawText(_short(row.owner, _OWNER) if row.owner else "nobody"),
        planned,
    ]


def _number(days: int) -> RawNumber:
    return RawNumber(days, f"{days:,}")


def _day(on: date, today: date) -> RawNumber:
    return RawNumber(on.toordinal(), mrkdwn.day(on, today))


def _short(name: str, limit: int) -> str:
    return mrkdwn.cut(" ".join(name.split()), limit) or "?"
