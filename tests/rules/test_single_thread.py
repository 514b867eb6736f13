from __future__ import annotations

import pytest

from bot.policy import Level, Tier
from tests.rules.build import account, ago, ask, contact, level, rings, untouched

TWO = (contact("Jane"), contact("Kim"))
BOTH = {"U0ANA": ago(5), "U0BEN": ago(50)}


def test_two_contacts_and_two_of_us_are_enough_for_now() -> None:
    verdict = ask("single_thread", account(contacts=TWO, known_by=BOTH))
    assert verdict.reason == "2 contacts are on record, and 2 of us spoke with them in the last 365 days."
    assert rings(verdict) == [(315, "due")]  # then Ben's last talk will be a year old


def test_one_contact_is_due_after_the_tier_s_senior_clock() -> None:
    facts = untouched(60, tier=Tier.KEY, contacts=(contact("Jane"),), known_by=BOTH)
    verdict = ask("single_thread", facts)
    assert rings(verdict) == [(-46, "early"), (0, "due")]
    assert verdict.reason == ("Only one contact is on record, Jane, and 2 of us spoke with them in the last 365 days.")
    assert verdict.rests_on == ("jane",)


@pytest.mark.parametrize(
    ("known_by", "words"),
    [
        ({}, "nobody of us spoke with them in the last 365 days."),
        ({"U0ANA": ago(5)}, "only one of us spoke with them in the last 365 days."),
    ],
)
def test_fewer_than_two_of_us_are_a_single_thread(known_by: dict, words: str) -> None:  # type: ignore[type-arg]
    verdict = ask("single_thread", account(contacts=TWO, known_by=known_by))
    assert verdict.level_at(ago(0)) is Level.DUE
    assert verdict.reason == f"2 contacts are on record, and {words}"


def test_an_account_that_nobody_knows_anybody_at_says_both() -> None:
    assert ask("single_thread", untouched(100)).reason == (
        "No contact is on record, and nobody of us spoke with them in the last 365 days."
    )


def test_a_contact_who_leaves_is_counted_from_that_day() -> None:
    gone = contact("Kim", left_at=ago(3))
    verdict = ask("single_thread", account(contacts=(contact("Jane"), gone), known_by=BOTH))
    assert rings(verdict) == [(11, "early"), (87, "due")]
    assert verdict.since == ago(3)


def test_when_all_have_left_it_is_counted_from_when_one_was_left() -> None:
    left = tuple(contact(name, left_at=ago(days)) for name, days in (("Jane", 3), ("Kim", 40), ("Lee", 80)))
    assert ask("single_thread", account(contacts=left, known_by=BOTH)).since == ago(40)


def test_a_new_account_has_time_to_find_a_second_thread() -> None:
    assert level("single_thread", untouched(13)) is None
    assert level("single_thread", untouched(14)) is Level.EARLY
