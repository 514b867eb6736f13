"""`/client settings hear … in #acme`: what channels hear, rule by rule: one of them, or all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from bot.policy import DIGESTS, HEARD, NOTHING
from bot.rules import APART
from bot.views import answers, rooms, words
from bot.views.forms.settings import channel as form
from bot.views.forms.settings import ladder
from bot.work import channels as work
from bot.work.deed import Refused
from bot.work.permission import NotAllowed, allow
from handlers import effects, look
from handlers.answer import Answer
from handlers.roomname import find_channel, typed_channels
from handlers.rulename import find_rule
from handlers.tokens import cut, decode
from handlers.visit import Visit
from storage import rooms as rooms_rows
from storage import workspaces

_ALL = ("channels", "all channels", "all")
_EVERYTHING = ("", rooms.EVERYTHING, "all")
_DEFAULT = "default"


def is_meant(said: str) -> bool:
    """Whether what follows on `hear` is about channels: it says where."""
    return any(part.bare == "in" for part in cut(said))


def run(visit: Visit, said: str) -> Answer:
    """Choose what a channel, or all of them, hear; what it would have meant is shown first. Raises `Refused`."""
    place = next(part for part in cut(said) if part.bare == "in")
    what, where = decode(said[: place.start]).strip().lower(), _where(visit, said[place.end :].strip())
    if not what:
        return _form(visit, where)
    change = {"channels": {channel_id: _of_one(what) for channel_id in where}} if where else _of_all(what)
    if effect := effects.shown_first(visit, change):
        return effect
    effects.saved(visit, change)
    with visit.tend.store.read() as session:
        policy = look.policy(session, visit.team_id)
    return Answer(answers.settings_saved([rooms.told(policy, channel_id) for channel_id in where or [""]]))


def _form(visit: Visit, where: Sequence[str]) -> Answer:
    if len(where) > 1:
        raise Refused(rooms.NOWHERE)
    return form_of(visit, where[0]) if where else form_of_all(visit)


def form_of_all(visit: Visit) -> Answer:
    """Who hears what, and so what all channels hear, to be changed. Raises `NotAllowed` for who may not."""
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "settings.policy")
        workspace = workspaces.get(session, visit.team_id)
        policy = look.policy(session, visit.team_id)
    return Answer(view=ladder.ladder(policy, workspace.alert_channel_id if workspace else None))


def form_of(visit: Visit, channel_id: str) -> Answer:
    """What a channel hears, to be changed. Raises `NotAllowed` for who may not."""
    with visit.tend.store.read() as session:
        work.may_choose(session, visit.deed(), channel_id)
        return Answer(view=form.channel(look.policy(session, visit.team_id), channel_id))


def here(session: Session, visit: Visit) -> str:
    """The channel where somebody asks, if clients are told of there and they may choose what; else empty."""
    if not visit.channel_id or not rooms_rows.is_one(session, visit.team_id, visit.channel_id):
        return ""
    try:
        work.may_choose(session, visit.deed(), visit.channel_id)
    except NotAllowed:
        return ""
    return visit.channel_id


def _where(visit: Visit, said: str) -> list[str]:
    """The ids of the channels that are meant; none: all of them. Raises `Refused`."""
    if said.lower() in _ALL:
        return []
    found = [_one(visit, typed) for typed in typed_channels(said)]
    if not found:
        raise Refused(rooms.NOWHERE)
    return list(dict.fromkeys(found))


def _one(visit: Visit, typed: str) -> str:
    """The id of a channel. One that chose something need not be open any more."""
    if typed.lower() == "here":
        typed = visit.channel_id if visit.channel_id and not visit.channel_id.startswith("D") else ""
    if not typed or typed.lower() in _ALL:
        raise Refused(rooms.NOWHERE)
    with visit.tend.store.read() as session:
        chose = look.policy(session, visit.team_id).channels
    return typed if typed in chose else find_channel(visit, typed)


def _of_all(what: str) -> dict[str, Any]:
    """A change of what all channels hear, in the stored form. Raises `Refused`."""
    if what == _DEFAULT:
        return dict.fromkeys(("channels_hear", "channels_rules", "channels_digest"))
    names = {"hears": "channels_hear", "rules": "channels_rules", "digest": "channels_digest"}
    return {names[part]: value for part, value in _chosen(what).items()}


def _of_one(what: str) -> dict[str, Any] | None:
    return None if what == _DEFAULT else _chosen(what)


def _chosen(what: str) -> dict[str, Any]:
    """`quiet critical`, `everything nothing`, `digest monthly`: what is to be heard, and from which level on."""
    subject, _, last = what.rpartition(" ")
    is_digest = subject == rooms.DIGEST
    value = NOTHING if last == "never" and not is_digest else last
    if value not in (*(DIGESTS if is_digest else HEARD), _DEFAULT):
        raise Refused(rooms.OFTEN if is_digest else rooms.LEVELS)
    own = None if value == _DEFAULT else value
    if is_digest:
        return {"digest": own}
    return {"hears": own} if subject in _EVERYTHING else {"rules": {_rule(subject): own}}


def _rule(typed: str) -> str:
    rule = find_rule(typed)
    if rule in APART:
        raise Refused(rooms.apart(words.rule(rule)))
    return rule
