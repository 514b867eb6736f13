"""What is put in order once a night: whose owner left is listed for others, and old requests are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.circles import hearer
from storage import imports, outbox, people, requests
from storage.tables import Person, Workspace

REMEMBERED = timedelta(days=7)  # requests of Slack's: it repeats one for an hour at most


def keep_in_order(session: Session, workspace: Workspace, now: datetime) -> None:
    """See to one workspace, whose lock the caller holds; twice is once."""
    requests.forget_before(session, workspace.team_id, now - REMEMBERED)
    imports.forget_before(session, workspace.team_id, now - REMEMBERED)
    orphaned = people.left_behind(session, workspace.team_id)
    gone = people.many(session, workspace.team_id, list(orphaned))
    for person_id in sorted(orphaned):
        _ask_for_owners(session, workspace, gone[person_id], orphaned[person_id], now)


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
