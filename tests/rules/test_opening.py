from __future__ import annotations

from typing import Any

import pytest

from bot.facts import AccountFacts, OpeningFact
from bot.policy import Level, Status
from bot.rules import RULES, Verdict
from tests.rules.build import NOW, POLICY, account, ago, day, rings, silent
from tests.rules.promised import breakdown, not_kept, promise
from tests.rules.test_remark import remark


def opening(in_days: int = 0, **changes: Any) -> OpeningFact:
    said = {"id": "o1", "kind": "referral", "text": "Lyon?", "noted_by": "Ana Souza", "noted_at": ago(9), **changes}
    return OpeningFact(ask_on=day(in_days), **said)


def asked(facts: AccountFacts) -> list[Verdict]:
    return list(RULES["opening"](facts, POLICY, NOW))


def test_it_is_early_from_its_day_on_and_never_louder() -> None:
    [verdict] = asked(account(openings=(opening(-3),)))
    assert rings(verdict) == [(-3, "early")]
    assert verdict.level_at(NOW) is Level.EARLY
    assert verdict.reason == "Ask for a referral: “Lyon?”, from 10 May 2026 on, noted by Ana Souza."


def test_what_is_to_come_waits_for_its_day() -> None:
    [verdict] = asked(account(openings=(opening(20, kind="upsell"),)))
    assert verdict.level_at(NOW) is None
    assert verdict.reason.startswith("Offer more: ")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": Status.RESCUE}, "first they need us for other things"),
        ({"remarks": (remark(),)}, "first they need an answer to what they said"),
        ({"breakdowns": (breakdown(1),)}, "first something has to be put right"),
        ({"promises": (promise(-1),)}, "first we need to keep our word"),
        ({"broken": (not_kept(9),)}, "first we need to keep our word"),
        ({"last_unhappy_at": ago(59)}, "they were unhappy of late"),
        ({"last_contact_at": ago(30)}, "first we need to be in touch again"),
        ({"last_contact_at": None}, "first we need to be in touch again"),
        ({"last_contact_at": ago(8), "cadence_days": 7}, "first we need to be in touch again"),
    ],
)
def test_it_waits_while_the_account_ails_and_says_why(changes: dict[str, Any], why: str) -> None:
    [verdict] = asked(account(openings=(opening(-3),), **changes))
    assert verdict.steps == ()
    assert verdict.reason.endswith(f"; it waits, as {why}.")


def test_sixty_days_after_an_unhappy_word_they_may_be_asked_again() -> None:
    [verdict] = asked(account(openings=(opening(-3),), last_unhappy_at=ago(60)))
    assert verdict.level_at(NOW) is Level.EARLY


def test_what_they_promised_and_did_not_do_is_no_reason_to_wait() -> None:
    [verdict] = asked(account(openings=(opening(-3),), promises=(promise(-1, is_ours=False), promise(3))))
    assert verdict.level_at(NOW) is Level.EARLY


def test_who_left_is_asked_for_nothing() -> None:
    assert asked(silent(3, status=Status.LOST, openings=(opening(),))) == []
