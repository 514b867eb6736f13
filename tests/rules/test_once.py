from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.facts import AccountFacts
from bot.policy import Policy
from bot.rules.once import once
from bot.rules.quiet import quiet
from bot.rules.verdict import Verdict
from tests.rules.build import NOW, POLICY, account, ago


def test_asked_twice_of_the_same_it_is_worked_out_once() -> None:
    facts, worked_out = account(last_contact_at=ago(40)), []

    @once
    def counting(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
        worked_out.append(now)
        yield from quiet(facts, policy, now)

    assert counting(facts, POLICY, NOW) == counting(facts, POLICY, NOW)
    assert worked_out == [NOW]


def test_other_facts_another_policy_and_another_moment_are_looked_at_anew() -> None:
    facts = account(last_contact_at=ago(40))
    before = quiet(facts, POLICY, NOW)
    assert quiet(replace(facts, last_contact_at=ago(1)), POLICY, NOW) != before
    later = quiet(facts, POLICY, NOW + timedelta(days=30))
    assert [verdict.reason for verdict in later] != [verdict.reason for verdict in before]
    key = POLICY.tiers | {facts.tier: replace(POLICY.tier(facts.tier), contact=POLICY.tier(facts.tier.tighter).contact)}
    assert quiet(facts, replace(POLICY, tiers=key), NOW) != before
    assert quiet(facts, POLICY, NOW) == before
