from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.facts import AccountFacts, BreakdownFact, LitmusFact, PromiseFact, RemarkFact, RescueFact, WorryFact
from bot.policy import Band, Kind, Level, Manner, Policy, Status, Tier
from bot.rules import RULES, Verdict
from bot.rules.signals import gathered
from tests.rules.build import NOW, POLICY, account, ago, ask, day, encounter, meeting, rings, talked

BIG = RemarkFact("r1", "who else?", "Jane Doe", "Ana", ago(9), day(-4), is_big=True)
UNHAPPY = encounter(6, temperature=-1)


def troubled(*signals: str, **changes: Any) -> AccountFacts:
    """An account with some of the signals: `quiet`, `unhappy`, `remark` and `meeting`."""
    facts = talked(UNHAPPY if "unhappy" in signals else encounter(6, temperature=0), tier=Tier.STANDARD)
    silent = ago(50) if "quiet" in signals else ago(6)
    told = {
        "last_contact_at": silent,
        "remarks": (BIG,) if "remark" in signals else (),
        "meetings": (meeting(-8),) if "meeting" in signals else (),
    }
    return replace(facts, **{**told, **changes})


def test_one_signal_is_no_reason_to_speak() -> None:
    for one in ("quiet", "unhappy", "remark", "meeting"):
        assert ask("signals", troubled(one)).level_at(NOW) is None, one


def test_two_are_early_and_three_are_due_from_the_day_on_which_they_came_together() -> None:
    two = ask("signals", troubled("remark", "meeting"))
    assert rings(two) == [(-4, "early"), (39, "due")]  # as they fall silent
    three = ask("signals", troubled("remark", "meeting", "quiet"))
    assert rings(three) == [(-5, "early"), (-4, "due")]  # silent for 45 days since five days ago
    assert three.level_at(NOW) is Level.DUE


def test_the_reason_names_each_with_its_day_and_rests_on_its_entries() -> None:
    verdict = ask("signals", troubled("unhappy", "remark", "meeting"))
    assert verdict.reason == (
        "3 signals that they may be about to leave: a meeting did not take place; unhappy on 7 May 2026; "
        "what they said on 4 May 2026 waits for an answer."
    )
    assert set(verdict.rests_on) == {"talk-6", "r1", "meeting-8"}


def test_signals_that_are_to_come_ring_when_they_come() -> None:
    still_quiet = troubled("remark", "meeting", last_contact_at=ago(40))
    assert rings(ask("signals", still_quiet)) == [(-4, "early"), (5, "due")]


def test_a_warmer_word_since_takes_the_unhappy_one_back() -> None:
    facts = talked(encounter(20, temperature=-2), encounter(6, temperature=1))
    assert [signal.says for signal in gathered(facts, POLICY, NOW) if signal.at <= NOW] == []


def test_cooling_is_one_signal_however_many_ways_it_shows() -> None:
    talks = [encounter(days, temperature=2, clients=4) for days in (90, 80, 70, 60, 50, 40)]
    cooler = [encounter(days, temperature=-1, clients=1, kind=Kind.MEETING) for days in (20, 10, 3)]
    says = [signal.says for signal in gathered(talked(*talks, *cooler), POLICY, NOW) if signal.at <= NOW]
    assert says.count("cooler than before") == 1
    assert len(says) == 2  # and the unhappy word


def test_a_small_remark_or_one_that_is_not_due_yet_is_none() -> None:
    small, fresh = replace(BIG, is_big=False), replace(BIG, due_on=day(3))
    for one in (small, fresh):
        shown = [s for s in gathered(account(remarks=(one,)), POLICY, NOW) if s.at <= NOW]
        assert shown == []


@pytest.mark.parametrize("enough", [1, 2, 4])
def test_how_many_are_enough_can_be_set(enough: int) -> None:
    facts = troubled("unhappy", "remark", "meeting", "quiet")
    steps = ask("signals", facts, policy=Policy(rescue_signals=enough)).steps
    assert steps[-1][1] is Level.DUE
    shown = sorted(signal.at for signal in gathered(facts, POLICY, NOW))
    assert steps[-1][0] == shown[enough - 1]


