"""The Home tab, made anew whenever it is opened, a page of it is turned, or something was done in it."""

from __future__ import annotations

from typing import Any

from bot.home.publish import publish as publish_page
from bot.home.viewer import Viewer
from bot.tend import Tend
from bot.views import account as account_views
from bot.views import home as views
from bot.views.home import Place
from bot.views.post import Post
from bot.work.deed import Refused
from handlers import look
from handlers.answer import Answer
from handlers.visit import Visit
from storage import accounts, homes


def opened(visit: Visit, event: dict[str, Any]) -> None:
    """Somebody looks at Tend, which Slack tells of every time: show the page that they had open, as of this day."""
    if event.get("tab") == "home":
        with visit.tend.store.read() as session:
            before = homes.get(session, visit.team_id, visit.person.id)
        publish(visit, Place.of(before.place) if before else Place())


def turn(_visit: Visit, value: str) -> Answer:
    """A button of the row of pages, or under a section."""
    return Answer(place=Place.of(value))


def show(visit: Visit, account_id: str) -> Answer:
    """One of the accounts, at a glance, above them."""
    with visit.tend.store.read() as session:
        if accounts.get(session, visit.team_id, account_id) is None:
            raise Refused("That account is no longer on record.")
        return Answer(account_views.show(look.glance(session, visit, account_id)))


def turn_away(tend: Tend, team_id: str, user_id: str, why: Post) -> None:
    """Show a word in place of a Home tab that cannot be shown. Raises Slack's errors."""
    tend.slack.of(team_id).views_publish(user_id=user_id, view=views.closed(why))


def publish(visit: Visit, place: Place, word: Post | None = None) -> None:
    """Bring somebody's Home tab up to date; `word` answers what they did in it. Raises Slack's errors."""
    publish_page(visit.tend, Viewer(visit.team_id, visit.person, visit.now), place, word)
