"""Contacts from and to CSV files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, tzinfo
from functools import partial
from typing import Any, TextIO

from sqlmodel import Session

from bot.intake import cells
from bot.intake.batches import Progress, batches, each, silent
from bot.intake.csv_files import Columns, ImportReport, Row, write, write_header
from bot.intake.who import Who
from bot.nudges.settle import settle
from bot.work import checks, desk
from bot.work import contacts as work
from bot.work.deed import Deed
from bot.work.permission import allow
from bot.work.slips import Slips
from storage import accounts, contacts, names
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Contact

COLUMNS = Columns(
    needed=("account", "name"),
    optional=("title", "level", "roles", "email", "can_hire_or_fire", "left_at"),
)


def import_contacts(
    store: Store, deed: Deed, rows: Iterable[Row], *, dry_run: bool = False, progress: Progress = silent
) -> ImportReport:
    """Add contacts, and change those that are known at their account by name where a cell says something else.

    Empty cells change nothing. `progress` hears how many rows were handled so far.
    """
    report = ImportReport()
    handled = 0
    for batch in batches(rows):
        with store.write() as session:
            allow(session, deed, "import")
            who = Who(session, deed.team_id)
            held = _hold(session, deed, batch, who)
            each(session, batch, report, _putting(session, deed, who, held))
            if dry_run:
                session.rollback()
            else:
                settle(session, deed.team_id, sorted(held), deed.now, by=deed.person_id)
        handled += len(batch)
        progress(handled)
    return report


def export_contacts(store: Store, team_id: str, out: TextIO) -> int:
    """Write every contact, who left too, in the columns of `import_contacts`; how many."""
    write_header(out, COLUMNS)
    count, last = 0, ""
    with store.read() as session:
        while page := accounts.listed(session, team_id, after_key=last, limit=500):
            shown = {account.id: account.name for account in page}
            for contact in contacts.of_accounts(session, team_id, shown):
                write(out, _cells(shown[contact.account_id], contact))
                count += 1
            last = page[-1].name_key
    return count


def _hold(session: Session, deed: Deed, batch: list[Row], who: Who) -> dict[str, Account]:
    """The accounts that a batch names, locked."""
    ids = who.known_accounts(row.cells.get("account", "") for row in batch)
    return {account.id: account for account in accounts.lock(session, deed.team_id, ids)}


def _putting(session: Session, deed: Deed, who: Who, held: Mapping[str, Account]) -> Callable[[Row], str]:
    zone = desk.zone_of(session, deed.team_id, None)

    def put(row: Row) -> str:
        slips = Slips()
        account = slips.of(lambda: held[who.account(row.cells.get("account", ""))])
        said = _fields(row.cells, slips)
        left_at = slips.of(lambda: _left_at(row.cells.get("left_at", ""), zone, deed.now))
        if account is None:
            work.tidy(said, slips)
            raise slips.all()
        known = contacts.by_key(session, deed.team_id, account.id, names.key(said["name"])) if said["name"] else None
        if known is None:
            contact, changed = work.insert(session, deed, account, work.NewContact(account.id, **said), new_id(), slips)
        else:
            changes = {field: value for field, value in said.items() if field != "name"}
            contact, changed = known, work.change(session, deed, known, changes, slips)
        if left_at is not None and contact.left_at is None:
            changed |= work.leave(session, deed, contact, left_at)
        return "added" if known is None else "changed" if changed else "unchanged"

    return put


def _fields(row: Mapping[str, str], slips: Slips) -> dict[str, Any]:
    """The fields that a row says something of, where they can be read."""
    how: dict[str, Callable[[str], Any]] = {
        "title": str,
        "level": str,
        "roles": cells.split,
        "email": str,
        "can_hire_or_fire": lambda text: cells.yes(text, "can_hire_or_fire"),
    }
    said = {column: slips.of(partial(read, row[column])) for column, read in how.items() if row.get(column)}
    return {"name": row.get("name", ""), **{column: value for column, value in said.items() if value is not None}}


def _left_at(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    if not text:
        return None
    said = cells.moment(text, "left_at", zone)
    return checks.happened(said if isinstance(said, datetime) else datetime.combine(said, time.min, zone), now)


def _cells(account_name: str, contact: Contact) -> list[str]:
    return [
        account_name,
        contact.name,
        contact.title,
        "" if contact.level_is_suggested else contact.level,
        cells.join(contact.roles),
        contact.email or "",
        "yes" if contact.can_hire_or_fire else "no",
        contact.left_at.isoformat() if contact.left_at else "",
    ]
