"""Lessons as people read them: what losses taught, how far their tasks are, and what we change about ourselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Element

from bot.learned import CONDITIONS
from bot.views import kit, mrkdwn
from bot.views.post import Post

LOOK, END, ANSWER, NEW, TELL = "lesson.look", "lesson.end", "lesson.answer", "lesson.new", "never_again.tell"
TASKS = "lesson.tasks"
FINDING = "lesson.from_finding"  # its value: the audit's id and the finding's, with a colon between them
MOST = 12  # lessons in a list: two blocks each, and room for what stands around them
_TASKS = 20
_TEXT = 600


@dataclass(frozen=True, slots=True)
class LessonShown:
    """A lesson as people read it. Values are of the account that was lost; `is_asked`: its reader is still to answer.

    Of its tasks `open`, `done` and `skipped`; `looked_on`: when all accounts were looked at last, and how many.
    """

    id: str
    account: str
    account_id: str
    text: str
    way: str
    condition: str = ""
    number: int | None = None
    task: str = ""
    owner_id: str | None = None
    due_on: date | None = None
    state: str = "open"
    outcome: str = ""
    value_minor: int | None = None
    currency: str | None = None
    open: int = 0
    done: int = 0
    skipped: int = 0
    looked_on: date | None = None
    looked_of: int = 0
    is_asked: bool = False

    @property
    def tasks(self) -> int:
        """All of its tasks."""
        return self.open + self.done + self.skipped


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task of a lesson that waits, on one account."""

    account: str
    text: str
    owner_id: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What is listed. `account`: (id, name) of the one loss that it is about; `loss_id`: where it can be told still.

    `pushes`: what changes of ours stand for, by currency, in minor units a year.
    """

    lessons: Sequence[LessonShown]
    today: date
    more: bool = False
    account: tuple[str, str] | None = None
    loss_id: str | None = None
    pushes: Sequence[tuple[int, str]] = ()


def lessons(page: Page) -> Post:
    """The lessons, open ones first, each with what can be done."""
    new = kit.button("Draw a lesson", NEW, page.account[0] if page.account else "", "Draw a lesson", primary=True)
    if not page.lessons:
        whose = f" from {mrkdwn.bold(mrkdwn.cut(page.account[1], 200))}" if page.account else ""
        text = f"No lesson has been drawn{whose} yet. A lesson is one sentence that is looked for on every account."
        return kit.post(text, [kit.section(text), kit.actions(new)])
    heading = f"What losing {page.account[1]} taught" if page.account else "What losses taught"
    blocks: list[Block] = [kit.header(heading), kit.section(_gist(page))]
    for one in page.lessons:
        blocks.append(kit.section(shown(one, page.today)))
        blocks += [kit.actions(*buttons)] if (buttons := _buttons(one)) else []
    if page.more:
        blocks.append(kit.context(f"There are more. Of one loss: {mrkdwn.code('/client lessons Acme')}"))
    tell = [kit.button("Tell everybody: never again", TELL, page.loss_id)] if page.loss_id else []
    return kit.post(f"{mrkdwn.line(heading)}. {_gist(page)}", [*blocks, kit.actions(new, *tell)])


def shown(one: LessonShown, today: date) -> str:
    """A lesson in a few lines."""
    name = mrkdwn.bold(mrkdwn.cut(one.account, 100))
    lines = [
        f"{_mark(one)} {mrkdwn.line(mrkdwn.cut(one.text, _TEXT))}",
        f"_From {name}{_value(one)}_ · {_way(one, today)}",
    ]
    lines.append(progress(one) if one.state == "open" or one.tasks else "")
    lines.append(f"> {mrkdwn.line(mrkdwn.cut(one.outcome, _TEXT))}" if one.outcome else "")
    return "\n".join(filter(None, lines))


def progress(one: LessonShown) -> str:
    """How far its tasks are."""
    if not one.tasks:
        return "Every account is free of it. ✓" if one.looked_on else "Not looked for yet."
    skipped = f", {one.skipped:,} skipped" if one.skipped else ""
    return f"{one.done:,} of {mrkdwn.count(one.tasks, 'task')} done{skipped}"


def tasks(one: LessonShown, waiting: Sequence[TaskShown], today: date) -> Post:
    """The tasks of a lesson that wait, by their day."""
    text = f"{mrkdwn.line(mrkdwn.cut(one.text, _TEXT))}: {progress(one)}"
    blocks: list[Block] = [kit.section(text), *kit.paragraphs(_task(task, today) for task in waiting[:_TASKS])]
    if len(waiting) > _TASKS:
        blocks.append(kit.context(f"+{len(waiting) - _TASKS:,} more"))
    return kit.post(text, blocks)


def looked(one: LessonShown, accounts: int, tasks: int) -> Post:
    """The answer to whoever had all accounts looked at."""
    hits = f"{mrkdwn.count(tasks, 'new task')}, each with the account's owner" if tasks else "nothing new"
    text = f"Looked at {mrkdwn.count(accounts, 'account')}: {hits}. {progress(one)}."
    return _say(text)


def drawn(one: LessonShown, today: date) -> Post:
    """The answer to whoever drew it."""
    text = f"Kept: {mrkdwn.line(mrkdwn.cut(one.text, _TEXT))}"
    look = [kit.button("Look at all accounts", LOOK, one.id, "Look at all accounts now", primary=True)]
    row = [kit.actions(*look)] if one.way == "computed" else []
    return kit.post(text, [kit.section(text), kit.section(_way(one, today)), *row])


def answered(accounts: int, tasks: int) -> Post:
    """The answer to whoever was asked."""
    hits = f"{mrkdwn.count(tasks, 'task')} of it, on your Home tab when due" if tasks else "none, which is good to know"
    return _say(f"Thank you. You looked at {mrkdwn.count(accounts, 'account')}: {hits}.")


def ended(one: LessonShown) -> Post:
    """The answer to whoever closed it."""
    return _say(f"{_mark(one)} {mrkdwn.line(mrkdwn.cut(one.text, _TEXT))}")


def at_work() -> Post:
    """The first word, while every account is looked at."""
    return _say("I look at every account; what I find follows here.")


def condition(name: str, number: int | None) -> str:
    """What is looked for, in words: `nobody senior was met for so many days (90)`."""
    found = CONDITIONS.get(name)
    if found is None:
        return "something that is no longer looked for"
    counts = number or found.number
    return (
        f"{found.says} ({mrkdwn.count(counts, found.unit, 'people' if found.unit == 'person' else '')})"
        if counts
        else found.says
    )


def _task(task: TaskShown, today: date) -> str:
    owner = mrkdwn.person(task.owner_id) if task.owner_id else "nobody yet"
    due = f", by {mrkdwn.day(task.due_on, today)}" if task.due_on else ""
    text = mrkdwn.line(mrkdwn.cut(task.text, 200))
    return f"• {mrkdwn.bold(mrkdwn.cut(task.account, 100))}: {text} · {owner}{due}"


def _gist(page: Page) -> str:
    waiting = sum(one.state == "open" for one in page.lessons)
    tasks = sum(one.open for one in page.lessons)
    said = f"{mrkdwn.count(waiting, 'lesson')} at work, {mrkdwn.count(tasks, 'task')} open."
    lost = [mrkdwn.money(minor, currency) for minor, currency in page.pushes]
    behind = f" Behind what we change about ourselves stand {mrkdwn.listing(lost)} a year that we lost." if lost else ""
    return said + behind


def _mark(one: LessonShown) -> str:
    return {"done": "✓ Learned:", "dropped": "Dropped:"}.get(one.state, "•")


def _value(one: LessonShown) -> str:
    return f", {mrkdwn.money(one.value_minor, one.currency)} a year" if one.value_minor and one.currency else ""


def _way(one: LessonShown, today: date) -> str:
    owner = mrkdwn.person(one.owner_id) if one.owner_id else "nobody yet"
    due = f" by {mrkdwn.day(one.due_on, today)}" if one.due_on else ""
    if one.way == "ours":
        return f"we change: {mrkdwn.line(mrkdwn.cut(one.task, _TEXT))} · {owner}{due}"
    if one.way == "asked":
        return f"owners are asked: {mrkdwn.line(mrkdwn.cut(one.task, _TEXT))} · {owner}{due}"
    when = f", last on {mrkdwn.day(one.looked_on, today)} on {one.looked_of:,} accounts" if one.looked_on else ""
    return f"looked for: {condition(one.condition, one.number)}{when} · {owner}{due}"


def _buttons(one: LessonShown) -> list[Element]:
    if one.state != "open":
        return []
    about = mrkdwn.cut(one.text, 40)
    answer = [kit.button("Say which of yours", ANSWER, one.id, f"Say which of yours: {about}", primary=True)]
    look = [kit.button("Look again" if one.looked_on else "Look at all accounts", LOOK, one.id, f"Look: {about}")]
    return [
        *(answer if one.is_asked else []),
        *(look if one.way == "computed" else []),
        *([kit.button("Tasks", TASKS, one.id, f"Tasks: {about}")] if one.open else []),
        kit.button("Learned", END, one.id, f"Learned: {about}"),
    ]


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
