from __future__ import annotations

from typing import Any

import pytest

from bot.facts import AccountFacts
from bot.policy import Policy, Status
from bot.rules import RULES, Verdict
from tests.rules.build import NOW, POLICY, account, ago, ask, day, rings
from tests.rules.promised import not_kept


def asked(facts: AccountFacts, policy: Policy = POLICY) -> list[Verdict]:
    return list(RULES["broken"](facts, policy, NOW))


def untold(*broken: int, **changes: Any) -> AccountFacts:
    return account(broken=tuple(not_kept(days) for days in broken), **{"last_contact_at": ago(90), **changes})


def test_while_every_promise_was_kept_nothing_is_watched() -> None:
    assert asked(account()) == []
    assert asked(account(broken=(not_kept(3, is_ours=False),))) == []


def test_the_first_is_early_at_once_and_due_some_working_days_later() -> None:
    verdict = ask("broken", untold(1))
    assert rings(verdict) == [(-1, "early"), (1, "due")]
    assert "the last “the new price list” on 12 May 2026; nobody has told them" in verdict.reason
    assert verdict.rests_on == ("b1",)


def test_from_the_second_on_it_is_due_at_once_and_soon_critical() -> None:
    verdict = ask("broken", untold(40, 1))
    assert rings(verdict) == [(-1, "due"), (1, "critical")]
    assert verdict.reason.startswith("2 promises of ours were not kept in the last 365 days, the last “the new price")
    assert verdict.rests_on == ("b1", "b40")


@pytest.mark.parametrize("days", [1, 0])
def test_a_talk_on_that_day_or_later_puts_it_to_rest_and_it_still_counts(days: float) -> None:
    verdict = ask("broken", untold(1, last_contact_at=ago(days)))
    assert verdict.steps == ()
    assert verdict.reason == (
        "1 promise of ours was not kept in the last 365 days, the last “the new price list” on 12 May 2026; "
        "they know, or were spoken with since."
    )


def test_a_talk_before_it_is_none() -> None:
    assert rings(ask("broken", untold(1, last_contact_at=ago(2)))) == [(-1, "early"), (1, "due")]


def test_whoever_was_told_is_not_asked_to_be_spoken_to() -> None:
    facts = account(broken=(not_kept(9, client_told=True),), last_contact_at=ago(90))
    assert ask("broken", facts).steps == ()


def test_what_is_long_ago_counts_no_more() -> None:
    assert asked(untold(366)) == []
    assert len(asked(untold(365))) == 1
    assert asked(untold(60), Policy(broken_days=30)) == []


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert asked(untold(1, status=Status.LOST)) == []
    assert ask("broken", untold(1, status=Status.PAUSED)).steps == ()
    assert rings(ask("broken", untold(1, status=Status.PAUSED, paused_until=day(4)))) == [(5, "due")]
