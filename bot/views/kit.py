"""Blocks put together: every payload leaves through here, checked by slackblocks against Slack's limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    DividerBlock,
    Element,
    HeaderBlock,
    HomeTabView,
    Message,
    PlainText,
    SectionBlock,
    Text,
)

from bot.views.mrkdwn import SECTION_LIMIT, TEXT_LIMIT, cut, fit
from bot.views.post import Post

MESSAGE_BLOCKS = 50
HOME_BLOCKS = 100
_GENERATED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def section(text: str, accessory: Element | None = None) -> SectionBlock:
    """A paragraph of mrkdwn, cut to what Slack takes."""
    return SectionBlock(_mrkdwn(text), accessory=accessory)


def context(text: str) -> ContextBlock:
    """A small grey line of mrkdwn."""
    return ContextBlock([_mrkdwn(text)])


def header(text: str) -> HeaderBlock:
    """A heading, plain text."""
    return HeaderBlock(cut(text, 150))


def divider() -> DividerBlock:
    """A thin line."""
    return DividerBlock()


def actions(*buttons: Element) -> ActionsBlock:
    """A row of buttons."""
    return ActionsBlock(list(buttons))


def button(text: str, action_id: str, value: str, label: str = "", *, primary: bool = False) -> Button:
    """A button. `label` is what a screen reader says; both are plain text."""
    return Button(
        PlainText(cut(text, 75), emoji=True),
        action_id=action_id,
        value=value or None,
        style="primary" if primary else None,
        accessibility_label=cut(label, 75) or None,
    )


def post(text: str, blocks: Sequence[Block]) -> Post:
    """A message; `text` (mrkdwn) stands for it in notifications. Blocks beyond Slack's fifty raise `LengthError`."""
    text = fit(text, TEXT_LIMIT)
    message = Message("any", text=text, blocks=list(blocks)).to_dict()
    return Post(text, without_generated_ids(message["blocks"]))


def home_view(blocks: Sequence[Block], first: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """A Home tab; `first`: blocks of a post that stand above the others."""
    view = HomeTabView(blocks=list(blocks)).to_dict()
    return {**view, "blocks": [*first, *without_generated_ids(view["blocks"])][:HOME_BLOCKS]}


def without_generated_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks as we made them: the random ids that slackblocks gives are left out, so that the same is the same."""
    return [
        {name: value for name, value in block.items() if name != "block_id" or not _GENERATED.fullmatch(value)}
        for block in blocks
    ]


def _mrkdwn(text: str) -> Text:
    """Mrkdwn in which only what we wrote as a mention or link is one: Slack makes none of plain words by itself."""
    return Text(fit(text, SECTION_LIMIT), verbatim=True)


def paragraphs(lines: Iterable[str]) -> list[Block]:
    """Lines of mrkdwn gathered into as few sections as they fit; a line is cut rather than broken."""
    blocks: list[Block] = []
    gathered = ""
    for text in lines:
        text = fit(text, SECTION_LIMIT)
        if gathered and len(gathered) + 1 + len(text) > SECTION_LIMIT:
            blocks.append(section(gathered))
            gathered = ""
        gathered = f"{gathered}\n{text}" if gathered else text
    return [*blocks, section(gathered)] if gathered else blocks
