"""Settings in sentences: what was chosen, and why something cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.views import can_be_set, mrkdwn

NO_CHANNEL = "Warnings go to no channel from now on: only to people, and to the channels of accounts."
ONE_CHANNEL = "Warnings go to one channel: name it like “/client settings channel #client-health”, or say none."
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def channel_chosen(channel_id: str) -> str:
    """Warnings go to a channel from now on."""
    return f"Warnings go to {mrkdwn.channel(channel_id)} from now on."


def channel_shared(channel_id: str) -> str:
    """People of another company are in the channel."""
    return (
        f"People of another company are in <#{channel_id}>, so nothing about clients is posted there. Choose another."
    )


def channel_archived(channel_id: str) -> str:
    """Nobody can post there any more."""
    return f"<#{channel_id}> is archived. Choose another."


def channel_without_tend(channel_id: str) -> str:
    """Tend is not in the channel."""
    return f"I am not in <#{channel_id}> yet. Type /invite @Tend there, then say it again."


def channel_unknown(typed: str) -> str:
    """Slack does not know the channel, or does not show it to Tend."""
    return f"I see no channel “{mrkdwn.cut(typed, 60)}”. If it is private, type /invite @Tend there first."


def lead_chosen(person_id: str, lead_id: str | None) -> str:
    """Whose lead somebody is."""
    if lead_id is None:
        return f"{mrkdwn.person(person_id)} has no lead now."
    return f"{mrkdwn.person(lead_id)} is the lead of {mrkdwn.person(person_id)} now."


def role_given(person_id: str, role: str) -> str:
    """What somebody is from now on."""
    return f"{mrkdwn.person(person_id)} is {'an' if role == 'admin' else 'a'} {role} now."


def away_set(first: date | None, last: date | None, today: date) -> str:
    """When the reader is away."""
    if first is None or last is None:
        return "You are here: your messages come to you."
    return (
        f"You are away from {mrkdwn.day(first, today)} to {mrkdwn.day(last, today)}. What you would have heard goes to "
        "your backups, else to your lead."
    )


def days_set(days: Sequence[int] | None) -> str:
    """On which days the reader works."""
    if days is None:
        return "You work as the workspace does."
    return f"You work {_days(days)}; I keep quiet on the others."


def policy_set(name: str, value: Any) -> str:
    """A plain setting was changed."""
    return f"{mrkdwn.code(name)} is {mrkdwn.code(typed(name, value))} now."


def policy_is(name: str, value: Any) -> str:
    """A plain setting as it stands, what it is for, and how to change it."""
    shown = typed(name, value)
    change = mrkdwn.code(f"/client settings {name} {shown}")
    reset = mrkdwn.code(f"/client settings {name} default")
    meaning = can_be_set.ALL[name]
    return f"{mrkdwn.code(name)} is {mrkdwn.code(shown)}: {meaning}. Change it like {change}, or go back with {reset}."


def typed(name: str, value: Any) -> str:
    """A plain setting as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value * 100, 1):g}%" if name.endswith("_share") else f"{value:g}"
    if name == "working_days":
        return _days(value)
    if name == "working_hours":
        return "-".join(str(hour) for hour in value)
    if name == "days_off":
        return ",".join(sorted(day.isoformat() for day in value)) or "none"
    if isinstance(value, (list, tuple)):
        return ",".join(f"{number:g}" for number in value)
    return str(value) or "none"


def _days(days: Sequence[int]) -> str:
    return ",".join(_WEEKDAYS[day] for day in days)
