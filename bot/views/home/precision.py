"""How often each rule was of use, by the votes of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit, mrkdwn, words
from bot.views.tables import Cell, number, table

_HEADINGS = ("Rule", "Useful", "Votes", "Share")


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule and its votes."""

    rule: str
    useful: int
    votes: int


@dataclass(frozen=True, slots=True)
class Precision:
    """Every rule."""

    rules: Sequence[Judged]

    def blocks(self) -> list[Block]:
        """The section."""
        heading = kit.header("How useful each rule is")
        votes, useful = (sum(getattr(one, what) for one in self.rules) for what in ("votes", "useful"))
        more = f"What each is set by, and what its votes propose: {mrkdwn.code('/client settings rules')}"
        if not votes:
            return [
                heading,
                kit.section(f"Nobody has voted yet: “Not useful” on a card, or “Useful” under its Why. {more}"),
            ]
        said = f"{useful:,} of {mrkdwn.count(votes, 'vote')} said useful, {useful / votes:.0%}. {more}"
        return [heading, kit.section(said), table("Votes by rule", _HEADINGS, [_row(one) for one in self.rules])]


def _row(one: Judged) -> list[Cell]:
    share = Cell(f"{one.useful / one.votes:.0%}", one.useful / one.votes) if one.votes else Cell("no votes yet")
    return [Cell(words.rule(one.rule)), number(one.useful), number(one.votes), share]
