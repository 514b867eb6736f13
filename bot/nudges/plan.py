"""Who hears a nudge, where and when. Pure: people, channels and the moment come in, hearings go out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.nudges import words
from bot.nudges.hearer import Hearer
from bot.policy import Level, Manner, Policy
from bot.preferences import Frequency
from bot.worktime import Calendar

CHANNEL = "channel"  # heard there, not by a person
HOME = "home"  # the kind, and the slot, of what stands on somebody's Home and in no message
NOBODY = ""  # the recipient of what is kept until there is somebody to tell
REMEMBERED = timedelta(days=4)  # longer than any morning lies behind the one after it, weekends aside
SETTLE = timedelta(seconds=60)  # so long a post waits for others that belong with it
NEWS = timedelta(hours=1)  # so long after it was raised what is urgent comes at any hour


@dataclass(frozen=True)
class Circle:
    """Who and where is told of an account; `sponsor` is our executive behind it.

    `channels`: one that was chosen for a rescue, then the linked ones, then the alert channel.
    """

    owner: Hearer | None = None
    backup: Hearer | None = None
    lead: Hearer | None = None
    backup_lead: Hearer | None = None
    sponsor: Hearer | None = None
    channels: tuple[str, ...] = ()
    admins: tuple[Hearer, ...] = ()

    @property
    def people(self) -> tuple[Hearer, ...]:
        """Everybody in it."""
        named = (self.owner, self.backup, self.lead, self.backup_lead, self.sponsor)
        return (*(person for person in named if person), *self.admins)


@dataclass(frozen=True)
class Ask:
    """What a nudge wants said. `unreachable`: recipients whom Slack refused at this level, with its code.

    `hearer`: who hears it before the account's owner does, and who leads them. `raised_at`: when its level was entered
    (aware UTC); None: just now.
    """

    nudge_id: str
    level: Level
    manner: Manner = Manner.USUAL
    rule: str = ""
    taker: Hearer | None = None
    hearer: Hearer | None = None
    hearers_lead: Hearer | None = None
    untouched: bool = False
    raised_at: datetime | None = None
    unreachable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hearing:
    """One recipient who hears a nudge: in which message (`kind`, `slot`), from when on, in what part, and why.

    Of the kind `HOME` it stands on theirs, and is in no message.
    """

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

    def morning(self, hearer: Hearer, often: Frequency) -> datetime:
        """When a person's next day, or week, of messages comes, whatever was said already."""
        return self._from(hearer, often, self.now)

    def next(self, hearer: Hearer, often: Frequency) -> tuple[str, datetime]:
        """The slot and the moment of a person's next message, of the day or of the week, that is not said yet."""
        at = self.morning(hearer, often)
        while (hearer.id, slot := f"daily:{hearer.calendar.day(at)}") in self.spoken:
            at = self._from(hearer, often, at + timedelta(minutes=1))
        return slot, at

    def _from(self, hearer: Hearer, often: Frequency, moment: datetime) -> datetime:
        calendar, hour = hearer.calendar, hearer.hour(self.policy)
        at = calendar.next_morning(moment, hour)
        while often not in (Frequency.DAILY, Frequency.HOME) and not calendar.begins_week(calendar.day(at)):
            at = calendar.next_morning(at + timedelta(minutes=1), hour)
        return at

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
    """Everybody who hears a nudge at its level; never nobody: what has no recipient is kept for the morning after.

    Who hears it on their Home alone has heard it, and nobody stands in for them. What is urgent comes by message to
    them, too.
    """
    heard: dict[str, Hearing] = {}
    for hearing in _everybody(ask, circle, times):
        heard.setdefault(hearing.recipient, hearing)
    return list(heard.values())


