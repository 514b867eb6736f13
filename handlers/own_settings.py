"""One's own settings as they were agreed to, once their effect was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.preferences import Event, Frequency
from bot.views import answers
from handlers.answer import Answer
from handlers.form import Form
from handlers.verbs import preferences as verb
from handlers.visit import Visit


def applied(visit: Visit, form: Form) -> Answer:
    """Make a change of one's own whose effect was seen."""
    return Answer(answers.settings_saved(list(_made(visit, form.metadata["mine"]))), clears=True)


def _made(visit: Visit, change: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each part."""
    if "away" in change:
        yield verb.set_away(_part(visit, "away"), *map(_day, change["away"]))
    if "mute" in change:
        yield verb.leave_in_peace(_part(visit, "mute"), _day(change["mute"]))
    if "lead" in change:
        yield verb.choose_lead(_part(visit, "lead"), visit.person.id, change["lead"])
    if "days" in change:
        yield verb.set_days(_part(visit, "days"), change["days"])
    if "hour" in change:
        yield verb.set_hour(_part(visit, "hour"), change["hour"])
    if "hear" in change or "rules" in change:
        events = {Event(event): _often(often) for event, often in change.get("hear", {}).items()}
        rules = {rule: _often(often) for rule, often in change.get("rules", {}).items()}
        yield verb.set_frequencies(_part(visit, "hear"), events, rules)


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _often(told: str | None) -> Frequency | None:
    return Frequency(told) if told else None


def _part(visit: Visit, name: str) -> Visit:
    return replace(visit, part=f":{name}")
