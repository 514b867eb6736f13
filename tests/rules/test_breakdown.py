from __future__ import annotations

from bot.facts import AccountFacts
from bot.policy import Level, Policy, Status
from bot.rules import RULES, Verdict
from tests.rules.build import NOW, POLICY, account, ago, rings
from tests.rules.promised import breakdown


def asked(facts: AccountFacts, policy: Policy = POLICY) -> list[Verdict]:
    return list(RULES["breakdown"](facts, policy, NOW))


def test_while_nothing_is_broken_nothing_is_watched() -> None:
    assert asked(account()) == []


def test_what_is_not_recovered_gets_louder() -> None:
    [verdict] = asked(account(breakdowns=(breakdown(1),)))
    assert rings(verdict) == [(-1, "early"), (1, "due"), (4, "critical")]
    assert (verdict.subject, verdict.rests_on, verdict.hearer) == ("d1", ("d1",), "U0BEN")
    assert (
        "Something of ours broke on 12 May 2026, 1 day ago: “the nightly export failed”; no recovery is on record."
        in verdict.reason
    )


def test_what_was_recovered_is_quieter_until_somebody_verified_it() -> None:
    one = breakdown(9, recovered_at=ago(1), recovery="a second run every night")
    [verdict] = asked(account(breakdowns=(one,)))
    assert rings(verdict) == [(-1, "early"), (2, "due")]
    assert verdict.level_at(NOW) is Level.EARLY
    assert "recovered on 12 May 2026: a second run every night; nobody has verified it yet." in verdict.reason


def test_the_days_are_settings() -> None:
    policy = Policy(breakdown_days=4, breakdown_late_days=2)
    both = (breakdown(0), breakdown(9, id="d2", recovered_at=ago(0)))
    first, second = asked(account(breakdowns=both), policy)
    assert rings(first) == [(0, "early"), (4, "due"), (6, "critical")]
    assert rings(second) == [(0, "early"), (2, "due")]
    assert first.threshold == "4 working days to recover it; 2 more are urgent"
    assert second.threshold == "2 working days to verify what was recovered"


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert asked(account(breakdowns=(breakdown(1),), status=Status.LOST)) == []
    [paused] = asked(account(breakdowns=(breakdown(1),), status=Status.PAUSED))
    assert paused.steps == ()
