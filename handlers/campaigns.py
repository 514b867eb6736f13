"""Litmus campaigns by buttons and a form, and how the whole portfolio stands."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.litmus import campaign_shown, outcomes
from bot.policy import Band, Tier
from bot.views import campaigns as views
from bot.views.campaigns import Covered, Portfolio
from bot.views.forms import litmus as forms
from bot.work import campaigns as work
from bot.work import desk
from bot.work.permission import NotAllowed, allow
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import campaigns, litmus

_MOST_VIEWS = 1_000
_WORST = 8
_WEAK = (Band.SHAKY.value, Band.AT_RISK.value)
_MONTH = timedelta(days=30.5)


def overview(session: Session, visit: Visit) -> Answer:
    """How far the campaign is, how many accounts were tested in time, and how they stand."""
    waiting = litmus.waiting(session, visit.team_id, visit.person.id, _MOST_VIEWS)
    last = next(iter(campaigns.newest(session, visit.team_id, "campaign")), None)
    shown = Portfolio(
        covered=_covered(session, visit),
        bands={Band(band): count for band, count in litmus.bands(session, visit.team_id).items()},
        worst=outcomes(session, litmus.weakest(session, visit.team_id, _WEAK, _WORST)),
        campaign=campaign_shown(session, last, visit.zone) if last else None,
        mine=len(waiting),
        next_of=waiting[0][0].campaign_id if waiting else "",
        may_open=_may_open(session, visit),
    )
    return Answer(views.overview(shown, visit.today))


def starting(visit: Visit, _value: str) -> Answer:
    """Test the portfolio: which accounts, and until when."""
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "litmus.campaign")
        last = work.proposed_day(session, visit.deed())
    return Answer(view=forms.campaign(last))


def started(visit: Visit, form: Form) -> Answer:
    """A campaign from the form."""
    tiers = [Tier(tier) for tier in form.many("tiers")]
    with at("due_on" if tiers else "tiers"):
        why, last = form.text("why"), form.day("due_on")
        done = work.open_campaign(visit.tend.store, visit.deed(), tiers, due_on=last, why=why)
    with visit.tend.store.read() as session:
        shown = campaign_shown(session, done.campaign, visit.zone)
    return Answer(views.opened(shown, done.people, done.nobody, visit.today))


def end(visit: Visit, campaign_id: str) -> Answer:
    """Close the campaign before its day."""
    campaign = work.close_campaign(visit.tend.store, visit.deed(), campaign_id)
    with visit.tend.store.read() as session:
        return Answer(views.ended(campaign_shown(session, campaign, visit.zone)))


def _covered(session: Session, visit: Visit) -> list[Covered]:
    policy = policy_of(desk.workspace(session, visit.team_id))
    every = [(tier, policy.tier(tier).litmus_months) for tier in Tier]
    counted = [(*one, *litmus.coverage(session, visit.team_id, one[0], visit.now - one[1] * _MONTH)) for one in every]
    return [Covered(*one) for one in counted if one[2]]


def _may_open(session: Session, visit: Visit) -> bool:
    try:
        allow(session, visit.deed(), "litmus.campaign")
    except NotAllowed:
        return False
    return True
