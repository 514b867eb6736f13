"""What somebody asked for, in sentences: when and how often they hear of what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.preferences import CHOICES, Event, Frequency, Preferences
from bot.views import mrkdwn

UNMUTE = "/client unmute"
HEAR_EXAMPLE = "/client settings hear nudges weekly"
MUTE_EXAMPLE = "/client mute until Friday"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STOOD_IN = "your backups, else your lead, else the channel"
_ABOUT = {Event.NUDGES: "about your accounts", Event.LEAD: "as a lead", Event.DIGEST: "the digest"}
_OFTEN = {
    Frequency.DAILY: "each day",
    Frequency.WEEKLY: "weekly",
    Frequency.MONTHLY: "monthly",
    Frequency.NEVER: "never",
}


def muted(until: date | None, today: date) -> str:
    """Somebody is left in peace, or no more."""
    if until is None:
        return "You hear of everything again."
    return (
        f"I leave you in peace until {mrkdwn.day(until, today)}, that day included. Until then {STOOD_IN} hear what "
        f"you would have heard, and why. Sooner: {mrkdwn.code(UNMUTE)}"
    )


def muted_line(preferences: Preferences, today: date) -> str:
    """How to hear of things again, while somebody is left in peace; empty: they are not."""
    until = preferences.muted_until
    if until is None or not preferences.is_muted(today):
        return ""
    return f"I leave you in peace until {mrkdwn.day(until, today)}. Sooner: {mrkdwn.code(UNMUTE)}"


def hour(own: int | None, office: int) -> str:
    """The hour of somebody's message of the day."""
    if own is None:
        return f"Your message of the day comes at {office}:00, as for everybody."
    return f"Your message of the day comes at {own}:00, where you are."


def heard(preferences: Preferences) -> str:
    """How often somebody hears of what."""
    said = f"You hear {how_often(preferences)}."
    if Frequency.NEVER in (preferences.how_often(event) for event in (Event.NUDGES, Event.LEAD)):
        return f"{said} What you do not hear goes to {STOOD_IN}, and it is said why."
    return said


def how_often(preferences: Preferences) -> str:
    """How often somebody hears of what, in a few words."""
    return ", ".join(f"{_ABOUT[event]} *{_OFTEN[preferences.how_often(event)]}*" for event in Event)


def how_to_hear() -> str:
    """How to choose how often one hears of what."""
    choices = "; ".join(f"{mrkdwn.code(event)} {' / '.join(CHOICES[event])}" for event in Event)
    return f"Say of what and how often, like {mrkdwn.code(HEAR_EXAMPLE)}. There are: {choices}."


def days(chosen: Sequence[int]) -> str:
    """Days of the week: "Monday to Friday", "Monday, Wednesday and Friday"."""
    in_order = sorted(chosen)
    if len(in_order) > 2 and in_order == [*range(in_order[0], in_order[-1] + 1)]:
        return f"{WEEKDAYS[in_order[0]]} to {WEEKDAYS[in_order[-1]]}"
    return mrkdwn.listing([WEEKDAYS[day] for day in in_order], 7)
