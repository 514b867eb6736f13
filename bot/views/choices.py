"""Questions back: which account was meant, and buttons that carry on with what was typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block, Button

from bot.views import kit, mrkdwn
from bot.views.echo import echo
from bot.views.post import Post

VALUE_LIMIT = 2000
_MANY = 5


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as Slack sent it, to carry on with; `shown`: its line as a person sees it."""

    command: str
    line: str
    shown: str = ""


def unknown_account(name: str, nearest: Sequence[tuple[str, str]], typed: Typed) -> Post:
    """No account has this name: those near to it as buttons, or how to find it; or a new one."""
    text = f"I know no account {mrkdwn.code(name, 200)}." if name else "Which account is it about?"
    if nearest:
        text += " Did you mean one of these?"
    elif name:
        text += f" `/client list` shows them all; a new one is added with {mrkdwn.code(f'/client add {name}', 200)}."
    add = kit.button("Add it", "account.add", carry_on(typed, name=name), f"Add {name} as a new account")
    return _ask(text, [*_picks(nearest, typed), add], typed)


def ambiguous_account(name: str, candidates: Sequence[tuple[str, str]], typed: Typed) -> Post:
    """Several accounts could be meant: one button for each."""
    text = f"{mrkdwn.code(name, 200)} could be {mrkdwn.count(len(candidates), 'account')}. Which one?"
    return _ask(text, _picks(candidates[:_MANY], typed), typed)


def carry_on(typed: Typed, account_id: str = "", name: str = "") -> str:
    """The value of a button that goes on with a typed line; with its first word alone where it would not fit."""
    value = _value(typed.command, typed.line, account_id, mrkdwn.cut(name, 100))
    first = mrkdwn.cut(next(iter(typed.line.split()), ""), 100)
    return value if len(value) <= VALUE_LIMIT else _value(typed.command, first, account_id, mrkdwn.cut(name, 100))


def carries(typed: Typed) -> bool:
    """Whether a button can carry all of a typed line."""
    return len(_value(typed.command, typed.line, "0" * 32, "0" * 100)) <= VALUE_LIMIT


def _value(command: str, line: str, account_id: str, name: str) -> str:
    carried = {"command": command, "line": line, "account": account_id, "name": name}
    return json.dumps({key: part for key, part in carried.items() if part}, ensure_ascii=False)


def _ask(text: str, buttons: Sequence[Button], typed: Typed) -> Post:
    blocks: list[Block] = [kit.section(text), kit.actions(*buttons)]
    return kit.post(text, [*blocks, *echo(typed.shown)])


def _picks(accounts: Sequence[tuple[str, str]], typed: Typed) -> list[Button]:
    return [
        kit.button(name, f"account.pick.{place}", carry_on(typed, account_id), f"Go on with {name}")
        for place, (account_id, name) in enumerate(accounts)
    ]
