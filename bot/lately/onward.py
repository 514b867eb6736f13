"""What holds from now on, by how it was of late: attention, the loss gate, and how long people took to answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.lately.change import YEAR, Change
from bot.lately.figures import Figure, NextRound
from bot.nudges.aftermath import FREED
from bot.policy import Policy
from bot.weighing import attention_of
from bot.work.pulse import next_on
from storage import answering, hearing, losses
from storage.answering import Answered


def short(session: Session, change: Change) -> Figure:
    """Accounts that get less than their share."""
    attention = attention_of(session, change.team_id, None, change.before, change.now)
    return Figure(len(attention.short), len(attention.by(change.after).short))


def crowded(session: Session, change: Change) -> Figure:
    """Owners one of whose accounts leaves little for their others."""
    attention = attention_of(session, change.team_id, None, change.before, change.now)
    before, after = attention.loads, attention.by(change.after).loads
    return Figure(sum(load.is_crowded for load in before), sum(load.is_crowded for load in after))


def gated(session: Session, change: Change) -> Figure:
    """Accounts that stand behind the loss gate."""

    def count(policy: Policy) -> int:
        return losses.gated(session, change.team_id, change.now - timedelta(days=policy.gate_key_days))

    return Figure(count(change.before), count(change.after))


def rescued(session: Session, change: Change) -> Figure:
    """Accounts whose rescue counts as having tried to keep them."""

    def count(policy: Policy) -> int:
        return losses.rescued(session, change.team_id, change.now - timedelta(days=policy.gate_rescue_days))

    return Figure(count(change.before), count(change.after))


def tests(session: Session, change: Change) -> Figure:
    """Views in the test of one account that came in time."""
    answers = answering.views(session, change.team_id, "test", change.now - YEAR)
    return _in_working_days(change, answers, lambda policy: policy.litmus_days)


def campaigns(session: Session, change: Change) -> Figure:
    """Views in campaigns that came in time."""
    answers = answering.views(session, change.team_id, "campaign", change.now - YEAR)
    return _in_working_days(change, answers, lambda policy: policy.campaign_days)


def pulses(session: Session, change: Change) -> Figure:
    """Owners' answers to the pulse that came in time."""
    answers = answering.pulse(session, change.team_id, change.now - YEAR, change.office.day(change.now))

    def last(asked: datetime, policy: Policy) -> date:
        return asked.date() + timedelta(days=policy.pulse_days)

    return _in_time(change, answers, last)


def decisions(session: Session, change: Change) -> Figure:
    """Losses after which it was decided in time whether we want them back."""
    answers = answering.decisions(session, change.team_id, change.now - YEAR)
    return _in_working_days(change, answers, lambda policy: policy.winback_decide_days)


def freed(session: Session, change: Change) -> Figure:
    """Owners who heard after a loss what the time that was free could do."""
    heard = hearing.notices(session, change.team_id, f"{FREED}:", change.now - YEAR)
    return Figure(heard, heard, heard)


def next_round(session: Session, change: Change) -> NextRound:
    """When the next round of the pulse begins by itself."""
    today = change.office.day(change.now)
    days = (next_on(session, change.team_id, policy) for policy in (change.before, change.after))
    return NextRound(*(day and max(day, today) for day in days))


def _in_working_days(change: Change, answers: Sequence[Answered], days: Callable[[Policy], int]) -> Figure:
    office = change.office

    def last(asked: datetime, policy: Policy) -> date:
        return office.day(office.add_working_days(asked, days(policy)))

    return _in_time(change, answers, last)


def _in_time(change: Change, answers: Sequence[Answered], last: Callable[[datetime, Policy], date]) -> Figure:
    office = change.office

    def count(policy: Policy) -> int:
        by = {asked: last(asked, policy) for asked in {asked for asked, _ in answers}}
        return sum(given is not None and office.day(given) <= by[asked] for asked, given in answers)

    return Figure(count(change.before), count(change.after), len(answers))


ONWARD: dict[str, Callable[[Session, Change], Figure]] = {
    "attention_new_days": short,
    "attention_short_share": short,
    "attention_crowds_share": crowded,
    "gate_key_days": gated,
    "gate_rescue_days": rescued,
    "litmus_days": tests,
    "campaign_days": campaigns,
    "pulse_days": pulses,
    "winback_decide_days": decisions,
    "freed_days": freed,
}
