"""The story of a loss in words: plain text, blameless, without a name of ours. Views escape what is quoted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.audits.story import Happened, Left, Moment, Undone
from bot.audits.turning import Sign, Turn, Turning
from bot.policy import Sign as Warning
from bot.views import words
from bot.views.mrkdwn import count, cut, listing

_QUOTE = 200
_FELT = {"-1": "uneasy", "-2": "upset"}


def day(on: date) -> str:
    """`12 May 2026`."""
    return f"{on.day} {on:%B %Y}"


def moment(one: Moment) -> str:
    """What happened, in a sentence without its day."""
    return _MOMENTS[one.what](one)


def undone(one: Undone) -> str:
    """What was left, in a sentence."""
    often = f" ({one.count} times)" if one.count > 1 else ""
    about = words.rule(one.text) if one.what in _OF_RULES else quoted(one.text)
    since = "first " if one.count > 1 else ""
    return f"{_UNDONE[one.what].format(about)}{often}, {since}on {day(one.on)}"


def turning(turn: Turning | None) -> str:
    """Where it turned, by what signs, in one sentence."""
    if turn is None:
        return "The log shows no turn: they were in touch, and felt, as always until the end."
    first, *others = (_turn(one) for one in turn.turns)
    also = f"; {'; '.join(others)}" if others else ""
    return f"It seems to have turned on {day(turn.on)}: {first}{also}."


def quoted(text: str) -> str:
    """Words of theirs, on one line, not all of long ones."""
    return f"“{cut(' '.join(text.split()), _QUOTE)}”"


def _turn(one: Turn) -> str:
    if one.sign is Sign.RARER:
        return (
            f"after that day they were in touch every {round(one.after)} days on average, "
            f"where it had been every {max(1, round(one.before))}"
        )
    if one.sign is Sign.COOLER:
        return f"from {day(one.on)} on it felt like {one.after:+.1f} on average, where it had been {one.before:+.1f}"
    return f"after {day(one.on)} there was no word for {round(one.after)} days, where {round(one.before)} were usual"


def _cool(one: Moment) -> str:
    said = f": {quoted(one.quote)}" if one.quote else ""
    return f"A talk felt {_FELT.get(one.detail, 'uneasy')}{said}"


def _signs(one: Moment) -> str:
    seen = [words.SIGNS[Warning(sign)] for sign in one.detail.split(",")]
    return f"Signs were seen: they {listing(seen, len(seen))}"


def _said(one: Moment) -> str:
    if not one.detail:
        return f"They said {quoted(one.quote)} (not answered)"
    after = "the same day" if one.detail == "0" else f"after {count(int(one.detail), 'day')}"
    return f"They said {quoted(one.quote)} (answered {after})"


def _warned(one: Moment) -> str:
    rule, _, level = one.detail.partition(" ")
    return f"A warning: {words.rule(rule).lower()}, {level}"


def _left(one: Moment) -> str:
    return f"Somebody of theirs left ({one.detail})" if one.detail else "Somebody of theirs left"


def _rescue(one: Moment) -> str:
    return f"A rescue began: {quoted(one.quote)}" if one.quote else "A rescue began"


_MOMENTS: dict[Happened, Callable[[Moment], str]] = {
    Happened.BEGAN: lambda _: "The first day on record",
    Happened.COOL: _cool,
    Happened.SIGNS: _signs,
    Happened.SAID: _said,
    Happened.WARNED: _warned,
    Happened.NOT_KEPT: lambda one: f"A promise of ours was not kept: {quoted(one.quote)}",
    Happened.THEIRS_NOT_KEPT: lambda one: f"A promise of theirs was not kept: {quoted(one.quote)}",
    Happened.BROKE: lambda one: f"Something of ours broke: {quoted(one.quote)}",
    Happened.RECOVERED: lambda one: f"It was put right: {quoted(one.quote)}",
    Happened.STAFFING: lambda _: "Somebody else kept the account from then on",
    Happened.CONTACT_LEFT: _left,
    Happened.RESCUE: _rescue,
    Happened.LAST_TALK: lambda _: "The last time that they were in touch",
    Happened.LEAVING: lambda _: "They had said that they go",
    Happened.EXIT: lambda _: "The exit interview",
    Happened.ENDED: lambda _: "It ended",
}
_OF_RULES = frozenset({Left.UNTOUCHED, Left.SNOOZED, Left.STANDING})
_UNDONE = {
    Left.SAID: "What they said was not answered: {}",
    Left.ANSWERED_LATE: "What they said was answered late: {}",
    Left.NOT_KEPT: "A promise of ours was not kept: {}",
    Left.OPEN_PROMISE: "A promise of ours was still open: {}",
    Left.WISH: "A wish of theirs was still open: {}",
    Left.BROKE: "Nobody verified that it works again: {}",
    Left.UNTOUCHED: "A warning had no answer for days: {}",
    Left.SNOOZED: "A warning was put off: {}",
    Left.STANDING: "A warning still stood when it ended: {}",
}
