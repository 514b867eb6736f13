"""Rescues from their rows to what people read, and the message that tells of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta, tzinfo

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.gather import facts_of, policy_of
from bot.nudges.circles import office
from bot.nudges.plans import steps_shown
from bot.policy import Policy
from bot.rules.rescue import first_contact_by, review_by
from bot.views.post import Post
from bot.views.rescue_list import Figures
from bot.views.rescues import RescueShown, ReviewShown, one_line
from bot.worktime import Calendar, zone
from storage import people, plans, rescues, workspaces
from storage.tables import Message, Rescue, RescueReview, Step

ABOUT = "rescue"  # of a notice: how one stands
_REVIEWS = 3

Show = Callable[[RescueShown, str], Post]
ShowReview = Callable[[ReviewShown], Post]


def slot(rescue: Rescue, of: str = "") -> str:
    """The slot of what is posted of a rescue, the same for everybody who reads it: that of its plan."""
    posted = plans.slot(rescue.plan_id)
    return f"{posted}:{of}" if of else posted


def compose(session: Session, message: Message, now: datetime, show: Show) -> Post | None:
    """A message about to be sent, or brought up to date; None where the rescue is gone."""
    rescue = rescues.get(session, message.team_id, str((message.body or {})["rescue"]))
    if rescue is None:
        return None
    reader = people.get(session, message.team_id, message.recipient)
    where = zone(reader.tz if reader else None)
    told = shown(session, message.team_id, [rescue], where, now)
    return show(told[0], message.recipient) if told else None


def compose_review(session: Session, message: Message, show: ShowReview) -> Post | None:
    """What somebody said of how it stands, about to be said in its thread; None where it is gone."""
    review = rescues.review(session, message.team_id, str((message.body or {})["review"]))
    return show(_review(review)) if review else None


def is_review(message: Message) -> bool:
    """Whether a message tells of a review."""
    return "review" in (message.body or {})


def shown(session: Session, team_id: str, found: Sequence[Rescue], where: tzinfo, now: datetime) -> list[RescueShown]:
    """Rescues as people read them at a moment (aware UTC), moments where the reader is."""
    workspace = workspaces.get(session, team_id)
    if workspace is None or not found:
        return []
    policy = policy_of(workspace)
    facts = facts_of(session, team_id, [one.account_id for one in found], policy, now)
    steps = plans.steps_of(session, team_id, [one.plan_id for one in found])
    return [
        _shown(session, one, facts[one.account_id], policy, where, now, steps.get(one.plan_id, []))
        for one in found
        if one.account_id in facts
    ]


def _shown(
    session: Session,
    one: Rescue,
    facts: AccountFacts,
    policy: Policy,
    where: tzinfo,
    now: datetime,
    steps: Sequence[Step],
) -> RescueShown:
    calendar = facts.calendar
    reviews = rescues.reviews_of(session, one.team_id, one.id, _REVIEWS)
    live = next((fact for fact in facts.rescues if fact.id == one.id), None)
    reached_at = live.reached_at if live else one.reached_at
    looked_at = max(filter(None, [reached_at, *(review.reviewed_at for review in reviews)]), default=None)
    return RescueShown(
        id=one.id,
        account=facts.name,
        why=one.why,
        words=one.words,
        opened_by=one.opened_by,
        opened_at=one.opened_at,
        due_at=first_contact_by(calendar, facts.tier, policy, one.opened_at),
        lead_id=one.lead_id,
        sponsor_id=one.sponsor_id,
        helpers=one.helpers,
        channel_id=one.channel_id,
        reached_at=reached_at,
        hours=hours_to(calendar, policy, one.opened_at, reached_at),
        attempts=live.attempts if live else 0,
        is_late=first_contact_by(calendar, facts.tier, policy, one.opened_at) <= now,
        steps=steps_shown(session, one.team_id, steps, where),
        reviews=[_review(review) for review in reviews],
        review_at=review_by(calendar, policy, looked_at) if looked_at and reached_at else None,
        state=one.state,
        worked=one.worked,
        ended_by=one.ended_by,
        ended_at=one.ended_at,
        zone=where,
        today=now.astimezone(where).date(),
    )


def rescued_lines(session: Session, team_id: str, ids: Collection[str], where: tzinfo, now: datetime) -> dict[str, str]:
    """Those rescues among some ids in a line of mrkdwn each, by their ids."""
    found = list(rescues.many(session, team_id, ids).values())
    return {one.id: one_line(one) for one in shown(session, team_id, found, where, now)}


def figures(session: Session, team_id: str) -> Figures:
    """What all rescues that were saved or lost teach."""
    workspace = workspaces.get(session, team_id)
    if workspace is None:
        return Figures()
    policy = policy_of(workspace)
    calendar = office(workspace, policy)
    over = rescues.ended(session, team_id)
    took = [hours_to(calendar, policy, one.opened_at, one.reached_at) for one in over]
    return Figures(
        saved=sum(one.state == "saved" for one in over),
        lost=sum(one.state == "lost" for one in over),
        hours=[hours for hours in took if hours is not None],
    )


def hours_to(calendar: Calendar, policy: Policy, opened_at: datetime, reached_at: datetime | None) -> float | None:
    """How many working hours it took to speak with them."""
    if reached_at is None:
        return None
    return calendar.working_time(opened_at, reached_at, policy.working_hours) / timedelta(hours=1)


def _review(review: RescueReview) -> ReviewShown:
    return ReviewShown(review.stands, review.next_step, review.reviewed_by, review.reviewed_at)
