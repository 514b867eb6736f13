"""Owners in many time zones who are to hear something new every day, under a clock that jumps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.facts import AccountFacts
from bot.playground.world import User
from bot.policy import Level, Policy
from bot.rules import Verdict
from bot.worktime import Calendar
from storage import clocks, outbox
from storage.engine import Store
from storage.tables import Clock, Workspace
from tests.nudges.house import BY_HAND, TEAM, person
from tests.nudges.post import MINUTE, PostOffice, open_post_office

#: Zone -> the hour that its clocks skip, or the first after it: half an hour on Lord Howe, at midnight in two of them.
ZONES = {
    "Europe/London": 1,
    "America/New_York": 2,
    "America/Santiago": 0,
    "Africa/Cairo": 0,
    "Australia/Lord_Howe": 2,
    "Pacific/Auckland": 2,
}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
JUMPS = (-HOUR, timedelta(), HOUR)
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
EVERY_DAY = tuple(range(7))
NEWS = timedelta(hours=17, minutes=30)  # after midnight UTC: far from the messages' hour in every one of the zones


def each_day(_: AccountFacts, __: Policy, now: datetime) -> Iterator[Verdict]:
    """A rule with something new to say about every account, every day."""
    begun = datetime.combine(now.astimezone(UTC) - NEWS, time(), UTC) + NEWS
    yield Verdict(
        rule="each_day",
        subject=str(begun.date()),
        steps=((begun, Level.EARLY), (begun + DAY, Level.DUE)),
        reason="A day began.",
        clears="The next one.",
        threshold="1 day",
    )


@dataclass(frozen=True)
class Week:
    """Which days the owners work, and the hour of their daily message."""

    working_days: tuple[int, ...] = MONDAY_TO_FRIDAY
    hour: int = 9

    @property
    def policy(self) -> dict[str, object]:
        """What is told to the workspace."""
        hours = {"daily_hour": self.hour, "working_hours": [self.hour, 18]}
        return {**BY_HAND, **hours, "working_days": list(self.working_days)}

    def days(self, zone: str, begin: datetime, end: datetime) -> list[date]:
        """The local working days whose message falls between two moments."""
        calendar = Calendar(ZoneInfo(zone), self.working_days)
        day, last = calendar.day(begin), calendar.day(end)
        all_days = [day + n * DAY for n in range((last - day).days + 1)]
        return [d for d in all_days if calendar.works(d) and begin <= calendar.at(d, self.hour) < end]


@dataclass
class Heard:
    """The local days on which each zone's owner was told something, in order, and those on which they should be."""

    told: dict[str, list[date]] = field(default_factory=dict)
    expected: dict[str, list[date]] = field(default_factory=dict)

    @property
    def messages(self) -> int:
        """How many daily messages there were."""
        return sum(map(len, self.told.values()))

    @property
    def wrong(self) -> int:
        """How many days had no message, or one too many."""
        return sum(
            abs(self.told[zone].count(day) - self.expected[zone].count(day))
            for zone in self.told
            for day in {*self.told[zone], *self.expected[zone]}
        )


def live(
    store: Store, zones: Iterable[str], begin: datetime, end: datetime, week: Week, dice: Random | None = None
) -> Heard:
    """Run Tend from one moment to another; with `dice` its machine's clock jumps an hour to and fro all the time."""
    heard = Heard()
    with open_post_office(store, rules={"each_day": each_day}, now=begin) as office:
        owners = {zone: _owner(office, zone, n, begin) for n, zone in enumerate(zones)}
        office.house.change(Workspace, TEAM, policy=week.policy)
        _pass(office, begin, end, dice)
        for zone, owner in owners.items():
            calls = [call for call in office.slack.calls("chat.postMessage") if call.args["channel"] == "D" + owner[1:]]
            heard.told[zone] = [call.at.astimezone(ZoneInfo(zone)).date() for call in calls]
            heard.expected[zone] = week.days(zone, begin, end)
    return heard


def changes(zone: str, year: int) -> list[datetime]:
    """Noon (UTC) of the days of a year on which a zone's clocks change."""
    noons = [datetime(year, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(365)]
    local = ZoneInfo(zone)
    return [noon for noon in noons if noon.astimezone(local).utcoffset() != (noon - DAY).astimezone(local).utcoffset()]


def _owner(office: PostOffice, zone: str, number: int, begin: datetime) -> str:
    owner = f"U1ZONE{number}"
    office.slack.world.users[owner] = User(owner, f"zone{number}", zone, tz=zone, team_id=TEAM)
    office.house.add(person(owner, zone, zone))
    account_id = office.house.account(f"Client {number}", silent_days=1, now=begin, owner_id=owner)
    office.house.add(Clock(team_id=TEAM, account_id=account_id, rule="each_day", rings_at=begin))
    return owner


def _pass(office: PostOffice, begin: datetime, end: datetime, dice: Random | None) -> None:
    """Tick whenever something is due, and whenever it would be on a clock that is an hour off."""
    now = begin
    while now < end:
        office.tick(now + (dice.choice(JUMPS) if dice else timedelta()))
        with office.tend.store.read() as session:
            ahead = [moment for moment in (clocks.next_ring(session), outbox.next_due(session)) if moment]
        moments = [moment + jump for moment in ahead for jump in JUMPS if moment + jump > now]
        now = min(moments, default=now + MINUTE)
