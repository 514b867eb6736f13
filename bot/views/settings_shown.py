"""Everything that is set, for its reader and for the workspace: in groups, each with how to change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.policy import Direction, Kind, Policy, Tier
from bot.preferences import NONE, Preferences
from bot.views import can_be_set, kit, measures, mrkdwn, rooms
from bot.views import preferences as asked
from bot.views.forms.settings import groups
from bot.views.forms.settings.channel import LEVELS
from bot.views.post import Post
from bot.views.settings import typed

_LONGEST = 60  # characters of a value: a year of days off is a long list
_PAIRS = 6
_EXAMPLES = {
    groups.PERSONAL: (
        "settings hour 8", "settings days mon-thu", "settings hear nudges weekly", "settings hear quiet home",
        "mute until Friday", "settings away 1 June to 12 June", "settings lead @ben",
    ),
    "tier": ("settings tier key contact 10 14 21", "settings tier key senior 60"),
    groups.COUNTS: ("settings counts", "settings counts email to-client reach"),
    groups.HOURS: (
        "settings daily_hour 9", "settings working_days mon-fri", "settings working_hours 9-18",
        "settings country PT", "settings days_off 2026-12-24",
    ),
    groups.LADDER: (
        "settings channel #client-health", "settings channels_hear due",
        "settings hear quiet critical in channels", "settings hear everything nothing in #acme",
        "settings channels_digest monthly", "settings critical_to_lead yes",
        "settings untouched_days 3", "settings budget 7", "settings storm 5",
    ),
    groups.RULES: ("settings flagship_share 30%", "settings flagship_share default"),
}  # fmt: skip


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
    preferences: Preferences = NONE
    here: str = ""  # the channel in which they ask, where clients are told of and what it hears is theirs to choose


def settings(shown: SettingsShown) -> Post:
    """Everything that is set, and how to change it."""
    policy = shown.policy
    blocks: list[Block] = [
        kit.header("Settings"),
        kit.section(_text("You", _yours(shown)), groups.button(groups.PERSONAL, "Change your settings")),
        _typed(_EXAMPLES[groups.PERSONAL]),
        kit.divider(),
        *(_group(shown, f"tier {tier}", [_tier(policy, tier)]) for tier in Tier),
        *_how(shown, "tier"),
        _group(shown, groups.COUNTS, _counts(policy)),
        *_how(shown, groups.COUNTS),
        _group(shown, groups.HOURS, _hours(policy)),
        *_how(shown, groups.HOURS),
        _group(shown, groups.LADDER, _ladder(shown)),
        *_how(shown, groups.LADDER),
        *_here(shown),
        _group(shown, groups.RULES, _rules(policy)),
        *_how(shown, groups.RULES),
        kit.context(_changed_by(shown)),
    ]
    return kit.post("Settings", blocks)


def _yours(shown: SettingsShown) -> list[str]:
    own = shown.preferences
    hour = shown.policy.daily_hour if own.daily_hour is None else own.daily_hour
    days = asked.days(shown.working_days or shown.policy.working_days)
    also = "" if own.daily_hour is not None or shown.working_days else ", as for everybody"
    return [
        f"Your message of the day comes at *{hour}:00*, {days}{also}",
        f"What you hear: {asked.how_often(own)}",
        *filter(None, [asked.muted_line(own, shown.today)]),
        f"Away: {_away(shown)}",
        f"Your lead: {mrkdwn.person(shown.lead_id) if shown.lead_id else 'nobody yet'}",
        f"You are {'an' if shown.role == 'admin' else 'a'} {shown.role} here",
    ]


def _tier(policy: Policy, tier: Tier) -> str:
    clocks = policy.tier(tier)
    contact = clocks.contact
    return (
        f"Quiet after *{contact.early} / {contact.due} / {contact.critical}* days (early / due / critical). Senior "
        f"{clocks.senior}, indirect {clocks.indirect}, main contact {clocks.meeting}, thanks {clocks.thanks} days; "
        f"litmus every {mrkdwn.count(clocks.litmus_months, 'month')}"
    )


def _counts(policy: Policy) -> list[str]:
    usual = Policy()
    pairs = [(kind, way) for kind in Kind for way in Direction]
    other = [pair for pair in pairs if policy.resets(*pair) != usual.resets(*pair)]
    if not other:
        return ["Which touches reset which clocks: as by default"]
    lines = [f"{kind} {way} resets *{measures.resets(policy, kind, way)}*" for kind, way in other[:_PAIRS]]
    return [*lines, *([f"+{len(other) - _PAIRS} more"] if len(other) > _PAIRS else [])]


def _hours(policy: Policy) -> list[str]:
    opens, closes = policy.working_hours
    holidays = f"Public holidays of *{policy.country}*" if policy.country else "No public holidays"
    more = f", and {mrkdwn.count(len(policy.days_off), 'more day')} off" if policy.days_off else ""
    return [
        f"{asked.days(policy.working_days)}: each person's message at *{policy.daily_hour}:00*, channels from "
        f"*{opens}:00* to *{closes}:00*",
        f"{holidays}{more}",
    ]


def _ladder(shown: SettingsShown) -> list[str]:
    policy = shown.policy
    channel = mrkdwn.channel(shown.channel_id) if shown.channel_id else "no channel yet"
    untouched = f"what nobody touched for *{mrkdwn.count(policy.untouched_days, 'working day')}*"
    heard = [
        *(["what is critical"] if policy.critical_to_lead else []),
        *([untouched] if policy.untouched_days else []),
    ]
    return [
        f"Owners first: at most *{mrkdwn.count(policy.budget, 'card')}* a day",
        f"Warnings go to {channel}; channels hear {LEVELS[policy.channels_hear]}",
        *rooms.exceptions(policy),
        f"Digests for channels: {policy.channel_digest()}",
        f"Leads hear {mrkdwn.listing(heard) or 'only what nobody else can be told'}",
        f"More than *{policy.storm}* posts for one channel at once become one",
    ]


def _here(shown: SettingsShown) -> list[Block]:
    if not shown.here:
        return []
    change = groups.button(f"{groups.ROOM}{shown.here}", "Change: What this channel hears")
    return [kit.section(_text("This channel", [rooms.told(shown.policy, shown.here)]), change)]


def _rules(policy: Policy) -> list[str]:
    usual = Policy()
    changed = [name for name in can_be_set.RULES if getattr(policy, name) != getattr(usual, name)]
    others = "The others are" if changed else f"All {len(can_be_set.RULES)} are"
    return [
        *(f"{_value(policy, name)}: {can_be_set.RULES[name]}" for name in changed),
        f"{others} as by default. What each rule goes by, and its use: {mrkdwn.code('/client settings rules')}",
    ]


def _value(policy: Policy, name: str) -> str:
    return f"{mrkdwn.code(name)} {mrkdwn.code(typed(name, getattr(policy, name)), _LONGEST)}"


def _away(shown: SettingsShown) -> str:
    if shown.away_from is None or shown.away_until is None or shown.away_until < shown.today:
        return "no"
    return f"{mrkdwn.day(shown.away_from, shown.today)} to {mrkdwn.day(shown.away_until, shown.today)}"


def _changed_by(shown: SettingsShown) -> str:
    admins = mrkdwn.listing([mrkdwn.person(admin) for admin in shown.admins], 5)
    nobody = f"nobody yet; become one with {mrkdwn.code('/client settings role me admin')}"
    tried = mrkdwn.code("/client backtest tier key contact 10 14 21")
    return f"The workspace's settings are changed by admins: {admins or nobody}. Try a change first: {tried}"


def _group(shown: SettingsShown, group: str, lines: Iterable[str]) -> Block:
    """A group of the workspace's; whoever may change it has a button."""
    name = groups.GROUPS[group]
    button = groups.button(group, f"Change: {name}") if shown.role == "admin" else None
    return kit.section(_text(name, lines), button)


def _text(name: str, lines: Iterable[str]) -> str:
    return "\n".join([f"*{name}*", *(f"• {line}" for line in lines)])


def _how(shown: SettingsShown, group: str) -> list[Block]:
    """How a group is changed in a line, for whoever may."""
    return [_typed(_EXAMPLES[group])] if shown.role == "admin" else []


def _typed(examples: Iterable[str]) -> Block:
    return kit.context(" · ".join(mrkdwn.code(f"/client {example}") for example in examples))
