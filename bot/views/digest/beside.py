"""What stands beside the warnings of a digest: where attention falls short, and how many clients left."""

from __future__ import annotations

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.attention import load_line, short_line
from bot.views.digest.told import Digest
from bot.views.loss_figures import sentence

_SHORT, _FULL = 3, 3


def beside(told: Digest) -> list[Block]:
    """Nothing where attention goes where it should, and this is no report."""
    return [*_attention(told), *_losses(told)]


def _attention(told: Digest) -> list[Block]:
    found = told.attention
    if found is None or not (found.short or found.full):
        return []
    lines = [*map(short_line, found.short[:_SHORT]), *(load_line(load) for load in found.full[:_FULL])]
    more = kit.context(f"All of it: {mrkdwn.code('/client attention')}")
    return [*kit.paragraphs(["*Where attention falls short*", *lines]), more]


def _losses(told: Digest) -> list[Block]:
    if told.losses is None:
        return []
    more = f"Why, and what they taught: {mrkdwn.code('/client losses')}, {mrkdwn.code('/client lessons')}"
    return [kit.section(f"*Clients who left*\n{sentence(told.losses)}"), kit.context(more)]
