"""`/client settings …`: what is set, and changes to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.policy import Policy
from bot.views import answers, refusals
from bot.views import settings as views
from bot.views.forms import settings as forms
from bot.views.settings import SettingsShown
from bot.work import settings as work
from bot.work.deed import Refused
from bot.work.permission import role
from bot.work.policy_values import check_name, plain
from bot.work.roles import Role
from handlers import ours
from handlers.answer import Answer
from handlers.dates import read_span
from handlers.tokens import Form as PartForm
from handlers.tokens import cut, decode
from handlers.verbs import measures, rules
from handlers.visit import Visit
from storage import people, workspaces
from storage.tables import Workspace


def run(visit: Visit, rest: str) -> Answer:
    """Show the settings, or change one."""
    what, _, said = rest.partition(" ")
    if not what:
        return Answer(views.settings(shown(visit)))
    name, said = decode(what).lower(), said.strip()
    if name == "rules":
        return rules.rules(visit)
    if name in _MEASURES:
        return Answer(answers.settings_saved([_MEASURES[name](visit, decode(said))]))
    if name in _CHANGES:
        return Answer(answers.settings_saved([_CHANGES[name](visit, said)])) if said else _asked(visit, name)
    if not said:
        return Answer(answers.settings_saved([views.policy_is(name, _kept(visit, name))]))
    value = None if said.lower() == "default" else decode(said)
    work.set_policy(visit.tend.store, visit.deed(), name, value)
    return Answer(answers.settings_saved([views.policy_set(name, _kept(visit, name))]))


def _asked(visit: Visit, name: str) -> Answer:
    return Answer(views.settings(shown(visit))) if name in ("days", "role") else form(visit)


def form(visit: Visit) -> Answer:
    """The form with everything as it is set."""
    now = shown(visit)
    return Answer(view=forms.settings(now.channel_id, now.lead_id, now.away_from, now.away_until))


def choose_channel(visit: Visit, typed: str) -> str:
    """Have warnings go to a channel where Tend is and nobody of another company. The sentence that says so."""
    try:
        found = directory.find_channel(visit.tend, visit.team_id, typed)
    except (SlackClientError, OSError) as error:
        raise Refused(views.channel_unknown(typed)) from error
    if found is None:
        raise Refused(views.channel_unknown(typed))
    if found.is_ext_shared:
        raise Refused(views.channel_shared(found.id), found.id)
    if found.is_archived:
        raise Refused(views.channel_archived(found.id), found.id)
    if not found.is_member:
        raise Refused(views.channel_without_tend(found.id), found.id)
    work.set_alert_channel(visit.tend.store, visit.deed(), found.id)
    return views.channel_chosen(found.id)


def choose_lead(visit: Visit, person_id: str, lead_id: str | None) -> str:
    """Say whose lead somebody is."""
    ours.meet(visit, [person_id, lead_id])
    work.set_lead(visit.tend.store, visit.deed(), person_id, lead_id)
    return views.lead_chosen(person_id, lead_id)


def set_away(visit: Visit, first: date | None, last: date | None) -> str:
    """Say when the person is away."""
    work.set_away(visit.tend.store, visit.deed(), visit.person.id, first, last)
    return views.away_set(first, last, visit.today)


def _kept(visit: Visit, name: str) -> Any:
    """A plain setting as it is kept, or its default. Raises `Refused` for what is none."""
    check_name(name)
    with visit.tend.store.read() as session:
        return getattr(_set(workspaces.get(session, visit.team_id)), name)


def _set(workspace: Workspace | None) -> Policy:
    """The policy as people set it; the days off that its country brings are not among it."""
    return Policy.from_overrides(workspace.policy if workspace else {})


def _channel(visit: Visit, said: str) -> str:
    if said.lower() in ("none", "off"):
        work.set_alert_channel(visit.tend.store, visit.deed(), None)
        return views.NO_CHANNEL
    parts = cut(said)
    return choose_channel(visit, parts[0].value if parts and parts[0].form is PartForm.CHANNEL else decode(said))


def _lead(visit: Visit, said: str) -> str:
    named = [part.value for part in cut(said) if part.form is PartForm.PERSON]
    if len(named) not in (1, 2):
        raise Refused("Say whose lead it is, and who leads them: /client settings lead @ana @ben.")
    person_id, lead_id = named if len(named) == 2 else (visit.person.id, named[0])
    return choose_lead(visit, person_id, lead_id)


def _role(visit: Visit, said: str) -> str:
    parts = cut(said)
    named = [part.value for part in parts if part.form is PartForm.PERSON]
    words = [part.bare for part in parts if part.form is PartForm.WORD]
    if words[:1] == ["me"]:
        named, words = [visit.person.id], words[1:]
    if len(named) != 1 or len(words) != 1:
        raise Refused(f"Say whose role and which of {', '.join(Role)}: /client settings role @ben lead.")
    ours.meet(visit, named)
    _meet_everybody(visit)
    work.set_role(visit.tend.store, visit.deed(), named[0], words[0])
    return views.role_given(named[0], words[0])


def _meet_everybody(visit: Visit) -> None:
    """Have Slack say who runs the workspace, before anybody is believed to be the first admin."""
    with visit.tend.store.read() as session:
        if people.admins(session, visit.team_id):
            return
    try:
        directory.sync_people(visit.tend, visit.team_id)
    except (SlackClientError, OSError) as error:
        raise Refused(refusals.ADMINS_UNKNOWN) from error


def _away(visit: Visit, said: str) -> str:
    if said.lower() in ("no", "off", "back"):
        return set_away(visit, None, None)
    days = read_span(re.sub(r"^(?:until|till)\s", "today to ", said, flags=re.IGNORECASE), visit.today)
    if days is None:
        raise Refused("I need the first and the last day: /client settings away 1 June to 12 June.")
    return set_away(visit, *days)


def _days(visit: Visit, said: str) -> str:
    days = None if said.lower() == "default" else plain("working_days", decode(said))
    person = work.set_working_days(visit.tend.store, visit.deed(), visit.person.id, days)
    return views.days_set(person.working_days)


def shown(visit: Visit) -> SettingsShown:
    """What is set, as it stands."""
    with visit.tend.store.read() as session:
        workspace = workspaces.get(session, visit.team_id)
        person = people.get(session, visit.team_id, visit.person.id) or visit.person
        return SettingsShown(
            policy=_set(workspace),
            channel_id=workspace.alert_channel_id if workspace else None,
            lead_id=person.lead_id,
            working_days=person.working_days,
            away_from=person.away_from,
            away_until=person.away_until,
            today=visit.today,
            role=role(session, person),
            admins=[admin.id for admin in people.admins(session, visit.team_id)],
        )


_CHANGES: dict[str, Callable[[Visit, str], str]] = {
    "channel": _channel,
    "lead": _lead,
    "role": _role,
    "away": _away,
    "days": _days,
}
_MEASURES: dict[str, Callable[[Visit, str], str]] = {"tier": measures.tier, "counts": measures.counts}
