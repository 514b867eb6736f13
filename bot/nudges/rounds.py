"""Closes litmus tests that are over: every view was given, or the last day for them has gone by.

`settle` asks before anything else, so that the clock of an open test, which rings on that day, finds it closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from bot import gather
from bot.facts import AccountFacts, LitmusFact
from bot.litmus.log import answers
from bot.litmus.outcome import View, to_json, weigh
from bot.litmus.questions import again
from bot.nudges.asking import VIEWS, slot
from bot.nudges.circles import hearer
from bot.nudges.plan import within_hours
from bot.policy import Policy
from bot.rules.litmus import closes_at
from storage import campaigns, litmus, outbox, people
from storage.tables import Campaign, LitmusTest

RESULT = "litmus-result"  # of a notice: the result of one test
FINISHED = "litmus-finished"  # of a notice: what a campaign came to


def close_over(
    session: Session, team_id: str, policy: Policy, known: Mapping[str, AccountFacts], now: datetime
) -> Mapping[str, AccountFacts]:
    """Close the tests among some accounts that are over; the facts as they are then. The accounts are locked."""
    over = [(facts, test) for facts in known.values() for test in facts.litmus_tests if _is_over(facts, test, now)]
    for facts, test in over:
        close(session, facts, test.id, policy, now)
    if not over:
        return known
    return {**known, **gather.facts_of(session, team_id, [facts.id for facts, _ in over], policy, now)}


def close(
    session: Session, facts: AccountFacts, test_id: str, policy: Policy, now: datetime, by: str | None = None
) -> None:
    """Close a test that is open, with what it comes to, and have those told who keep the account.

    Of an account that is lost, it comes to nothing. The account is locked.
    """
    test = litmus.get(session, facts.team_id, test_id)
    campaign = campaigns.lock(session, facts.team_id, test.campaign_id) if test else None
    if test is None or campaign is None or test.state != "open":
        return
    test.closed_at, test.closed_by = now, by
    if facts.watched:
        test.state = "closed"
        _weigh(session, facts, test, campaign, policy, now)
    else:
        test.state, test.superseded_at = "dropped", now
    litmus.forget_unanswered(session, test.team_id, test.id)
    session.flush()
    if campaign.kind == "test" and facts.watched:
        body = {"about": RESULT, "test": test.id}
        _tell(session, campaign, [facts.owner_id], f"{RESULT}:{test.id}", body, policy, now)
    _finish(session, campaign, policy, now)


def _is_over(facts: AccountFacts, test: LitmusFact, now: datetime) -> bool:
    all_given = 0 < test.asked == test.given
    return test.is_open and (all_given or not facts.watched or closes_at(facts, test) <= now)


def _weigh(
    session: Session, facts: AccountFacts, test: LitmusTest, campaign: Campaign, policy: Policy, now: datetime
) -> None:
    """What it comes to; a test without a single view is none."""
    given = [view for view in litmus.views(session, test.team_id, test.id) if view.given_at]
    if not given:
        test.superseded_at = now
        return
    questions = again(campaign.questions or {})
    keepers = {test.owner_id, facts.owner_id}
    views = [View(view.answers or {}, view.person_id in keepers, view.words) for view in given]
    result = weigh(questions.questions, answers(questions, facts, policy, now), views, test.asked)
    test.given, test.band, test.score, test.result = len(given), result.band, result.score, to_json(result)
    litmus.supersede(session, test.team_id, test.account_id, test.id, now)


def _finish(session: Session, campaign: Campaign, policy: Policy, now: datetime) -> None:
    """With its last test, a round is closed; of a campaign, all hear who keep one of its accounts."""
    if litmus.is_waited_for(session, campaign.team_id, campaign.id):
        return
    campaign.closed_at = now
    outbox.ask_revision_of_slot(session, campaign.team_id, slot(VIEWS, campaign.id), now)
    if campaign.kind != "campaign":
        return
    owners = campaigns.keepers(session, campaign.team_id, campaign.id)
    body = {"about": FINISHED, "campaign": campaign.id}
    _tell(session, campaign, owners, f"{FINISHED}:{campaign.id}", body, policy, now)


def _tell(
    session: Session,
    campaign: Campaign,
    owners: Iterable[str | None],
    seat: str,
    body: dict[str, str],
    policy: Policy,
    now: datetime,
) -> None:
    """A word to owners, their leads and whoever opened the round, each within their own hours."""
    keeping = people.many(session, campaign.team_id, {id_ for id_ in owners if id_})
    others = {campaign.opened_by, *(one.lead_id for one in keeping.values())}
    known = keeping | people.many(session, campaign.team_id, {id_ for id_ in others if id_})
    for one in sorted(known.values(), key=lambda person: person.id):
        told = hearer(one, policy)
        if told.is_here:
            at = within_hours(told.calendar, now, policy)
            outbox.notify(session, campaign.team_id, one.id, seat, body, at)
