"""The form of one's own settings: whatever was changed in it is done, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.preferences import Event, Frequency, Preferences
from bot.rules import RULES
from bot.views.forms.settings.fields import DEFAULT
from bot.views.forms.settings.personal import OF_RULES, field_of, rules_field, twice
from handlers.answer import FieldErrors, at
from handlers.form import Form
from handlers.verbs import preferences as verb
from handlers.verbs import settings
from handlers.visit import Visit


def changed(visit: Visit, form: Form) -> Iterator[str]:
    """Do what was changed; a sentence for each. Raises `FieldErrors`."""
    now, asked = settings.shown(visit), verb.of(visit)
    rules = _rules(form, asked)
    away = form.day("away_from"), form.day("away_until")
    if away != (now.away_from, now.away_until):
        with at("away_until"):
            yield verb.set_away(_part(visit, "away"), *away)
    if form.day("muted_until") != asked.muted_until:
        with at("muted_until"):
            yield verb.leave_in_peace(_part(visit, "mute"), form.day("muted_until"))
    if form.choice("lead") != now.lead_id:
        with at("lead"):
            yield verb.choose_lead(_part(visit, "lead"), visit.person.id, form.choice("lead"))
    days = sorted(map(int, form.many("days"))) or None
    if days != (list(now.working_days) if now.working_days else None):
        with at("days"):
            yield verb.set_days(_part(visit, "days"), days)
    hour = None if form.text("hour") == DEFAULT else int(form.text("hour"))
    if hour != asked.daily_hour:
        with at("hour"):
            yield verb.set_hour(_part(visit, "hour"), hour)
    often = {event: Frequency(form.text(field_of(event))) for event in Event}
    if rules or any(asked.how_often(event) is not chosen for event, chosen in often.items()):
        yield verb.set_frequencies(_part(visit, "hear"), often, rules)


def _rules(form: Form, asked: Preferences) -> dict[str, Frequency | None]:
    """The single rules that are to come otherwise than now; None: like the others. Raises `FieldErrors`."""
    chosen: dict[str, Frequency] = {}
    for often in OF_RULES:
        for rule in form.many(field := rules_field(often)):
            if rule in chosen:
                raise FieldErrors({field: twice(rule, chosen[rule])})
            chosen[rule] = often
    return {rule: chosen.get(rule) for rule in RULES if chosen.get(rule) is not asked.rules.get(rule)}


def _part(visit: Visit, name: str) -> Visit:
    return replace(visit, part=f":{name}")
