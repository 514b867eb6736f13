"""A row of touches, read: all that is wrong with it is told in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from hashlib import sha256

from bot.intake import cells
from bot.intake.csv_files import Row
from bot.intake.who import Who
from bot.policy import Direction, Kind
from bot.work import checks
from bot.work.deed import Deed, Refused
from bot.work.slips import Slips
from bot.work.touches import NewTouch, tidy
from storage import names

SOURCE = "csv"


@dataclass(frozen=True, slots=True)
class TouchRows:
    """Reads the rows of an import. A day without a time is taken as noon."""

    who: Who
    zone: tzinfo
    deed: Deed

    def refusal(self, row: Row, slips: Slips) -> Refused:
        """All that is wrong with a row whose account is not known, as `slips` say; its contacts cannot be looked up."""
        try:
            self._read(replace(row, cells={**row.cells, "contacts": ""}), "", {}, slips)
        except Refused as refused:
            return refused
        return slips.all()

    def touch(self, row: Row, account_id: str, contacts: Mapping[str, str], seen: Counter[str]) -> NewTouch:
        """The touch that a row of an account tells of. `contacts`: the ids of its people by key. Raises `Refused`.

        A row without an external id gets one from what it says; `seen` lets the second of two alike get another.
        """
        said_at, new = self._read(row, account_id, contacts, Slips())
        return new if new.external_id else replace(new, external_id=_id(new, said_at, seen))

    def _read(
        self, row: Row, account_id: str, contacts: Mapping[str, str], slips: Slips
    ) -> tuple[date | datetime, NewTouch]:
        said = row.cells
        day = self.deed.now.astimezone(self.zone).date()
        said_at = slips.of(lambda: cells.moment(said.get("occurred_at", ""), "occurred_at", self.zone))
        next_on = slips.of(lambda: cells.day(said["next_on"], "next_on")) if said.get("next_on") else None
        kind = slips.of(lambda: checks.word(said.get("kind") or Kind.CALL, Kind, "kind")) or Kind.CALL
        direction = slips.of(lambda: checks.word(said.get("direction") or _usual(kind), Direction, "direction"))
        temperature = said.get("temperature")
        new = NewTouch(
            account_id=account_id,
            kind=kind,
            direction=direction or _usual(kind),
            occurred_at=self._moment(said_at or day),
            note=said.get("note", ""),
            people=slips.of(lambda: self.who.people(said.get("people", ""))) or [],
            contacts=slips.each(lambda name: _contact(contacts, name), cells.split(said.get("contacts", ""))),
            temperature=slips.of(lambda: cells.whole(temperature, "temperature")) if temperature else None,
            signs=cells.split(said.get("signs", "")),
            next_on=next_on if said_at else None,
            link=said.get("link", ""),
            source=SOURCE,
            external_id=slips.of(lambda: checks.short(said.get("external_id", ""), "external_id")),
        )
        tidied = tidy(new, self.deed.now, self.zone, slips, logger=self.deed.person_id, history=True)
        return said_at or day, tidied

    def _moment(self, said: date | datetime) -> datetime:
        if isinstance(said, datetime):
            return said
        noon = datetime.combine(said, time(12), self.zone)
        today = self.deed.now.astimezone(self.zone).date()
        return min(noon, self.deed.now) if said == today else noon


def _usual(kind: Kind) -> Direction:
    return Direction.TO_CLIENT if kind is Kind.ATTEMPT else Direction.TWO_WAY


def _contact(known: Mapping[str, str], name: str) -> str:
    found = known.get(names.key(name))
    if found is None:
        raise Refused(f"Nobody at this account is called “{name}”; import the contacts first")
    return found


def _id(touch: NewTouch, said_at: date | datetime, seen: Counter[str]) -> str:
    """An external id from what a row says; the second of two alike gets another."""
    told = (touch.account_id, said_at, touch.kind, touch.direction, touch.note, touch.temperature, touch.next_on)
    parts = (sorted(touch.people), sorted(touch.contacts), *filter(None, (sorted(touch.signs), touch.link)))
    digest = sha256(repr((*map(str, told), *parts)).encode()).hexdigest()[:32]
    seen[digest] += 1
    return f"row:{digest}:{seen[digest]}"
