"""Which clients some e-mail addresses belong to: by their contacts, else by their domains. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session

from storage import addresses


@dataclass(slots=True)
class Theirs:
    """Addresses of one account: with the contact who has it, or None where only the domain is known."""

    contacts: dict[str, str | None] = field(default_factory=dict)

    @property
    def contact_ids(self) -> list[str]:
        """The contacts among them."""
        return list(dict.fromkeys(id_ for id_ in self.contacts.values() if id_ is not None))


def accounts_of(session: Session, team_id: str, given: Collection[str]) -> dict[str, Theirs]:
    """The accounts that have something to do with some addresses, by account id; ours and strangers' have none."""
    wanted = list(dict.fromkeys(one for address in given if "@" in (one := address.strip().lower())))
    found: dict[str, Theirs] = {}
    known: set[str] = set()
    for address, account_id, contact_id in addresses.contacts(session, team_id, wanted):
        found.setdefault(account_id, Theirs()).contacts.setdefault(address, contact_id)
        known.add(address)
    domains = {address: address.rpartition("@")[2] for address in wanted if address not in known}
    by_domain = addresses.accounts_by_domain(session, team_id, set(domains.values()))
    for address, domain in domains.items():
        if domain in by_domain:
            found.setdefault(by_domain[domain], Theirs()).contacts[address] = None
    return found
