"""Lists of accounts: a page of lines, and a button for more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from slackblocks import Block

from bot.policy import Level
from bot.views import kit, mrkdwn, words
from bot.views.post import Post
from bot.worktime import UTC_ZONE

PAGE = 25
NONE_OF_YOURS = (
    f"No account is yours. Take one with {mrkdwn.code('/client owner <account> @you')}, "
    f"or see all with {mrkdwn.code('/client list')}."
)
AS_OF_THEN = "Each line says what will be so on its day, if nothing happens before."


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in a list. `last_contact_on`: where the reader is; `say`: a plain sentence in place of it."""

    name: str
    tier: str
    level: Level | None
    owner_id: str | None = None
    last_contact_on: date | None = None
    say: str = ""
    snoozed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """A clock that will ring: when (aware UTC), to what level, and why, as of then.

    `snooze_ends`: it was put off until then; `escalates`: it is as loud already, and others hear of it then.
    """

    at: datetime
    account: str
    rule: str
    level: Level
    reason: str
    zone: tzinfo = UTC_ZONE  # the account's; where a snooze ends, the reader's
    snooze_ends: bool = False
    escalates: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. `verb` and `number` (from 1) ask for it again; `total` counts all pages' lines."""

    title: str
    verb: str
    number: int
    total: int
    empty: str  # what is said when there is nothing (mrkdwn)

    @property
    def more(self) -> int:
        """How many lines follow this page."""
        return max(0, self.total - self.number * PAGE)


def accounts(page: Page, lines: Sequence[AccountLine], today: date) -> Post:
    """A page of accounts."""
    return _page(page, [_account(line, today) for line in lines])


def rings(page: Page, coming: Sequence[Ring]) -> Post:
    """What rings in the next days, soonest first."""
    return _page(page, [ring_line(ring) for ring in coming], AS_OF_THEN)


def ring_line(ring: Ring) -> str:
    """A clock that will ring, in one line of mrkdwn."""
    name = mrkdwn.bold(mrkdwn.cut(ring.account, 100))
    what = f"{words.rule(ring.rule)} {words.level(ring.level)}"
    if ring.snooze_ends:
        what = f"the snooze ends, {what}"
    elif ring.escalates:
        what = f"goes further unless somebody acts, {what}"
    day = mrkdwn.on(ring.at, ring.zone) if ring.snooze_ends else mrkdwn.there(ring.at, ring.zone)
    return mrkdwn.cut(f"{day} · {name} · {what}: {mrkdwn.line(ring.reason)}", 600)


def _page(page: Page, lines: Sequence[str], note: str = "") -> Post:
    if not lines:
        return kit.post(page.empty, [kit.section(page.empty)])
    text = f"{page.title}: {page.total:,}"
    blocks: list[Block] = [kit.header(text), *kit.paragraphs(lines), *([kit.context(note)] if note else [])]
    if page.more:
        value = json.dumps({"verb": page.verb, "page": page.number + 1})
        blocks.append(kit.actions(kit.button(f"+{page.more:,} more", "list.more", value, f"Show more of {page.title}")))
    return kit.post(mrkdwn.line(text), blocks)


def _account(line: AccountLine, today: date) -> str:
    owner = mrkdwn.person(line.owner_id) if line.owner_id else "no owner"
    if line.say:
        last = mrkdwn.line(line.say)
    elif line.last_contact_on:
        days = mrkdwn.count((today - line.last_contact_on).days, "day")
        last = f"last spoken to {mrkdwn.day(line.last_contact_on, today)}, {days} ago"
    else:
        last = "no contact logged yet"
    name = mrkdwn.bold(mrkdwn.cut(line.name, 100))
    level = words.level(line.level)
    if line.snoozed_until is not None:
        level = f"{words.SNOOZED} until {mrkdwn.day(line.snoozed_until, today)}"
    return mrkdwn.cut(f"{level} · {name} · {line.tier} · {owner} · {last}", 600)
