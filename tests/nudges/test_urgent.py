"""What cannot wait for the morning: said at once, whatever the hour, to people and in the account's channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.facts import AccountFacts
from bot.playground.world import Message as Post
from bot.policy import Level, Manner, Policy
from bot.rules import RULES, Verdict
from bot.rules.rescue import RULE
from bot.work import rescues
from bot.work.deed import Deed
from bot.work.rescues import NewRescue
from storage.engine import Store
from storage.tables import Message, Person, Rescue, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, TEAM, away
from tests.nudges.post import MINUTE, PostOffice, open_post_office

SATURDAY_NIGHT = datetime(2026, 5, 16, 23, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[PostOffice]:
    with open_post_office(sqlite_store, {RULE: RULES[RULE]}) as office:
        yield office


def rescue(office: PostOffice, at: datetime = SATURDAY_NIGHT, **columns: Any) -> str:
    """A rescue of a key account of Ana's, opened at night on a Saturday."""
    account = office.house.account("Acme", silent_days=3, now=at, tier="key", status="rescue")
    office.house.add(
        Rescue(
            team_id=TEAM, id="r1", account_id=account, plan_id="p1", why="the launch failed", lead_id=ANA,
            opened_at=at, **columns,
        )
    )  # fmt: skip
    office.house.settle(account, now=at)
    return account


def urgent(office: PostOffice, whose: str) -> list[Post]:
    """What they were told at once."""
    kinds = {message.ts: message.kind for message in office.house.messages()}
    return [post for post in office.posts(whose) if kinds[post.ts] == "urgent"]


def test_it_is_said_within_the_minute_at_night_on_a_saturday(office: PostOffice) -> None:
    rescue(office)

    office.tick(SATURDAY_NIGHT + MINUTE)

    assert len(office.posts(ANA)) == len(office.posts(ALERTS)) == 1
    assert "the launch failed; in rescue since" in str(office.posts(ANA)[0].blocks)
    assert office.posts(BEN) == []


def test_a_missed_first_contact_goes_to_the_lead_and_the_sponsor_at_once(office: PostOffice) -> None:
    rescue(office, sponsor_id=BEN)
    office.tick(SATURDAY_NIGHT + MINUTE)

    missed = datetime(2026, 5, 18, 12, tzinfo=UTC)  # four working hours into Monday, in Lisbon
    office.tick(missed - MINUTE)
    assert urgent(office, BEN) == []
    office.tick(missed + MINUTE)

    assert len(urgent(office, ANA)) == len(urgent(office, ALERTS)) == 2
    [told] = urgent(office, BEN)
    assert "it is critical and you are its sponsor" in str(told.blocks)


def test_it_is_said_once_however_often_one_looks(office: PostOffice) -> None:
    account = rescue(office)
    for minutes in range(1, 6):
        at = SATURDAY_NIGHT + minutes * MINUTE
        office.house.settle(account, now=at)
        office.tick(at)

    assert len(office.posts(ANA)) == len(office.posts(ALERTS)) == 1


def test_a_talk_brings_what_was_posted_up_to_date(office: PostOffice) -> None:
    account = rescue(office)
    office.tick(SATURDAY_NIGHT + MINUTE)

    office.house.touch(account, SATURDAY_NIGHT + HOUR)
    office.tick(SATURDAY_NIGHT + HOUR + MINUTE)

    for whose in (ANA, ALERTS):
        [post] = office.posts(whose)
        assert "spoken to on 17 May, by Ana" in str(post.blocks)  # it is past midnight in Lisbon


def test_whoever_leads_it_is_away_and_the_next_in_line_hears_it_at_once(office: PostOffice) -> None:
    away(office.house, ANA, date(2026, 5, 11), date(2026, 5, 22))
    rescue(office)

    office.tick(SATURDAY_NIGHT + MINUTE)

    assert office.posts(ANA) == []
    [told] = office.posts(BEN)
    assert "Ana is away until 22 May" in str(told.blocks)


def test_who_hears_of_nudges_once_a_week_hears_of_a_rescue_now(office: PostOffice) -> None:
    office.house.change(Person, (TEAM, ANA), preferences={"frequencies": {"nudges": "weekly"}})
    rescue(office)

    office.tick(SATURDAY_NIGHT + MINUTE)

    assert len(office.posts(ANA)) == 1


def test_channels_that_hear_of_nothing_else_hear_of_a_rescue(office: PostOffice) -> None:
    office.house.change(Workspace, TEAM, policy={"channels_hear": "nothing"})
    rescue(office)

    office.tick(SATURDAY_NIGHT + MINUTE)

    assert len(office.posts(ALERTS)) == 1


def test_a_crowd_of_them_is_one_word_and_that_at_once(sqlite_store: Store) -> None:
    with open_post_office(sqlite_store, {"alarm": alarm}) as office:
        names = [office.house.account(f"A{number}", silent_days=1, now=SATURDAY_NIGHT) for number in range(8)]
        office.house.settle(*names, now=SATURDAY_NIGHT)
        office.tick(SATURDAY_NIGHT + MINUTE)
        [told] = office.posts(ANA)
    assert "8 clients to look after" in told.text


def alarm(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    yield Verdict(
        rule="alarm", subject="", steps=((SATURDAY_NIGHT, Level.DUE),), reason=f"{facts.name} is in danger.",
        clears="A call.", threshold="at once", manner=Manner.URGENT,
    )  # fmt: skip


def test_all_of_it_stands_in_the_thread_of_its_post_and_so_does_every_review(
    office: PostOffice,
) -> None:
    account = office.house.account("Acme", silent_days=3, now=SATURDAY_NIGHT, tier="key")
    deed = Deed(TEAM, ANA, SATURDAY_NIGHT)
    new = NewRescue(account, "the launch failed", lead_id=ANA)
    opened = rescues.open_rescue(office.house.store, deed, new).rescue
    for seconds in (1, 20, 40):
        office.tick(SATURDAY_NIGHT + timedelta(seconds=seconds))
    rescues.review(office.house.store, replace(deed, now=SATURDAY_NIGHT + HOUR), opened.id, "nobody answers")
    office.tick(SATURDAY_NIGHT + HOUR + MINUTE)

    card, board, review = office.posts(ALERTS)
    assert not card.is_reply
    assert board.thread_ts == review.thread_ts == card.ts
    assert "How it stands: nobody answers" in str(board.blocks)
    assert "_Review by <@U0ANA>:_ nobody answers" in str(review.blocks)


def test_a_reply_whose_fate_is_not_known_is_looked_for_in_its_thread_and_not_said_twice(office: PostOffice) -> None:
    account = office.house.account("Acme", silent_days=3, now=SATURDAY_NIGHT, tier="key")
    new = NewRescue(account, "the launch failed", lead_id=ANA)
    rescues.open_rescue(office.house.store, Deed(TEAM, ANA, SATURDAY_NIGHT), new)
    for seconds in (1, 20):
        office.tick(SATURDAY_NIGHT + timedelta(seconds=seconds))
    [board] = office.house.messages(kind="notice")
    past = SATURDAY_NIGHT - HOUR
    office.house.change(Message, (TEAM, board.id), state="ambiguous", ts=None, leased_until=past)

    office.restart()
    office.tick(SATURDAY_NIGHT + HOUR)

    assert len([post for post in office.posts(ALERTS) if post.is_reply]) == 1
    [board] = office.house.messages(kind="notice")
    assert board.state == "sent"
