"""Fault 8: the machine's clock is an hour off, and people's clocks change for summer and for winter."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.nudges.hearer import Hearer
from bot.nudges.plan import Times
from bot.policy import Policy
from bot.preferences import Frequency
from bot.worktime import Calendar
from storage.engine import Store
from storage.migrate import migrate
from tests.faults.mornings import DAY, EVERY_DAY, HOUR, JUMPS, MONDAY_TO_FRIDAY, ZONES, Heard, Week, changes, live
from tests.faults.result import Result

SUNDAY, TWO_YEARS_ON = datetime(2026, 1, 4, tzinfo=UTC), datetime(2028, 1, 2, tzinfo=UTC)


def planned(zone: str, week: Week, dice: Random) -> Heard:
    """Two years of the plan alone, asked about once an hour by a clock that jumps: every message that it wants said."""
    hearer = Hearer("U1", "Ana", Calendar(ZoneInfo(zone), week.working_days))
    policy = Policy.from_overrides(week.policy)
    spoken: set[tuple[str, str]] = set()
    heard = Heard({zone: []}, {zone: week.days(zone, SUNDAY, TWO_YEARS_ON)})
    waiting: dict[str, datetime] = {}
    now = SUNDAY
    while now < TWO_YEARS_ON:
        shown = now + dice.choice(JUMPS)
        slot, at = Times(policy, hearer.calendar, shown, spoken).next(hearer, Frequency.DAILY)
        waiting.setdefault(slot, at)
        for ready in [slot for slot, at in waiting.items() if at <= shown]:
            del waiting[ready]
            spoken.add((hearer.id, ready))
            heard.told[zone].append(hearer.calendar.day(shown))
        now += timedelta(minutes=dice.randint(30, 60))
    return heard


def around(store: Store, zone: str, change: datetime, seed: int) -> Heard:
    """The days around a change, with the day's message at the very hour that changes."""
    week = Week(EVERY_DAY, ZONES[zone])
    return live(store, [zone], change - 2 * DAY, change + 2 * DAY, week, Random(seed))  # noqa: S311 - chance, no secret


def measure() -> Result:
    """Two years in six zones, from Monday to Friday at nine; then around every change, at the hour that changes."""
    with tempfile.TemporaryDirectory() as folder:
        years = live(_fresh(Path(folder), "years"), ZONES, SUNDAY, TWO_YEARS_ON, Week(), Random(0))  # noqa: S311
        near = [
            around(_fresh(Path(folder), f"{zone.replace('/', '-')}-{change:%Y%m%d}"), zone, change, 0)
            for zone in ZONES
            for year in (2026, 2027)
            for change in changes(zone, year)
        ]
    wrong = years.wrong + sum(some.wrong for some in near)
    figure = (
        f"{years.messages:,} daily messages in {len(ZONES)} zones x 2 years, {sum(some.messages for some in near)} "
        f"around {len(near)} changes at the hour that changes, clock ±1 h all along: {wrong} missing or too many"
    )
    return Result("8 clock ±1 h, both daylight-saving changes, 6 zones x 2 years", figure, wrong == 0)


def _fresh(folder: Path, name: str) -> Store:
    store = Store.open(f"sqlite:///{folder / name}.db")
    migrate(store)
    return store


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("working_days", [MONDAY_TO_FRIDAY, EVERY_DAY])
def test_the_plan_has_one_message_for_every_working_day_of_two_years_whatever_the_clock_shows(
    zone: str, working_days: tuple[int, ...]
) -> None:
    heard = planned(zone, Week(working_days, ZONES[zone]), Random(1))  # noqa: S311

    assert heard.told == heard.expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("season", [0, 1])
def test_each_day_around_a_change_of_clocks_brings_one_message_on_a_clock_that_jumps(
    sqlite_store: Store, zone: str, season: int
) -> None:
    heard = around(sqlite_store, zone, changes(zone, 2026)[season], seed=season)

    assert heard.told == heard.expected
    assert heard.messages == 4


def test_the_clocks_of_every_zone_change_twice_a_year_and_one_of_them_by_half_an_hour() -> None:
    assert {len(changes(zone, year)) for zone in ZONES for year in (2026, 2027)} == {2}
    howe = changes("Australia/Lord_Howe", 2026)[0].astimezone(ZoneInfo("Australia/Lord_Howe"))
    assert abs((howe.utcoffset() or HOUR) - ((howe - 2 * DAY).utcoffset() or HOUR)) == HOUR / 2
