from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from bot.nudges.ledger import Ledger
from bot.nudges.outbox import Outbox
from bot.nudges.schedule import Schedule, Ticker, tick
from bot.playground.world import Message as Post
from storage.tables import Message, Nudge, Person, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, CHRIS, DAY, MORNING, TEAM, TUESDAY
from tests.nudges.post import PostOffice


@dataclass(frozen=True)
class Slow(Ledger):
    """Takes its time to write down what was posted."""

    posted: Event
    go_on: Event

    def sent(self, message: Message, channel_id: str, ts: str, now: datetime) -> None:
        self.posted.set()
        self.go_on.wait(5)
        super().sent(message, channel_id, ts, now)


def test_a_tick_finds_what_rings_and_says_it_when_its_moment_comes(post_office: PostOffice) -> None:
    acme = post_office.house.account("Acme", silent_days=15)
    post_office.house.ring(acme, TUESDAY)

    post_office.tick(TUESDAY)
    assert post_office.all_posts() == []
    post_office.tick(MORNING)

    assert len(post_office.posts(ANA)) == len(post_office.posts(ALERTS)) == 1


def test_a_nudge_goes_its_whole_way_up_in_a_month(post_office: PostOffice) -> None:
    acme = post_office.house.account("Acme", silent_days=9)
    post_office.house.settle(acme)

    post_office.time.now = TUESDAY
    post_office.travel(TUESDAY + 31 * DAY)

    assert len(post_office.posts(ANA)) == 3  # early, due, critical
    assert len(_nudges(post_office, ALERTS)) == 2  # due, critical
    [untouched, critical] = [str(post.blocks) for post in _nudges(post_office, BEN)]
    assert "nobody acted for 3 working days" in untouched
    assert "it is critical and you lead Ana" in critical


def _nudges(office: PostOffice, whose: str) -> list[Post]:
    """Their posts, digests aside."""
    kinds = {message.ts: message.kind for message in office.house.messages()}
    return [post for post in office.posts(whose) if kinds[post.ts] != "digest"]


def test_a_part_that_fails_is_counted_and_the_next_goes_on(quick_office: PostOffice) -> None:
    acme = quick_office.house.account("Acme", silent_days=15)
    quick_office.house.settle(acme)
    quick_office.time.now = MORNING
    ticker = Ticker(quick_office.tend, quick_office.outbox, rules=quick_office.house.rules)
    ticker.outbox.gather = None  # type: ignore[method-assign,assignment]

    ticker.tick(MORNING)

    assert ticker.failures == {"gather": 1}
    assert len(quick_office.all_posts()) == 2


def test_a_database_that_is_gone_is_reported_and_does_not_end_the_ticking(quick_office: PostOffice) -> None:
    ticker = Ticker(quick_office.tend, quick_office.outbox)
    with quick_office.house.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE clocks")
        connection.exec_driver_sql("DROP TABLE message_nudges")
        connection.exec_driver_sql("DROP TABLE messages")

    ticker.tick(MORNING)

    assert ticker.failures["sweep"] == ticker.failures["send"] == 1


def test_a_bot_that_is_stopping_claims_nothing_more(quick_office: PostOffice) -> None:
    acme = quick_office.house.account("Acme", silent_days=15)
    quick_office.house.ring(acme, TUESDAY)
    ticker = Ticker(quick_office.tend, quick_office.outbox, rules=quick_office.house.rules)
    ticker.stop.set()

    ticker.tick(MORNING)

    assert quick_office.house.rows(Nudge) == []


