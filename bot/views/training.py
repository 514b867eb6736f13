"""Lessons as training material: a text in Markdown, with names or without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.endings import Reason
from bot.policy import Tier
from bot.views import mrkdwn
from bot.views.losses import REASONS
from bot.views.words import TIERS


@dataclass(frozen=True, slots=True)
class Taught:
    """One loss and what it taught. `years`: how long they were a client; `warned`: days before the end, by our rules.

    `lessons`: (what we learned, what is looked for or done, how far it is).
    """

    account: str
    tier: Tier
    years: int
    ended_on: date | None
    value_minor: int | None
    currency: str | None
    reasons: Sequence[Reason]
    words: str
    attraction: str
    findings: Sequence[str]
    lessons: Sequence[tuple[str, str, str]]
    warned: int | None = None


Without = Callable[[str], str]


def markdown(taught: Sequence[Taught], today: date, *, without: Without | None = None) -> str:
    """The whole text. `without`: takes names out of a text; then the clients are told of by what they were."""
    parts = [_heading(today), *(_one(one, number, without) for number, one in enumerate(taught, start=1))]
    return "\n".join(parts) + "\n"


def sent(count: int, *, is_anonymous: bool) -> str:
    """What comes with the file."""
    if not count:
        return "No loss has taught anything yet that is on record: this is where it will stand."
    names = "without names" if is_anonymous else "with names: for us alone"
    return f"Here: what {mrkdwn.count(count, 'loss', 'losses')} taught us, {names}."


def _heading(today: date) -> str:
    return (
        "# What losing clients taught us\n\n"
        f"As of {mrkdwn.day(today)}. To read alone or together. For each client, talk it over before you read on: what "
        "would you have noticed, and when? Nobody is looking for somebody to blame.\n"
    )


def _one(one: Taught, number: int, without: Without | None) -> str:
    clean = without or (lambda text: text)

    def said(text: str) -> str:
        return _plain(clean(text))

    title = f"A {TIERS[one.tier]} client of {mrkdwn.count(one.years, 'year')}" if without else _plain(one.account)
    facts = [
        "" if without or one.ended_on is None else f"ended on {mrkdwn.day(one.ended_on)}",
        ""
        if without or not (one.value_minor and one.currency)
        else f"{mrkdwn.money(one.value_minor, one.currency)} a year",
        ", ".join(f"{REASONS[reason.reason]} ({reason.confidence})" for reason in one.reasons),
    ]
    lines = [f"## {number}. {title}", "", _sentence("; ".join(filter(None, facts))) or "Why is not known.", ""]
    lines += [f"> {said(one.words)}", ""] if one.words else []
    lines += [f"What drew them elsewhere: {said(one.attraction)}", ""] if one.attraction else []
    lines += ["What was found:", "", *(f"- {said(text)}" for text in one.findings), ""] if one.findings else []
    if one.warned:
        lines += [
            f"Our rules, as they are set today, would have warned {mrkdwn.count(one.warned, 'day')} before the end.",
            "",
        ]
    lines += ["What we learned:", ""] if one.lessons else []
    for text, look, progress in one.lessons:
        lines += [f"- **{said(text)}** {said(look)} ({progress})"]
    return "\n".join([*lines, "", "What would you do differently on a client of yours, this week?", ""])


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _plain(text: str) -> str:
    """A text on one line in which nothing of Markdown comes alive."""
    line = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|" else char for char in line)
