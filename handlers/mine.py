"""A change of one's own settings: what it would mean is shown before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.gather import policy_of
from bot.lately.mine import Own
from bot.lately.mine import mine as counted
from bot.preferences import Event, Preferences
from bot.views import answers
from bot.views.forms.settings import mine as views
from handlers import effects
from handlers.answer import Answer
from handlers.visit import Visit
from storage import people, workspaces
from storage.ids import new_id
from storage.tables import Person

Do = Callable[[Visit], list[str]]


def shown_first(visit: Visit, do: Do, *, on_top: bool = False) -> Answer:
    """What a change would mean; it is made at once where it only turns things back, or where there is no account.

    `do` makes it, and says what is another now: it is tried first, and taken back. Raises `Refused`.
    """
    with visit.tend.store.trial() as store:
        said = do(replace(visit, tend=replace(visit.tend, store=store)))
        with store.read() as session:
            after = _person(session, visit)
    with visit.tend.store.read() as session:
        before, workspace = _person(session, visit), workspaces.get(session, visit.team_id)
        change = difference(before, after)
        if workspace is not None and not _is_back(change) and not effects.is_empty(visit):
            told = counted(session, Own(workspace, policy_of(workspace), before, after, visit.now))
            view = views.mine(views.sentences(change, told), said, change, new_id())
            return Answer(view=view, on_top=on_top)
    return Answer(answers.settings_saved(do(visit)))


def difference(before: Person, after: Person) -> dict[str, Any]:
    """What is another, as it is to be, ready for JSON; None: as by default."""
    was, will = Preferences.of(before.preferences), Preferences.of(after.preferences)
    hear = {
        event.value: will.frequencies.get(event) for event in Event if was.how_often(event) != will.how_often(event)
    }
    rules = {
        rule: will.rules.get(rule) for rule in {*was.rules, *will.rules} if was.rules.get(rule) != will.rules.get(rule)
    }
    away = [day.isoformat() if day else None for day in (after.away_from, after.away_until)]
    mute = will.muted_until.isoformat() if will.muted_until else None
    parts = {
        "away": ((before.away_from, before.away_until) != (after.away_from, after.away_until), away),
        "mute": (was.muted_until != will.muted_until, mute),
        "lead": (before.lead_id != after.lead_id, after.lead_id),
        "days": (before.working_days != after.working_days, after.working_days),
        "hour": (was.daily_hour != will.daily_hour, will.daily_hour),
        "hear": (bool(hear), hear),
        "rules": (bool(rules), rules),
    }
    return {name: value for name, (is_another, value) in parts.items() if is_another}


def _is_back(change: dict[str, Any]) -> bool:
    """Whether all of it is as by default again."""
    whole = [change.get(name) for name in ("mute", "days", "hour", "lead")]
    parts = [*change.get("away", []), *change.get("hear", {}).values(), *change.get("rules", {}).values()]
    return all(value is None for value in [*whole, *parts])


def _person(session: Session, visit: Visit) -> Person:
    """As they are now, of no session."""
    person = people.get(session, visit.team_id, visit.person.id) or visit.person
    return Person(**person.model_dump())
