"""The forms of the workspace's settings: what was filled in becomes a change; one that moves clocks is shown first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.policy import Cadence, Counts, Direction, Kind, Policy, Tier, TierPolicy
from bot.public_holidays import countries
from bot.views import can_be_set, inputs
from bot.views.forms.settings import channel, effect, groups, hours, ladder, rules, tier
from bot.views.forms.settings import counts as counts_form
from bot.views.forms.settings import mine as mine_views
from bot.views.forms.settings.heard import Chosen
from bot.views.forms.settings.personal import SETTINGS
from bot.work.checks import clean
from bot.work.deed import Refused
from bot.work.permission import allow
from bot.work.policy_values import plain
from handlers import effects, mine, ours, own_settings, personal
from handlers.answer import Answer, FieldErrors, at
from handlers.form import Form
from handlers.room_forms import rules_changed, sent
from handlers.roomname import find_channel
from handlers.verbs import preferences, rooms, settings
from handlers.visit import Visit

_FIELDS = {"working_hours": "closes"}  # the fields of settings that have another name


def opened(visit: Visit, group: str) -> Answer:
    """The form of a group of settings, as they are set. Raises `Refused` for who may not change them."""
    if group == groups.PERSONAL:
        return preferences.form(visit)
    if group == groups.LADDER:
        return rooms.form_of_all(visit)
    if group.startswith(groups.ROOM):
        return rooms.form_of(visit, group.removeprefix(groups.ROOM))
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "settings.policy")
    return Answer(view=_form(settings.stored(visit), group))


def _form(now: Policy, group: str) -> dict[str, Any]:
    if group == groups.COUNTS:
        return counts_form.counts(now)
    if group == groups.HOURS:
        return hours.hours(now, countries().get(now.country, now.country))
    return rules.rules(now) if group == groups.RULES else tier.tier(now, Tier(group.removeprefix("tier ")))


def countries_found(_visit: Visit, typed: str, _form: Form) -> list[dict[str, Any]]:
    """Countries by their names, as somebody types; none is one of them."""
    part = clean(typed).casefold()
    lines = [(hours.NO_COUNTRY, "none"), *countries().items()]
    return inputs.menu((code, name) for code, name in lines if part in name.casefold() or part == code.casefold())


def personal_sent(visit: Visit, form: Form) -> Answer:
    """Whatever of one's own was changed, with what it would mean first."""
    with at("lead"):
        ours.meet(visit, [form.choice("lead")])
    return mine.shown_first(visit, lambda tried: list(personal.changed(tried, form)), on_top=True)


def tier_sent(visit: Visit, form: Form) -> Answer:
    """The clocks of a tier."""
    now, of = settings.stored(visit), Tier(str(form.metadata["tier"]))
    days = [int(form.text(name)) for name in tier.CONTACT]
    if not days[0] < days[1] < days[2]:
        raise FieldErrors({"due": "Early, due and critical ascend, like 10, 14 and 21."})
    wanted = {"contact": days, **{clock: int(form.text(clock)) for clock in tier.CLOCKS}}
    usual = Policy().tier(of)
    clocks = {
        clock: None if value == _kept(usual, clock) else value
        for clock, value in wanted.items()
        if value != _kept(now.tier(of), clock)
    }
    return effects.shown(visit, form, {"tiers": {of.value: clocks}} if clocks else {})


def counts_sent(visit: Visit, form: Form) -> Answer:
    """What touches of some kinds and directions reset."""
    now, as_usual = settings.stored(visit), bool(form.many("usual"))
    if as_usual and form.many("resets"):
        raise FieldErrors({"usual": "Choose what they reset, or have it as by default: not both."})
    changes: dict[str, Any] = {}
    for kind in map(Kind, form.many("kinds")):
        for way in map(Direction, form.many("directions")):
            usual = Policy().resets(kind, way)
            wanted = usual if as_usual else frozenset(map(Counts, form.many("resets")))
            if wanted != now.resets(kind, way):
                changes[f"{kind}/{way}"] = None if wanted == usual else sorted(wanted)
    return effects.shown(visit, form, {"counts": changes} if changes else {})


def hours_sent(visit: Visit, form: Form) -> Answer:
    """When Tend speaks, and which days count."""
    said = {
        "working_days": list(form.many("working_days")),
        "daily_hour": form.text("daily_hour"),
        "working_hours": f"{form.text('opens')}-{form.text('closes')}",
        "country": form.text("country"),
        **({"days_off": form.text("days_off")} if "days_off" in form.fields else {}),
    }
    return effects.shown(visit, form, _changed(settings.stored(visit), said))


def ladder_sent(visit: Visit, form: Form) -> Answer:
    """Who hears what."""
    names = ("channels_hear", "channels_digest", "critical_to_lead", "untouched_days", "budget", "storm")
    now = settings.stored(visit)
    change = _changed(now, {name: form.text(name) for name in names})
    change |= rules_changed(form, "channels_rules", now.channels_rules)
    before, chosen = settings.shown(visit).channel_id, form.choice("channel")
    if chosen == before:
        return effects.shown(visit, form, change)
    with at("channel"):
        after = find_channel(visit, chosen) if chosen else None
    if effects.is_empty(visit):
        return _made(visit, change, after or "")
    return effects.shown(visit, form, change, Chosen(before, after))


def applied(visit: Visit, form: Form) -> Answer:
    """Make a change whose effect was seen."""
    return _made(visit, form.metadata["change"], form.metadata.get("alert_channel"))


def _made(visit: Visit, change: Mapping[str, Any], channel: str | None) -> Answer:
    """`channel`: for warnings; empty: none; None: as it is."""
    if channel is None:
        return effects.saved(visit, change)
    there = replace(visit, part=":channel")
    said = settings.choose_channel(there, channel) if channel else settings.no_channel(there)
    return effects.saved(visit, change, [said])


def rules_sent(visit: Visit, form: Form) -> Answer:
    """What the rules go by."""
    return effects.shown(
        visit, form, _changed(settings.stored(visit), {name: form.text(name) for name in can_be_set.RULES})
    )


def _changed(now: Policy, said: Mapping[str, Any]) -> dict[str, Any]:
    """The plain settings that are another than now, in the stored form. Raises `FieldErrors`."""
    changes: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, text in said.items():
        try:
            changes |= _one(now, name, plain(name, text))
        except Refused as refused:
            problems[_FIELDS.get(name, name)] = str(refused)
    if problems:
        raise FieldErrors(problems)
    return changes


def _one(now: Policy, name: str, value: Any) -> dict[str, Any]:
    wanted = getattr(Policy.from_overrides({name: value}), name)
    if wanted == getattr(now, name):
        return {}
    return {name: None if wanted == getattr(Policy(), name) else value}


def _kept(clocks: TierPolicy, name: str) -> Any:
    value = getattr(clocks, name)
    return list(value.days) if isinstance(value, Cadence) else value


FORMS = {
    SETTINGS: personal_sent,
    tier.TIER: tier_sent,
    counts_form.COUNTS: counts_sent,
    hours.HOURS: hours_sent,
    ladder.LADDER: ladder_sent,
    channel.CHANNEL: sent,
    rules.RULES: rules_sent,
    effect.APPLY: applied,
    mine_views.APPLY: own_settings.applied,
}
