"""What is put in order once a night: whose owner left is listed for others, Homes are cleared, requests forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.circles import hearer
from bot.nudges.hearer import Hearer
from bot.policy import Policy
from storage import imports, outbox, people, requests
from storage.tables import Person, Workspace

REMEMBERED = timedelta(days=7)  # requests of Slack's: it repeats one for an hour at most


def keep_in_order(session: Session, workspace: Workspace, now: datetime) -> None:
    """See to one workspace, whose lock the caller holds; twice is once."""
    requests.forget_before(session, workspace.team_id, now - REMEMBERED)
    imports.forget_before(session, workspace.team_id, now - REMEMBERED)
    outbox.clear_homes(session, workspace.team_id)
    orphaned = people.left_behind(session, workspace.team_id)
    gone = people.many(session, workspace.team_id, list(orphaned))
    for person_id in sorted(orphaned):
        _ask_for_owners(session, workspace, gone[person_id], orphaned[person_id], now)


def unseen(session: Session, workspace: Workspace, now: datetime) -> set[str]:
    """The accounts of which something stands on the Home of somebody who will not be there in the morning."""
    told, policy = outbox.on_homes(session, workspace.team_id), policy_of(workspace)
    readers = people.many(session, workspace.team_id, list(told)).values()
    away = [person.id for person in readers if _will_be_away(hearer(person, policy), policy, now)]
    return {account_id for person_id in away for account_id in told[person_id]}


def _will_be_away(one: Hearer, policy: Policy, now: datetime) -> bool:
    return bool(one.absence(one.calendar.day(one.calendar.next_morning(now, one.hour(policy)))))


def _ask_for_owners(session: Session, workspace: Workspace, gone: Person, names: list[str], now: datetime) -> None:
    """List somebody's accounts once: to their lead, else the admins, else the alert channel."""
    body = {"about": "reassign", "person": gone.id, "accounts": names}
    slot = f"reassign:{gone.id}:{gone.deactivated_at or gone.erased_at:%Y-%m-%d}"
    if outbox.is_told(session, workspace.team_id, slot):
        return
    for recipient in _to_be_asked(session, workspace, gone, now):
        outbox.notify(session, workspace.team_id, recipient, slot, body, now)


def _to_be_asked(session: Session, workspace: Workspace, gone: Person, now: datetime) -> list[str]:
    lead = people.get(session, workspace.team_id, gone.lead_id) if gone.lead_id else None
    admins = people.admins(session, workspace.team_id)
    for rung in ([lead] if lead else [], admins):
        here = [one.id for one in rung if _is_here(one, workspace, now)]
        if here:
            return here
    return [workspace.alert_channel_id] if workspace.alert_channel_id else []


def _is_here(person: Person, workspace: Workspace, now: datetime) -> bool:
    told = hearer(person, policy_of(workspace))
    return not told.absence(told.calendar.day(now))
