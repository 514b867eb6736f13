"""What the log answers to the questions: what the rules say of the account at this moment. Pure.

A calm rule is a yes, but not where it is calm only because it gives us time: somebody senior who is not known yet, or
was never met, and an account with which nobody spoke yet. Promises that were not kept count beside
what their rule says.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.facts import AccountFacts, ContactLevel
from bot.litmus.outcome import Logged
from bot.litmus.questions import Questions
from bot.policy import Level, Policy
from bot.rules import RULES
from bot.rules.promise import RULE as PROMISE
from bot.rules.quiet import RULE as QUIET
from bot.rules.senior import RULE as SENIOR
from bot.rules.words import not_kept

_VALUES = {None: 1.0, Level.EARLY: 0.75, Level.DUE: 0.25, Level.CRITICAL: 0.0}
_NEARLY_NO = _VALUES[Level.DUE]
_ONE_BROKEN = 0.5
_NOTHING = Logged(None)


def answers(questions: Questions, facts: AccountFacts, policy: Policy, now: datetime) -> dict[str, Logged]:
    """By question, the loudest that its rule says; no value where it watches nothing."""
    return {one.key: _answer(one.rule, facts, policy, now) for one in questions.questions if one.rule in RULES}


def _answer(rule: str, facts: AccountFacts, policy: Policy, now: datetime) -> Logged:
    said = _said(rule, facts, policy, now)
    return _less_broken(said, facts, policy, now) if rule == PROMISE else said


def _less_broken(said: Logged, facts: AccountFacts, policy: Policy, now: datetime) -> Logged:
    """One promise of ours that was not kept leaves half at the most, a second nothing."""
    since = facts.calendar.day(now) - timedelta(days=policy.broken_days)
    count = len(facts.broken_since(since))
    if not count:
        return said
    most = _ONE_BROKEN if count == 1 else 0.0
    value = most if said.value is None else min(said.value, most)
    return Logged(value, f"{not_kept(count, 'ours', policy.broken_days)}.")


def _said(rule: str, facts: AccountFacts, policy: Policy, now: datetime) -> Logged:
    verdicts = [(verdict.level_at(now), verdict) for verdict in RULES[rule](facts, policy, now)]
    if not verdicts:
        return _NOTHING
    level, loudest = max(verdicts, key=lambda said: said[0].loudness if said[0] else 0)
    value = min(_VALUES[level], _proven(rule, facts))
    return Logged(value, loudest.reason if value < 1 else "")


def _proven(rule: str, facts: AccountFacts) -> float:
    """The most that a calm rule is worth."""
    if rule == QUIET:
        return 1.0 if facts.last_contact_at else _NEARLY_NO
    if rule != SENIOR:
        return 1.0
    here = [one for one in facts.contacts if one.level is ContactLevel.EXECUTIVE and one.left_at is None]
    return 1.0 if any(one.last_met_at for one in here) else _NEARLY_NO if here else 0.0
