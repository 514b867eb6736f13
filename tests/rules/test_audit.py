from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.facts import AuditFact, UnlearnedFact
from bot.policy import Level, Manner, Policy, Status
from bot.rules import RULES
from bot.rules.verdict import Verdict
from tests.rules.build import NOW, account

OPENED = NOW - timedelta(days=1)
OPEN = AuditFact("a1", date(2026, 5, 11), OPENED, due_on=NOW.date() + timedelta(days=13), chooser_id="U0LEAD")
LED = replace(OPEN, leader_id="U0ERIK", findings=2)


def asked(one: AuditFact, now_days: float = 0) -> Verdict:
    [verdict] = RULES["audit"](account(audits=(one,), status=Status.LOST), Policy(), NOW + timedelta(days=now_days))
    return verdict


def test_an_audit_rings_for_a_lost_account_and_in_no_channel() -> None:
    assert (asked(OPEN).manner, asked(OPEN).subject) == (Manner.PRIVATE, "a1")
    assert list(RULES["audit"](account(status=Status.LOST), Policy(), NOW)) == []


def test_until_somebody_neutral_leads_it_who_chooses_hears_of_it() -> None:
    assert asked(OPEN).hearer == "U0LEAD"
    assert "nobody leads the audit yet" in asked(OPEN).reason
    assert [asked(OPEN).level_at(NOW + timedelta(days=days)) for days in (0, 4, 21)] == [
        Level.EARLY, Level.DUE, Level.CRITICAL,
    ]  # fmt: skip


def test_its_leader_hears_of_it_until_it_is_done() -> None:
    assert asked(LED).hearer == "U0ERIK"
    assert "2 findings so far" in asked(LED).reason
    levels = [asked(LED).level_at(NOW + timedelta(days=days)) for days in (0, 12, 15, 22)]
    assert levels == [Level.EARLY, Level.EARLY, Level.DUE, Level.CRITICAL]
    assert "was due by" in asked(LED, 14).reason


def test_a_leader_who_has_to_do_with_the_account_by_now_leads_no_longer() -> None:
    verdict = asked(replace(OPEN, was_led=True))
    assert verdict.hearer == "U0LEAD"
    assert "somebody else is to lead it" in verdict.reason


def test_days_are_those_of_the_policy() -> None:
    policy = Policy(audit_late_days=1)
    [verdict] = RULES["audit"](account(audits=(LED,), status=Status.LOST), policy, NOW)
    assert verdict.level_at(NOW + timedelta(days=16)) is Level.CRITICAL


DONE = UnlearnedFact("a1", NOW, findings=2, all_of_them=2, leader_id="U0ERIK", chooser_id="U0LEAD")


def learned(one: UnlearnedFact, policy: Policy | None = None) -> Verdict:
    [verdict] = RULES["audit"](account(unlearned=(one,), status=Status.LOST), policy or Policy(), NOW)
    return verdict


def test_what_was_found_and_is_not_looked_for_elsewhere_is_said_quietly_some_working_days_later() -> None:
    verdict = learned(DONE)
    assert verdict.reason.endswith("and nobody has looked yet whether other accounts have the same: 2 findings.")
    assert (verdict.hearer, verdict.manner) == ("U0ERIK", Manner.PRIVATE)
    levels = [verdict.level_at(NOW + timedelta(days=days)) for days in (0, 4, 8, 15, 300)]
    assert levels == [None, None, Level.EARLY, Level.DUE, Level.DUE]
    assert learned(DONE, Policy(audit_late_days=1)).level_at(NOW + timedelta(days=1)) is Level.EARLY


def test_who_chose_the_leader_hears_of_it_where_nobody_led() -> None:
    assert learned(replace(DONE, leader_id=None)).hearer == "U0LEAD"


def test_how_many_of_all_findings_wait_is_told() -> None:
    assert "the same: 2 of 3 findings." in learned(replace(DONE, all_of_them=3)).reason
    assert "the same: 1 of 3 findings." in learned(replace(DONE, findings=1, all_of_them=3)).reason
    assert "the same: 1 finding." in learned(replace(DONE, findings=1, all_of_them=1)).reason


def test_an_audit_whose_findings_are_all_seen_to_is_silent() -> None:
    facts = account(unlearned=(replace(DONE, findings=0),), status=Status.LOST)
    assert list(RULES["audit"](facts, Policy(), NOW)) == []
