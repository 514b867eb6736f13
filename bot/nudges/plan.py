"""Who hears a nudge, where and when. Pure: people, channels and the moment come in, hearings go out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.nudges import words
from bot.policy import Level, Policy
from bot.worktime import Calendar

NOBODY = ""  # the recipient of what is kept until there is somebody to tell
SETTLE = timedelta(seconds=60)  # so long a post waits for others that belong with it


@dataclass(frozen=True)
class Hearer:
    """A person of ours. `away_from` and `away_until` are the first and the last day of an absence."""

    id: str
    name: str
    calendar: Calendar
    is_here: bool = True
    away_from: date | None = None
    away_until: date | None = None

    def absence(self, day: date) -> str:
        """Why they hear nothing on a local day; empty when they do."""
        if not self.is_here:
            return words.gone(self.name)
        if self.away_from is None and self.away_until is None:
            return ""
        begun = self.away_from is None or self.away_from <= day
        over = self.away_until is not None and self.away_until < day
        return words.away(self.name, self.away_until, day) if begun and not over else ""


@dataclass(frozen=True)
class Circle:
    """Who and where is told of an account. `channels`: the linked ones first, then the alert channel."""

    owner: Hearer | None = None
    backup: Hearer | None = None
    lead: Hearer | None = None
    backup_lead: Hearer | None = None
    channels: tuple[str, ...] = ()
    admins: tuple[Hearer, ...] = ()

    @property
    def people(self) -> tuple[Hearer, ...]:
        """Everybody in it."""
        named = (self.owner, self.backup, self.lead, self.backup_lead)
        return (*(person for person in named if person), *self.admins)


@dataclass(frozen=True)
class Ask:
    """What a nudge wants said. `unreachable`: recipients whom Slack refused at this level, with its code."""

    nudge_id: str
    level: Level
    taker: Hearer | None = None
    untouched: bool = False
    unreachable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hearing:
    """One recipient who hears a nudge: in which message (`kind`, `slot`), from when on, in what part, and why."""

    recipient: str
    kind: str
    slot: str
    not_before: datetime
    heard_as: str
    because: str = ""


@dataclass(frozen=True)
class Times:
    """When things are said. `office`: the workspace's calendar; `spoken`: (recipient, slot) of days said already."""

    policy: Policy
    office: Calendar
    now: datetime
    spoken: Collection[tuple[str, str]] = ()

    def morning(self, calendar: Calendar) -> datetime:
        """When a person's next day of messages comes, whatever was said already."""
        return calendar.next_morning(self.now, self.policy.daily_hour)

    def daily(self, hearer: Hearer) -> tuple[str, datetime]:
        """The slot and the moment of a person's next daily message that is not said yet."""
        at = self.morning(hearer.calendar)
        while (hearer.id, slot := f"daily:{hearer.calendar.day(at)}") in self.spoken:
            at = hearer.calendar.next_morning(at + timedelta(minutes=1), self.policy.daily_hour)
        return slot, at

    def post(self) -> datetime:
        """The next moment for a post in a channel, within the workspace's hours."""
        return within_hours(self.office, self.now + SETTLE, self.policy)


def within_hours(calendar: Calendar, moment: datetime, policy: Policy) -> datetime:
    """The moment itself, if it lies within working hours (one hour at the least); else the next opening."""
    opens, closes = policy.working_hours
    if calendar.in_hours(moment, (opens, max(closes, opens + 1))):
        return moment
    return calendar.next_morning(moment, opens)


def plan(ask: Ask, circle: Circle, times: Times) -> list[Hearing]:
    """Everybody who hears a nudge at its level; never nobody: what has no recipient is kept for the morning after."""
    heard: dict[str, Hearing] = {}
    for hearing in _everybody(ask, circle, times):
        heard.setdefault(hearing.recipient, hearing)
    return list(heard.values())


def _everybody(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    yield from _first(ask, circle, times)
    if ask.level is not Level.EARLY:
        yield from _room(ask, circle, times, "")
    if ask.level is Level.CRITICAL or ask.untouched:
        yield from _lead(ask, circle, times)


def _first(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    """The owner, or whoever stands in for them: backup, lead, the channel, the admins."""
    ladder = [
        (ask.taker, "owner"),
        (circle.owner, "owner"),
        (circle.backup, "backup"),
        (circle.lead, "lead"),
        (circle.backup_lead, "lead"),
    ]
    why = [words.NO_OWNER] if circle.owner is None else []
    person, heard_as = _up(ladder, ask, times, why)
    if person is not None:
        yield _daily(person, heard_as, _said(why, person is ask.taker), times)
        return
    posts = list(_room(ask, circle, times, _said(why)))
    yield from posts or _last_resort(ask, circle, times, why)


def _lead(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    why = [words.untouched(times.policy.untouched_days) if ask.untouched else words.CRITICAL]
    person, _ = _up([(circle.lead, "lead"), (circle.backup_lead, "lead")], ask, times, why)
    if person is not None:
        led = circle.owner if person is circle.lead else circle.backup
        why[0] = words.leading(why[0], led.name) if led else why[0]
        yield _daily(person, "lead", _said(why), times)
    else:
        yield from _room(ask, circle, times, _said(why))


def _room(ask: Ask, circle: Circle, times: Times, because: str) -> Iterator[Hearing]:
    for channel in circle.channels:
        if channel not in ask.unreachable:
            slot = f"nudge:{ask.nudge_id}:{ask.level}"
            refused = [words.unreachable("", ask.unreachable[c]) for c in circle.channels if c in ask.unreachable]
            yield Hearing(channel, "post", slot, times.post(), "channel", because or _said(refused))
            return


def _last_resort(ask: Ask, circle: Circle, times: Times, why: list[str]) -> Iterator[Hearing]:
    present = [admin for admin in circle.admins if not _absent(admin, ask, times)]
    for admin in present:
        yield _daily(admin, "lead", _said(why), times)
    if not present:
        at = times.morning(times.office)
        at = at if at > times.now else times.office.next_morning(at + timedelta(minutes=1), times.policy.daily_hour)
        yield Hearing(NOBODY, "daily", f"kept:{ask.nudge_id}", at, "owner", _said([*why, words.NOBODY]))


def _up(ladder: list[tuple[Hearer | None, str]], ask: Ask, times: Times, why: list[str]) -> tuple[Hearer | None, str]:
    """The first on a ladder who is there; `why` gathers what keeps the others."""
    for person, heard_as in ladder:
        if person is None:
            continue
        absent = _absent(person, ask, times)
        if not absent:
            return person, heard_as
        if absent not in why:
            why.append(absent)
    return None, ""


def _absent(person: Hearer, ask: Ask, times: Times) -> str:
    if person.id in ask.unreachable:
        return words.unreachable(person.name, ask.unreachable[person.id])
    return person.absence(person.calendar.day(times.morning(person.calendar)))


def _daily(person: Hearer, heard_as: str, because: str, times: Times) -> Hearing:
    slot, at = times.daily(person)
    return Hearing(person.id, "daily", slot, at, heard_as, because)


def _said(why: list[str], is_own: bool = False) -> str:
    return "" if is_own else "; ".join(why)
