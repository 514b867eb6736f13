"""What somebody typed, given back to them: nothing of it is lost when it could not be done."""

from __future__ import annotations

from slackblocks import Block

from bot.views import kit, mrkdwn

_PIECE = 580  # characters: escaped, they still fit a block
_PIECES = 40


def echo(typed: str) -> list[Block]:
    """All that was typed, however long."""
    return [kit.context(span if place else f"You typed {span}") for place, span in enumerate(spans(typed))]


def spans(typed: str) -> list[str]:
    """All that was typed in code spans, each of which fits a block."""
    starts = range(0, min(len(typed), _PIECES * _PIECE), _PIECE)
    return [mrkdwn.code(typed[start : start + _PIECE], _PIECE) for start in starts]
