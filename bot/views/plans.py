"""Plans as people read them: from where to where, how far they are, and their steps with buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

DO, SKIP, MOVE = "step.do", "step.skip", "step.move"  # value: the step's id
ADD, OFFER, EDIT, END = "plan.add", "plan.offer", "plan.edit", "plan.end"  # value: the plan's id
_IN_FULL = 10  # steps with buttons: two blocks each, and room for what stands around them
_IN_LINES = 12  # more of one plan
_PLANS = 4
_BAR = 10
_TEXT = 300
_SHORT = 150
_ENDED_ELSEWHERE = frozenset({"rescue", "winback"})  # playbooks whose plans come and go with something else
_KINDS = {"measure": "measure", "audience": "to be told", "task": "task"}


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step as people read it. `contact` is a name; days are where the reader is.

    `keeper_id`: the owner of its account, who hears of a step that is nobody's.
    """

    id: str
    text: str
    kind: str = "step"
    owner_id: str | None = None
    keeper_id: str | None = None
    contact: str = ""
    due_on: date | None = None
    state: str = "open"
    note: str = ""
    client_told: bool | None = None
    done_by: str | None = None
    done_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be done."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan as people read it, with all its steps in order."""

    id: str
    account_id: str
    account: str
    playbook: str
    title: str
    opened_on: date
    steps: tuple[StepShown, ...] = ()
    from_text: str = ""
    to: str = ""
    lead_id: str | None = None
    state: str = "open"
    outcome: str = ""
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is under way."""
        return self.state == "open"


def progress(steps: Sequence[StepShown], today: date) -> str:
    """How far some steps are: a bar, and the same in words."""
    done = sum(one.state == "done" for one in steps)
    skipped = sum(one.state == "skipped" for one in steps)
    counted = len(steps) - skipped
    if not counted:
        return "no steps yet" if not steps else f"{mrkdwn.count(skipped, 'step')} skipped, nothing else to do"
    filled = done * _BAR // counted
    late = sum(one.is_open and one.due_on is not None and one.due_on < today for one in steps)
    said = [
        f"{done} of {counted} done",
        f"{skipped} skipped" if skipped else "",
        f"{late} past the day" if late else "",
    ]
    return f"{'▰' * filled}{'▱' * (_BAR - filled)} {' · '.join(filter(None, said))}"


def step_line(one: StepShown, today: date, most: int = _TEXT, *, says_kind: bool = True) -> str:
    """A step in one line of mrkdwn: what, whose, by when; or what came of it. `most`: characters of its words."""
    kind = f"{_KINDS[one.kind]}: " if says_kind and one.kind in _KINDS else ""
    what = f"{kind}{mrkdwn.line(mrkdwn.cut(one.text, most))}"
    return f"☐ {_waiting(what, one, today)}" if one.is_open else _settled(what, one, today, most)


def buttons(one: StepShown) -> Block:
    """Done, skip, move: of an open step."""
    about = mrkdwn.cut(one.text, 40)
    return kit.actions(
        kit.button("Done", DO, one.id, f"Done: {about}", primary=True),
        kit.button("Skip", SKIP, one.id, f"Skip: {about}"),
        kit.button("Move", MOVE, one.id, f"Another day or owner: {about}"),
    )


def plan_line(shown: PlanShown, today: date) -> str:
    """A plan in one line of mrkdwn."""
    return f"{mrkdwn.bold(mrkdwn.cut(shown.title, 100))}: {_state(shown, today)}"


def plans(
    account: str, account_id: str, listed: Sequence[PlanShown], today: date, others: Iterable[tuple[str, str]]
) -> Post:
    """The plans of an account: open ones with their steps, then those that ended last.

    `others`: (key, title) of playbooks that can be laid, too.
    """
    waiting = [one for one in listed if one.is_open]
    heading = f"Plans for {account}" if len(waiting) > 1 else f"Plan for {account}"
    blocks: list[Block] = [kit.header(heading)]
    room = _IN_FULL
    for one in waiting[:_PLANS]:
        blocks += _open_plan(one, today, room)
        room = max(0, room - sum(step.is_open for step in one.steps))
    ended = [f"{plan_line(one, today)}" for one in listed if not one.is_open]
    blocks += kit.paragraphs(ended[:_PLANS])
    blocks += _to_lay(account_id, others)
    told = [f"{mrkdwn.line(one.title)}: {progress(one.steps, today)}" for one in waiting]
    return kit.post(f"{mrkdwn.line(heading)}. {'. '.join(told)}", blocks)


def after_leaving(post: Post, shown: PlanShown, today: date) -> Post:
    """A post, with the plan under it that was laid because somebody left the client."""
    lines = "\n".join(step_line(one, today) for one in shown.steps)
    text = f"So that the thread is picked up, there is a plan for the next weeks:\n{lines}"
    hint = kit.context(f"With buttons: {mrkdwn.code(f'/client plan {mrkdwn.quoted(shown.account)}')}")
    return _under(post, text, [kit.section(text), hint])


def offered(post: Post, account_id: str, key: str, title: str) -> Post:
    """A post, with a button under it that opens a playbook's form."""
    return Post(post.text, [*post.blocks, *kit.post(post.text, _to_lay(account_id, [(key, title)])).blocks])


def laid(shown: PlanShown, today: date) -> Post:
    """The answer to whoever laid a plan."""
    text = f"{mrkdwn.bold(mrkdwn.cut(shown.account, 200))} has a plan now:"
    return kit.post(f"{text} {mrkdwn.line(shown.title)}", [kit.section(text), *_open_plan(shown, today, _IN_FULL)])


