"""When and how often somebody hears of what. What they are not to hear any more goes on to whoever is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.nudges.anew import hear_anew
from bot.preferences import CHOICES, OF_NUDGES, Event, Frequency, Preferences
from bot.rules import RULES
from bot.work import desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from bot.worktime import zone
from storage import people
from storage.engine import Store
from storage.tables import Person

LONGEST_MUTE = timedelta(days=31)
NO_RULES: Mapping[str, Frequency | None] = {}

Change = Callable[[Preferences], Preferences]


def set_hour(store: Store, deed: Deed, person_id: str, hour: int | None) -> Preferences:
    """Choose the hour of somebody's daily message, where they are; None: the workspace's.

    Raises `Refused` and `AlreadyDone`.
    """
    if hour is not None and not 0 <= hour <= 23:
        raise Refused("The hour of your message goes from 0 to 23.")
    return _change(store, deed, person_id, lambda now: replace(now, daily_hour=hour))


def set_frequencies(
    store: Store,
    deed: Deed,
    person_id: str,
    chosen: Mapping[Event, Frequency | None],
    rules: Mapping[str, Frequency | None] = NO_RULES,
) -> Preferences:
    """Choose how often somebody hears of what, and of single rules; None: as by default, of a rule as of the others.

    Raises `Refused` and `AlreadyDone`.
    """
    _check(chosen, rules)

    def changed(now: Preferences) -> Preferences:
        laid = {**now.frequencies, **chosen}
        kept = {event: often for event, often in laid.items() if often and often is not CHOICES[event][0]}
        own = {rule: often for rule, often in {**now.rules, **rules}.items() if often}
        return replace(now, frequencies=kept, rules=own)

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
    rules = sorted({*before.rules, *after.rules})
    told = desk.difference(_told(before, rules), _told(after, rules))
    desk.record(session, deed, "settings.preferences", subject_id=person.id, before=told[0], after=told[1])
    session.flush()
    hear_anew(session, deed.team_id, person.id, deed.now)


def _check(chosen: Mapping[Event, Frequency | None], rules: Mapping[str, Frequency | None]) -> None:
    """Raise `Refused` for what cannot be chosen."""
    for event, often in chosen.items():
        if often is not None and often not in CHOICES[event]:
            raise Refused(f"“{event}” comes {_or(CHOICES[event])}.")
    for rule, often in rules.items():
        if rule not in RULES:
            raise Refused(f"There is no reason to speak called “{rule}”.", rule)
        if often is not None and often not in OF_NUDGES:
            raise Refused(f"“{rule}” comes {_or(OF_NUDGES)}.")


def _check_mute(deed: Deed, person: Person, until: date) -> None:
    today = deed.now.astimezone(zone(person.tz)).date()
    if until < today:
        raise Refused("That day has been; say until when you want quiet, like “until Friday”.")
    if until > today + LONGEST_MUTE:
        raise Refused(
            f"{LONGEST_MUTE.days} days of quiet are the most at once. For longer, choose how often you hear of what, "
            "or say that you are away."
        )


def _told(preferences: Preferences, rules: Sequence[str]) -> dict[str, object]:
    """In the words of the audit log."""
    kept = preferences.to_json() or {}
    often = {f"{event}": preferences.how_often(event).value for event in Event}
    own = {rule: preferences.rules[rule].value if rule in preferences.rules else None for rule in rules}
    return {"daily_hour": kept.get("daily_hour"), "muted_until": kept.get("muted_until"), **often, **own}


def _or(words: tuple[Frequency, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
