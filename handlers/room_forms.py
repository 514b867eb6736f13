"""The form of what one channel hears, and the fields of rules that it has in common with that of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.policy.channels import AS_ALL
from bot.rules import APART, RULES
from bot.views import words
from bot.views.forms.settings import channel
from bot.views.forms.settings.fields import DEFAULT
from handlers import effects
from handlers.answer import Answer, FieldErrors
from handlers.form import Form
from handlers.verbs import settings
from handlers.visit import Visit


def sent(visit: Visit, form: Form) -> Answer:
    """What one channel hears."""
    channel_id = str(form.metadata["channel"])
    own = settings.stored(visit).channels.get(channel_id, AS_ALL)
    said = {name: None if form.text(name) == DEFAULT else form.text(name) for name in ("hears", "digest")}
    change: dict[str, Any] = {name: value for name, value in said.items() if value != getattr(own, name)}
    rules = rules_changed(form, "rules", own.rules)
    return effects.shown(visit, form, {"channels": {channel_id: change | rules}} if change or rules else {})


def rules_changed(form: Form, name: str, now: Mapping[str, str]) -> dict[str, Any]:
    """The rules that are heard from another level on than now, under a setting's name. Raises `FieldErrors`."""
    wanted: dict[str, str] = {}
    for level, field in channel.FIELDS.items():
        twice = [rule for rule in form.many(field) if rule in wanted]
        if twice:
            raise FieldErrors({field: f"{words.rule(twice[0])} is chosen above already; choose it once."})
        wanted |= dict.fromkeys(form.many(field), level)
    offered = [rule for rule in RULES if rule not in APART]
    rules = {rule: wanted.get(rule) for rule in offered if wanted.get(rule) != now.get(rule)}
    return {name: rules} if rules else {}
