"""Plans and steps from their rows to what people read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from sqlmodel import Session

from bot.views.plans import PlanShown, StepShown
from storage import accounts, contacts, plans
from storage.tables import Plan, Step


def shown(session: Session, team_id: str, found: Sequence[Plan], where: tzinfo) -> list[PlanShown]:
    """Plans with all their steps as people read them, days where the reader is."""
    named = accounts.names(session, team_id, {one.account_id for one in found})
    steps = plans.steps_of(session, team_id, [one.id for one in found])
    return [
        PlanShown(
            id=one.id,
            account_id=one.account_id,
            account=named[one.account_id],
            playbook=one.playbook,
            title=one.title,
            opened_on=one.opened_at.astimezone(where).date(),
            steps=tuple(steps_shown(session, team_id, steps.get(one.id, ()), where)),
            from_text=one.from_text,
            to=one.to_text,
            lead_id=one.lead_id,
            state=one.state,
            outcome=one.outcome,
            ended_on=one.ended_at.astimezone(where).date() if one.ended_at else None,
        )
        for one in found
    ]


def steps_shown(session: Session, team_id: str, found: Sequence[Step], where: tzinfo) -> list[StepShown]:
    """Steps as people read them, days where the reader is."""
    theirs = contacts.many(session, team_id, [one.contact_id for one in found if one.contact_id])
    free = {one.account_id for one in found if one.state == "open" and not one.owner_id}
    kept = accounts.many(session, team_id, free) if free else {}
    return [
        StepShown(
            id=one.id,
            text=one.text,
            kind=one.kind,
            owner_id=one.owner_id,
            keeper_id=kept[one.account_id].owner_id if one.account_id in kept else None,
            contact=theirs[one.contact_id].name if one.contact_id in theirs else "",
            due_on=one.due_on,
            state=one.state,
            note=one.note,
            client_told=one.client_told,
            done_by=one.done_by,
            done_on=one.done_at.astimezone(where).date() if one.done_at else None,
        )
        for one in found
    ]
