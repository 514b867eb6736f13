"""The reader's accounts, each with its touches per week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.policy import Level
from bot.views import charts, kit, mrkdwn, words
from bot.views.home.place import ACCOUNTS, FIRST, Place, turning


@dataclass(frozen=True, slots=True)
class Own:
    """One account. `weeks`: its touches in each of the last weeks, this one the last; days are the reader's."""

    id: str
    name: str
    tier: str
    level: Level | None
    weeks: Sequence[int]
    last_contact_on: date | None = None
    snoozed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Accounts:
    """The loudest first, of `total`."""

    accounts: Sequence[Own]
    total: int
    today: date
    place: Place = FIRST

    def blocks(self) -> list[Block]:
        """The section; nothing for who has none."""
        if not self.total:
            return []
        each = [_account(one, self.today) for one in self.accounts]
        return [kit.header(f"Your accounts: {self.total:,}"), *each, *turning(self.place, ACCOUNTS, self.total)]


def _account(one: Own, today: date) -> Block:
    show = kit.button("Show", "home.show", one.id, f"Show: {one.name}")
    return kit.section(_lines(one, today), accessory=show)


def _lines(one: Own, today: date) -> str:
    level = words.level(one.level)
    if one.snoozed_until is not None:
        level = f"{words.SNOOZED} until {mrkdwn.day(one.snoozed_until, today)}"
    name = mrkdwn.bold(mrkdwn.cut(one.name, 100))
    return f"{level} · {name} · {one.tier} · {_silence(one.last_contact_on, today)}\n{charts.weeks(one.weeks)}"


def _silence(last_contact_on: date | None, today: date) -> str:
    if last_contact_on is None:
        return "no contact logged yet"
    days = (today - last_contact_on).days
    return f"silent for {mrkdwn.count(days, 'day')}" if days > 0 else "in touch today"
