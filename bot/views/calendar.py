"""A person's calendar, as they read of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn
from bot.views.post import Post

SET, REMOVE = "calendar.set", "calendar.remove"
FORM = "form.calendar"
_HEADING = "Your calendar"
_WHAT = (
    "Meetings with people of your clients become touches once they are over; while they are to come, they cover the "
    "client until then. Whom I know by e-mail address or domain counts; everything else I forget. Titles are kept "
    "only where that is switched on for the account, and I write nothing into your calendar."
)
_WHERE = (
    "*Google*: Settings, your calendar, “Secret address in iCal format”.\n"
    "*Outlook*: Settings, Calendar, Shared calendars, Publish a calendar, the ICS link.\n"
    "*Others*: whatever they call the .ics or webcal address."
)


@dataclass(frozen=True, slots=True)
class CalendarShown:
    """How it stands: where it is, when it was last read (aware), the events with clients in it, what goes wrong."""

    host: str
    read_at: datetime | None
    found: int
    failure: str


def calendar(shown: CalendarShown, zone: tzinfo) -> Post:
    """How it stands, with a way out."""
    read = f"last read {mrkdwn.on(shown.read_at, zone)}" if shown.read_at else "not read yet"
    lines = [
        f"*{_HEADING}* at {mrkdwn.code(shown.host)} · {read} · {mrkdwn.count(shown.found, 'event')} with clients",
        f"⚠ It cannot be read just now: {mrkdwn.line(shown.failure)}" if shown.failure else "",
        _WHAT,
    ]
    buttons = kit.actions(
        kit.button("Another address", SET, "", "Have another calendar read"),
        kit.button("Read it no more", REMOVE, "", "Read your calendar no more"),
    )
    return kit.post(_HEADING, [kit.section("\n".join(filter(None, lines))), buttons])


def form() -> dict[str, Any]:
    """Ask where it is."""
    hint = "Whoever has this address can read your calendar. I keep it encrypted and show it to nobody."
    field = inputs.text("address", "Its address", hint=hint)
    return inputs.modal(_HEADING, FORM, "Read it", [kit.section(_WHAT), kit.section(_WHERE), field])


def reading(host: str) -> Post:
    """The first word, while it is read."""
    return _said(f"I am reading your calendar at {mrkdwn.code(host)}.")


def was_read(found: int, accounts: Sequence[str], logged: int) -> Post:
    """What was in it."""
    if not found:
        return _said(
            "Your calendar is read, and nobody in it is known to me as a client's. I look again every half hour; "
            "e-mail addresses of contacts, or a domain "
            f"({mrkdwn.code('/client edit Acme domain:acme.com')}), tell me who is."
        )
    names = mrkdwn.listing([mrkdwn.bold(name) for name in accounts], 10)
    logs = f"{mrkdwn.count(logged, 'meeting')} of late {'is' if logged == 1 else 'are'} logged"
    rest = "what is to come covers its account until then. I look again every half hour."
    return _said(f"{mrkdwn.count(found, 'event')} with {names}. {logs}, and {rest}")


def unread(why: str) -> Post:
    """It could not be read; it is tried again."""
    return _said(f"I could not read it: {mrkdwn.line(why)} I try again every half hour, and tell you if it stays so.")


def removed() -> Post:
    """It is read no more."""
    return _said("I read your calendar no more and have forgotten its address. What was logged stays.")


def none() -> Post:
    """There was none."""
    return _said("I read no calendar of yours.")


def no_key() -> Post:
    """Addresses cannot be kept here."""
    return _said(
        "Calendars cannot be kept safe here yet: whoever runs Tend sets `TEND_ENCRYPTION_KEYS` "
        "(`tend new-key` makes one)."
    )


def notice(body: dict[str, Any]) -> str:
    """It cannot be read for a while now: for its owner."""
    return (
        f"I cannot read your calendar at {mrkdwn.code(body['host'])} any more: {mrkdwn.line(body['failure'])} "
        f"Meetings in it no longer log themselves. {mrkdwn.code('/client calendar')} takes another address, or ends it."
    )


def _said(text: str) -> Post:
    blocks: list[Block] = [kit.section(text)]
    return kit.post(text, blocks)
