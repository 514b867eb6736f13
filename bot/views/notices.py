"""Plain words to somebody, by what they are about. A new one is a function and a line in the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.views import calendar, welcome
from bot.views.mrkdwn import bold, channel, code, count, line, listing, person

_FAILURES = {
    "channel_not_found": "Slack does not know it, or Tend is not in it",
    "not_in_channel": "Tend is not in it: `/invite @Tend` there",
    "is_archived": "it is archived",
    "externally_shared": "people of another company are in it",
    "user_disabled": "their Slack account is switched off",
    "account_inactive": "their Slack account is switched off",
    "user_not_found": "Slack does not know them",
}


def words(body: dict[str, Any]) -> str:
    """The mrkdwn of a notice. `KeyError` when `about` is not one of ours."""
    return _NOTICES[body["about"]](body)


def _undeliverable(body: dict[str, Any]) -> str:
    failure = _FAILURES.get(body["failure"], f"Slack says `{line(body['failure'])}`")
    advice = " Choose another with `/client settings channel #channel`." if _is_channel(body["recipient"]) else ""
    return (
        f"I could not post in {_place(body['recipient'])}: {failure}. "
        f"What it would have heard goes on to the next in line.{advice}"
    )


def _no_channel(_body: dict[str, Any]) -> str:
    return "No channel is chosen for warnings yet. Choose one with `/client settings channel #client-health`."


def _reassign(body: dict[str, Any]) -> str:
    names = [bold(name) for name in body["accounts"]]
    return (
        f"{person(body['person'])} is no longer here, and {count(len(names), 'account')} "
        f"{'needs' if len(names) == 1 else 'need'} a new owner: {listing(names, limit=20)}. "
        f"Give one away with {code('/client owner <account> @person')}."
    )


def _say(body: dict[str, Any]) -> str:
    return line(body["text"])


def _joined(body: dict[str, Any]) -> str:
    return welcome.joined(body["channel"], is_chosen=body["is_chosen"])


def _place(recipient: str) -> str:
    return channel(recipient) if _is_channel(recipient) else f"a direct message to {person(recipient)}"


def _is_channel(recipient: str) -> bool:
    return recipient.startswith(("C", "G"))


_NOTICES: dict[str, Callable[[dict[str, Any]], str]] = {
    "undeliverable": _undeliverable,
    "no_channel": _no_channel,
    "reassign": _reassign,
    "say": _say,
    "joined": _joined,
    "calendar": calendar.notice,
}