def settled(one: StepShown, plan: PlanShown, today: date, *, was_last: bool) -> Post:
    """The answer to whoever did or skipped a step."""
    after = "With that the plan is done. Thank you." if was_last else progress(plan.steps, today)
    return _say(f"{step_line(one, today)}\n{mrkdwn.bold(plan.title)} ({mrkdwn.line(plan.account)}): {after}")


def moved(one: StepShown, plan: PlanShown, today: date) -> Post:
    """The answer to whoever gave a step another owner or day."""
    return _say(f"Moved. {step_line(one, today)}\n{mrkdwn.bold(plan.title)} ({mrkdwn.line(plan.account)})")


def added(some: Sequence[StepShown], plan: PlanShown, today: date) -> Post:
    """The answer to whoever added steps."""
    if not some:
        return _say(f"Nothing was added to {mrkdwn.bold(plan.title)} of {mrkdwn.bold(plan.account)}.")
    lines = "\n".join(step_line(one, today) for one in some)
    return _say(f"Added to {mrkdwn.bold(plan.title)} of {mrkdwn.bold(plan.account)}:\n{lines}")


def edited(shown: PlanShown, today: date) -> Post:
    """The answer to whoever said where a plan leads."""
    return _say(f"Changed. {_head(shown, today)}")


def ended(shown: PlanShown, today: date) -> Post:
    """The answer to whoever ended a plan."""
    done = "is done" if shown.state == "done" else "is dropped"
    outcome = f"\n> {mrkdwn.line(mrkdwn.cut(shown.outcome, _TEXT))}" if shown.outcome else ""
    name = f"{mrkdwn.bold(shown.title)} of {mrkdwn.bold(shown.account)}"
    return _say(f"{name} {done}: {progress(shown.steps, today)}.{outcome}")


def _open_plan(shown: PlanShown, today: date, room: int) -> list[Block]:
    """A plan under way: as many open steps with buttons as there is room, all others in lines."""
    waiting = [one for one in shown.steps if one.is_open]
    blocks: list[Block] = [kit.section(_head(shown, today))]
    for one in islice(waiting, room):
        blocks += [kit.section(step_line(one, today)), buttons(one)]
    rest = [*waiting[room:], *(one for one in shown.steps if not one.is_open)]
    lines = [step_line(one, today, _SHORT) for one in rest[:_IN_LINES]]
    more = len(rest) - len(lines)
    blocks += kit.paragraphs([*lines, f"and {mrkdwn.count(more, 'step')} more"] if more else lines)
    return [*blocks, _of_plan(shown)]


def _head(shown: PlanShown, today: date) -> str:
    lead = f" · led by {mrkdwn.person(shown.lead_id)}" if shown.lead_id else ""
    ways = [("From", shown.from_text), ("To", shown.to)]
    told = [f"_{label}:_ {mrkdwn.line(mrkdwn.cut(words, 900))}" for label, words in ways if words]
    return "\n".join([f"{mrkdwn.bold(shown.title)}{lead}", *told, progress(shown.steps, today)])


def _of_plan(shown: PlanShown) -> Block:
    title = mrkdwn.cut(shown.title, 40)
    row = [
        kit.button("Add a step", ADD, shown.id, f"Add a step: {title}"),
        kit.button("What else?", OFFER, shown.id, f"Steps from the account's own gaps: {title}"),
        kit.button("From and to", EDIT, shown.id, f"From where to where: {title}"),
    ]
    if shown.playbook not in _ENDED_ELSEWHERE:
        row.append(kit.button("End the plan", END, shown.id, f"End the plan: {title}"))
    return kit.actions(*row)


def _to_lay(account_id: str, others: Iterable[tuple[str, str]]) -> list[Block]:
    row = [
        kit.button(f"Open: {mrkdwn.cut(title, 60)}", f"plan.lay.{number}", f"{account_id}:{key}")
        for number, (key, title) in enumerate(islice(others, 5))
    ]
    return [kit.actions(*row)] if row else []


def _state(shown: PlanShown, today: date) -> str:
    if shown.is_open:
        return progress(shown.steps, today)
    on = f" on {mrkdwn.day(shown.ended_on, today)}" if shown.ended_on else ""
    outcome = f": {mrkdwn.line(mrkdwn.cut(shown.outcome, 200))}" if shown.outcome else ""
    return f"{shown.state}{on}{outcome}"


def _waiting(what: str, one: StepShown, today: date) -> str:
    when = f"by {mrkdwn.day(one.due_on, today)}" if one.due_on else "no day yet"
    late = " (past)" if one.due_on and one.due_on < today else ""
    return " · ".join(filter(None, [what, _whose(one), f"{when}{late}"]))


def _whose(one: StepShown) -> str:
    """Whose step it is; of nobody's, whoever hears of it on its day."""
    if one.owner_id:
        return mrkdwn.person(one.owner_id)
    return f"{mrkdwn.person(one.keeper_id)} hears of it" if one.keeper_id and one.due_on else ""


def _settled(what: str, one: StepShown, today: date, most: int) -> str:
    by = f" by {mrkdwn.person(one.done_by)}" if one.done_by else ""
    on = f" on {mrkdwn.day(one.done_on, today)}" if one.done_on else ""
    told = {True: " · client told", False: " · client not told yet", None: ""}[one.client_told]
    note = f": {mrkdwn.line(mrkdwn.cut(one.note, most))}" if one.note else ""
    mark = "✓" if one.state == "done" else "–"  # noqa: RUF001
    return f"{mark} {what} · {one.state}{on}{by}{told}{note}"


def _under(post: Post, text: str, blocks: list[Block]) -> Post:
    return Post(mrkdwn.cut(f"{post.text}\n{text}", mrkdwn.TEXT_LIMIT), [*post.blocks, *kit.post(text, blocks).blocks])


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
