"""Remarks as people read them: passed on, listed, and what became of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post
from bot.worktime import UTC_ZONE

MOST = 15  # remarks in a list: two blocks each, and room for what stands around them
ADDRESS, DECLINE, GIVE = "remark.address", "remark.decline", "remark.give"
_TEXT = 1_000  # characters of their words, and of an answer to them
_SHORTER = 400


@dataclass(frozen=True, slots=True)
class RemarkShown:
    """A remark as people read it. `said_by` is a contact's name; days are where the reader is."""

    id: str
    account: str
    text: str
    reported_by: str
    reported_on: date
    due_on: date
    said_by: str = ""
    owner_id: str | None = None
    is_big: bool = False
    link: str = ""
    state: str = "open"
    answer: str = ""
    answered_by: str | None = None
    answered_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Hearing:
    """Somebody, or a channel, who hears of a remark, and when (aware UTC); None: it stands on their Home."""

    recipient: str
    at: datetime | None
    zone: tzinfo = UTC_ZONE  # the reader's


def passed_on(shown: RemarkShown, hearing: Hearing | None, others: int, reader: str, today: date) -> Post:
    """The answer to whoever passed it on: who hears it, by when, and what else waits there.

    `others`: how many more remarks of the account are open. Who is to answer it themselves can do so at once.
    """
    is_mine = shown.owner_id == reader
    size = " (big)" if shown.is_big else ""
    text = f"Passed on for {mrkdwn.bold(mrkdwn.cut(shown.account, 200))}{size}: {_said(shown, _TEXT)}"
    blocks: list[Block] = [kit.section(text), kit.section(_whose(shown, hearing, reader, today))]
    if is_mine:
        blocks.append(_buttons(shown))
    example = mrkdwn.code(f"/client remarks {mrkdwn.quoted(shown.account)}")
    waits = f"{mrkdwn.count(others, 'other remark')} of theirs {'waits' if others == 1 else 'wait'}: " if others else ""
    blocks.append(kit.context(f"{waits or 'All that they said: '}{example}"))
    return kit.post(text, blocks)


def remarks(account: str, listed: Sequence[RemarkShown], today: date, *, more: bool) -> Post:
    """The remarks of an account: open ones with their buttons, then those that were answered last."""
    if not listed:
        example = mrkdwn.code(f"/heard {mrkdwn.quoted(account)} they asked who else uses it")
        text = f"Nobody has passed on anything that {mrkdwn.bold(account)} said. Heard something? {example}"
        return kit.post(text, [kit.section(text)])
    waiting = sum(one.is_open for one in listed)
    heading = f"What {account} said: {waiting} open" if waiting else f"What {account} said: all answered"
    blocks: list[Block] = [kit.header(heading)]
    for one in listed:
        blocks.append(kit.section(_listed(one, today)))
        blocks += [_buttons(one)] if one.is_open else []
    if more:
        blocks.append(kit.context("There are more, answered earlier or due later."))
    return kit.post(mrkdwn.line(heading), blocks)


def settled(shown: RemarkShown, *, is_told: bool) -> Post:
    """The answer to whoever addressed or declined it. `is_told`: whoever passed it on hears of it."""
    told = f" I tell {mrkdwn.person(shown.reported_by)}, who passed it on." if is_told else ""
    text = f"{_outcome(shown)} {_said(shown, _SHORTER)}{told}"
    return kit.post(text, [kit.section(text)])


def given(shown: RemarkShown, today: date) -> Post:
    """The answer to whoever gave it to somebody."""
    owner = mrkdwn.person(shown.owner_id) if shown.owner_id else "nobody yet"
    text = f"{owner} is to answer it by {mrkdwn.day(shown.due_on, today)}, and hears it: {_said(shown, _SHORTER)}"
    return kit.post(text, [kit.section(text)])


def answered(shown: RemarkShown) -> Post:
    """The word to whoever passed it on: what became of it."""
    by = f" by {mrkdwn.person(shown.answered_by)}" if shown.answered_by else ""
    text = "\n".join(
        filter(
            None,
            [
                f"What you passed on from {mrkdwn.bold(mrkdwn.cut(shown.account, 200))} was {shown.state}{by}:",
                f"{_said(shown, _SHORTER)}",
                _answer(shown),
                "Thank you for passing it on.",
            ],
        )
    )
    return kit.post(text, [kit.section(text)])


def one_line(shown: RemarkShown, today: date) -> str:
    """A remark in one line of mrkdwn: what was said, and its address."""
    return f"{mrkdwn.day(shown.reported_on, today)}: {_said(shown, 200)}"


def _said(shown: RemarkShown, most: int) -> str:
    who = f"{mrkdwn.line(shown.said_by)}: " if shown.said_by else ""
    link = f" · {mrkdwn.link(shown.link, 'the message')}" if shown.link else ""
    return f"{who}“{mrkdwn.line(mrkdwn.cut(shown.text, most))}”{link}"


def _whose(shown: RemarkShown, hearing: Hearing | None, reader: str, today: date) -> str:
    due = f"by {mrkdwn.day(shown.due_on, today)}"
    if shown.owner_id == reader:
        return f"It is yours to answer {due}."
    answers = f"{mrkdwn.person(shown.owner_id)} is to answer it {due}" if shown.owner_id else f"An answer is due {due}"
    heard = f", and {_hears(hearing)}" if hearing else ""
    if hearing and hearing.recipient != shown.owner_id:
        heard = f"; {_recipient(hearing)} {_hears(hearing)}"
    return f"{answers}{heard}. I tell you what becomes of it."


def _hears(hearing: Hearing) -> str:
    return f"hears it {mrkdwn.moment(hearing.at, hearing.zone)}" if hearing.at else "sees it on their Home"


def _recipient(hearing: Hearing) -> str:
    is_channel = hearing.recipient.startswith(("C", "G"))
    return mrkdwn.channel(hearing.recipient) if is_channel else mrkdwn.person(hearing.recipient)


def _listed(shown: RemarkShown, today: date) -> str:
    by = f"passed on by {mrkdwn.person(shown.reported_by)} on {mrkdwn.day(shown.reported_on, today)}"
    if not shown.is_open:
        return "\n".join(filter(None, [f"{_outcome(shown, today)} {_said(shown, _SHORTER)}", _answer(shown)]))
    owner = mrkdwn.person(shown.owner_id) if shown.owner_id else "nobody yet"
    size = "big" if shown.is_big else "small"
    due = f"{owner} is to answer by {mrkdwn.day(shown.due_on, today)}"
    return f"{_said(shown, _SHORTER)}\n{size} · {by} · {due}"


def _outcome(shown: RemarkShown, today: date | None = None) -> str:
    mark = "✓ Addressed" if shown.state == "addressed" else "Declined"
    when = f" on {mrkdwn.day(shown.answered_on, today)}" if today and shown.answered_on else ""
    by = f" by {mrkdwn.person(shown.answered_by)}" if today and shown.answered_by else ""
    return f"{mark}{when}{by}:"


def _answer(shown: RemarkShown) -> str:
    return f"> {mrkdwn.line(mrkdwn.cut(shown.answer, _SHORTER))}" if shown.answer else ""


def _buttons(shown: RemarkShown) -> Block:
    about = mrkdwn.cut(shown.text, 40)
    return kit.actions(
        kit.button("Addressed", ADDRESS, shown.id, f"Addressed: {about}", primary=True),
        kit.button("Decline", DECLINE, shown.id, f"Decline: {about}"),
        kit.button("Give to", GIVE, shown.id, f"Give to: {about}"),
    )
