import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.playground.standin import Standin
from bot.playground.time_machine import TimeMachine
from tests.browser.conftest import MANIFEST
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long

FRIDAY = datetime(2026, 5, 15, 8, 50, tzinfo=UTC)


class Journeys:
    """A time machine that stops half way until it may go on."""

    def __init__(self) -> None:
        self.start = FRIDAY
        self.machine = TimeMachine(lambda: self.start)
        self.hours: list[float] = []
        self.may_arrive = threading.Event()
        self.trouble: Exception | None = None

    def travel(self, hours: float) -> None:
        self.hours.append(hours)
        self.machine.advance(timedelta(hours=hours / 2))
        self.may_arrive.wait(timeout=10)
        if self.trouble:
            raise self.trouble
        self.machine.advance(timedelta(hours=hours / 2))


@pytest.fixture
def journeys() -> Journeys:
    return Journeys()


@pytest.fixture
def traveller(page: Page, journeys: Journeys) -> Iterator[Visitor]:
    with Standin(manifest=MANIFEST, now=journeys.machine.now) as slack:
        slack.on_travel = journeys.travel
        visitor = Visitor(page)
        visitor.come_to(slack.page_url)
        yield visitor
        journeys.may_arrive.set()


def test_the_header_tells_the_time_where_the_person_is(traveller: Visitor) -> None:
    machine = traveller.page.get_by_role("region", name="Time machine")
    expect(machine).to_contain_text("09:50 Lisbon")
    expect(machine).to_contain_text("Fri 15 May 2026")
    traveller.act_as("Chris Meyer")
    expect(machine).to_contain_text("04:50 New York")


@pytest.mark.parametrize(
    ("journey", "arrival"),
    [
        ("1 hour", "2026-05-15T09:50"),
        ("1 day", "2026-05-16T08:50"),
        ("1 week", "2026-05-22T08:50"),
        ("1 month", "2026-06-15T08:50"),
    ],
)
def test_one_travels_by_the_hour_day_week_and_month(
    traveller: Visitor, journeys: Journeys, journey: str, arrival: str
) -> None:
    journeys.may_arrive.set()
    traveller.travel(journey)
    assert traveller.now.startswith(arrival)


def test_the_way_is_shown_and_nobody_sets_out_twice(traveller: Visitor, journeys: Journeys) -> None:
    day = traveller.page.get_by_role("button", name="+1 day")
    day.click()
    progress = traveller.page.get_by_role("progressbar", name="Journey")
    expect(progress).to_have_attribute("value", "0.5")
    expect(day).to_be_disabled()
    journeys.may_arrive.set()
    expect(progress).to_be_hidden()
    expect(day).to_be_enabled()
    expect(traveller.page.get_by_role("log")).to_contain_text("It is now Sat 16 May 2026, 09:50 in Lisbon.")


def test_a_journey_that_fails_says_why(
    traveller: Visitor, journeys: Journeys, caplog: pytest.LogCaptureFixture
) -> None:
    journeys.trouble = RuntimeError("out of fuel")
    journeys.may_arrive.set()
    traveller.page.get_by_role("button", name="+1 day").click()
    expect(traveller.page.get_by_role("region", name="Time machine")).to_contain_text("out of fuel")
    expect(traveller.page.get_by_role("button", name="+1 day")).to_be_enabled()


def test_the_hints_lead_to_commands_the_next_working_morning_and_home(traveller: Visitor, journeys: Journeys) -> None:
    hints = traveller.page.get_by_role("region", name="Three things to try")
    hints.get_by_role("button", name="Type / to see the commands").click()
    expect(traveller.composer).to_have_value("/")
    traveller.composer.press("Escape")
    journeys.may_arrive.set()
    hints.get_by_role("button", name="Travel to Monday morning").click()
    expect(traveller.page.get_by_role("region", name="Time machine")).to_contain_text("09:05 Lisbon")
    assert traveller.now.startswith("2026-05-18T08:05")
    hints.get_by_role("button", name="Open Home").click()
    expect(traveller.page.get_by_role("heading", name="Tend Home")).to_be_visible()
    expect(traveller.page.get_by_text("Tend has put nothing here yet.")).to_be_visible()


def test_before_nine_the_hint_leads_to_nine_of_the_same_day(traveller: Visitor, journeys: Journeys) -> None:
    journeys.start = datetime(2026, 5, 18, 7, 45, tzinfo=UTC)
    journeys.may_arrive.set()
    traveller.page.reload()
    traveller.page.get_by_role("button", name="Travel to nine this morning").click()
    expect(traveller.page.get_by_role("region", name="Time machine")).to_contain_text("09:05 Lisbon")


def test_hints_that_were_put_away_stay_away(traveller: Visitor) -> None:
    hints = traveller.page.get_by_role("region", name="Three things to try")
    hints.get_by_role("button", name="Hide the hints").click()
    expect(hints).to_have_count(0)
    traveller.page.reload()
    expect(traveller.page.locator("body[data-ready]")).to_be_attached()
    expect(hints).to_have_count(0)


def test_without_a_time_machine_there_are_no_journeys(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("region", name="Time machine")).to_contain_text("Lisbon")
    expect(visitor.page.get_by_role("button", name="+1 day")).to_have_count(0)
