"""Bus factor: who alone knows anybody senior at which accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit, mrkdwn

NAMES = 5
PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Sole:
    """One of ours. `names`: the first few of the accounts; all names are as people typed them."""

    name: str
    accounts: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bus:
    """Those with most accounts first, of `total`."""

    people: Sequence[Sole]
    total: int

    def blocks(self) -> list[Block]:
        """The section."""
        heading = kit.header("If somebody leaves")
        if not self.people:
            calm = "No senior line hangs on one of us alone, as far as touches with senior people are on record."
            return [heading, kit.section(calm)]
        more = [kit.context(f"+{self.total - len(self.people):,} more people")] if self.total > len(self.people) else []
        return [heading, *kit.paragraphs(_line(one) for one in self.people), *more]


def _line(one: Sole) -> str:
    names = [mrkdwn.line(mrkdwn.cut(name, 60)) for name in one.names]
    if one.accounts > len(names):
        names.append(f"{one.accounts - len(names):,} more")
    accounts = "this account has" if one.accounts == 1 else f"these {one.accounts:,} accounts have"
    return f"If {mrkdwn.bold(mrkdwn.cut(one.name, 60))} leaves, {accounts} no senior line: {_all(names)}"


def _all(names: Sequence[str]) -> str:
    return mrkdwn.listing(names, len(names))
