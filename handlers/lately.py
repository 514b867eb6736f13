"""What was heard of late in a workspace, by which a change of who hears what is told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.gather import policy_of
from bot.lately.change import Change
from bot.lately.digests import digests
from bot.lately.figures import Figure
from bot.lately.onward import ONWARD, next_round
from bot.lately.speaking import SPEAKING
from bot.nudges import circles
from bot.policy import Policy
from bot.views.forms.settings.figures import DAYS, Lately
from bot.worktime import Calendar
from handlers.visit import Visit
from storage import hearing, rooms, workspaces
from storage.tables import Workspace

_DAY = timedelta(days=1)
_BACK = 120  # days: thirty working days, and holidays
_HEARD = frozenset({"channels_hear", "channels_rules", "channels"})
_FIGURES = {**SPEAKING, **dict.fromkeys(("channels_hear", "channels_digest"), digests), **ONWARD}


def lately(visit: Visit, before: Policy, after: Policy, changed: Collection[str]) -> Lately:
    """The sums of the last month, or year, by which a change of some settings is told."""
    since = visit.now - DAYS * _DAY
    untouched_days = {before.untouched_days, after.untouched_days}
    with visit.tend.store.read() as session:
        workspace = workspaces.get(session, visit.team_id)
        if workspace is None:
            return Lately()
        change = Change(workspace, before, after, visit.now)
        return Lately(
            cards=hearing.cards(session, visit.team_id, since),
            levels=hearing.levels(session, visit.team_id, since),
            untouched=_untouched(session, workspace, visit.now, untouched_days),
            no_channel=hearing.without_channel(session, visit.team_id),
            rooms=rooms.told(session, visit.team_id, since) if _HEARD & set(changed) else {},
            silent=_silent(session, change),
            figures=_figures(session, change, changed),
            next_round=next_round(session, change),
        )


def _figures(session: Session, change: Change, changed: Collection[str]) -> dict[str, Figure]:
    """Each is counted once, whichever settings it tells of."""
    count_of = {name: _FIGURES[name] for name in changed if name in _FIGURES}
    counted = {count: count(session, change) for count in dict.fromkeys(count_of.values())}
    return {name: counted[count] for name, count in count_of.items()}


def _silent(session: Session, change: Change) -> list[str]:
    """Channels that choose otherwise than until now, and where nothing is told."""
    before, after = change.before.channels, change.after.channels
    moved = [one for one in {**before, **after} if before.get(one) != after.get(one)]
    return [one for one in moved if not rooms.is_one(session, change.team_id, one)]


def _untouched(session: Session, workspace: Workspace, now: datetime, lengths: set[int]) -> dict[int, int]:
    office = circles.office(workspace, policy_of(workspace))
    raised_by = {days: _before(office, now, days) for days in lengths if days}
    return {days: hearing.untouched(session, workspace.team_id, moment) for days, moment in raised_by.items()}


def _before(office: Calendar, now: datetime, working_days: int) -> datetime:
    """The latest of the days back from now after which so many working days have gone by."""
    back = (now - days * _DAY for days in range(working_days, _BACK))
    return next(moment for moment in back if office.add_working_days(moment, working_days) <= now)
