"""`/client upcoming`: each line says what will be so on its day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.work import nudges
from tests.handlers.office import ANA, CHRIS, Office


def test_a_line_says_what_will_be_so_then_and_not_what_is_so_now(office: Office) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=5)
    text = office.says("/client upcoming")
    assert "18 May 2026 · *Acme Corp* · Quiet ○ early: No word from them for 11 days" in text
    assert "for 5 days" not in text
    assert "will be so on its day" in text


def test_a_snooze_that_ends_is_told_with_what_will_be_said_then(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key")
    office.touch(acme, days_ago=16)
    office.wait_days(0.01)
    until = (office.now + timedelta(days=3)).date()
    nudges.snooze_account(office.store, office.deed(), acme, until, "busy")
    assert "15 May 2026> · *Acme Corp* · the snooze ends, Quiet ◐ due: No word from them for 19 days" in office.says(
        "/client upcoming"
    )


def test_what_is_snoozed_beyond_is_not_told(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key")
    office.touch(acme, days_ago=16)
    office.wait_days(0.01)
    nudges.snooze_account(office.store, office.deed(), acme, (office.now + timedelta(days=40)).date(), "busy")
    assert "Acme" not in office.says("/client upcoming")


def test_what_goes_further_unless_somebody_acts_is_told(office: Office) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=16)
    office.wait_days(0.01)
    assert "15 May 2026 · *Acme Corp* · goes further unless somebody acts, Quiet ◐ due" in office.says(
        "/client upcoming"
    )


def test_pages_follow_each_other(office: Office) -> None:
    for number in range(14):
        office.touch(office.account(f"Client {number:02}", tier="key"), days_ago=5)
    first, second = office.says("/client upcoming"), office.says("/client upcoming 2")
    assert "Rings in the next 14 days: 42" in first
    assert first.count("· *Client") == 25
    assert second.count("· *Client") == 17
    assert office.says("/client upcoming 9").count("· *Client") == 17


@pytest.mark.parametrize("reader", [ANA, CHRIS], ids=["in Lisbon", "in New York"])
def test_the_days_of_a_clock_are_those_of_its_account_whoever_reads_them(office: Office, reader: str) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=5)
    assert "18 May 2026 · *Acme Corp* · Quiet ○ early" in office.says("/client upcoming", reader)
    assert "rings 18 May 2026" in office.says("/client show acme", reader)
    assert "since 7 May 2026 · early on 18 May 2026" in office.says("/client why acme", reader)
    assert "next ring 18 May 2026 (Quiet)" in office.says("/touch Acme Corp call", reader)
