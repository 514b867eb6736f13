"""What was said in a month, by when and where it would have been said with other settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from bot.lately.change import MONTH, Change
from bot.lately.figures import Figure
from bot.nudges.plan import SETTLE, within_hours
from bot.policy import Policy
from bot.preferences import Preferences
from storage import hearing, people


def storms(session: Session, change: Change) -> Figure:
    """How often a channel got, or would have got, one summary for all that came together."""
    posts = hearing.posts(session, change.team_id, change.now - MONTH)
    crowds = [crowd for _, mine in groupby(posts, attrgetter("recipient")) for crowd in _crowds(mine)]

    def beyond(policy: Policy) -> int:
        return sum(crowd > policy.storm for crowd in crowds)

    return Figure(beyond(change.before), beyond(change.after))


def waits(session: Session, change: Change) -> Figure:
    """How many posts in channels had, or would have had, to wait for the office to open."""
    posts = hearing.posts(session, change.team_id, change.now - MONTH)
    office = change.office

    def late(policy: Policy) -> int:
        settled = (post.planned + SETTLE for post in posts)
        return sum(within_hours(office, moment, policy) != moment for moment in settled)

    return Figure(late(change.before), late(change.after), len(posts))


def own_hours(session: Session, change: Change) -> Figure:
    """Of those who got a message of the day, how many keep an hour of their own, and how many have everybody's."""
    readers = people.many(session, change.team_id, hearing.readers(session, change.team_id, change.now - MONTH))
    own = sum(Preferences.of(one.preferences).daily_hour is not None for one in readers.values())
    return Figure(own, len(readers) - own, len(readers))


def _crowds(posts: Iterable[Any]) -> list[int]:
    """How many nudges came to a channel together, each time: within what a post waits for others. By their time."""
    crowds: list[int] = []
    since: datetime | None = None
    for post in posts:
        if since is not None and post.due - since <= SETTLE:
            crowds[-1] += post.nudges
        else:
            crowds.append(post.nudges)
            since = post.due
    return crowds


SPEAKING: dict[str, Callable[[Session, Change], Figure]] = {
    "storm": storms,
    "working_hours": waits,
    "daily_hour": own_hours,
}
