"""Another cadence, proposed to whoever puts an account off for the third time in a row."""

from __future__ import annotations

import json
from typing import Any

from bot.rules.cadence import OtherCadence
from bot.views import kit, mrkdwn
from bot.views.post import Post


def offered(post: Post, account_id: str, account: str, times: int, other: OtherCadence | None) -> Post:
    """A post with the proposal under it: a button and the command that does the same; or how to pause the account."""
    first = f"That is {times} times in a row now."
    command = f"/client edit {mrkdwn.quoted(account)}"
    if other is None:
        text = f"{first} If they need nothing for a while, pause them: {mrkdwn.code(f'{command} paused:1 June')}"
        return _under(post, text, [kit.section(text)])
    text = (
        f"{first} Is another cadence right for {mrkdwn.bold(account)}? {_with(other.changes)} you would have heard of "
        f"it after {mrkdwn.count(other.after, 'day')} instead of {other.before}: "
        f"{mrkdwn.code(f'{command} {_typed(other.changes)}')}"
    )
    value = json.dumps({"account": account_id, "changes": other.changes})
    button = kit.button("Change it", "account.cadence", value, f"Change it: the cadence of {account}")
    return _under(post, text, [kit.section(text), kit.actions(button)])


def _under(post: Post, text: str, blocks: list[Any]) -> Post:
    return Post(mrkdwn.cut(f"{post.text}\n{text}", mrkdwn.TEXT_LIMIT), [*post.blocks, *kit.post(text, blocks).blocks])


def _with(changes: dict[str, Any]) -> str:
    tier, days = changes.get("tier"), changes.get("cadence_days")
    parts = [f"as a {tier} account" if tier else "", f"with a promise of every {days} days" if days else ""]
    said = " ".join(filter(None, parts))
    return f"{said[0].upper()}{said[1:]}"


def _typed(changes: dict[str, Any]) -> str:
    keys = {"tier": "tier", "cadence_days": "cadence"}
    return " ".join(f"{keys[field]}:{value}" for field, value in changes.items())
