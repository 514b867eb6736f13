"""Voices: who speaks of clients beside their owners, with thanks, and where nobody does. Never a ranking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

PAGE = 25
NAMES = 5  # of accounts, where they are not the matter itself
_THANKED = 15
_NAME = 60
_HEARD = mrkdwn.code('/heard Acme "they asked who else uses it"')


@dataclass(frozen=True, slots=True)
class Lone:
    """An account of which nobody but its owner speaks."""

    name: str
    owner_id: str | None = None


@dataclass(frozen=True)
class Voices:
    """What was heard in so many days. `relayers` and `loggers`: names in the order of the alphabet.

    `loggers` logged for a client that is a colleague's; `lone`: the first, or a page, of `total`.
    """

    days: int
    remarks: int
    answered: int
    relayers: Sequence[str]
    loggers: Sequence[str]
    lone: Sequence[Lone]
    total: int
    page: int = 1

    def blocks(self) -> list[Block]:
        """As a section of the Home tab of who leads."""
        return [kit.header("Voices"), kit.section("\n".join([*heard(self), _one_voice(self)]))]


def voices(told: Voices) -> Post:
    """All of it, a page of accounts at a time."""
    title = f"Voices of the last {told.days} days"
    blocks: list[Block] = [kit.header(title), kit.section("\n".join(heard(told)))]
    if not told.total:
        calm = _calm(told)
        return kit.post(f"{title}. {calm}", [*blocks, kit.section(calm)])
    text = f"One voice so far: {mrkdwn.count(told.total, 'account')}"
    blocks += kit.paragraphs([f"*{text}*", *(_lone(one) for one in told.lone)])
    more = told.total - told.page * PAGE
    if more > 0:
        value = json.dumps({"verb": "voices", "page": told.page + 1})
        blocks.append(kit.actions(kit.button(f"+{more:,} more", "list.more", value, "Show more accounts")))
    blocks.append(
        kit.context(
            "Nobody but the owner logged or passed anything on there. Whoever works with them hears other things: a "
            f"question over coffee is enough. {_HEARD}"
        )
    )
    return kit.post(f"{title}. {text}", blocks)


def heard(told: Voices) -> list[str]:
    """What was passed on and logged, with thanks, a line of mrkdwn each."""
    if not told.remarks:
        lines = [
            f"Nobody has passed on what a client said in {mrkdwn.count(told.days, 'day')}. It takes seconds: {_HEARD}"
        ]
    else:
        answered = f", {told.answered:,} of them answered" if told.answered else ""
        lines = [f"{mrkdwn.count(told.remarks, 'remark')} passed on{answered}. Thank you, {_names(told.relayers)}."]
    if told.loggers:
        lines.append(f"Logged for a colleague's client. Thank you, {_names(told.loggers)}.")
    return lines


def in_brief(told: Voices) -> list[str]:
    """For a digest, a line of mrkdwn each: nothing where there is nobody to thank and no account to ask about."""
    thanks = heard(told) if told.remarks else heard(told)[1:]
    return [*thanks, *([_one_voice(told)] if told.total else [])]


def _one_voice(told: Voices) -> str:
    if not told.total:
        return _calm(told)
    names = [mrkdwn.bold(mrkdwn.cut(one.name, _NAME)) for one in told.lone[:NAMES]]
    if told.total > len(names):
        names.append(f"{told.total - len(names):,} more")
    listed = mrkdwn.listing(names, len(names))
    return (
        f"For {mrkdwn.count(told.days, 'day')}, only the owner's voice is heard of {listed}: who else works with them? "
        f"All: {mrkdwn.code('/client voices')}"
    )


def _calm(told: Voices) -> str:
    since = mrkdwn.count(told.days, "day")
    return (
        f"No account on record for {since} lacks a voice beside its owner's. ✓ Newer and paused ones are not counted."
    )


def _names(names: Sequence[str]) -> str:
    return mrkdwn.listing([mrkdwn.line(mrkdwn.cut(name, _NAME)) for name in names], _THANKED)


def _lone(one: Lone) -> str:
    owner = f"owner {mrkdwn.person(one.owner_id)}" if one.owner_id else "no owner yet"
    return f"• {mrkdwn.bold(mrkdwn.cut(one.name, 100))} · {owner}"
