from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.facts import AccountFacts, Role
from bot.policy import Level, Policy, Status, Tier
from bot.rules import RULES, Verdict
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, ago, contact, day, rings


def indirect(name: str = "Kim", **changes: Any) -> AccountFacts:
    """An account with one indirect contact, and another who is none."""
    return account(contacts=(contact(name, roles=(Role.INDIRECT,), **changes), contact("Jane")))


def asked(facts: AccountFacts, policy: Policy = POLICY) -> list[Verdict]:
    return list(RULES["indirect"](facts, policy, NOW))


def only(facts: AccountFacts) -> Verdict:
    [verdict] = asked(facts)
    return verdict


def test_an_account_without_indirect_contacts_is_not_watched() -> None:
    assert asked(account(contacts=(contact("Jane", roles=(Role.CHAMPION,)),))) == []


def test_an_indirect_contact_is_early_once_they_heard_nothing_for_the_tier_s_days() -> None:
    verdict = only(indirect(last_told_at=ago(90)))
    assert (verdict.subject, verdict.level_at(NOW), rings(verdict)) == ("kim", Level.EARLY, [(0, "early")])
    assert verdict.reason == (
        "Kim last heard from us 90 days ago; at a standard account an indirect contact is kept in the know every "
        "90 days."
    )
    assert (verdict.threshold, verdict.since, verdict.rests_on) == ("90 days, standard tier", ago(90), ("kim",))
    assert verdict.clears == (
        "A word to Kim on how it goes: a call, a message or a few lines, logged with their name."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "steps"),
    [(Tier.KEY, [(60, "early"), (120, "due")]), (Tier.STANDARD, [(90, "early")]), (Tier.LIGHT, [(180, "early")])],
)
def test_only_of_a_key_account_it_becomes_due(tier: Tier, steps: list[tuple[int, str]]) -> None:
    assert rings(only(replace(indirect(last_told_at=ago(0)), tier=tier))) == steps


def test_somebody_new_has_as_long_as_everybody() -> None:
    verdict = only(indirect(known_since=ago(3)))
    assert rings(verdict) == [(87, "early")]
    assert "Kim is known since 10 May 2026, and nothing is logged that we told them; " in verdict.reason


def test_what_was_told_before_they_were_known_is_as_good_as_nothing() -> None:
    assert rings(only(indirect(known_since=ago(3), last_told_at=ago(400)))) == [(87, "early")]


def test_each_has_a_clock_of_their_own_and_who_left_has_none() -> None:
    others = (
        contact("Kim", roles=(Role.INDIRECT,), last_told_at=ago(100)),
        contact("Lee", roles=(Role.INDIRECT, Role.BLOCKER), last_told_at=ago(1)),
        contact("Max", roles=(Role.INDIRECT,), left_at=ago(1)),
    )
    told = asked(account(contacts=others))
    assert [(one.subject, one.level_at(NOW)) for one in told] == [("kim", Level.EARLY), ("lee", None)]


def test_the_days_are_the_workspace_s_and_those_off_do_not_count() -> None:
    policy = Policy.from_overrides({"tiers": {"standard": {"indirect": 30}}})
    office = replace(indirect(last_told_at=ago(0)), calendar=Calendar(closures=((day(5), day(9)),)))
    [verdict] = asked(office, policy)
    assert (rings(verdict, Calendar()), verdict.threshold) == ([(35, "early")], "30 days, standard tier")


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert asked(replace(indirect(last_told_at=ago(400)), status=Status.LOST)) == []
    paused = replace(indirect(last_told_at=ago(400)), status=Status.PAUSED)
    assert only(paused).steps == ()
    assert rings(only(replace(paused, paused_until=day(4)))) == [(5, "early")]
