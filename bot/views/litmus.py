"""Litmus tests as people read them: asked for, under way, and what they came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import AxisConfig, BarChart, Block, Button, DataPoint, DataSeries, DataVisualizationBlock

from bot.litmus.outcome import Point, Result
from bot.litmus.reading import change, disagreements, steps, strengths, unknown, vulnerabilities
from bot.policy import Band
from bot.views import kit, mrkdwn
from bot.views.post import Post

GIVE, NEXT = "litmus.give", "litmus.next"  # value: the test's id; the round's
OPEN, CLOSE, PLAN = "litmus.open", "litmus.close", "litmus.plan"  # value: the account's id; the test's; the test's
_MOST = 5  # lines of any one list
_BAR = 10
_LABEL = 20  # characters of a category of a chart, Slack's limit
_WORDS = 400
_SHAPES = {Band.STRONG: "✓", Band.SOUND: "○", Band.SHAKY: "◐", Band.AT_RISK: "●"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked in a round: how many views, how many of them they gave, and until when."""

    campaign_id: str
    why: str
    account: str  # the name of the only one, or ""
    asked: int
    given: int
    due_on: date
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Underway:
    """An open test. `mine`: whether the reader was asked, and gave their view."""

    test_id: str
    account: str
    opened_by: str | None
    due_on: date
    asked: int
    given: int
    mine: bool | None
    may_close: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a test came to. `before` is the result of the one before it; words are shown to those who may read them."""

    test_id: str
    account: str
    closed_on: date
    result: Result
    before: Result | None = None
    before_on: date | None = None
    shows_words: bool = False
    may_plan: bool = False


def band(stood: Band | None) -> str:
    """How an account stands, as a shape and a word."""
    return f"{_SHAPES[stood]} {stood.replace('-', ' ')}" if stood else "not known"


def bar(done: int, of: int) -> str:
    """How far something is, as a bar."""
    filled = done * _BAR // of if of else 0
    return f"{'▰' * filled}{'▱' * (_BAR - filled)}"


def asked(shown: Asked, today: date) -> Post:
    """The word to somebody whose views are asked for, as it stands now."""
    text = _asked_text(shown)
    blocks: list[Block] = [kit.section(text)]
    if shown.given < shown.asked and not shown.is_closed:
        words = "Give my view" if not shown.given else "Next"
        label = f"{words}: {shown.account or mrkdwn.count(shown.asked - shown.given, 'client')}"
        blocks.append(kit.actions(kit.button(words, NEXT, shown.campaign_id, label, primary=True)))
        blocks.append(kit.context(f"Until {mrkdwn.day(shown.due_on, today)}. {BLIND}"))
    return kit.post(text, blocks)


BLIND = (
    "Nobody sees what you answer before the test is closed; then it is told without your name, and only an owner's "
    "own view as the owner's. Where few are asked, others may guess who said what."
)


def given(account: str, left: int, *, changed: bool, is_closed: bool) -> Post:
    """The answer to whoever gave the last view that they were asked for."""
    said = "Your view is another one now" if changed else "Thank you, that is your view"
    then = (
        " That was the last one: the test is closed." if is_closed else " You can change it until the test is closed."
    )
    others = f" {mrkdwn.count(left, 'other view')} of yours would be welcome, too." if left else ""
    return _say(f"{said} of {mrkdwn.bold(mrkdwn.cut(account, 200))}.{then}{others}")


def opened(account: str, asked_of: int, due_on: date, today: date) -> Post:
    """The answer to whoever opened a test."""
    return _say(
        f"I ask {mrkdwn.count(asked_of, 'person', 'people')} for their view of "
        f"{mrkdwn.bold(mrkdwn.cut(account, 200))}, each by themselves, until {mrkdwn.day(due_on, today)}; a minute "
        "each. When all are given, or on that day, the owner and their lead get the result."
    )


def underway(shown: Underway, today: date) -> Post:
    """An open test: how many views are given, and never what they say."""
    by = f" by {mrkdwn.person(shown.opened_by)}" if shown.opened_by else ""
    text = (
        f"A litmus test of {mrkdwn.bold(mrkdwn.cut(shown.account, 200))} was opened{by}: "
        f"{bar(shown.given, shown.asked)} {shown.given} of {mrkdwn.count(shown.asked, 'view')}, until "
        f"{mrkdwn.day(shown.due_on, today)}."
    )
    buttons = []
    if shown.mine is not None:
        words = "Change my view" if shown.mine else "Give my view"
        buttons.append(kit.button(words, GIVE, shown.test_id, f"{words}: {shown.account}", primary=not shown.mine))
    if shown.may_close:
        buttons.append(kit.button("Close it now", CLOSE, shown.test_id, f"Close it now: {shown.account}"))
    rows: list[Block] = [kit.actions(*buttons)] if buttons else []
    return kit.post(text, [kit.section(text), *rows, kit.context(f"The result comes when it is closed. {BLIND}")])


def untested(account: str, account_id: str, *, may_open: bool) -> Post:
    """An account that has never been tested, and how to."""
    text = f"There was no litmus test of {mrkdwn.bold(mrkdwn.cut(account, 200))} yet."
    how = "Everyone who touched the account is asked for a minute, each by themselves; the log answers the rest."
    return kit.post(text, [kit.section(f"{text} {how}"), *_open(account, account_id, may_open=may_open)])


def result(shown: Told, today: date, account_id: str = "") -> Post:
    """What a test came to. `account_id`: another test can be opened from here."""
    told = _headline(shown, today)
    blocks: list[Block] = [kit.header(f"Litmus test of {shown.account}"), kit.section(told)]
    blocks += _charts(shown.result)
    blocks += kit.paragraphs(_lists(shown))
    buttons = [kit.button("Put the steps on the plan", PLAN, shown.test_id, primary=True)] if _can_plan(shown) else []
    buttons += [_button(shown.account, account_id)] if account_id else []
    return kit.post(told, [*blocks, *([kit.actions(*buttons)] if buttons else [])])


def without_views(account: str, due_on: date, asked_of: int, today: date) -> Post:
    """The word to who keeps an account whose test closed without a single view."""
    return _say(
        f"The litmus test of {mrkdwn.bold(mrkdwn.cut(account, 200))} was closed on {mrkdwn.day(due_on, today)} without "
        f"a view from the {mrkdwn.count(asked_of, 'person', 'people')} I asked, so it says nothing. Another week may "
        f"suit them better: {mrkdwn.code(f'/client litmus {mrkdwn.quoted(account)}')}"
    )


def planned(account: str, texts: Sequence[str]) -> Post:
    """The answer to whoever put the steps on the plan."""
    example = mrkdwn.code(f"/client plan {mrkdwn.quoted(account)}")
    lines = [f"• {mrkdwn.line(mrkdwn.cut(text, 300))}" for text in texts]
    said = f"{mrkdwn.count(len(texts), 'step')} on the plan for {mrkdwn.bold(mrkdwn.cut(account, 200))}: {example}"
    return kit.post(said, kit.paragraphs([said, *lines]))


def in_one_line(shown: Told, today: date) -> str:
    """A result in one line of mrkdwn."""
    return f"Litmus test of {mrkdwn.day(shown.closed_on, today)}: {_stood(shown.result)}"


def still_open(due_on: date, today: date) -> str:
    """An open test in one line of mrkdwn."""
    return f"a litmus test that is open until {mrkdwn.day(due_on, today)}"


def _asked_text(shown: Asked) -> str:
    why = f"{mrkdwn.line(mrkdwn.cut(shown.why, _WORDS))}\n" if shown.why else ""
    done = f"{bar(shown.given, shown.asked)} {shown.given} of {shown.asked} given"
    if shown.is_closed:
        return f"{why}The litmus test is closed: {done}. Thank you."
    if shown.given >= shown.asked:
        return f"{why}Thank you, that was all: {done}. You can change a view until it is closed, with /client litmus."
    if shown.account:
        name = mrkdwn.bold(mrkdwn.cut(shown.account, 200))
        return (
            f"{why}Would {name} stay with us, and how do we know? You were in touch with them: a minute for your view."
        )
    clients = mrkdwn.count(shown.asked, "client")
    first = f"{why}Would they stay with us, and how do we know? You know {clients} of ours: a minute each."
    return f"{first}\n{done}" if shown.given else first


def _headline(shown: Told, today: date) -> str:
    views = f"{shown.result.given} of {mrkdwn.count(shown.result.asked, 'view')}"
    lines = [
        f"{mrkdwn.bold(mrkdwn.cut(shown.account, 200))}: {_stood(shown.result)}",
        f"closed on {mrkdwn.day(shown.closed_on, today)} · {views}",
    ]
    if shown.before and shown.before_on:
        lines.append(f"before, on {mrkdwn.day(shown.before_on, today)}: {_stood(shown.before)}")
    return "\n".join(lines)


def _stood(told: Result) -> str:
    if told.score is None:
        return "nobody but the owner could say anything, so there is no result"
    return f"{band(told.band)} · {bar(told.score, 100)} {told.score} of 100"


def _lists(shown: Told) -> Iterator[str]:
    told = shown.result
    moved = change(told, shown.before)
    yield from _list("Holds", strengths(told), lambda one: one.strength)
    yield from _list("Does not hold", vulnerabilities(told), _weak)
    yield from _list("Nobody else could say" if told.given else "", unknown(told), lambda one: one.text)
    yield from _list("Seen differently", disagreements(told), _apart)
    if moved:
        yield from _list("Better than before", moved.better, lambda one: one.text)
        yield from _list("Worse than before", moved.worse, lambda one: one.text)
    if shown.shows_words and told.words:
        said = [f"“{mrkdwn.line(mrkdwn.cut(words, _WORDS))}”" for words in told.words[:_MOST]]
        yield from ("*In their words*", *said)


def _list(title: str, points: Sequence[Point], words: Callable[[Point], str]) -> Iterator[str]:
    if points and title:
        yield f"*{title}*"
        yield from (f"• {mrkdwn.line(mrkdwn.cut(words(one), 500))}" for one in points[:_MOST])
        if len(points) > _MOST:
            yield f"• and {len(points) - _MOST} more"


def _weak(one: Point) -> str:
    must = " (has to hold)" if one.failed else ""
    return f"{one.weakness}{must}{f': {one.why}' if one.why else ''}"


def _apart(one: Point) -> str:
    said = mrkdwn.listing([f"{count} {answer}" for answer, count in one.said.items() if answer != "unsure"], 9)
    owner = f"; the owner's view: {one.owner}" if one.owner else ""
    return f"{one.text} {said}{owner}"


def _charts(told: Result) -> list[Block]:
    """A bar of each question, 0 to 100; what the owner answered, too, is a chart of its own, with theirs beside it."""
    known = [one for one in told.points if one.value is not None]
    both = [one for one in known if one.owner in _VALUES]
    rest = [one for one in known if one.owner not in _VALUES]
    charts = [_chart("The other questions" if both else "How each question came out", rest)] if rest else []
    return [_chart("Each question, and the owner's view", both, _owners(both)), *charts] if both else charts


def _owners(points: Sequence[Point]) -> list[DataSeries]:
    return [_series("The owner's view", points, [_VALUES[one.owner or ""] for one in points])]


_VALUES = {"yes": 1.0, "partly": 0.5, "no": 0.0}


def _chart(title: str, points: Sequence[Point], beside: Sequence[DataSeries] = ()) -> Block:
    series = [_series("Result", points, [one.value or 0.0 for one in points]), *beside]
    axes = AxisConfig(categories=_labels(points), x_label="Question", y_label="Of 100")
    return DataVisualizationBlock(title, BarChart(series, axes))


def _series(name: str, points: Sequence[Point], values: Sequence[float]) -> DataSeries:
    told = zip(_labels(points), values, strict=True)
    return DataSeries(name, [DataPoint(label, round(100 * value)) for label, value in told])


def _labels(points: Sequence[Point]) -> list[str]:
    """Their keys as words, no two alike."""
    found: list[str] = []
    for one in points:
        words = mrkdwn.cut(one.key.replace("_", " ").capitalize(), _LABEL)
        found.append(words if words not in found else mrkdwn.cut(f"{len(found) + 1} {words}", _LABEL))
    return found


def _can_plan(shown: Told) -> bool:
    return shown.may_plan and bool(steps(shown.result))


def _open(account: str, account_id: str, *, may_open: bool) -> list[Block]:
    return [kit.actions(_button(account, account_id))] if may_open else []


def _button(account: str, account_id: str) -> Button:
    return kit.button("Ask everyone", OPEN, account_id, f"Ask everyone about {account}")


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
