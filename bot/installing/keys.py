"""The keys that tokens are encrypted with change: what older ones sealed is sealed anew; what none opens is told."""

from __future__ import annotations

import structlog

from bot.installing.keeper import owner
from storage import calendars, installations
from storage.engine import Store
from storage.tables import Calendar, Installation
from storage.vault import CannotOpen, Vault

log = structlog.get_logger()


def seal_anew(store: Store, vault: Vault) -> int:
    """Seal with the first key what another one sealed; how many rows. What no key opens is left as it is."""
    changed = 0
    with store.write() as session:
        for calendar in calendars.everything(session):
            changed += _seal_address_anew(calendar, vault)
        for row in installations.everything(session):
            if not _opens(row, vault):
                log.error("installation.sealed_by_an_unknown_key", team_id=row.team_id, enterprise_id=row.enterprise_id)
            elif not vault.is_newest(row.bot_token):
                row.bot_token = vault.seal_anew(row.bot_token)
                row.refresh_token = vault.seal_anew(row.refresh_token) if row.refresh_token else None
                changed += 1
    return changed


def _seal_address_anew(calendar: Calendar, vault: Vault) -> bool:
    if vault.is_newest(calendar.address):
        return False
    try:
        calendar.address = vault.seal_anew(calendar.address)
    except CannotOpen:
        log.error("calendar.sealed_by_an_unknown_key", team_id=calendar.team_id, person_id=calendar.person_id)
        return False
    return True


def unopened(store: Store, vault: Vault) -> tuple[int, int]:
    """How many installations there are, and how many of them no key opens."""
    with store.read() as session:
        rows = installations.everything(session)
        return len(rows), sum(not _opens(row, vault) for row in rows)


def _opens(row: Installation, vault: Vault) -> bool:
    try:
        for sealed in filter(None, (row.bot_token, row.refresh_token)):
            vault.open(sealed, owner(row))
    except CannotOpen:
        return False
    return True
