"""The pulse: owners are asked privately which of their accounts they would worry about, and how they would know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.asking import PULSE, ask_for_views, slot
from bot.nudges.circles import office
from bot.nudges.settle import settle
from bot.policy import Policy
from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from bot.work.litmus import begin
from bot.work.permission import allow
from storage import accounts, campaigns, outbox, workspaces, worries
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Campaign, Worry

MOST = 100  # accounts that a form lists
NOT_YOURS = "You can only say so of accounts that are yours; of others, pass on what you heard with /heard."
HOW = "Please add how you would know: a word is enough."


@dataclass(frozen=True, slots=True)
class PulseAsked:
    """A round of the pulse, and how many owners are asked."""

    campaign: Campaign
    asked: int


@dataclass(frozen=True, slots=True)
class PulseTold:
    """How many accounts somebody worries about, and how many they did before and do not any more."""

    worries: int
    ended: int


def ask(store: Store, deed: Deed) -> PulseAsked:
    """Ask every owner, each privately. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, None)
        allow(session, deed, "pulse.ask")
        asked = _begin(session, deed, policy_of(workspaces.lock(session, deed.team_id)))
        if asked is None:
            raise Refused("There is no owner to ask yet: give accounts an owner first, with “/client owner”.")
    return asked


def ask_if_due(session: Session, team_id: str, now: datetime) -> None:
    """Begin a round by itself, as Tend's own deed, where its day has come. The workspace is locked."""
    day, workspace = next_on(session, team_id), desk.workspace(session, team_id)
    policy = policy_of(workspace)
    if day is not None and day <= office(workspace, policy).day(now):
        _begin(session, Deed(team_id, None, now), policy)


def next_on(session: Session, team_id: str, policy: Policy | None = None) -> date | None:
    """When the next round begins by itself, so long after the last one, or after Tend or its pulse came.

    None: only by hand. `policy`: another one than the workspace's.
    """
    workspace = desk.workspace(session, team_id)
    policy = policy or policy_of(workspace)
    if not policy.pulse_every_days:
        return None
    last = next(iter(campaigns.newest(session, team_id, PULSE)), None)
    began = max(workspace.installed_at, workspace.reminds_from or workspace.installed_at)
    since = office(workspace, policy).day(last.opened_at if last else began)
    return since + timedelta(days=policy.pulse_every_days)


def tell(store: Store, deed: Deed, account_ids: Collection[str], how: str = "") -> PulseTold:
    """Say which of one's accounts one would worry about: these, and no others any more. Raises `Refused`, `Repeated`.

    The audit log says that somebody answered, never what.
    """
    words = checks.note(how, "answer")
    person_id = deed.person_id or ""
    with store.write() as session:
        desk.begin(session, deed, None)
        allow(session, deed, "pulse.tell")
        before = {one.account_id: one for one in worries.of_person(session, deed.team_id, person_id)}
        chosen = set(account_ids)
        _check(session, deed, chosen - before.keys())
        if chosen and not words:
            raise Refused(HOW)
        concerned = sorted(chosen | before.keys())
        accounts.lock(session, deed.team_id, concerned)
        for account_id in concerned:
            worries.end(session, deed.team_id, account_id, person_id, deed.now)
        session.add_all(_worry(deed, one, words) for one in sorted(chosen))
        _thank(session, deed, person_id)
        session.flush()
        desk.record(session, deed, "pulse.tell", subject_id=person_id)
        settle(session, deed.team_id, concerned, deed.now, by=deed.person_id)
    return PulseTold(len(chosen), len(before.keys() - chosen))


def _begin(session: Session, deed: Deed, policy: Policy) -> PulseAsked | None:
    """A new round; None where there is no owner to ask."""
    owners = campaigns.owners(session, deed.team_id)
    if not owners:
        return None
    campaign = begin(session, deed, PULSE, deed.now.date() + timedelta(days=policy.pulse_days))
    worries.ask(session, deed.team_id, campaign.id, owners, deed.now)
    ask_for_views(session, campaign, owners, policy, deed.now, PULSE)
    desk.record(session, deed, "pulse.ask", subject_id=campaign.id, after={"asked": len(owners)})
    return PulseAsked(campaign, len(owners))


def _thank(session: Session, deed: Deed, person_id: str) -> None:
    """Note that they answered whatever they were asked, and have the questions say so."""
    for campaign_id in worries.unanswered(session, deed.team_id, person_id):
        asked = outbox.of_slot(session, deed.team_id, person_id, slot(PULSE, campaign_id))
        if asked is not None:
            outbox.ask_revision_of(session, deed.team_id, asked.id, deed.now)
    worries.answered(session, deed.team_id, person_id, deed.now)


def _check(session: Session, deed: Deed, account_ids: Collection[str]) -> None:
    known = accounts.many(session, deed.team_id, account_ids)
    if any(id_ not in known or known[id_].owner_id != deed.person_id for id_ in account_ids):
        raise Refused(NOT_YOURS)


def _worry(deed: Deed, account_id: str, words: str) -> Worry:
    said: dict[str, Any] = {"id": new_id(), "words": words, "said_at": deed.now}
    return Worry(team_id=deed.team_id, account_id=account_id, person_id=deed.person_id or "", **said)
