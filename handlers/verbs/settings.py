"""`/client settings …`: what is set, and changes to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.policy import Policy
from bot.preferences import Preferences
from bot.views import answers, refusals
from bot.views import settings as views
from bot.views.forms.settings.heard import Chosen
from bot.views.settings_shown import SettingsShown, settings
from bot.work import settings as work
from bot.work.deed import Refused
from bot.work.permission import role
from bot.work.policy_values import check_name, plain
from bot.work.roles import Role
from handlers import effects, mine, ours
from handlers.answer import Answer
from handlers.roomname import find_channel, only_channel
from handlers.tokens import Form as PartForm
from handlers.tokens import cut, decode
from handlers.verbs import measures, preferences, rooms, rules
from handlers.visit import Visit
from storage import people, workspaces


def run(visit: Visit, rest: str) -> Answer:
    """Show the settings, or change one; what it would have meant is shown first."""
    what, _, said = rest.partition(" ")
    if not what:
        return Answer(settings(shown(visit)))
    name, said = decode(what).lower(), said.strip()
    if name == "rules":
        return rules.rules(visit)
    if name == "hear" and rooms.is_meant(said):
        return rooms.run(visit, said)
    if name not in _CHANGES and (effect := effects.shown_first(visit, _wanted(name, said))):
        return effect
    if name in _MEASURES:
        return Answer(answers.settings_saved([_MEASURES[name](visit, decode(said))]))
    if name == "channel" and said and (effect := _channel_first(visit, said)):
        return effect
    if name in _CHANGES and not said and name not in _WHOLE:
        return _asked(visit, name)
    if name in preferences.CHANGES:
        preferences.meet(visit, said)
        return mine.shown_first(visit, lambda tried: [_CHANGES[name](tried, said)])
    if name in _CHANGES:
        return Answer(answers.settings_saved([_CHANGES[name](visit, said)]))
    if not said:
        return Answer(answers.settings_saved([views.policy_is(name, _kept(visit, name))]))
    work.set_policy(visit.tend.store, visit.deed(), name, _typed(name, said))
    return Answer(answers.settings_saved([views.policy_set(name, _kept(visit, name))]))


def _wanted(name: str, said: str) -> dict[str, Any]:
    """What a word of the policy is to be, in the stored form; nothing where it only asks. Raises `Refused`."""
    if name in _WANTED:
        return _WANTED[name](decode(said))
    return {name: _typed(name, said)} if said else {}


def _typed(name: str, said: str) -> Any:
    """A plain setting as it is stored; None: as by default. Raises `Refused`."""
    return None if said.lower() == "default" else plain(name, decode(said))


def _asked(visit: Visit, name: str) -> Answer:
    """What answers a word that says too little: a form, or how everything is said."""
    if name == "channel":
        return rooms.form_of_all(visit)
    return Answer(settings(shown(visit))) if name == "role" else preferences.form(visit)


def choose_channel(visit: Visit, typed: str) -> str:
    """Have warnings go to a channel where Tend is and nobody of another company. The sentence that says so."""
    found = find_channel(visit, typed)
    work.set_alert_channel(visit.tend.store, visit.deed(), found)
    return views.channel_chosen(found)


def no_channel(visit: Visit) -> str:
    """Have warnings go to people only, and to the channels of accounts. The sentence that says so."""
    work.set_alert_channel(visit.tend.store, visit.deed(), None)
    return views.NO_CHANNEL


def stored(visit: Visit) -> Policy:
    """The policy as people set it; the days off that its country brings are not among it."""
    with visit.tend.store.read() as session:
        workspace = workspaces.get(session, visit.team_id)
    return Policy.from_overrides(workspace.policy if workspace else {})


def shown(visit: Visit) -> SettingsShown:
    """What is set, as it stands."""
    with visit.tend.store.read() as session:
        workspace = workspaces.get(session, visit.team_id)
        person = people.get(session, visit.team_id, visit.person.id) or visit.person
        return SettingsShown(
            policy=Policy.from_overrides(workspace.policy if workspace else {}),
            channel_id=workspace.alert_channel_id if workspace else None,
            lead_id=person.lead_id,
            working_days=person.working_days,
            away_from=person.away_from,
            away_until=person.away_until,
            preferences=Preferences.of(person.preferences),
            today=visit.today,
            role=role(session, person),
            admins=[admin.id for admin in people.admins(session, visit.team_id)],
            here=rooms.here(session, visit),
        )


def _kept(visit: Visit, name: str) -> Any:
    """A plain setting as it is kept, or its default. Raises `Refused` for what is none."""
    check_name(name)
    return getattr(stored(visit), name)


def _channel(visit: Visit, said: str) -> str:
    return choose_channel(visit, only_channel(said)) if _names_one(said) else no_channel(visit)


def _channel_first(visit: Visit, said: str) -> Answer | None:
    """Of how many accounts another channel would be told; None where there is none to tell of."""
    if effects.is_empty(visit):
        return None
    before, after = shown(visit).channel_id, find_channel(visit, only_channel(said)) if _names_one(said) else None
    return None if before == after else effects.channel_shown_first(visit, Chosen(before, after))


def _names_one(said: str) -> bool:
    return said.lower() not in ("none", "off")


def _role(visit: Visit, said: str) -> str:
    parts = cut(said)
    named = [ours.named(visit, part.value) for part in parts if part.form is PartForm.PERSON]
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


_WHOLE = ("unmute", "hear")  # says all by itself
_CHANGES: dict[str, Callable[[Visit, str], str]] = {"channel": _channel, "role": _role, **preferences.CHANGES}
_MEASURES: dict[str, Callable[[Visit, str], str]] = {"tier": measures.tier, "counts": measures.counts}
_WANTED: dict[str, Callable[[str], dict[str, Any]]] = {"tier": measures.tier_wanted, "counts": measures.counts_wanted}
