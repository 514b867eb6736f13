"""What is set, for the workspace and for its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.policy import Policy, Tier
from bot.views import can_be_set, kit, mrkdwn
from bot.views.post import Post

NO_CHANNEL = "Warnings go to no channel from now on: only to people, and to the channels of accounts."
_EXAMPLES = (
    "/client settings channel #client-health",
    "/client settings lead @ana @ben",
    "/client settings role @ben lead",
    "/client settings away 1 June to 12 June",
    "/client settings days mon-thu",
    "/client settings budget 7",
    "/client settings daily_hour 9",
    "/client settings tier",
    "/client settings counts",
    "/client settings rules",
)


_LONGEST = 60  # characters of a value: a year of days off is a long list
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class SettingsShown:
    """`policy`: as it was set, without public holidays. `channel_id`: where warnings go. The rest is the reader's."""

    policy: Policy
    channel_id: str | None
    lead_id: str | None
    away_from: date | None
    away_until: date | None
    today: date
    working_days: Sequence[int] | None = None  # the reader's own; None: the workspace's
    role: str = "member"
    admins: Sequence[str] = ()  # who can change what is the workspace's


def settings(shown: SettingsShown) -> Post:
    """Everything that is set, and how to change it."""
    policy = shown.policy
    ours = [
        f"Warnings go to {mrkdwn.channel(shown.channel_id) if shown.channel_id else 'no channel yet'}",
        f"Owners hear of theirs on working days at {policy.daily_hour}:00, at most {policy.budget} a day",
        f"Their lead hears what is critical, or lay untouched for {mrkdwn.count(policy.untouched_days, 'working day')}",
        *(_tier(policy, tier) for tier in Tier),
        f"Changed by admins: {_admins(shown)}",
    ]
    yours = [
        f"You are {'an' if shown.role == 'admin' else 'a'} {shown.role} here",
        f"Your lead: {mrkdwn.person(shown.lead_id) if shown.lead_id else 'nobody yet'}",
        f"You are away: {_away(shown)}",
        f"You work: {_days(shown.working_days)}",
    ]
    examples = [mrkdwn.code(example) for example in _EXAMPLES]
    blocks: list[Block] = [
        kit.header("Settings"),
        *kit.paragraphs(["*The workspace*", *(f"• {line}" for line in ours)]),
        *kit.paragraphs(["*You*", *(f"• {line}" for line in yours)]),
        *kit.paragraphs(["*What the rules go by*", *_each(can_be_set.RULES, policy)]),
        *kit.paragraphs(["*How I speak*", *_each(can_be_set.SPEAKING, policy)]),
        kit.context(f"Change them: {' · '.join(examples)}"),
        kit.actions(kit.button("Change", "home.settings", "", "Change the settings")),
    ]
    return kit.post("Settings", blocks)


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
    return f"I see no channel “{typed}”. If it is private, type /invite @Tend there first."


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
    """A plain setting as it stands, and how to change it."""
    shown = typed(name, value)
    change = mrkdwn.code(f"/client settings {name} {shown}")
    reset = mrkdwn.code(f"/client settings {name} default")
    return f"{mrkdwn.code(name)} is {mrkdwn.code(shown)}. Change it like {change}, or go back with {reset}."


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


def _each(words: Mapping[str, str], policy: Policy) -> list[str]:
    """Plain settings by name: each with its value and what it is for."""
    return [
        f"• {mrkdwn.code(name)} {mrkdwn.code(typed(name, getattr(policy, name)), _LONGEST)}: {what}"
        for name, what in words.items()
    ]


def _days(days: Sequence[int] | None) -> str:
    return "as the workspace does" if days is None else ",".join(_WEEKDAYS[day] for day in days)


def _admins(shown: SettingsShown) -> str:
    nobody = f"nobody yet; become one with {mrkdwn.code('/client settings role me admin')}"
    return mrkdwn.listing([mrkdwn.person(admin) for admin in shown.admins], 5) or nobody


def _tier(policy: Policy, tier: Tier) -> str:
    contact = policy.tier(tier).contact
    return f"Tier {tier.value}: quiet after {contact.early} / {contact.due} / {contact.critical} days"


def _away(shown: SettingsShown) -> str:
    if shown.away_from is None or shown.away_until is None or shown.away_until < shown.today:
        return "no"
    return f"{mrkdwn.day(shown.away_from, shown.today)} to {mrkdwn.day(shown.away_until, shown.today)}"
