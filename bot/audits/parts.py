"""Who had a part in what, and for how long: replayed from the audit log, which nobody edits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

SLIP = timedelta(days=1)  # what is put right sooner says nothing of who was there

#: Fields in which the rows of a noun name who of ours has a part in it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "touch": ("people",),
    "promise": ("owner_id", "person_id"),
    "wish": ("owner_id",),
    "breakdown": ("owner_id",),
    "remark": ("owner_id",),
    "step": ("owner_id",),
    "rescue": ("lead_id", "sponsor_id", "helpers"),
}


#: Fields in which they say to which account a thing belongs.
PLACES: Mapping[str, tuple[str, ...]] = {"touch": ("account_id",)}


class Row(Protocol):
    """A row of the audit log; `at` is aware UTC."""

    @property
    def at(self) -> datetime:
        """When it was done."""

    @property
    def deed(self) -> str:
        """What was done: "promise.make"."""

    @property
    def subject_id(self) -> str | None:
        """What it was done to."""

    @property
    def before(self) -> Mapping[str, Any] | None:
        """The fields that changed, as they were."""

    @property
    def after(self) -> Mapping[str, Any] | None:
        """The same as they are since."""


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in one thing. `since`: None: nobody knows from when on; `until`: None: it goes on.

    `person_id` is what the field names: of `PLACES`, an account.
    """

    noun: str
    subject_id: str
    person_id: str
    since: datetime | None
    until: datetime | None = None

    def says(self, ended: datetime | None) -> bool:
        """Whether it says that they were there; `ended`: when the account did, and what is taken off since stays."""
        return self.since is None or self.until is None or lasted(self.since, self.until, ended)


def lasted(since: datetime, until: datetime, ended: datetime | None) -> bool:
    """Whether what was put right at `until` was more than a slip, or was so only once the account had ended."""
    return until - since >= SLIP or (ended is not None and since <= ended < until)


def parts(rows: Iterable[Row], fields: Mapping[str, tuple[str, ...]], began: Mapping[str, datetime]) -> Iterator[Part]:
    """Every part that the rows, the oldest first, tell of in some fields; those that go on come last.

    `began`: when things began whose first rows do not say whose they were.
    """
    held: dict[tuple[str, str, str], dict[str, datetime | None]] = {}
    for row in rows:
        noun = row.deed.partition(".")[0]
        for field in fields.get(noun, ()):
            if row.subject_id is None or field not in (row.after or {}):
                continue
            place = (noun, row.subject_id, field)
            before = held.get(place) or dict.fromkeys(_named(row.before, field), began.get(row.subject_id))
            now = _named(row.after, field)
            yield from _left(place, before, now, row.at)
            held[place] = {who: before.get(who, row.at) for who in now}
    for place, those in held.items():
        yield from _left(place, those, [], None)


def within(part: Part, stays: Iterable[Part]) -> Iterator[Part]:
    """What of a part falls into some stays of its thing elsewhere."""
    for stay in stays:
        since = max((one for one in (part.since, stay.since) if one), default=None)
        until = min((one for one in (part.until, stay.until) if one), default=None)
        if since is None or until is None or since < until:
            yield replace(part, since=since, until=until)


def _left(
    place: tuple[str, str, str], those: Mapping[str, datetime | None], now: Iterable[str], at: datetime | None
) -> Iterator[Part]:
    noun, subject_id, _ = place
    for who, since in those.items():
        if who not in now:
            yield Part(noun, subject_id, who, since, at)


def _named(values: Mapping[str, Any] | None, field: str) -> list[str]:
    value = (values or {}).get(field) or []
    return [value] if isinstance(value, str) else list(value)
