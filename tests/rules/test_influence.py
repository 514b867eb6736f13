from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.facts import ContactFact
from bot.policy import Level, Status, Tier
from bot.rules import RULES
from tests.rules.build import NOW, POLICY, account, ago, ask, contact, level, rings

ALL_THREE = {"U0ANA": ago(5), "U0BEN": ago(50), "U0CHRIS": ago(100)}


def decider(name: str = "Jane", tied_to: dict[str, datetime] | None = None, **changes: Any) -> ContactFact:
    return contact(name, can_hire_or_fire=True, tied_to=tied_to or {}, **changes)


def test_nobody_who_can_hire_or_fire_on_record_means_no_clock() -> None:
    assert list(RULES["influence"](account(contacts=(contact("Kim"),)), POLICY, NOW)) == []
    assert list(RULES["influence"](account(contacts=(decider(left_at=ago(3)),)), POLICY, NOW)) == []


def test_three_of_us_are_enough_until_the_third_last_talk_is_too_long_ago() -> None:
    verdict = ask("influence", account(contacts=(decider(tied_to=ALL_THREE),)))
    assert rings(verdict) == [(265, "early")]
    assert verdict.reason == "Jane can hire or fire us, and 3 of us spoke with them in the last 365 days; 3 should."


@pytest.mark.parametrize(
    ("tied_to", "words"),
    [({}, "nobody of us"), ({"U0ANA": ago(5)}, "only one of us"), ({"U0ANA": ago(5), "U0BEN": ago(9)}, "2 of us")],
)
def test_fewer_than_three_are_early_after_the_tier_s_senior_clock(tied_to: dict[str, datetime], words: str) -> None:
    verdict = ask("influence", account(tier=Tier.KEY, contacts=(decider(tied_to=tied_to, known_since=ago(60)),)))
    assert rings(verdict) == [(0, "early")]
    assert f"and {words} spoke with them in the last 365 days; 3 should." in verdict.reason
    assert verdict.clears == "Calls or meetings of 3 people of ours with Jane."
    assert verdict.rests_on == ("jane",)


def test_it_never_becomes_louder_than_early() -> None:
    assert level("influence", account(contacts=(decider(known_since=ago(1000)),))) == Level.EARLY


def test_the_one_that_has_been_loose_for_longest_is_named_and_the_others_counted() -> None:
    three = (decider("Jane", known_since=ago(100)), decider("Kim", known_since=ago(300)), decider("Lee", ALL_THREE))
    reason = ask("influence", account(contacts=three)).reason
    assert reason.startswith("Kim can hire or fire us")
    assert reason.endswith("3 should, and too few know 1 other who can.")


def test_a_workspace_can_ask_for_fewer_or_switch_it_off() -> None:
    facts = account(contacts=(decider(tied_to={"U0ANA": ago(5), "U0BEN": ago(9)}),))
    two = next(iter(RULES["influence"](facts, replace(POLICY, influence_people=2), NOW)))
    assert two.level_at(NOW) is None
    assert list(RULES["influence"](facts, replace(POLICY, influence_people=0), NOW)) == []


def test_a_lost_account_is_left_in_peace() -> None:
    lost = account(status=Status.LOST, contacts=(decider(),))
    assert list(RULES["influence"](lost, POLICY, NOW)) == []
