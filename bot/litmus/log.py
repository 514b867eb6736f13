"""What the log answers to the questions: what the rules say of the account at this moment. Pure."""

from __future__ import annotations

from datetime import datetime

from bot.facts import AccountFacts
from bot.litmus.outcome import Logged
from bot.litmus.questions import Questions
from bot.policy import Level, Policy
from bot.rules import RULES

_VALUES = {None: 1.0, Level.EARLY: 0.75, Level.DUE: 0.25, Level.CRITICAL: 0.0}
_NOTHING = Logged(None)


def answers(questions: Questions, facts: AccountFacts, policy: Policy, now: datetime) -> dict[str, Logged]:
    """By question, the loudest that its rule says; no value where it watches nothing."""
    return {one.key: _answer(one.rule, facts, policy, now) for one in questions.questions if one.rule in RULES}


def _answer(rule: str, facts: AccountFacts, policy: Policy, now: datetime) -> Logged:
    verdicts = [(verdict.level_at(now), verdict) for verdict in RULES[rule](facts, policy, now)]
    if not verdicts:
        return _NOTHING
    level, loudest = max(verdicts, key=lambda said: said[0].loudness if said[0] else 0)
    return Logged(_VALUES[level], loudest.reason if level else "")
