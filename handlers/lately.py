"""What was heard of late in a workspace, by which a change of who hears what is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges import circles
from bot.views.forms.settings.heard import DAYS, Lately
from bot.worktime import Calendar
from handlers.visit import Visit
from storage import hearing, workspaces

_DAY = timedelta(days=1)
_BACK = 120  # days: thirty working days, and holidays


def lately(visit: Visit, untouched_days: set[int]) -> Lately:
    """The sums of the last month. `untouched_days`: how many working days something may lie, to be counted by each."""
    since = visit.now - DAYS * _DAY
    with visit.tend.store.read() as session:
        return Lately(
            cards=hearing.cards(session, visit.team_id, since),
            levels=hearing.levels(session, visit.team_id, since),
            untouched=_untouched(session, visit, untouched_days),
            no_channel=hearing.without_channel(session, visit.team_id),
        )


def _untouched(session: Session, visit: Visit, lengths: set[int]) -> dict[int, int]:
    workspace = workspaces.get(session, visit.team_id)
    if workspace is None:
        return {}
    office = circles.office(workspace, policy_of(workspace))
    raised_by = {days: _before(office, visit.now, days) for days in lengths if days}
    return {days: hearing.untouched(session, visit.team_id, moment) for days, moment in raised_by.items()}


def _before(office: Calendar, now: datetime, working_days: int) -> datetime:
    """The latest of the days back from now after which so many working days have gone by."""
    back = (now - days * _DAY for days in range(working_days, _BACK))
    return next(moment for moment in back if office.add_working_days(moment, working_days) <= now)
