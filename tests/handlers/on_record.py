"""What is on record after a command."""

from __future__ import annotations

from sqlmodel import select

from storage.tables import Contact
from tests.handlers.office import Office


def contacts(office: Office) -> list[Contact]:
    with office.store.read() as session:
        return list(session.exec(select(Contact).order_by(Contact.name)))
