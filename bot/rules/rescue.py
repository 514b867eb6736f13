"""Rescue: an account is in danger, and its client is to hear from us while they are still angry (MISSION H1, H3).

Due from the moment at which it was opened, critical once the working hours to the first contact have gone by. After
that contact somebody looks at it every two days: a review that is late is due, and critical when the next one is late,
too. It is said at once, whatever the hour; only the reviews wait for working hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.facts import AccountFacts, Calendar, RescueFact
from bot.policy import Level, Manner, Policy, Tier
from bot.rules.steps import Steps, ascending
from bot.rules.verdict import Verdict
from bot.rules.words import ago, hours, moment, on, quoted, several

RULE = "rescue"


def rescue(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every rescue under way (its id)."""
    if facts.watched:
        yield from (_under_way(facts, policy, now, one) for one in facts.rescues)


def first_contact_by(calendar: Calendar, tier: Tier, policy: Policy, opened_at: datetime) -> datetime:
    """By when (UTC) the client is to hear from us."""
    within = timedelta(hours=hours_to_contact(tier, policy))
    return calendar.add_working_time(opened_at, within, policy.working_hours)


def hours_to_contact(tier: Tier, policy: Policy) -> int:
    """So many working hours there are to the first contact."""
    return policy.rescue_key_hours if tier is Tier.KEY else policy.rescue_hours


def review_by(calendar: Calendar, policy: Policy, since: datetime, times: int = 1) -> datetime:
    """By when (UTC) a rescue is looked at again, within working hours; `times`: how many reviews on."""
    due = since + times * timedelta(hours=policy.rescue_review_hours)
    return calendar.add_working_time(due, timedelta(), policy.working_hours)


def _under_way(facts: AccountFacts, policy: Policy, now: datetime, one: RescueFact) -> Verdict:
    said = _to_reach(facts, policy, now, one) if one.reached_at is None else _to_review(facts, policy, now, one)
    steps, reason, clears, threshold, since = said
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=steps,
        reason=reason,
        clears=clears,
        threshold=threshold,
        since=since,
        rests_on=tuple(filter(None, (one.id, one.reached_by))),
        hearer=one.lead_id,
        manner=Manner.URGENT,
    )


_Said = tuple[Steps, str, str, str, datetime]


def _to_reach(facts: AccountFacts, policy: Policy, now: datetime, one: RescueFact) -> _Said:
    calendar, within = facts.calendar, hours_to_contact(facts.tier, policy)
    due = first_contact_by(calendar, facts.tier, policy, one.opened_at)
    by = f", opened by {one.opened_by}" if one.opened_by else ""
    waits = (
        f"speak with them by {moment(calendar, due)}, even before all is known"
        if due > now
        else f"they were to hear from us by {moment(calendar, due)}; a short call now is worth more than a full answer"
    )
    tried = f" ({several(one.attempts, 'attempt')} so far)" if one.attempts else ""
    return (
        ascending([(one.opened_at, Level.DUE), (due, Level.CRITICAL)]),
        f"{_told(one)}; in rescue since {moment(calendar, one.opened_at)}{by}: {waits}{tried}.",
        "A talk with them: log it, and this clock stops.",
        f"{hours(within)} to the first contact, {facts.tier} tier; later is urgent",
        one.opened_at,
    )


def _to_review(facts: AccountFacts, policy: Policy, now: datetime, one: RescueFact) -> _Said:
    calendar = facts.calendar
    since = max(filter(None, (one.reviewed_at, one.reached_at)))
    levels = ((1, Level.DUE), (2, Level.CRITICAL))
    spoken = f"spoken with on {on(calendar.day(since))}, and no review since"
    seen = f"the last review was {ago(calendar, since, now)}" if one.reviewed_at else spoken
    following = f", and the next step “{quoted(one.next_step)}”" if one.next_step else ""
    opened = on(calendar.day(one.opened_at))
    return (
        ascending((review_by(calendar, policy, since, times), level) for times, level in levels),
        f"In rescue since {opened}: {seen}{following}.",
        "A review: how does it stand, and what is next?",
        f"a review every {several(policy.rescue_review_hours, 'hour')}; two that are late are urgent",
        since,
    )


def _told(one: RescueFact) -> str:
    return f"They said “{quoted(one.words)}”" if one.words else quoted(one.why).rstrip(".")
