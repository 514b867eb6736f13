"""Touches from and to CSV files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from sqlmodel import Session

from bot.intake import cells
from bot.intake.batches import Progress, silent
from bot.intake.csv_files import Columns, ImportReport, Row, write, write_header
from bot.intake.touch_rows import SOURCE, TouchRows
from bot.intake.who import Who
from bot.nudges.settle import settle
from bot.work import desk
from bot.work import touches as work
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from bot.work.slips import Slips
from storage import accounts, contacts, touches
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Touch

COLUMNS = Columns(
    needed=("account", "occurred_at"),
    optional=(
        "kind", "direction", "people", "contacts", "note", "temperature", "external_id", "next_on", "signs", "link",
    ),
)  # fmt: skip
_OURS = "tend:"  # the external id, in a file, of a touch that came from elsewhere: its own id here
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Read:
    """A row whose account is known."""

    row: Row
    account_id: str


def import_touches(
    store: Store, deed: Deed, rows: Iterable[Row], *, dry_run: bool = False, progress: Progress = silent
) -> ImportReport:
    """Add touches that were not imported before.

    1. All rows are read, and gathered by account: an account's history goes in at once with its clocks, so that no
       half of it ever makes a warning.
    2. A row without an external id gets one from what it says; the second of two rows alike gets another.
    3. Known ids are left alone, also where the touch was corrected or undone here since.

    `progress` hears how many rows were handled so far.
    """
    report = ImportReport()
    with store.read() as session:
        allow(session, deed, "import")
        reader = TouchRows(Who(session, deed.team_id), desk.zone_of(session, deed.team_id, None), deed)
    by_account = _gather(rows, reader, report)
    handled = len(report.bad)
    for group in _groups(by_account):
        with store.read() if dry_run else store.write() as session:
            batch = _Batch(session, reader, report)
            if dry_run:
                batch.look(group)
            else:
                batch.put(group)
        handled += len(group)
        progress(handled)
    report.bad.sort(key=lambda bad: bad.line)
    return report


def export_touches(store: Store, team_id: str, out: TextIO) -> int:
    """Write every touch that was not undone, in the columns of `import_touches`; how many."""
    write_header(out, COLUMNS)
    count = 0
    with store.read() as session:
        who = Who(session, team_id)
        for page in touches.pages(session, team_id):
            for line in _lines(session, team_id, page, who):
                write(out, line)
            count += len(page)
    return count


def _gather(rows: Iterable[Row], reader: TouchRows, report: ImportReport) -> dict[str, list[_Read]]:
    by_account: defaultdict[str, list[_Read]] = defaultdict(list)
    for row in rows:
        slips = Slips()
        account_id = slips.of(partial(reader.who.account, row.cells.get("account", "")))
        if row.problem:
            report.refuse(row, row.problem)
        elif account_id is None:
            report.refuse(row, str(reader.refusal(row, slips)))
        else:
            by_account[account_id].append(_Read(row, account_id))
    return by_account


def _groups(by_account: Mapping[str, list[_Read]]) -> Iterator[list[_Read]]:
    """Whole accounts together until there are a few hundred rows."""
    group: list[_Read] = []
    for account_id in sorted(by_account):
        group += by_account[account_id]
        if len(group) >= _AT_ONCE:
            yield group
            group = []
    if group:
        yield group


class _Batch:
    """Some accounts' rows, going in in one transaction."""

    def __init__(self, session: Session, reader: TouchRows, report: ImportReport) -> None:
        self.session = session
        self.reader = reader
        self.deed = reader.deed
        self.report = report
        self.contacts: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def look(self, group: list[_Read]) -> list[work.NewTouch]:
        """What is new among rows; the others are told of in the report."""
        ids = {read.account_id for read in group}
        for contact in contacts.of_accounts(self.session, self.deed.team_id, ids):
            self.contacts[contact.account_id][contact.name_key] = contact.id
        return self._new(self._checked(group))

    def put(self, group: list[_Read]) -> None:
        """Write down what is new, count the accounts anew, settle them."""
        team_id, ids = self.deed.team_id, {read.account_id for read in group}
        locked = accounts.lock(self.session, team_id, ids)
        new = self.look(group)
        rows = [work.row(self.deed, new_id(), touch) for touch in sorted(new, key=lambda touch: touch.occurred_at)]
        by_external_id = {touch.external_id: touch for touch in new}
        written = [(row, *_parts(by_external_id[row.external_id])) for row in rows]
        touches.add(self.session, written)
        work.recount(self.session, locked, {contact for _, _, met in written for contact in met})
        settle(self.session, team_id, sorted(ids), self.deed.now, by=self.deed.person_id)
        for account_id, count in Counter(touch.account_id for touch in new).items():
            desk.record(self.session, self.deed, "touch.import", account_id=account_id, after={"touches": count})

    def _checked(self, group: list[_Read]) -> list[work.NewTouch]:
        seen: Counter[str] = Counter()
        checked: list[work.NewTouch] = []
        for read in group:
            try:
                theirs = self.contacts[read.account_id]
                checked.append(self.reader.touch(read.row, read.account_id, theirs, seen))
            except Refused as refused:
                self.report.refuse(read.row, str(refused))
        return checked

    def _new(self, checked: list[work.NewTouch]) -> list[work.NewTouch]:
        """Those that are not on record yet, each external id once."""
        by_id = {touch.external_id or "": touch for touch in reversed(checked)}
        known = touches.known_external_ids(self.session, self.deed.team_id, SOURCE, list(by_id))
        ours = {id_.removeprefix(_OURS): id_ for id_ in by_id if id_.startswith(_OURS)}
        known |= {ours[id_] for id_ in touches.many(self.session, self.deed.team_id, list(ours))}
        new = [touch for id_, touch in by_id.items() if id_ not in known]
        self.report.added += len(new)
        self.report.unchanged += len(checked) - len(new)
        return new


def _parts(touch: work.NewTouch) -> tuple[list[str], list[str]]:
    return list(touch.people), list(touch.contacts)


def _lines(session: Session, team_id: str, page: list[Touch], who: Who) -> Iterator[list[str]]:
    ids = [touch.id for touch in page]
    ours, theirs = touches.people_of(session, team_id, ids), touches.contacts_of(session, team_id, ids)
    named = contacts.many(session, team_id, {id_ for some in theirs.values() for id_ in some})
    accounts_named = accounts.names(session, team_id, {touch.account_id for touch in page})
    for touch in page:
        yield [
            accounts_named[touch.account_id],
            touch.occurred_at.isoformat(),
            touch.kind,
            touch.direction,
            cells.join(sorted(who.shown(id_) for id_ in ours.get(touch.id, []))),
            cells.join(sorted(named[id_].name for id_ in theirs.get(touch.id, []))),
            touch.note,
            "" if touch.temperature is None else str(touch.temperature),
            touch.external_id if touch.source == SOURCE and touch.external_id else f"{_OURS}{touch.id}",
            touch.next_on.isoformat() if touch.next_on else "",
            cells.join(touch.signs or ()),
            touch.link or "",
        ]
