"""Brings Home tabs up to date in Slack: at once for who is there, by and by for whom something changed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.home.page import tab_of
from bot.home.viewer import Viewer
from bot.nudges.slack import FAILURES, Fate, Trouble, trouble
from bot.tend import Tend
from bot.views import home as views
from bot.views import kit, plain
from bot.views.home import HomeTab, Place
from bot.views.post import Post
from storage import homes, people
from storage.engine import UNREACHABLE
from storage.tables import Home, Person

log = structlog.get_logger()

AT_ONCE = 50  # Homes that are claimed together
LEASE = timedelta(minutes=2)
_LATER = timedelta(minutes=1)
_REFUSED = frozenset({"invalid_arguments", "invalid_blocks"})


def publish(tend: Tend, viewer: Viewer, place: Place, word: Post | None = None) -> None:
    """Show somebody the page that they opened; `word` answers what they did there. Raises Slack's errors."""
    with tend.homes.turn(viewer.team_id, viewer.person.id):
        with tend.store.read() as session:
            told = homes.marks(session, viewer.team_id, viewer.person.id)
            tab = tab_of(session, viewer, place)
        _publish(tend, viewer, tab, views.home(tab, word), told, opened_at=viewer.now)


def refresh(tend: Tend, team_id: str, person_id: str) -> None:
    """Publish somebody's Home anew, on the page that they opened, if something on it is no longer so.

    A failure is reported, and the Home left for later.
    """
    try:
        with tend.homes.turn(team_id, person_id):
            _refresh(tend, team_id, person_id, tend.now())
    except FAILURES as error:
        _put_off(tend, team_id, person_id, trouble(error), tend.now())


def refresh_some(tend: Tend, now: datetime) -> bool:
    """Refresh some of the Homes on which something changed; whether there were any. `now`: aware UTC."""
    with tend.store.write() as session:
        claimed = homes.claim(session, now, LEASE, AT_ONCE)
    for team_id, person_id in claimed:
        refresh(tend, team_id, person_id)
    return bool(claimed)


def _refresh(tend: Tend, team_id: str, person_id: str, now: datetime) -> None:
    with tend.store.read() as session:
        told = homes.marks(session, team_id, person_id)
        open_ = homes.get(session, team_id, person_id) if told else None
        if open_ is None:
            return
        person = people.get(session, team_id, person_id)
        viewer = _viewer(open_, person, now)
        tab = tab_of(session, viewer, Place.of(open_.place)) if viewer else None
    if viewer is None or tab is None:
        with tend.store.write() as session:
            homes.close(session, team_id, person_id)
        return
    view = views.home(tab)
    free_at = tend.homes.free_at(team_id, now)
    if _fingerprint(view) != open_.shown and free_at > now:
        _postpone(tend, team_id, person_id, free_at)
        return
    _publish(tend, viewer, tab, view, told, opened_at=open_.opened_at, before=open_.shown)


def _viewer(open_: Home, person: Person | None, now: datetime) -> Viewer | None:
    """Who still looks at it, perhaps, and may."""
    if person is None or open_.opened_at <= now - homes.OPEN_FOR:
        return None
    barred = person.is_bot or person.is_guest or person.is_stranger or person.deactivated_at or person.erased_at
    return None if barred else Viewer(open_.team_id, person, now)


def _publish(
    tend: Tend,
    viewer: Viewer,
    tab: HomeTab,
    view: dict[str, Any],
    told: list[str],
    *,
    opened_at: datetime,
    before: str = "",
) -> None:
    """Send a view that says something else than `before`, and note that what was `told` of is shown now.

    Where the database does not take that note, the worst that comes of it is that the same is published again.
    """
    team_id, person_id, shown = viewer.team_id, viewer.person.id, _fingerprint(view)
    if shown != before:
        _send(tend, team_id, person_id, view)
        tend.homes.published(team_id, tend.now())
    try:
        _note(tend, viewer, tab.place, told, opened_at=opened_at, shown=shown)
    except UNREACHABLE as error:
        log.warning("home.not_noted", error=str(error.orig), person=person_id)


def _note(tend: Tend, viewer: Viewer, place: Place, told: list[str], *, opened_at: datetime, shown: str) -> None:
    with tend.store.write() as session:
        homes.unmark(session, viewer.team_id, told)
        homes.keep(
            session,
            viewer.team_id,
            viewer.person.id,
            place=str(place),
            is_wide=place.is_wide,
            opened_at=opened_at,
            shown=shown,
        )


def _send(tend: Tend, team_id: str, person_id: str, view: dict[str, Any]) -> None:
    """Where Slack refuses charts and tables, they are put in words."""
    client = tend.slack.of(team_id)
    try:
        client.views_publish(user_id=person_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") not in _REFUSED or not plain.is_young(view["blocks"]):
            raise
        log.error("home.said_plainly", code=error.response.get("error"))
        said = plain.in_words(view["blocks"], kit.HOME_BLOCKS)
        client.views_publish(user_id=person_id, view={**view, "blocks": said})


def _put_off(tend: Tend, team_id: str, person_id: str, met: Trouble, now: datetime) -> None:
    log.warning("home.not_refreshed", code=met.code, fate=met.fate, person=person_id)
    until = now + (met.wait if met.fate is Fate.LIMITED else _LATER)
    if met.fate is Fate.LIMITED:
        tend.homes.wait(team_id, until)
    _postpone(tend, team_id, person_id, until)


def _postpone(tend: Tend, team_id: str, person_id: str, until: datetime) -> None:
    with tend.store.write() as session:
        homes.postpone(session, team_id, person_id, until)


def _fingerprint(view: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
