"""Campaigns: litmus tests of many accounts at once, with one last day for all views."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.asking import ask_for_views
from bot.nudges.circles import office
from bot.policy import Tier
from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from bot.work.litmus import begin, checked_day, new_test, new_view, touching
from bot.work.permission import allow
from storage import campaigns, clocks, litmus
from storage.engine import Store
from storage.tables import Campaign

GONE = "That campaign is no longer on record."


@dataclass(frozen=True, slots=True)
class CampaignOpened:
    """A campaign, how many accounts it tests, how many people it asks, and how many accounts have nobody to ask."""

    campaign: Campaign
    tests: int
    people: int
    nobody: int


def open_campaign(
    store: Store, deed: Deed, tiers: Collection[Tier], due_on: date | None = None, why: str = ""
) -> CampaignOpened:
    """Test all accounts of some tiers. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, None)
        allow(session, deed, "litmus.campaign")
        if not tiers:
            raise Refused("Choose at least one tier of accounts to test.")
        opened = begin_campaign(session, deed, tiers, due_on=due_on, why=why)
        if not opened.tests:
            raise Refused("There is no account to test: each has a test open, or nobody who could be asked.")
    return opened


def begin_campaign(
    session: Session, deed: Deed, tiers: Collection[Tier] = tuple(Tier), *, due_on: date | None = None, why: str = ""
) -> CampaignOpened:
    """Within the caller's transaction: test all accounts of some tiers that are not lost and have no test open.

    Everyone who touched them, and their owners, gets one message. The accounts are settled at the next tick. `why` is
    what people read when they are asked. Raises `Refused` for a day that is none.
    """
    policy = policy_of(desk.workspace(session, deed.team_id))
    last = checked_day(deed, due_on) if due_on else proposed_day(session, deed)
    owners = {row.id: row.owner_id for row in campaigns.to_test(session, deed.team_id, [tier.value for tier in tiers])}
    asked = touching(session, deed, owners, policy)
    campaign = begin(session, deed, "campaign", last, checks.note(why, "reason"))
    tests = {id_: new_test(deed, campaign, id_, owners[id_], len(people)) for id_, people in asked.items()}
    views = [new_view(deed, str(test["id"]), id_, one) for id_, test in tests.items() for one in asked[id_]]
    campaign.closed_at = None if tests else deed.now
    litmus.open_many(session, deed.team_id, list(tests.values()), views)
    everyone = sorted({one for people in asked.values() for one in people})
    ask_for_views(session, campaign, everyone, policy, deed.now)
    clocks.look_at(session, deed.team_id, list(tests), deed.now)
    after = {"due_on": last, "tests": len(tests), "people": len(everyone), "why": campaign.why}
    desk.record(session, deed, "litmus.campaign", subject_id=campaign.id, after=after)
    return CampaignOpened(campaign, len(tests), len(everyone), len(owners) - len(tests))


def proposed_day(session: Session, deed: Deed) -> date:
    """The last day for views that a campaign has by default."""
    workspace = desk.workspace(session, deed.team_id)
    policy = policy_of(workspace)
    calendar = office(workspace, policy)
    return calendar.day(calendar.add_working_days(deed.now, policy.campaign_days))


def close_campaign(store: Store, deed: Deed, campaign_id: str) -> Campaign:
    """Close a campaign before its day: its tests are closed at the next tick. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, campaign_id)
        allow(session, deed, "litmus.campaign")
        campaign = campaigns.get(session, deed.team_id, campaign_id)
        if campaign is None or campaign.kind != "campaign":
            raise Refused(GONE)
        if campaign.closed_at is not None:
            raise Refused("That campaign is closed already.")
        waiting = campaigns.waiting(session, deed.team_id, campaign_id)
        clocks.look_at(session, deed.team_id, waiting, deed.now)
        campaigns.end(session, deed.team_id, campaign_id, deed.now.date() - timedelta(days=2))
        desk.record(session, deed, "litmus.campaign_end", subject_id=campaign_id, after={"tests": len(waiting)})
    return campaign
