"""Questions back: which account was meant, and buttons that carry on with what was typed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from slackblocks import Block, Button

from bot.views import kit, mrkdwn
from bot.views.post import Post

VALUE_LIMIT = 2000
_MANY = 5


def unknown_account(typed: str, nearest: Sequence[tuple[str, str]], command: str, line: str) -> Post:
    """No account has this name: the nearest ones as buttons, or a new one."""
    name = mrkdwn.code(typed, 200) if typed else ""
    text = f"I know no account {name}." if typed else "Which account is it about?"
    if nearest:
        text += " Did you mean one of these?"
    return _ask(text, [*_picks(nearest, command, line), *_add(typed, command, line)], line)


def ambiguous_account(typed: str, candidates: Sequence[tuple[str, str]], command: str, line: str) -> Post:
    """Several accounts could be meant: one button for each."""
    text = f"{mrkdwn.code(typed, 200)} could be {mrkdwn.count(len(candidates), 'account')}. Which one?"
    return _ask(text, _picks(candidates[:_MANY], command, line), line)


def carry_on(command: str, line: str, account_id: str = "") -> str:
    """The value of a button that goes on with a typed line; with its first word alone where it would not fit."""
    value = _value(command, line, account_id)
    return value if len(value) <= VALUE_LIMIT else _value(command, mrkdwn.cut(line.split()[0], 100), account_id)


def carries(command: str, line: str) -> bool:
    """Whether a button can carry all of a typed line."""
    return len(_value(command, line, "0" * 32)) <= VALUE_LIMIT


def _value(command: str, line: str, account_id: str) -> str:
    return json.dumps({"command": command, "line": line, "account": account_id}, ensure_ascii=False)


def _ask(text: str, buttons: Sequence[Button], line: str) -> Post:
    blocks: list[Block] = [kit.section(text)]
    if buttons:
        blocks.append(kit.actions(*buttons))
    if line:
        blocks.append(kit.context(f"You typed {mrkdwn.code(line, 2500)}"))
    return kit.post(text, blocks)


def _picks(accounts: Sequence[tuple[str, str]], command: str, line: str) -> list[Button]:
    return [
        kit.button(name, f"account.pick.{place}", carry_on(command, line, account_id), f"Go on with {name}")
        for place, (account_id, name) in enumerate(accounts)
    ]


def _add(typed: str, command: str, line: str) -> list[Button]:
    return [kit.button("Add it", "account.add", carry_on(command, line), f"Add {typed} as a new account")]
