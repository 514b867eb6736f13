"""What a lesson looks for: each condition hits where it is so, says so, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.facts import AccountFacts
from bot.learned import CONDITIONS, evidence, names
from bot.policy import Policy
from bot.rules import RULES
from tests.rules.build import NOW, account, ago, contact, encounter, executive, meeting, silent

WELL = account(
    contacts=(executive("Jane", last_met_at=ago(3)), contact("Kim", last_met_at=ago(3)), contact("Lee")),
    known_by={"U0ANA": ago(3), "U0BEN": ago(3)},
    encounters=(encounter(3),),
    meetings=(meeting(10),),
)


def said(check: str, facts: AccountFacts, number: int | None = None) -> str:
    return evidence(check, facts, Policy(), NOW, number)


@pytest.mark.parametrize("check", [name for name in CONDITIONS if not name.startswith("rule:")])
def test_an_account_that_is_well_is_free_of_all(check: str) -> None:
    assert said(check, WELL) == ""


@pytest.mark.parametrize(
    ("check", "changes", "words"),
    [
        ("no_senior", {"contacts": (contact("Kim"),)}, "Nobody senior is known there."),
        ("no_senior", {"contacts": (executive("Jane", left_at=ago(9)),)}, "Nobody senior is known there."),
        ("senior_unmet", {"contacts": (executive("Jane", last_met_at=ago(91)),)}, "Nobody senior was met for 91 days."),
        ("senior_unmet", {"contacts": (executive("Jane"),)}, "Nobody senior was met, as far as is on record."),
        ("senior_unmet", {"contacts": ()}, "Nobody senior is known there, let alone met."),
        ("unmet", {"contacts": (), "encounters": (encounter(61),)}, "Nobody of theirs was met for 61 days."),
        ("silent", {"last_contact_at": ago(30)}, "They were not in touch for 30 days."),
        ("unreached", {"last_reach_at": ago(44)}, "We have not reached out for 44 days."),
        ("few_known", {"contacts": (contact("Kim"),)}, "We know 1 person there."),
        ("few_of_ours", {"known_by": {"U0ANA": ago(1)}}, "1 person of ours knows them."),
        ("few_of_ours", {"known_by": {}}, "0 people of ours know them."),
        ("no_meeting", {"meetings": ()}, "No next meeting is on record."),
    ],
)
def test_where_it_is_so_it_says_so_with_its_numbers(check: str, changes: dict[str, Any], words: str) -> None:
    assert said(check, replace(WELL, **changes)) == words


@pytest.mark.parametrize(("number", "hits"), [(29, True), (30, True), (31, False)])
def test_a_lesson_may_count_otherwise(number: int, hits: bool) -> None:
    assert bool(said("silent", silent(30), number)) is hits


def test_every_rule_about_a_client_is_a_condition_and_none_about_our_own_work() -> None:
    rules = {name.removeprefix("rule:") for name in CONDITIONS if name.startswith("rule:")}
    assert {"quiet", "senior", "single_thread", "remark", "complacency"} <= rules <= set(RULES)
    assert not rules & {"step", "audit", "winback", "opening", "rescue", "litmus"}


def test_a_rule_hits_where_it_is_due_and_not_where_it_is_only_early() -> None:
    assert said("rule:quiet", silent(25)) == ""
    assert said("rule:quiet", silent(31)).startswith("No word from them for 31 days")


def test_a_rule_that_is_never_louder_than_early_hits_early() -> None:
    facts = account(contacts=(executive("Jane", can_hire_or_fire=True),), started_at=ago(400))
    assert said("rule:influence", facts) != ""


def test_every_condition_has_words_for_who_chooses_it_and_something_to_do() -> None:
    assert all(names().values())
    assert all(condition.task for condition in CONDITIONS.values())
    assert all(len(f"Look for: {words}") <= 75 for words in names().values())


def test_what_is_no_condition_is_an_error() -> None:
    with pytest.raises(KeyError):
        said("luck", WELL)
