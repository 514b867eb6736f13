"""The Home tab, made anew whenever it is opened or something was done in it."""

from __future__ import annotations

from typing import Any

from bot.tend import Tend
from bot.views import home as views
from bot.views.home import HomeTab
from bot.views.post import Post
from handlers import look
from handlers.visit import Visit
from storage import lists


def opened(visit: Visit, event: dict[str, Any]) -> None:
    """Somebody looks at Tend: show what waits on them."""
    if event.get("tab") == "home":
        publish(visit)


def turn_away(tend: Tend, team_id: str, user_id: str, why: Post) -> None:
    """Show a word in place of a Home tab that cannot be shown. Raises Slack's errors."""
    tend.slack.of(team_id).views_publish(user_id=user_id, view=views.closed(why))


def publish(visit: Visit, word: Post | None = None) -> None:
    """Bring somebody's Home tab up to date; `word` answers what they did in it. Raises Slack's errors."""
    with visit.tend.store.read() as session:
        owned, total = lists.counts(session, visit.team_id, visit.person.id)
        tab = HomeTab(
            cards=look.waiting(session, visit),
            rings=look.upcoming(session, visit, owner_id=visit.person.id),
            owned=owned,
            all_accounts=total,
            today=visit.today,
            zone=visit.zone,
            word=word,
        )
    client = visit.tend.slack.of(visit.team_id)
    client.views_publish(user_id=visit.person.id, view=views.home(tab))
