"""What somebody asked for, in sentences: when and how often they hear of what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.preferences import CHOICES, OF_NUDGES, Event, Frequency, Preferences
from bot.rules import RULES
from bot.views import mrkdwn, words

UNMUTE = "/client unmute"
HEAR_EXAMPLE = "/client settings hear nudges weekly"
RULE_EXAMPLE = "/client settings hear quiet home"
MUTE_EXAMPLE = "/client mute until Friday"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STOOD_IN = "your backups, else your lead, else the channel"
ON_HOME = (
    "What you hear on your Home alone comes in no message, and nobody hears it in your place. As ever, channels hear "
    "theirs, your lead hears what gets critical or lies untouched, and what is urgent, like a rescue, comes by message "
    "at once."
)
ABOUT = {
    Event.NUDGES: "Nudges about your accounts",
    Event.LEAD: "What you hear as a lead",
    Event.DIGEST: "The digest of those you lead",
}
_ABOUT = {Event.NUDGES: "about your accounts", Event.LEAD: "as a lead", Event.DIGEST: "the digest"}
_OFTEN = {
    Frequency.DAILY: "each day",
    Frequency.WEEKLY: "weekly",
    Frequency.HOME: "on your Home alone",
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
    chosen = {preferences.how_often(event) for event in (Event.NUDGES, Event.LEAD)}
    chosen |= {often for _, often in _exceptions(preferences)}
    said = [f"You hear {how_often(preferences)}."]
    if Frequency.NEVER in chosen:
        said.append(f"What you do not hear goes to {STOOD_IN}, and it is said why.")
    if Frequency.HOME in chosen:
        said.append(ON_HOME)
    return " ".join(said)


def how_often(preferences: Preferences) -> str:
    """How often somebody hears of what, in a few words; single rules that they chose otherwise for at the end."""
    said = ", ".join(f"{_ABOUT[event]} *{_OFTEN[preferences.how_often(event)]}*" for event in Event)
    return f"{said}; {but}" if (but := exceptions(preferences)) else said


def exceptions(preferences: Preferences, most: int = 6) -> str:
    """What somebody chose rule by rule: "Quiet and Senior gap *on your Home alone*, Remark *never*"; empty: nothing."""
    chosen = _exceptions(preferences)
    told = [
        f"{mrkdwn.listing([words.rule(rule) for rule, how in chosen if how is often], most)} *{_OFTEN[often]}*"
        for often in OF_NUDGES
        if often in (how for _, how in chosen)
    ]
    return ", ".join(told)


def all_heard(preferences: Preferences) -> str:
    """All that somebody hears, line by line, and how it is changed."""
    lines = [f"{about}: *{_OFTEN[preferences.how_often(event)]}*" for event, about in ABOUT.items()]
    lines += [f"{words.rule(rule)}: *{_OFTEN[often]}*" for rule, often in _exceptions(preferences)]
    listed = "\n".join(f"• {line}" for line in lines)
    return f"What you hear, and how often:\n{listed}\n{how_to_hear()}"


def how_to_hear() -> str:
    """How to choose how often one hears of what."""
    choices = "; ".join(f"{mrkdwn.code(event)} {' / '.join(CHOICES[event])}" for event in Event)
    return (
        f"Say of what and how often, like {mrkdwn.code(HEAR_EXAMPLE)}. There are: {choices}; "
        f"{mrkdwn.code('everything')} is nudges and lead. A single rule by its name, like {mrkdwn.code(RULE_EXAMPLE)}; "
        f"{mrkdwn.code('default')} has it come like the others again."
    )


def _exceptions(preferences: Preferences) -> list[tuple[str, Frequency]]:
    """The rules that somebody chose something for, as people read their names; one that is no more is left out."""
    chosen = [(rule, often) for rule, often in preferences.rules.items() if rule in RULES]
    return sorted(chosen, key=lambda one: words.rule(one[0]))


def days(chosen: Sequence[int]) -> str:
    """Days of the week: "Monday to Friday", "Monday, Wednesday and Friday"."""
    in_order = sorted(chosen)
    if len(in_order) > 2 and in_order == [*range(in_order[0], in_order[-1] + 1)]:
        return f"{WEEKDAYS[in_order[0]]} to {WEEKDAYS[in_order[-1]]}"
    return mrkdwn.listing([WEEKDAYS[day] for day in in_order], 7)
