"""The word of welcome to whoever installed Tend: said once in a workspace, and brought up to date as steps are done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session

from bot import directory
from bot.directory import LookUpFailed
from bot.intake import sample
from bot.tend import Tend
from bot.views.post import Post
from bot.views.welcome import Begun
from storage import installations, lists, people, welcomes, workspaces
from storage.tables import Message

log = structlog.get_logger()

Show = Callable[[Begun], Post]

ABOUT = "welcome"
FOLLOWED = timedelta(days=30)
_AT_ONCE = 50  # workspaces


def welcome_some(tend: Tend, now: datetime) -> None:
    """Queue it where it was never said; who cannot be told by Slack just now is asked for again at the next tick."""
    with tend.store.read() as session:
        missing = welcomes.missing(session, _AT_ONCE)
    for team_id in missing:
        try:
            greet(tend, team_id, now)
        except LookUpFailed as failed:
            log.warning("welcome.put_off", team_id=team_id, why=str(failed))


def greet(tend: Tend, team_id: str, now: datetime) -> None:
    """Queue it for whoever installed Tend; where Slack does not tell, for whoever owns the workspace, else an admin.

    Raises `LookUpFailed`.
    """
    with tend.store.read() as session:
        installed = installations.find(session, team_id)
        admins = [person.id for person in people.admins(session, team_id)]
    installer = directory.member(tend, team_id, installed.installed_by) if installed else None
    recipient = installer.id if installer else _first_of(tend, team_id, admins)
    if recipient:
        body = {"about": ABOUT, "at_once": True, "installed": installer is not None}
        with tend.store.write() as session:
            welcomes.queue(session, team_id, recipient, body, now)


def follow(tend: Tend, now: datetime) -> None:
    """Have those that were said lately show what has been done since."""
    with tend.store.read() as session:
        posted = welcomes.posted(session, now - FOLLOWED)
        states = [(message, _state(session, message)) for message in posted]
    for message, state in states:
        if state != (message.body or {}).get("shown"):
            with tend.store.write() as session:
                welcomes.show(session, message.team_id, state, now)


def compose(session: Session, message: Message, show: Show) -> Post:
    """The message about to be sent: as far as they are. What it shows is kept with it."""
    message.body = {**(message.body or {}), "shown": _state(session, message)}
    return compose_again(message, show)


def compose_again(message: Message, show: Show) -> Post:
    """The posted message, with what it is to show by now."""
    body = message.body or {}
    return show(Begun(installed=body["installed"], **body["shown"]))


def _state(session: Session, message: Message) -> dict[str, Any]:
    workspace = workspaces.get(session, message.team_id)
    admins = [person.id for person in people.admins(session, message.team_id)]
    return {
        "channel_id": workspace.alert_channel_id if workspace else None,
        "has_accounts": lists.any_account(session, message.team_id),
        "has_owners": welcomes.has_owners_beside(session, message.team_id, message.recipient),
        "has_sample": welcomes.has_awake(session, message.team_id, sample.KEYS),
        "ask": None if message.recipient in admins else next(iter(admins), ""),
    }


def _first_of(tend: Tend, team_id: str, admins: list[str]) -> str | None:
    """The one of them whom the workspace belongs to, else the first."""
    if len(admins) < 2:
        return next(iter(admins), None)
    return next((id_ for id_ in admins if directory.owns(tend, team_id, id_)), admins[0])
