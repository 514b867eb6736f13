"""How to begin, and what can be done from here."""

from __future__ import annotations

from slackblocks import Block

from bot.views import help as help_view
from bot.views import kit, mrkdwn
from bot.views.help_by_role import first_steps


def begin(*, is_empty: bool) -> list[Block]:
    """The end of each page; where the workspace `is_empty`, with the first steps."""
    return [kit.divider(), *([first_steps()] if is_empty else _reminder()), _buttons()]


def _reminder() -> list[Block]:
    log = mrkdwn.code(help_view.TOUCH.example)
    return [kit.context(f"Log a touch anywhere: {log} · all commands: {mrkdwn.code('/client help')}")]


def _buttons() -> Block:
    return kit.actions(
        kit.button("Log a touch", "home.log", "", "Log a touch with a client", primary=True),
        kit.button("Add a client", "home.add", "", "Add a client account"),
        kit.button("Settings", "home.settings", "", "Where and when Tend speaks"),
    )