def test_stopping_finishes_the_message_in_flight_and_gives_the_others_back(quick_office: PostOffice) -> None:
    quick_office.house.settle(quick_office.house.account("Acme", silent_days=15))
    quick_office.time.now = MORNING
    posted, go_on = Event(), Event()
    slow = Slow(quick_office.house.store, quick_office.outbox.name, posted, go_on)
    quick_office.outbox.courier.ledger = slow
    schedule = Schedule(quick_office.tend, quick_office.outbox)
    schedule.start()
    assert posted.wait(5)
    schedule.ticker.stop.set()
    go_on.set()
    schedule.stop()

    assert len(quick_office.all_posts()) == 1
    states = {message.state: message.leased_until for message in quick_office.house.messages()}
    assert states == {"sent": None, "ready": MORNING}

    quick_office.restart()
    quick_office.send(MORNING)
    assert len(quick_office.all_posts()) == 2
    assert {message.state for message in quick_office.house.messages()} == {"sent"}


def test_a_schedule_ticks_as_soon_as_it_starts(quick_office: PostOffice) -> None:
    quick_office.house.settle(quick_office.house.account("Acme", silent_days=15))
    quick_office.time.now = MORNING

    schedule = Schedule(quick_office.tend, Outbox(quick_office.tend))
    schedule.start()
    quick_office.slack.until(lambda: len(quick_office.all_posts()) == 2)
    schedule.stop()


def test_what_nobody_can_hear_is_reported_in_one_line_when_the_number_changes(
    quick_office: PostOffice, logged: list[Any]
) -> None:
    house = quick_office.house
    house.change(Workspace, TEAM, alert_channel_id=None)
    house.change(Person, (TEAM, CHRIS), role="member")
    ids = [house.account(f"Client {n}", silent_days=15, owner_id=None) for n in range(3)]
    ticker = Ticker(quick_office.tend, quick_office.outbox, rules=house.rules)
    house.settle(*ids[:2])
    for _ in range(3):
        ticker.tick(TUESDAY)
    house.settle(ids[2])
    for day in range(3):
        quick_office.time.now = MORNING + day * DAY
        ticker.tick(MORNING + day * DAY)

    assert [line["nudges"] for line in logged if line["event"] == "nudges.kept"] == [2, 3]
    assert ticker.failures == {}


def test_one_tick_by_itself_does_everything(quick_office: PostOffice) -> None:
    quick_office.house.settle(quick_office.house.account("Acme", silent_days=15))
    quick_office.time.now = MORNING

    tick(quick_office.tend, MORNING)

    assert len(quick_office.all_posts()) == 2


def test_an_import_of_many_silent_accounts_brings_no_storm(post_office: PostOffice) -> None:
    ids = [post_office.house.account(f"Client {n}", silent_days=12 + n) for n in range(40)]
    for start in range(0, 40, 10):
        post_office.house.settle(*ids[start : start + 10], now=MORNING - timedelta(minutes=40 - start))

    post_office.travel(MORNING + timedelta(hours=3))

    assert [len(post_office.posts(channel)) for channel in (ANA, BEN, ALERTS)] == [1, 1, 1]


def test_three_days_of_outage_bring_no_storm(post_office: PostOffice) -> None:
    for n in range(40):
        post_office.house.settle(post_office.house.account(f"Client {n}", silent_days=7 + n % 9))
    back = TUESDAY + 3 * DAY + timedelta(hours=4)

    post_office.time.now = back
    post_office.travel(back + timedelta(hours=3))
    assert [len(post_office.posts(channel)) for channel in (ANA, BEN, ALERTS)] == [1, 0, 1]

    post_office.travel(MORNING + 6 * DAY)
    assert [len(post_office.posts(channel)) for channel in (ANA, BEN, ALERTS)] == [2, 1, 2]


def test_a_restart_says_nothing_again(post_office: PostOffice) -> None:
    for n in range(4):
        post_office.house.settle(post_office.house.account(f"Client {n}", silent_days=12 + 3 * n))
    post_office.travel(MORNING + timedelta(minutes=5))
    before = len(post_office.all_posts())

    for minute in range(6, 11):
        post_office.restart()
        post_office.tick(MORNING + timedelta(minutes=minute))

    assert len(post_office.all_posts()) == before
