"""Accounts from and to CSV files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TextIO

from sqlmodel import Session

from bot import money
from bot.intake import cells
from bot.intake.batches import Progress, batches, each, silent
from bot.intake.csv_files import Columns, ImportReport, Row, write, write_header
from bot.intake.who import Who
from bot.nudges.settle import settle
from bot.work import accounts as work
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from bot.work.slips import Slips
from storage import accounts, names, workspaces
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account

COLUMNS = Columns(
    needed=("name",),
    optional=(
        "tier", "annual_value", "annual_profit", "currency", "client_since", "owner", "backup", "sponsor", "aliases",
        "domains", "channel", "helpers", "cadence_days", "status", "paused_until", "lost_on",
    ),
)  # fmt: skip
AMOUNTS = {"annual_value": "annual_value_minor", "annual_profit": "annual_profit_minor"}
_LISTS = ("aliases", "domains", "channels", "helpers")


def import_accounts(
    store: Store, deed: Deed, rows: Iterable[Row], *, dry_run: bool = False, progress: Progress = silent
) -> ImportReport:
    """Add accounts, and change those that are known by name or alias where a cell says something else.

    Empty cells change nothing, lists are added to. `progress` hears how many rows were handled so far.
    """
    report = ImportReport()
    handled = 0
    for batch in batches(rows):
        with store.write() as session:
            allow(session, deed, "import")
            workspaces.lock(session, deed.team_id)
            who = Who(session, deed.team_id)
            accounts.lock(session, deed.team_id, who.known_accounts(row.cells.get("name", "") for row in batch))
            touched: set[str] = set()
            each(session, batch, report, _putting(session, deed, who, touched))
            if dry_run:
                session.rollback()
            else:
                settle(session, deed.team_id, sorted(touched), deed.now, by=deed.person_id)
        handled += len(batch)
        progress(handled)
    return report


def export_accounts(store: Store, team_id: str, out: TextIO) -> int:
    """Write every account, by name, in the columns of `import_accounts`; how many."""
    write_header(out, COLUMNS)
    count, last = 0, ""
    with store.read() as session:
        who = Who(session, team_id)
        while page := accounts.listed(session, team_id, after_key=last, limit=500):
            for account in page:
                write(out, _cells(work.shown(session, account), who))
            count, last = count + len(page), page[-1].name_key
    return count


def _putting(session: Session, deed: Deed, who: Who, touched: set[str]) -> Callable[[Row], str]:
    def put(row: Row) -> str:
        slips = Slips()
        account_id, outcome = _put(session, deed, _fields(row.cells, who, slips), slips)
        touched.add(account_id)
        return outcome

    return put


def _put(session: Session, deed: Deed, said: dict[str, Any], slips: Slips) -> tuple[str, str]:
    known = accounts.by_key(session, deed.team_id, names.key(said["name"])) if said["name"] else None
    if known is None:
        account_id = new_id()
        work.insert(session, deed, work.NewAccount(**said), account_id, slips)
        return account_id, "added"
    changed = work.change(session, deed, known, _changes(session, known, said), slips)
    return known.id, "changed" if changed else "unchanged"


def _changes(session: Session, account: Account, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of an account that is known: its name stays, its lists grow."""
    before = work.shown(session, account)
    grown = {field: [*before[field], *said[field]] for field in _LISTS if field in said}
    return {field: value for field, value in said.items() if field != "name"} | grown


def _fields(row: Mapping[str, str], who: Who, slips: Slips) -> dict[str, Any]:
    """The fields that a row says something of, where they can be read."""
    how: dict[str, tuple[str, Callable[[str], Any]]] = {
        "tier": ("tier", str),
        "currency": ("currency", str),
        "client_since": ("client_since", lambda text: cells.day(text, "client_since")),
        "owner": ("owner_id", who.person),
        "backup": ("backup_id", who.person),
        "sponsor": ("sponsor_id", who.person),
        "aliases": ("aliases", cells.split),
        "domains": ("domains", cells.split),
        "channel": ("channels", _channels),
        "helpers": ("helpers", who.people),
        "cadence_days": ("cadence_days", lambda text: cells.whole(text, "cadence_days")),
        "status": ("status", str),
        "paused_until": ("paused_until", lambda text: cells.day(text, "paused_until")),
        "lost_on": ("lost_on", lambda text: cells.day(text, "lost_on")),
    }
    said = {field: slips.of(partial(read, row[column])) for column, (field, read) in how.items() if row.get(column)}
    amounts = {field: slips.of(partial(_minor, column, row)) for column, field in AMOUNTS.items() if row.get(column)}
    readable = {field: value for field, value in (said | amounts).items() if value is not None}
    return {"name": row.get("name", ""), **readable}


def _minor(column: str, row: Mapping[str, str]) -> int:
    text, currency = row[column], row.get("currency", "").upper()
    if not currency:
        raise Refused(f"{column} needs a currency, like EUR, in the column beside it")
    try:
        return money.to_minor(money.read(text, currency), currency)
    except ValueError:
        raise Refused(f"{column} is “{text}”; write amounts like 120000 or 99.50") from None


def _channels(text: str) -> list[str]:
    found = [one.removeprefix("<#").removesuffix(">").partition("|")[0] for one in cells.split(text)]
    for channel_id in found:
        if not (channel_id[:1] in ("C", "G") and channel_id.isalnum() and channel_id.isupper()):
            raise Refused(f"channel is “{channel_id}”; use the channel's Slack id, like C024BE91L")
    return found


def _cells(shown: Mapping[str, Any], who: Who) -> list[str]:
    texts = {
        **{field: _text(shown[field]) for field in ("name", "tier", "currency", "client_since", "cadence_days")},
        **{field: _text(shown[field]) for field in ("status", "paused_until", "lost_on")},
        **{column: _amount(shown[field], shown["currency"]) for column, field in AMOUNTS.items()},
        "owner": who.shown(shown["owner_id"]),
        "backup": who.shown(shown["backup_id"]),
        "sponsor": who.shown(shown["sponsor_id"]),
        "aliases": cells.join(shown["aliases"]),
        "domains": cells.join(shown["domains"]),
        "channel": cells.join(shown["channels"]),
        "helpers": cells.join(map(who.shown, shown["helpers"])),
    }
    return [texts[column] for column in COLUMNS.all]


def _amount(minor: int | None, currency: str | None) -> str:
    return money.plain(minor, currency) if minor is not None and currency else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)
