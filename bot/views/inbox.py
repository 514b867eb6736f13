"""What somebody reads who writes to me in our direct message."""

from __future__ import annotations

from slackblocks import Block

from bot.views import choices, kit, mrkdwn
from bot.views.choices import Typed
from bot.views.post import Post

LINE = "/touch"


def what_i_can(written: str) -> Post:
    """What can be done here, and a form for what was `written` (as Slack delivers it), should it be a touch."""
    example, help_ = mrkdwn.code("/touch Acme call with Jane yesterday"), mrkdwn.code("/client help")
    text = (
        f"I note down what you type behind a command, like {example}; {help_} shows them all. Accounts can be pasted "
        "here, one a line, or dropped as a CSV file."
    )
    blocks: list[Block] = [kit.section(text)]
    typed = Typed(LINE, written, written)
    if len(written.split()) > 1 and choices.carries(typed):
        blocks.append(
            kit.actions(kit.button("Log it as a touch", "touch.form", choices.carry_on(typed), "Log what I wrote"))
        )
    return kit.post(text, blocks)
