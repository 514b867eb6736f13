"""A rescue as people read it: how it stands, what is done about it, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from slackblocks import Block, Button

from bot.views import kit, mrkdwn
from bot.views.plans import StepShown, buttons, progress, step_line
from bot.views.post import Post
from bot.worktime import UTC_ZONE

LOG, REVIEW, STEP = "rescue.log", "rescue.review", "rescue.step"
PREPARE, CHANGE, END, SHOW = "rescue.prepare", "rescue.change", "rescue.end", "rescue.show"
_WITH_BUTTONS = 10  # open steps: two blocks each, and room for what stands around them
_LINES = 15  # of each kind
_TEXT, _SHORTER = 1_000, 300
_KINDS = {("step", "task"): "Steps", ("measure",): "Measures", ("audience",): "Who else must hear it"}
_STATES = {"saved": "✓ saved", "lost": "lost", "dropped": "no rescue after all"}


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """What somebody said of how it stands. Instants are aware UTC."""

    stands: str
    next_step: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RescueShown:
    """A rescue as people read it. Instants are aware UTC, shown in the reader's `zone`, where it is `today`.

    `due_at`: by when they are to hear from us, and it `is_late` after that; `hours`: the working hours that it took;
    `attempts` until then.
    `review_at`: when the next review is due.
    """

    id: str
    account: str
    why: str
    opened_at: datetime
    due_at: datetime
    words: str = ""
    opened_by: str | None = None
    lead_id: str | None = None
    sponsor_id: str | None = None
    helpers: Sequence[str] = ()
    channel_id: str | None = None
    reached_at: datetime | None = None
    hours: float | None = None
    attempts: int = 0
    is_late: bool = False
    steps: Sequence[StepShown] = ()
    reviews: Sequence[ReviewShown] = ()  # the latest first
    review_at: datetime | None = None
    state: str = "open"
    worked: str = ""
    ended_by: str | None = None
    ended_at: datetime | None = None
    zone: tzinfo = UTC_ZONE
    today: date = date.max

    @property
    def is_open(self) -> bool:
        """Whether it is under way."""
        return self.state == "open"


def board(shown: RescueShown, first: str = "") -> Post:
    """All of a rescue, and what can be done about it next. `first`: a line (mrkdwn) about what was just done."""
    heading = f"Rescue: {shown.account}"
    blocks: list[Block] = [
        kit.header(heading),
        *([kit.section(first)] if first else []),
        kit.section("\n".join([*_stands(shown), _people(shown)])),
        kit.section(_happened(shown)),
        *_steps(shown),
    ]
    if shown.is_open:
        blocks.append(kit.actions(*_buttons(shown)))
    return kit.post(f"{mrkdwn.line(heading)}: {plain_state(shown)}", blocks)


def board_for(shown: RescueShown, reader: str) -> Post:
    """The same for somebody who is told of it, or for a channel: why they are comes first."""
    return board(shown, _because(shown, reader))


def _because(shown: RescueShown, reader: str) -> str:
    if not shown.is_open:
        return "You opened this rescue, and it is over." if reader == shown.opened_by else ""
    if reader == shown.sponsor_id:
        return "You are asked to stand behind this rescue: a call from you to somebody senior there says a lot."
    return "You are asked to help with this rescue." if reader in shown.helpers else ""


def reviewed(said: ReviewShown) -> Post:
    """The word in the thread: how it stands, and what is next."""
    by = f" by {mrkdwn.person(said.by)}" if said.by else ""
    following = f"\n_Next:_ {_cut(said.next_step, _TEXT)}" if said.next_step else ""
    text = f"_Review{by}:_ {_cut(said.stands, _TEXT)}{following}"
    return kit.post(text, [kit.section(text)])


def one_line(shown: RescueShown) -> str:
    """A rescue in a line of mrkdwn: since when, why, and how it stands."""
    said = f"“{_cut(shown.words, 150)}”" if shown.words else _cut(shown.why, 150)
    return f"{mrkdwn.on(shown.opened_at, shown.zone)}: {said} ({plain_state(shown)})"


def plain_state(shown: RescueShown) -> str:
    """How it stands, in a few words."""
    if not shown.is_open:
        return _STATES[shown.state]
    if shown.reached_at is None:
        return "not spoken with yet"
    return "spoken with, and under way"


def _stands(shown: RescueShown) -> list[str]:
    if not shown.is_open:
        by = f" by {mrkdwn.person(shown.ended_by)}" if shown.ended_by else ""
        when = f" on {mrkdwn.on(shown.ended_at, shown.zone)}" if shown.ended_at else ""
        outcome = f"*{_STATES[shown.state].capitalize()}*{when}{by}"
        return [f"{outcome}: {_cut(shown.worked, _TEXT)}" if shown.worked else outcome, _first_contact(shown)]
    return [_first_contact(shown), *_review(shown)]


def _first_contact(shown: RescueShown) -> str:
    if shown.reached_at is not None:
        took = f", {hours(shown.hours)} after it was opened" if shown.hours is not None else ""
        return f"✓ Spoken with them on {mrkdwn.moment(shown.reached_at, shown.zone)}{took}"
    tried = f" {mrkdwn.count(shown.attempts, 'attempt')} so far." if shown.attempts else ""
    if not shown.is_open:
        return f"No talk with them is on record.{tried}"
    by = mrkdwn.moment(shown.due_at, shown.zone)
    if shown.is_late:
        return f"*They were to hear from us by {by}*: a short call now is worth more than a full answer.{tried}"
    return f"*Speak with them by {by}*, even before all is known.{tried}"


def hours(count: float | None) -> str:
    """`2.5 working hours`."""
    if count is None:
        return "not yet"
    shown = f"{round(count, 1):,g}"
    return f"{shown} working {'hour' if shown == '1' else 'hours'}"


def _review(shown: RescueShown) -> list[str]:
    due = f"Next review by {mrkdwn.moment(shown.review_at, shown.zone)}" if shown.review_at else ""
    if not shown.reviews:
        return [due] if due else []
    last = shown.reviews[0]
    by = f" ({mrkdwn.person(last.by)}, {mrkdwn.on(last.at, shown.zone)})" if last.by else ""
    following = f" Next: {_cut(last.next_step, _SHORTER).rstrip('.')}." if last.next_step else ""
    stands = _cut(last.stands, _SHORTER).rstrip(".")
    return [f"How it stands: {stands}{by}.{following}", *([due] if due else [])]


def _people(shown: RescueShown) -> str:
    parts = [
        f"Lead {mrkdwn.person(shown.lead_id)}" if shown.lead_id else "No lead yet",
        f"sponsor {mrkdwn.person(shown.sponsor_id)}" if shown.sponsor_id else "no sponsor yet",
        f"helpers {', '.join(map(mrkdwn.person, shown.helpers))}" if shown.helpers else "",
        mrkdwn.channel(shown.channel_id) if shown.channel_id else "",
    ]
    return " · ".join(filter(None, parts))


def _happened(shown: RescueShown) -> str:
    by = f", {mrkdwn.person(shown.opened_by)}" if shown.opened_by else ""
    opened = f"_Opened {mrkdwn.on(shown.opened_at, shown.zone)}{by}_"
    lines = [f"{opened}: {_cut(shown.why, _TEXT)}" if shown.why != shown.words else opened]
    if shown.words:
        lines.append(f"_Their own words:_ “{_cut(shown.words, _TEXT)}”")
    return "\n".join(lines)


def _steps(shown: RescueShown) -> list[Block]:
    """What is to be done, by kind: the first open ones with buttons, the others in lines."""
    blocks: list[Block] = []
    room = _WITH_BUTTONS if shown.is_open else 0
    for kinds, title in _KINDS.items():
        mine = [one for one in shown.steps if one.kind in kinds]
        waiting = [one for one in mine if one.is_open]
        if mine:
            blocks.append(kit.section(f"*{title}* {progress(mine, shown.today)}"))
        for one in waiting[:room]:
            blocks += [kit.section(_line(one, shown.today)), buttons(one)]
        blocks += _lines([*waiting[room:], *(one for one in mine if not one.is_open)], shown.today)
        room = max(0, room - len(waiting))
    return blocks


def _lines(rest: Sequence[StepShown], today: date) -> list[Block]:
    more = [f"+{len(rest) - _LINES} more"] if len(rest) > _LINES else []
    return kit.paragraphs([*(_line(one, today) for one in rest[:_LINES]), *more])


def _line(one: StepShown, today: date) -> str:
    """A step; the heading above it says of what kind, but for a task among steps."""
    return step_line(one, today, says_kind=one.kind == "task")


def _buttons(shown: RescueShown) -> list[Button]:
    spoken = shown.reached_at is not None
    all_of_them = (
        ("Log a talk", LOG, not spoken),
        ("Review", REVIEW, spoken),
        ("Add a step", STEP, False),
        ("Prepare the talk", PREPARE, False),
        ("People and words", CHANGE, False),
        ("End it", END, False),
    )
    return [
        kit.button(text, action_id, shown.id, f"{text}: {shown.account}", primary=primary)
        for text, action_id, primary in all_of_them
    ]


def _cut(text: str, most: int) -> str:
    return mrkdwn.line(mrkdwn.cut(text, most))
