"""The people somebody leads, and what each has to look after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.tables import Cell, number, table

_HEADINGS = ("Who", "Accounts", "Waiting", "Untouched")
_MOST = 100
_NAME = 60
NOBODY = "Nobody"


@dataclass(frozen=True, slots=True)
class Member:
    """One of them. `untouched`: nudges that went to the lead because nobody acted on them in time."""

    name: str
    accounts: int
    waiting: int
    untouched: int


@dataclass(frozen=True, slots=True)
class Team:
    """Those with most that waits first. `ownerless`: accounts that are nobody's, for who sees them all."""

    members: Sequence[Member]
    ownerless: int = 0

    def blocks(self) -> list[Block]:
        """The section."""
        if not self.members:
            example = mrkdwn.code("/client settings lead @ana @you")
            return [kit.header("The team"), kit.section(f"Nobody has you as their lead yet: {example}")]
        members = sorted(self.members, key=lambda one: (-one.untouched, -one.waiting, -one.accounts, one.name))
        rows = [
            [Cell(mrkdwn.cut(one.name, _NAME)), number(one.accounts), number(one.waiting), number(one.untouched)]
            for one in members[:_MOST]
        ]
        more = [kit.context(f"+{len(members) - _MOST:,} more")] if len(members) > _MOST else []
        heading = kit.header(f"The team: {len(members):,}")
        return [heading, kit.section(self._said()), table("What each looks after", _HEADINGS, rows), *more]

    def _said(self) -> str:
        accounts, waiting, untouched = (
            sum(getattr(one, what) for one in self.members) for what in ("accounts", "waiting", "untouched")
        )
        waits = f"{mrkdwn.count(waiting, 'nudge')} waiting, {untouched:,} of them untouched for too long"
        said = f"{mrkdwn.count(accounts, 'account')}; {waits}."
        if not self.ownerless:
            return said
        owner = mrkdwn.code("/client owner Acme @ana")
        return f"{said} {mrkdwn.count(self.ownerless, 'account is', 'accounts are')} nobody's: {owner}"
