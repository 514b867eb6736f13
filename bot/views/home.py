"""The Home tab: what waits on its reader, what will go quiet, and how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from slackblocks import Block

from bot.views import help as help_view
from bot.views import kit, mrkdwn
from bot.views.card import Card
from bot.views.lists import Ring, ring_line
from bot.views.nudges import card_blocks
from bot.views.post import Post

_CARDS = 20  # three blocks each
_RINGS = 20


@dataclass(frozen=True)
class HomeTab:
    """What the reader sees. `owned`: how many accounts are theirs; `all_accounts`: how many there are at all."""

    cards: Sequence[Card]
    rings: Sequence[Ring]
    owned: int
    all_accounts: int
    today: date
    zone: tzinfo
    word: Post | None = None  # the answer to a button that was pressed here


def home(tab: HomeTab) -> dict[str, Any]:
    """The view to publish."""
    blocks: list[Block] = _waiting(tab)
    if tab.owned or tab.cards:
        blocks += [kit.header("Coming up in the next 14 days"), *_coming(tab)]
    blocks += [kit.divider(), *_begin(tab)]
    return kit.home_view(blocks, first=tab.word.blocks if tab.word else ())


def closed(why: Post) -> dict[str, Any]:
    """For whom there is nothing to see: a word on why."""
    return {"type": "home", "blocks": why.blocks}


def _waiting(tab: HomeTab) -> list[Block]:
    if not tab.cards:
        calm = "Nothing waits on you. ✓" if tab.owned else "No account is yours yet, so nothing waits on you."
        return [kit.header("What waits on you"), kit.section(calm)]
    blocks: list[Block] = [kit.header(f"What waits on you: {len(tab.cards):,}")]
    for card in tab.cards[:_CARDS]:
        blocks += [*card_blocks(card, for_owner=not card.because), kit.divider()]
    if len(tab.cards) > _CARDS:
        blocks.append(kit.context(f"+{len(tab.cards) - _CARDS:,} more: {mrkdwn.code('/client mine')}"))
    return blocks


def _coming(tab: HomeTab) -> list[Block]:
    if not tab.rings:
        return [kit.section("None of yours. ✓")]
    more = len(tab.rings) - _RINGS
    tail: list[Block] = [kit.context(f"+{more:,} more: {mrkdwn.code('/client upcoming')}")] if more > 0 else []
    return [*kit.paragraphs(ring_line(ring) for ring in tab.rings[:_RINGS]), *tail]


def _begin(tab: HomeTab) -> list[Block]:
    add, log = help_view.VERBS["add"].example, help_view.TOUCH.example
    if not tab.all_accounts:
        steps = [
            "*How to begin*",
            f"1. Add a client: {mrkdwn.code(add)}",
            f"2. Log what you last did: {mrkdwn.code(log)}",
            f"3. Choose where I warn: {mrkdwn.code(help_view.VERBS['settings'].example)}",
            "I speak up when a client goes quiet, when nobody senior is known, or when it all hangs on one person.",
        ]
        return [kit.section("\n".join(steps)), *_buttons()]
    return [
        kit.context(f"Log a touch anywhere: {mrkdwn.code(log)} · all commands: {mrkdwn.code('/client help')}"),
        *_buttons(),
    ]


def _buttons() -> list[Block]:
    return [
        kit.actions(
            kit.button("Log a touch", "home.log", "", "Log a touch with a client", primary=True),
            kit.button("Add a client", "home.add", "", "Add a client account"),
            kit.button("Settings", "home.settings", "", "Where and when Tend speaks"),
        )
    ]
