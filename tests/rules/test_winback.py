from __future__ import annotations

from typing import Any

from bot.facts import AccountFacts, WinbackFact
from bot.policy import Level, Manner, Status
from bot.rules import RULES, Verdict
from tests.rules.build import NOW, POLICY, account, ago, day, rings


def winback(**changes: Any) -> WinbackFact:
    said = {"wanted": None, "next_on": None, "must_change": "", "keeper_id": "U0ANA", "opened_at": ago(9), **changes}
    return WinbackFact(id="b1", decide_by=day(0), **said)


def asked(one: WinbackFact, status: Status = Status.LOST) -> list[Verdict]:
    facts: AccountFacts = account(status=status, winbacks=(one,))
    return list(RULES["winback"](facts, POLICY, NOW))


def test_it_rings_on_an_account_that_is_lost_in_private_for_who_keeps_contact() -> None:
    [verdict] = asked(winback())
    assert rings(verdict) == [(-7, "early"), (0, "due"), (10, "critical")]
    assert (verdict.hearer, verdict.manner, verdict.level_at(NOW)) == ("U0ANA", Manner.PRIVATE, Level.DUE)
    assert verdict.reason == "They left; by 13 May 2026 we want to have decided whether we want them back, and why."


def test_who_we_want_back_is_asked_on_the_day_that_was_said() -> None:
    [verdict] = asked(winback(wanted=True, next_on=day(300), must_change="a second person"))
    assert rings(verdict) == [(293, "early"), (300, "due"), (310, "critical")]
    assert "first this had to change: “a second person”." in verdict.reason


def test_a_client_who_is_back_is_not_won_back() -> None:
    assert asked(winback(), Status.ACTIVE) == []
