"""What is open on an account, a few words for each noun: promises, wishes, what broke, remarks, steps, tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.facts import AccountFacts
from bot.policy import Policy
from bot.views import mrkdwn


def open_items(facts: AccountFacts, today: date) -> str:
    """One line of mrkdwn; empty where nothing is open."""
    found = (said for say in _SAYINGS for said in [say(facts, today)] if said)
    listed = " · ".join(found)
    return f"_Open:_ {listed}" if listed else ""


def _remarks(facts: AccountFacts, today: date) -> str:
    if not facts.remarks:
        return ""
    first = min(one.due_on for one in facts.remarks)
    return f"{mrkdwn.count(len(facts.remarks), 'remark')} to answer, by {mrkdwn.day(first, today)}"


def _ours(facts: AccountFacts, today: date) -> str:
    due = [one.due_on for one in facts.promises if one.is_ours]
    return f"{mrkdwn.count(len(due), 'promise')} of ours, by {mrkdwn.day(min(due), today)}" if due else ""


def _theirs(facts: AccountFacts, today: date) -> str:
    due = [one.due_on for one in facts.promises if not one.is_ours]
    return f"{mrkdwn.count(len(due), 'promise')} of theirs, by {mrkdwn.day(min(due), today)}" if due else ""


def _broken(facts: AccountFacts, today: date) -> str:
    """By our default window: how long they count by the workspace's is said under Why."""
    count = len(facts.broken_since(today - timedelta(days=Policy().broken_days)))
    return f"{mrkdwn.count(count, 'promise')} of ours not kept in 12 months" if count else ""


def _wishes(facts: AccountFacts, today: date) -> str:
    if not facts.wishes:
        return ""
    first = min(one.due_on for one in facts.wishes)
    return f"{mrkdwn.count(len(facts.wishes), 'wish', 'wishes')}, the next by {mrkdwn.day(first, today)}"


def _breakdowns(facts: AccountFacts, _today: date) -> str:
    broken = sum(one.recovered_at is None for one in facts.breakdowns)
    unverified = len(facts.breakdowns) - broken
    parts = [
        f"{mrkdwn.count(broken, 'breakdown')} to put right" if broken else "",
        f"{mrkdwn.count(unverified, 'breakdown')} to verify" if unverified else "",
    ]
    return " · ".join(filter(None, parts))


def _audits(facts: AccountFacts, today: date) -> str:
    return " · ".join(f"the audit of its loss, by {mrkdwn.day(one.due_on, today)}" for one in facts.audits)


def _steps(facts: AccountFacts, today: date) -> str:
    """The steps of its plans; one that has no day waits, too."""
    if not facts.steps:
        return ""
    days = [one.due_on for one in facts.steps if one.due_on]
    by = f", the next by {mrkdwn.day(min(days), today)}" if days else ""
    return f"{mrkdwn.count(len(facts.steps), 'step')} of plans{by}"


def _litmus(facts: AccountFacts, today: date) -> str:
    opened = next((one for one in facts.litmus_tests if one.is_open), None)
    if opened is None:
        return ""
    views = f"{opened.given} of {mrkdwn.count(opened.asked, 'view')}"
    return f"a litmus test, {views}, until {mrkdwn.day(opened.due_on, today)}"


_SAYINGS: tuple[Callable[[AccountFacts, date], str], ...] = (
    _remarks,
    _ours,
    _theirs,
    _broken,
    _wishes,
    _breakdowns,
    _steps,
    _audits,
    _litmus,
)
