"""The digest: what changed, what to do first, a chart, and a table of the accounts that wait."""

from __future__ import annotations

from slackblocks import Block

from bot.preferences import Frequency
from bot.views import kit, mrkdwn
from bot.views.digest import words
from bot.views.digest.beside import beside
from bot.views.digest.first import first, names
from bot.views.digest.pictures import charts
from bot.views.digest.table import table
from bot.views.digest.told import Digest, Whose
from bot.views.loss_figures import sentence
from bot.views.post import Post
from bot.views.voices import in_brief

__all__ = ["Digest", "digest"]

_LESS = {Frequency.WEEKLY: Frequency.MONTHLY, Frequency.MONTHLY: Frequency.NEVER}


def digest(told: Digest) -> Post:
    """A digest, or one line where there is nothing to tell."""
    if not told.accounts and not told.changes.any:
        return _line(words.empty(told))
    if not told.waiting and not told.changes.any and not told.changes.touches:
        left = f" {sentence(told.losses)}" if told.losses else ""
        return _line(f"Nothing waits, and nothing changed since {mrkdwn.day(told.since, told.today)}. ✓{left}")
    blocks: list[Block] = [
        kit.header(words.title(told)),
        kit.section(words.gist(told)),
        *kit.paragraphs(["*What changed*", *(f"• {line}" for line in words.changed(told))]),
        *first(told),
        *beside(told),
        *charts(told),
        *table(told),
        *_voices(told),
        kit.context(_how(told)),
    ]
    return kit.post(_text(told), blocks)


def _how(told: Digest) -> str:
    """How to read it at any time, and how its reader, or this channel, gets it less often."""
    less = _LESS.get(told.often)
    change = f"/client settings hear digest {less}{' in here' if told.in_channel else ''}"
    return f"Any time: {mrkdwn.code('/client digest')}" + (f" · less often: {mrkdwn.code(change)}" if less else "")


def _voices(told: Digest) -> list[Block]:
    """Who spoke of clients, with thanks, and where only one voice is heard."""
    lines = in_brief(told.voices) if told.voices else []
    return kit.paragraphs(["*Voices*", *(f"• {line}" for line in lines)]) if lines else []


def _text(told: Digest) -> str:
    """What notifications and screen readers get: all but the table and the chart."""
    ahead = names(told.first) if told.whose is not Whose.ACCOUNT else []
    come_first = [f"First: {mrkdwn.listing(ahead)}."] if ahead else []
    changes = [line if line.endswith(".") else f"{line}." for line in words.changed(told)]
    named = mrkdwn.bold if told.whose is Whose.ACCOUNT else mrkdwn.line
    return " ".join([f"{named(words.title(told))}.", words.gist(told), *come_first, *changes])


def _line(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
