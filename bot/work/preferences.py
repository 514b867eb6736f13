"""When and how often somebody hears of what. What they are not to hear any more goes on to whoever is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.nudges.anew import plan_anew
from bot.preferences import CHOICES, Event, Frequency, Preferences
from bot.work import desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from bot.worktime import zone
from storage import people
from storage.engine import Store
from storage.tables import Person

LONGEST_MUTE = timedelta(days=31)

Change = Callable[[Preferences], Preferences]


def set_hour(store: Store, deed: Deed, person_id: str, hour: int | None) -> Preferences:
    """Choose the hour of somebody's daily message, where they are; None: the workspace's.

    Raises `Refused` and `AlreadyDone`.
    """
    if hour is not None and not 0 <= hour <= 23:
        raise Refused("The hour of your message goes from 0 to 23.")
    return _change(store, deed, person_id, lambda now: replace(now, daily_hour=hour))


def set_frequencies(store: Store, deed: Deed, person_id: str, chosen: Mapping[Event, Frequency | None]) -> Preferences:
    """Choose how often somebody hears of what; None: as by default. Raises `Refused` and `AlreadyDone`."""
    for event, often in chosen.items():
        if often is not None and often not in CHOICES[event]:
            raise Refused(f"“{event}” comes {_or(CHOICES[event])}.")

    def changed(now: Preferences) -> Preferences:
        laid = {**now.frequencies, **chosen}
        kept = {event: often for event, often in laid.items() if often not in (None, CHOICES[event][0])}
        return replace(now, frequencies={event: often for event, often in kept.items() if often})

    return _change(store, deed, person_id, changed)


def mute(store: Store, deed: Deed, person_id: str, until: date | None) -> Preferences:
    """Leave somebody in peace up to a day, that day included; None: no more. Raises `Refused` and `AlreadyDone`."""
    return _change(store, deed, person_id, lambda now: replace(now, muted_until=until), until)


def _change(store: Store, deed: Deed, person_id: str, change: Change, until: date | None = None) -> Preferences:
    with store.write() as session:
        desk.begin(session, deed, person_id)
        person = people.lock(session, deed.team_id, person_id)
        if person is None:
            raise Refused(f"I do not know <@{person_id}> yet.", person_id)
        allow(session, deed, "settings.preferences", person_id=person_id)
        if until is not None:
            _check_mute(deed, person, until)
        before = Preferences.of(person.preferences)
        after = change(before)
        if after != before:
            _keep(session, deed, person, before, after)
    return after


def _keep(session: Session, deed: Deed, person: Person, before: Preferences, after: Preferences) -> None:
    person.preferences = after.to_json()
    told = desk.difference(_told(before), _told(after))
    desk.record(session, deed, "settings.preferences", subject_id=person.id, before=told[0], after=told[1])
    session.flush()
    plan_anew(session, deed.team_id, person.id, deed.now)


def _check_mute(deed: Deed, person: Person, until: date) -> None:
    today = deed.now.astimezone(zone(person.tz)).date()
    if until < today:
        raise Refused("That day has been; say until when you want quiet, like “until Friday”.")
    if until > today + LONGEST_MUTE:
        raise Refused(
            f"{LONGEST_MUTE.days} days of quiet are the most at once. For longer, choose how often you hear of what, "
            "or say that you are away."
        )


def _told(preferences: Preferences) -> dict[str, object]:
    """In the words of the audit log."""
    kept = preferences.to_json() or {}
    often = {f"{event}": preferences.how_often(event).value for event in Event}
    return {"daily_hour": kept.get("daily_hour"), "muted_until": kept.get("muted_until"), **often}


def _or(words: tuple[Frequency, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
