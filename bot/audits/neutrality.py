"""What everybody of ours had to do with an account, from the log."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.audits.former import former
from bot.audits.neutral import Involvement, Tie
from storage import people, ties
from storage.tables import Account, Person


def everybody(session: Session, account: Account, until: datetime | None = None) -> list[Involvement]:
    """Everybody of ours who is here, guests aside, with what they had to do with an account until a moment."""
    ours = [one for one in people.of_ours(session, account.team_id) if not one.is_guest]
    return _involved(session, account, ours, until)


def of_person(session: Session, account: Account, person_id: str) -> Involvement | None:
    """What one person of ours had to do with an account."""
    person = people.get(session, account.team_id, person_id)
    return _involved(session, account, [person])[0] if person else None


def _involved(
    session: Session, account: Account, ours: list[Person], until: datetime | None = None
) -> list[Involvement]:
    at = (session, account.team_id, account.id)
    ended = ties.ended_at(*at)
    was = former(session, account, ended, until)
    touching, touched = ties.touching(*at, until, undone=was.undone), was.people.get(Tie.TOUCHED, set())
    kept, helping = ties.kept(*at, until), ties.helping(*at, until)
    helped = ties.helped(*at, until) | was.people.get(Tie.HELPED, set())
    seen_to = ties.seeing_to(*at, ended) | was.people.get(Tie.SAW_TO, set())
    reporting, auditing = ties.reporting(*at), ties.auditing(session, account.team_id)
    keepers = {account.owner_id, account.backup_id, account.sponsor_id}
    owner = people.get(session, account.team_id, account.owner_id) if account.owner_id else None
    found = []
    for one in ours:
        touches, last = touching.get(one.id, (0, None))
        involved = Involvement(
            person_id=one.id,
            name=one.name,
            keeps=one.id in keepers & kept,
            kept=one.id in kept,
            helps=one.id in helping,
            helped=one.id in helped,
            touches=touches or int(one.id in touched),
            last_touch_on=last.date() if last else None,
            saw_to=one.id in seen_to,
            remarks=reporting.get(one.id, 0),
            leads_owner=owner is not None and owner.lead_id == one.id,
            audits=auditing.get(one.id, 0),
        )
        found.append(involved)
    return found
