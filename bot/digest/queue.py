"""Puts the digests that are due into the outbox, once a night; what they tell is put together when they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.digest import readers
from bot.digest.moments import KINDS_OF, MONTH, WEEK, Moment, Mornings, Window, due
from bot.nudges.circles import hearer, office
from bot.nudges.plan import SETTLE
from bot.policy import Policy
from bot.preferences import Event
from storage import outbox
from storage.tables import Person, Workspace

_LATE = timedelta(days=1)  # so long after its moment the night that missed one still makes up for it


def queue(
    session: Session, workspace: Workspace, policy: Policy, since: datetime | None, until: datetime, now: datetime
) -> None:
    """Put what becomes due between two nights into the outbox; what stands there already is left as it is.

    `since`: when this night was to be; after an outage that lies far back, and only the last of each kind is said.
    None: no night was before.
    """
    window = Window(max(since - _LATE if since else now, workspace.installed_at), until)
    rows = [
        {"recipient": recipient, "slot": moment.slot, "not_before": moment.at}
        for recipient, moment in _all(session, workspace, policy, window, now)
    ]
    outbox.queue(session, workspace.team_id, "digest", rows, now)


def _all(
    session: Session, workspace: Workspace, policy: Policy, window: Window, now: datetime
) -> Iterator[tuple[str, Moment]]:
    for person in readers.leads(session, workspace.team_id, policy):
        for moment in _of_person(person, workspace, policy, window):
            yield person.id, moment
    ours = office(workspace, policy)
    mornings = Mornings(ours, ours, policy.daily_hour)
    for kind in (WEEK, MONTH):
        for channel_id in readers.channels(session, workspace, policy, kind, now):
            for moment in due(mornings, window, (kind,)):
                yield channel_id, Moment(moment.slot, moment.at + SETTLE)


def _of_person(person: Person, workspace: Workspace, policy: Policy, window: Window) -> Iterator[Moment]:
    """Those that they asked for."""
    who = hearer(person, policy)
    mornings = Mornings(office(workspace, policy), who.calendar, who.hour(policy))
    yield from due(mornings, window, KINDS_OF[who.preferences.how_often(Event.DIGEST)])
