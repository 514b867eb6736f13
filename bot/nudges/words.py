"""What nudges say of themselves: why one was closed, why somebody hears of it. Plain text: views escape it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.policy import Direction
from bot.preferences import Frequency

_SPOKE = {
    Direction.TWO_WAY: "spoken to",
    Direction.FROM_CLIENT: "heard from",
    Direction.TO_CLIENT: "reached out to",
}
_UNREACHABLE = {
    "externally_shared": "people of another company are in the account's channel",
    "is_archived": "the account's channel is archived",
    "not_in_channel": "Tend is not in the account's channel",
}

VANISHED = "no longer applies"


def day(on: date, today: date) -> str:
    """`12 May`, with the year when it is not this one."""
    return f"{on.day} {on:%B}" + ("" if on.year == today.year else f" {on.year}")


def answered(direction: Direction, on: date, today: date, by: Sequence[str]) -> str:
    """`spoken to on 12 May, by Ana`."""
    return f"{_SPOKE[direction]} on {day(on, today)}{_by(by)}"


def cleared(today: date, by: Sequence[str]) -> str:
    """`cleared on 12 May, by Ana`."""
    return f"cleared on {day(today, today)}{_by(by)}"


def left(name: str, today: date, by: Sequence[str]) -> str:
    """`Jane Doe has left, noted on 12 May, by Ana`."""
    return f"{name} has left, noted on {day(today, today)}{_by(by)}"


def snoozed(until: date, today: date, by: Sequence[str]) -> str:
    """`snoozed until 1 June, by Ana`."""
    return f"snoozed until {day(until, today)}{_by(by)}"


def settled(how: str, on: date, today: date, by: Sequence[str], said: str = "") -> str:
    """`addressed on 12 May, by Ana: they have the list`."""
    return f"{how} on {day(on, today)}{_by(by)}" + (f": {said}" if said else "")


def away(name: str, until: date | None, today: date) -> str:
    """`Ana is away until 12 May`."""
    return f"{name} is away" + (f" until {day(until, today)}" if until else "")


def muted(name: str, until: date, today: date) -> str:
    """`Ana asked for quiet until 12 May`."""
    return f"{name} asked for quiet until {day(until, today)}"


def declined(name: str) -> str:
    """`Ana asked not to hear of these`."""
    return f"{name} asked not to hear of these"


def seldom(name: str, often: Frequency) -> list[str]:
    """`Ana hears of these weekly`, `… on their Home alone`: they may not have heard of it yet; else nothing."""
    how = {Frequency.WEEKLY: "weekly", Frequency.HOME: "on their Home alone"}.get(often)
    return [f"{name} hears of these {how}"] if how else []


def gone(name: str) -> str:
    """`Ana is no longer here`."""
    return f"{name} is no longer here"


def unreachable(name: str, code: str) -> str:
    """`Slack could not reach Ana`, or what is wrong with a channel."""
    return _UNREACHABLE.get(code, f"Slack could not reach {name}")


NO_OWNER = "it has no owner"
NOBODY = "there is nobody to tell"
NOBODY_ELSE = "there is nobody else to tell"


CRITICAL = "it is critical"


def leading(why: str, led: str) -> str:
    """Why a lead hears of it: `it is critical and you lead Ana`."""
    return f"{why} and you lead {led}"


def untouched(days: int) -> str:
    """`nobody acted for 3 working days`."""
    return f"nobody acted for {days} working {'day' if days == 1 else 'days'}"


def _by(names: Sequence[str]) -> str:
    return f", by {' and '.join(names)}" if names else ""
