"""Which rows name somebody: what is open or was settled on accounts, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlmodel import Session, SQLModel

from storage.core import table
from storage.tables import Breakdown, Delivery, Loss, LossAudit, Promise, Rescue, RescueReview, Wish

#: The columns with ids of the client's people, and with ids of ours, by table.
_CONTACTS: Mapping[type[SQLModel], tuple[str, ...]] = {Promise: ("contact_id",), Wish: ("contact_id",)}
_PEOPLE: Mapping[type[SQLModel], tuple[str, ...]] = {
    Promise: ("person_id", "owner_id", "made_by", "settled_by"),
    Wish: ("owner_id", "noted_by", "ended_by"),
    Delivery: ("delivered_by",),
    Breakdown: ("owner_id", "reported_by", "recovered_by", "verified_by"),
    Loss: ("exit_by", "overridden_by", "recorded_by", "closed_by", "reopened_by"),
    LossAudit: ("leader_id", "closed_by"),
    Rescue: ("opened_by", "lead_id", "sponsor_id", "ended_by"),
    RescueReview: ("reviewed_by",),
}


def of_contact(session: Session, team_id: str, contact_id: str) -> set[str]:
    """The ids of the rows that concern somebody at a client; a delivery concerns whose wish it was."""
    found = _naming(session, team_id, contact_id, _CONTACTS)
    delivery = table(Delivery).c
    mine = (delivery.team_id == team_id, delivery.wish_id.in_(found))
    return found | set(session.execute(select(delivery.id).where(*mine)).scalars())


def of_person(session: Session, team_id: str, person_id: str) -> set[str]:
    """The ids of the rows that concern somebody of ours."""
    return _naming(session, team_id, person_id, _PEOPLE)


def _naming(session: Session, team_id: str, id_: str, columns: Mapping[type[SQLModel], tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    for model, names in columns.items():
        row = table(model).c
        mine = (row.team_id == team_id, or_(*(row[name] == id_ for name in names)))
        found |= set(session.execute(select(row.id).where(*mine)).scalars())
    return found
