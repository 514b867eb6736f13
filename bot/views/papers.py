"""Playbooks and questions as people read them: all of them, or one with its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

MOST = 20
SHOW, CHANGE, FETCH, SWITCH, BACK = (
    "playbook.show",
    "playbook.change",
    "playbook.fetch",
    "playbook.switch",
    "playbook.back",
)
_HOW = (
    "Each is a text in TOML. An admin may change it here, or drop a changed file in our direct message; every version "
    "is kept. Plans that are laid already stay as they are."
)
_NOT_SENT = "Slack did not take the file just now. Please ask again in a moment."
_WHOSE = {
    "owner": "the owner",
    "backup": "the backup",
    "sponsor": "our sponsor",
    "lead": "whoever leads it",
    "doer": "whoever lays it",
}
_GAPS = {
    "no_senior": "where nobody senior is known",
    "senior_unmet": "for each senior person never met",
    "one_contact": "where fewer than two people are known",
    "no_main_contact": "where there is no main contact",
    "no_meeting": "where no next meeting is on record",
    "indirect": "for each indirect contact",
    "no_wishes": "where no wishes are on record",
    "no_meal": "where there was no meal of late",
}
_NOUNS = {"playbook": "step", "questions": "question"}


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version, as it was put. Days are where the reader is."""

    number: int
    put_on: date
    put_by: str | None = None
    is_off: bool = False
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A playbook, or questions. `lines`: what is in it, line by line; `versions`: the newest first."""

    kind: str
    key: str
    title: str
    count: int
    version: int = 0
    is_off: bool = False
    is_ours: bool = True
    lines: Sequence[str] = ()
    about: str = ""
    versions: Sequence[VersionShown] = ()

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.kind}:{self.key}"


def papers(listed: Sequence[PaperShown], *, may_change: bool) -> Post:
    """All of them, each with its buttons."""
    blocks: list[Block] = [kit.header("Playbooks and questions")]
    for one in listed[:MOST]:
        blocks += [kit.section(_brief(one)), _buttons(one, may_change=may_change, shows=True)]
    if len(listed) > MOST:
        blocks.append(
            kit.context(f"And {len(listed) - MOST} more: {mrkdwn.code('/client playbooks rescue')} shows one.")
        )
    blocks.append(kit.context(_HOW))
    told = [f"{mrkdwn.line(one.title)} ({'off' if one.is_off else 'on'})" for one in listed]
    return kit.post(f"Playbooks and questions: {mrkdwn.listing(told, MOST)}", blocks)


def paper(shown: PaperShown, today: date, *, may_change: bool) -> Post:
    """One of them: what is in it, and its versions."""
    blocks: list[Block] = [
        kit.header(shown.title),
        kit.section("\n".join(filter(None, [_brief(shown), mrkdwn.line(mrkdwn.cut(shown.about, 1000))]))),
        *kit.paragraphs(f"• {mrkdwn.line(mrkdwn.cut(line, 400))}" for line in shown.lines),
        _buttons(shown, may_change=may_change, shows=False),
    ]
    for one in shown.versions[:10]:
        is_now = one.number == shown.version
        accessory = kit.button("Bring back", BACK, f"{shown.value}:{one.number}", f"Bring back version {one.number}")
        blocks.append(kit.section(_version(one, today), None if is_now or not may_change else accessory))
    return kit.post(f"{mrkdwn.line(shown.title)}: {_brief(shown)}", blocks)


def step_words(text: str, who: str, days: int | None, when: str) -> str:
    """A step of a playbook in plain words: what, whose, by when, and where it is offered at all."""
    by = "" if days is None else ", at once" if days == 0 else f", within {mrkdwn.count(days, 'working day')}"
    gap = f"; {_GAPS[when]}" if when in _GAPS else ""
    return f"{text} ({_WHOSE[who]}{by}{gap})"


def put(title: str, version: int, *, is_off: bool) -> Post:
    """The answer to whoever changed one, or switched it."""
    if is_off:
        return _say(f"{mrkdwn.bold(title)} is switched off: nothing is laid from it. Its words are kept.")
    return _say(f"{mrkdwn.bold(title)} is on, version {version}. Plans that are laid already stay as they are.")


def mistakes(name: str, sentences: Sequence[str]) -> Post:
    """What is wrong with a file that was dropped."""
    lines = "\n".join(f"• {mrkdwn.line(one)}" for one in sentences)
    return _say(f"I did not take {mrkdwn.bold(name)}; nothing was changed:\n{lines}")


def on_its_way(title: str) -> Post:
    """It is being sent."""
    return _say(f"You get {mrkdwn.bold(title)} as a file in our direct message.")


def sent(title: str) -> str:
    """What comes with the file."""
    return f"Here is {mrkdwn.bold(title)}. Changed and dropped here again by an admin, it counts from then on."


def not_sent() -> Post:
    """Slack did not take the file."""
    return _say(_NOT_SENT)


def _brief(one: PaperShown) -> str:
    whose = "as it came" if one.is_ours else f"yours, version {one.version}"
    off = " · *off*" if one.is_off else ""
    return (
        f"{mrkdwn.bold(one.title)} {mrkdwn.code(one.key)} · {mrkdwn.count(one.count, _NOUNS[one.kind])} · {whose}{off}"
    )


def _buttons(one: PaperShown, *, may_change: bool, shows: bool) -> Block:
    row = [kit.button("Show", SHOW, one.value, f"Show: {one.title}")] if shows else []
    row.append(kit.button("As a file", FETCH, one.value, f"As a file: {one.title}"))
    if may_change:
        way = "Switch on" if one.is_off else "Switch off"
        row.append(kit.button("Change", CHANGE, one.value, f"Change: {one.title}"))
        row.append(kit.button(way, SWITCH, f"{one.value}:{'on' if one.is_off else 'off'}", f"{way}: {one.title}"))
    return kit.actions(*row)


def _version(one: VersionShown, today: date) -> str:
    by = f" by {mrkdwn.person(one.put_by)}" if one.put_by else ""
    what = "switched off" if one.is_off else "as it came" if one.is_ours else "changed"
    return f"Version {one.number}: {what} on {mrkdwn.day(one.put_on, today)}{by}"


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
