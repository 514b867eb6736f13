"""The report of an audit: a Markdown document that anybody of ours can read, and nobody has to be afraid of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.audits.story import Happened, Story
from bot.endings import Part, Reason, Side
from bot.views import audit_words as words
from bot.views.charts import Month, spark
from bot.views.losses import REASONS

_MOST = 80  # moments
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")
_PARTS = {Part.DELIVERY: "Delivery: what we did for them", Part.RELATIONSHIP: "Relationship: how we stood with them"}
_SIDES = {Side.OURS: "On our side", Side.THEIRS: "On their side"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a report tells. `answers`: a question, and what they said; `turning_on`: as whoever led it saw it."""

    account: str
    tier: str
    value: str
    decided_by: str
    reasons: Sequence[Reason]
    words: str
    attraction: str
    exit_on: date | None
    answers: Sequence[tuple[str, str]]
    story: Story
    months: Sequence[Month]
    findings: Sequence[Mapping[str, str]]
    turning_on: date | None
    written_on: date
    outsider: str = ""  # who led it, where that was somebody from outside
    notes_by_keeper: bool = False  # who kept the notes for them keeps or kept the account
    hindsight: str = ""  # what our rules would have said, as a sentence


def markdown(report: Report) -> str:
    """The whole document."""
    sections = [
        [f"# What we learn from {_plain(report.account)}", *_frame(report)],
        ["## Where it turned", *_turning(report)],
        ["## In their words", *_their_words(report)],
        *([f"## {title}", *_found(report, part)] for part, title in _PARTS.items()),
        ["## What was left", *_undone(report)],
        ["## What happened", *_timeline(report)],
        ["## How often we were in touch", *_months(report)],
    ]
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _frame(report: Report) -> Iterator[str]:
    story = report.story
    yield ""
    yield (
        "This is about what happened, not about who did it. Everybody did what seemed right with what they knew then; "
        "it is read to find what would have helped them."
    )
    yield ""
    yield f"- On record from {words.day(story.began_on)} to {words.day(story.ended_on)}, {_plain(report.tier)} tier"
    if report.value:
        yield f"- Worth {_plain(report.value)} a year"
    if report.decided_by:
        yield f"- Decided by {_plain(report.decided_by)}"
    yield f"- Why: {'; '.join(_reason(one) for one in report.reasons) or 'not known'}"
    if report.attraction:
        yield f"- Where they went, and what drew them there: {_plain(report.attraction)}"
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in story.kinds)
    yield f"- In touch on {story.talks:,} days ({kinds or 'nothing was logged'})"
    if report.outsider:
        yield f"- Led from outside, by {_plain(report.outsider)}: everybody of ours had to do with the account"
    if report.notes_by_keeper:
        yield "- The notes were kept by somebody of ours who kept the account: no other lead or admin could"
    yield f"- Written on {words.day(report.written_on)}"


def _turning(report: Report) -> Iterator[str]:
    yield ""
    yield _plain(words.turning(report.story.turning))
    if report.turning_on:
        yield ""
        yield f"Whoever led this audit sees the turn on **{words.day(report.turning_on)}**."
    if report.hindsight:
        yield ""
        yield _plain(report.hindsight)
    turned_on = _turned_on(report)
    near = [one for one in report.story.around(turned_on) if one.what is not Happened.BEGAN] if turned_on else []
    if near:
        yield ""
        yield "Around that day:"
        yield ""
        yield from (f"- {words.day(one.on)}: {_plain(words.moment(one))}" for one in near[:12])


def _their_words(report: Report) -> Iterator[str]:
    yield ""
    if not (report.words or report.answers):
        yield "Nothing of what they said at the end is on record."
    if report.words:
        yield _quote(report.words)
    if report.answers:
        yield ""
        yield f"The exit interview{f', {words.day(report.exit_on)}' if report.exit_on else ''}:"
        for question, said in report.answers:
            yield from ("", f"**{_plain(question)}**", "", _quote(said))


def _found(report: Report, part: Part) -> Iterator[str]:
    yield ""
    mine = [row for row in report.findings if row["part"] == part]
    if not mine:
        yield "Nothing was found here."
    for side, title in _SIDES.items():
        found = [row["text"] for row in mine if row["side"] == side]
        if found:
            yield from (f"**{title}**", "", *(f"- {_plain(text)}" for text in found), "")


def _undone(report: Report) -> Iterator[str]:
    yield ""
    if not report.story.undone:
        yield "As far as the log tells, nothing."
    yield from (f"- {_plain(words.undone(one))}" for one in report.story.undone[:_MOST])


def _timeline(report: Report) -> Iterator[str]:
    """The moments, with a line where it turned; of a long story, the latest."""
    yield ""
    moments = report.story.moments
    if len(moments) > _MOST:
        yield f"The last {_MOST} of {len(moments):,} moments."
        yield ""
    turned_on, marked = _turned_on(report), False
    for one in moments[-_MOST:]:
        if turned_on and not marked and one.on >= turned_on:
            marked = True
            yield f"- **{words.day(turned_on)}: here it turned**"
        yield f"- {words.day(one.on)}: {_plain(words.moment(one))}"


def _months(report: Report) -> Iterator[str]:
    yield ""
    if not report.months:
        yield "No month of it is on record."
        return
    yield f"`{spark([month.touches for month in report.months])}`"
    yield ""
    yield "| month | touches | rhythm |"
    yield "|---|---|---|"
    for month in report.months:
        yield f"| {month.first:%b %Y} | {month.touches:,} | {f'lost ({month.lost})' if month.lost else ''} |"


def _turned_on(report: Report) -> date | None:
    return report.turning_on or (report.story.turning.on if report.story.turning else None)


def _reason(one: Reason) -> str:
    return f"{REASONS[one.reason]} ({one.confidence})"


def _quote(text: str) -> str:
    return "\n".join(f"> {_plain(line)}" for line in text.splitlines() or [""])


def _plain(text: str) -> str:
    """People's words on one line, in which no Markdown comes alive."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
