"""An account's months as the record shows them: how many touches, and in which the rhythm was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.backtest.figures import Alert
from bot.backtest.load import pasts
from bot.backtest.past import Past
from bot.backtest.replay import replay
from bot.facts import Portfolio
from bot.gather import portfolio_from_json
from bot.policy import Kind, Level, Policy
from bot.rules.quiet import RULE as QUIET
from bot.rules.quiet import quiet
from bot.views.charts import Month
from bot.worktime import Calendar
from storage import workspaces

MONTHS = 12


def months_of(
    session: Session, team_id: str, account_ids: Sequence[str], policy: Policy, now: datetime
) -> dict[str, list[Month]]:
    """The last twelve months of some accounts, this one the last; fewer where the account is younger.

    A rhythm is lost in the month in which the silence became due or critical, by the account's own rhythm, its tier or
    a promise, as the rules stand today: whatever was said of it then.
    """
    workspace = workspaces.get(session, team_id)
    if workspace is None:
        return {}
    portfolio = portfolio_from_json(workspace.portfolio)
    return {past.account_id: _months(past, policy, portfolio, now) for past in pasts(session, team_id, account_ids)}


def _months(past: Past, policy: Policy, portfolio: Portfolio, now: datetime) -> list[Month]:
    calendar = Calendar(past.zone, policy.working_days, policy.days_off, past.closures)
    before, *months = _last_months(calendar.day(now), MONTHS + 1)
    since = calendar.start_of(before)  # what stood then already opens there, and not in the first month that is told
    replayed = replay(past, policy, calendar, lambda _moment: portfolio, now, {QUIET: quiet}, since)
    touches = Counter(
        _month_of(calendar.day(touch.occurred_at)) for touch in past.touches if touch.kind is not Kind.NOTE
    )
    lost = dict(sorted(_lost(replayed.alerts), key=lambda reached: reached[1].loudness))
    began = _month_of(calendar.day(past.began_at))
    return [Month(first, touches[first], lost.get(first)) for first in months if first >= began]


def _lost(alerts: Iterable[Alert]) -> Iterator[tuple[date, Level]]:
    for alert in alerts:
        for day, level in ((alert.due_on, Level.DUE), (alert.critical_on, Level.CRITICAL)):
            if day is not None:
                yield _month_of(day), level


def _last_months(today: date, count: int) -> list[date]:
    months = range(today.year * 12 + today.month - count, today.year * 12 + today.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _month_of(day: date) -> date:
    return day.replace(day=1)