def _everybody(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    yield from _first(ask, circle, times)
    yield from _beside(ask, circle, times)
    if ask.manner is Manner.URGENT and ask.level is Level.CRITICAL:
        yield from _above(ask, circle, times)
    elif ask.untouched or (ask.level is Level.CRITICAL and times.policy.critical_to_lead):
        yield from _lead(ask, circle, times)


def _first(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    """Who is to see to it, or whoever stands in for them: owner, backup, lead, the channel, the admins."""
    ladder = [(ask.taker, "owner"), (ask.hearer, "owner"), *_keepers(ask, circle)]
    why = [words.NO_OWNER] if circle.owner is None and ask.hearer is None else []
    person, heard_as = _up(ladder, ask, times, why)
    if person is not None:
        yield _word(ask, person, heard_as, _said(why, person is ask.taker), times)
        return
    posts = list(_room(ask, circle, times, _said(why)))
    yield from posts or _last_resort(ladder, ask, circle, times, why)


def _keepers(ask: Ask, circle: Circle) -> list[tuple[Hearer | None, str]]:
    """Who keeps the account. What is private and somebody's own goes past its owner, to the leads."""
    leads = [(lead, "lead") for lead in _leads(ask, circle)]
    if ask.manner is Manner.PRIVATE and ask.hearer is not None:
        return leads
    return [(circle.owner, "owner"), (circle.backup, "backup"), *leads]


def _leads(ask: Ask, circle: Circle) -> tuple[Hearer | None, ...]:
    return ask.hearers_lead, circle.lead, circle.backup_lead


def _lead(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    why = [words.untouched(times.policy.untouched_days) if ask.untouched else words.CRITICAL]
    person, _ = _up([(lead, "lead") for lead in _leads(ask, circle)], ask, times, why)
    if person is not None:
        led = _led_by(person, ask, circle)
        why[0] = words.leading(why[0], led.name) if led else why[0]
        if ask.untouched and led and ask.manner is not Manner.URGENT:
            why += words.seldom(led.name, led.how_often("owner", ask.rule))
        yield _word(ask, person, "lead", _said(why), times)
    else:
        yield from _room(ask, circle, times, _said(why))


def _above(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    """What is urgent and late: the owner hears it, too, their lead and the sponsor; the last channel if neither can."""
    if circle.owner is not None and not _unheard(circle.owner, "owner", ask, times):
        yield _word(ask, circle.owner, "owner", "", times)
    seniors = [circle.sponsor, *_leads(ask, circle)]
    heard = [person for person in seniors if person and not _unheard(person, "lead", ask, times)]
    for person in heard:
        led = None if person is circle.sponsor else _led_by(person, ask, circle)
        why = words.leading(words.CRITICAL, led.name) if led else f"{words.CRITICAL} and you are its sponsor"
        yield _word(ask, person, "lead", why, times)
    if not heard:
        yield from _post(ask, circle.channels[-1:], times, f"{words.CRITICAL}, and {words.NOBODY_ELSE}")


def _led_by(lead: Hearer, ask: Ask, circle: Circle) -> Hearer | None:
    if lead is ask.hearers_lead:
        return ask.hearer
    return circle.owner if lead is circle.lead else circle.backup


def _beside(ask: Ask, circle: Circle, times: Times) -> Iterator[Hearing]:
    """In the channel, if it wants to hear it, or has to; another than the first that can be reached is no way out."""
    for hearing in _room(ask, circle, times, ""):
        if ask.manner is Manner.URGENT or times.policy.channel_hears(ask.rule, ask.level, hearing.recipient):
            yield hearing


def _room(ask: Ask, circle: Circle, times: Times, because: str) -> Iterator[Hearing]:
    """In the channel, whatever it wants to hear: there is nobody else to tell."""
    if ask.manner is not Manner.PRIVATE:
        yield from _post(ask, circle.channels, times, because)


def _post(ask: Ask, channels: Sequence[str], times: Times, because: str) -> Iterator[Hearing]:
    """In the first of some channels that can be reached."""
    is_urgent = ask.manner is Manner.URGENT
    kind, at = ("urgent", _at_once(ask, times.office, times)) if is_urgent else ("post", times.post())
    for channel in channels:
        if channel not in ask.unreachable:
            refused = [words.unreachable("", ask.unreachable[c]) for c in channels if c in ask.unreachable]
            yield Hearing(channel, kind, _slot(ask), at, CHANNEL, because or _said(refused))
            return


def _last_resort(
    ladder: list[tuple[Hearer | None, str]], ask: Ask, circle: Circle, times: Times, why: list[str]
) -> Iterator[Hearing]:
    """The admins; without any, who asked not to hear of it and is there; without anybody, the morning after."""
    present = [admin for admin in circle.admins if not _unheard(admin, "lead", ask, times)]
    for admin in present:
        yield _word(ask, admin, "lead", _said(why), times)
    if present:
        return
    for person, heard_as in [*ladder, *((admin, "lead") for admin in circle.admins)]:
        if person is not None and not _absent(person, heard_as, ask, times):
            yield _word(ask, person, heard_as, _said([*why, words.NOBODY_ELSE]), times)
            return
    at = times.office.next_morning(times.now + timedelta(microseconds=1), times.policy.daily_hour)
    yield Hearing(NOBODY, "daily", f"kept:{ask.nudge_id}", at, "owner", _said([*why, words.NOBODY]))


def _up(ladder: list[tuple[Hearer | None, str]], ask: Ask, times: Times, why: list[str]) -> tuple[Hearer | None, str]:
    """The first on a ladder who is there; `why` gathers what keeps the others."""
    for person, heard_as in ladder:
        if person is None:
            continue
        unheard = _unheard(person, heard_as, ask, times)
        if not unheard:
            return person, heard_as
        if unheard not in why:
            why.append(unheard)
    return None, ""


def _unheard(person: Hearer, heard_as: str, ask: Ask, times: Times) -> str:
    """Why somebody does not hear it; empty when they do."""
    absent = _absent(person, heard_as, ask, times)
    return absent or (words.declined(person.name) if person.how_often(heard_as, ask.rule) is Frequency.NEVER else "")


def _absent(person: Hearer, heard_as: str, ask: Ask, times: Times) -> str:
    if person.id in ask.unreachable:
        return words.unreachable(person.name, ask.unreachable[person.id])
    heard_at = times.now if ask.manner is Manner.URGENT else times.morning(person, person.how_often(heard_as, ask.rule))
    return person.absence(person.calendar.day(heard_at))


def _word(ask: Ask, person: Hearer, heard_as: str, because: str, times: Times) -> Hearing:
    """In their day's message, or on their Home; at once by message, where it is urgent."""
    if ask.manner is Manner.URGENT:
        return Hearing(person.id, "urgent", _slot(ask), _at_once(ask, person.calendar, times), heard_as, because)
    often = person.how_often(heard_as, ask.rule)
    if often is Frequency.HOME:
        return Hearing(person.id, HOME, HOME, times.now, heard_as, because)
    slot, at = times.next(person, often)
    return Hearing(person.id, "daily", slot, at, heard_as, because)


def _at_once(ask: Ask, calendar: Calendar, times: Times) -> datetime:
    """At any hour while it is news; whoever it reaches only later, as they were away, hears it within their hours."""
    is_news = ask.raised_at is None or times.now - ask.raised_at < NEWS
    return times.now if is_news else within_hours(calendar, times.now, times.policy)


def _slot(ask: Ask) -> str:
    return f"nudge:{ask.nudge_id}:{ask.level}"


def _said(why: list[str], is_own: bool = False) -> str:
    return "" if is_own else "; ".join(why)
