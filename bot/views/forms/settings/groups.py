"""The groups of a workspace's settings, each with a form of its own, and the buttons and the menu that open them."""

from __future__ import annotations

from slackblocks import ActionsBlock, Block, Button, PlainText, StaticSelectMenu

from bot.policy import Tier
from bot.views import inputs, kit

OPEN = "settings.open"
PERSONAL = "personal"
ROOM = "channel "  # and its id
COUNTS, HOURS, LADDER, RULES = "counts", "hours", "ladder", "rules"
GROUPS = {
    **{f"tier {tier}": f"Tier {tier}" for tier in Tier},
    COUNTS: "What counts",
    HOURS: "When I speak",
    LADDER: "Who hears what",
    RULES: "What the rules go by",
}


def button(group: str, label: str) -> Button:
    """A button that opens the form of a group; `label` is what a screen reader says."""
    return kit.button("Change", OPEN, group, label)


def menu() -> Block:
    """All groups of the workspace, to choose one from."""
    options = [inputs.option(words, group) for group, words in GROUPS.items()]
    return ActionsBlock([StaticSelectMenu(OPEN, options, placeholder=PlainText("The workspace's settings"))])