def test_nothing_is_suggested_while_a_rescue_is_under_way_nor_where_it_is_switched_off() -> None:
    loud = troubled("unhappy", "remark", "meeting")
    under_way = replace(loud, rescues=(RescueFact("x", "why", "", "", NOW),))
    for facts in (under_way, replace(loud, status=Status.RESCUE), replace(loud, status=Status.LOST)):
        assert list(RULES["signals"](facts, POLICY, NOW)) == []
    assert list(RULES["signals"](loud, Policy(rescue_signals=0), NOW)) == []


def test_an_account_at_risk_by_its_litmus_test_and_a_word_in_private_are_signals_and_the_word_names_nobody() -> None:
    tested = LitmusFact("t1", ago(20), day(-3), 3, 3, closed_at=ago(3), band=Band.AT_RISK, score=20)
    facts = account(litmus_tests=(tested,), worries=(WorryFact("U0ANA", ago(2)), WorryFact("U0BEN", ago(1))))
    assert [(signal.at, signal.says) for signal in gathered(facts, POLICY, NOW) if signal.at <= NOW] == [
        (ago(3), "at risk by the litmus test of 10 May 2026"),
        (ago(2), "a word that was told in private"),
    ]
    shaky = replace(facts, litmus_tests=(replace(tested, band=Band.SHAKY),), worries=())
    assert [signal for signal in gathered(shaky, POLICY, NOW) if signal.at <= NOW] == []


def test_a_broken_promise_a_breakdown_and_a_poor_litmus_test_are_signals() -> None:
    broken = PromiseFact("p1", "the list", True, "", None, ago(20), day(-10), broken_on=day(-9))
    theirs = replace(broken, id="p2", is_ours=False)
    broke = BreakdownFact("b1", "no export", day(-12), None, ago(12))
    poor = LitmusFact("l1", ago(40), day(-20), 3, 3, closed_at=ago(18), band=Band.AT_RISK, score=20)
    verdict = ask("signals", account(broken=(broken, theirs), breakdowns=(broke,), litmus_tests=(poor,)))
    assert verdict.level_at(NOW) is Level.DUE
    assert verdict.reason == (
        "3 signals that they may be about to leave: at risk by the litmus test of 25 April 2026; "
        "what broke is not known to work again; 1 promise of ours was not kept."
    )
    assert set(verdict.rests_on) == {"p1", "b1", "l1"}


def test_a_good_litmus_test_since_takes_a_poor_one_back() -> None:
    poor = LitmusFact("l1", ago(400), day(-380), 3, 3, closed_at=ago(370), band=Band.AT_RISK, score=30)
    good = replace(poor, id="l2", closed_at=ago(10), band=Band.SOUND)
    assert [s for s in gathered(account(litmus_tests=(poor, good)), POLICY, NOW) if s.at <= NOW] == []


def everything(facts: AccountFacts) -> list[Verdict]:
    return list(RULES["signals"](facts, POLICY, NOW))


@pytest.mark.parametrize("names", [(), ("remark",), ("remark", "meeting"), ("unhappy", "remark", "meeting")])
def test_a_word_told_in_private_changes_nothing_that_others_see(names: tuple[str, ...]) -> None:
    facts = troubled(*names)
    told = everything(replace(facts, worries=(WorryFact("U0BEN", ago(1)),)))
    assert told[0] == everything(facts)[0]
    assert all((one.subject, one.manner, one.hearer) == ("private", Manner.PRIVATE, "U0BEN") for one in told[1:])


def test_where_it_makes_the_account_louder_whoever_told_it_hears_of_it_alone() -> None:
    def private(*names: str) -> Verdict | None:
        told = everything(replace(troubled(*names), worries=(WorryFact("U0BEN", ago(1)),)))
        return told[1] if len(told) > 1 else None

    early, due = private("remark"), private("remark", "meeting")
    assert early is not None
    assert early.level_at(NOW) is Level.EARLY
    assert early.reason.startswith("2 signals that they may be about to leave: ")
    assert "a word that was told in private" in early.reason
    assert due is not None
    assert due.level_at(NOW) is Level.DUE
    assert private("unhappy", "remark", "meeting") is None, "they hear of it already"
