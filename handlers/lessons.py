"""Lessons: drawn by a form, looked for by a button, answered by owners, told to everybody, and closed."""

from __future__ import annotations

import re
from datetime import timedelta

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.nudges.lessons import shown
from bot.views import lessons as views
from bot.views import never_again as word_views
from bot.views.forms import lesson as forms
from bot.views.forms.lesson import LessonForm
from bot.views.lessons import LessonShown, TaskShown
from bot.work import lessons as work
from bot.work import never_again
from bot.work.deed import AlreadyDone, Refused
from bot.work.lessons import NewLesson, Way
from bot.work.never_again import Told
from bot.work.permission import allow
from handlers import ours
from handlers.answer import Answer, FieldErrors, Later, at
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, lessons, losses, workspaces
from storage.tables import Lesson

_USUAL = timedelta(days=30)


def new(visit: Visit, account_id: str) -> Answer:
    """Draw a lesson: the form; of the account that was lost, where that is known."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id) if account_id else None
    named = (account.id, account.name) if account else None
    form = LessonForm(account=named, owner_id=visit.person.id, due_on=visit.today + _USUAL)
    return Answer(view=forms.draw(form))


def from_finding(visit: Visit, carried: str) -> Answer:
    """Make it a lesson: the form, with the words of a finding of an audit (`audit id:finding id`)."""
    audit_id, _, finding_id = carried.partition(":")
    with visit.tend.store.read() as session:
        audit = losses.audit(session, visit.team_id, audit_id)
        account = accounts.get(session, visit.team_id, audit.account_id) if audit else None
    if audit is None or account is None:
        raise Refused("That audit is no longer on record.")
    text = next((one["text"] for one in audit.findings if one.get("id") == finding_id), "")
    form = LessonForm(
        (account.id, account.name), text, finding_id, owner_id=visit.person.id, due_on=visit.today + _USUAL
    )
    return Answer(view=forms.draw(form))


def drawn(visit: Visit, form: Form) -> Answer:
    """A lesson from the form."""
    way, condition = forms.way(form.text("way"))
    due_on = form.day("due")
    if due_on is None:
        raise FieldErrors({"due": "By when? Choose a day."})
    owner = form.choice("owner")
    ours.chosen(visit, "owner", owner)
    with at("number"):
        number = _number(form.text("number"))
    with at("task"):
        done = work.draw(
            visit.tend.store,
            visit.deed(),
            NewLesson(
                account_id=form.text("account"),
                text=form.text("text"),
                way=Way(way),
                due_on=due_on,
                condition=condition,
                number=number,
                task=form.text("task"),
                owner_id=owner,
                finding_id=str(form.metadata.get("finding") or "") or None,
            ),
        )
    return Answer(views.drawn(_shown(visit, done.lesson), visit.today))


def look(visit: Visit, lesson_id: str) -> Answer:
    """Look at every account; what is found follows."""
    with visit.tend.store.read() as session:
        lesson = _known(lessons.get(session, visit.team_id, lesson_id))
        work.check_look(session, visit.deed(), lesson)
    key = ("lesson", visit.team_id, lesson_id)
    return Answer(views.at_work(), later=Later(key, lambda: _looked(visit, lesson_id)))


def tasks(visit: Visit, lesson_id: str) -> Answer:
    """The tasks of a lesson that wait."""
    with visit.tend.store.read() as session:
        lesson = _known(lessons.get(session, visit.team_id, lesson_id))
        waiting = lessons.open_steps(session, visit.team_id, lesson_id)
    listed = [TaskShown(account, step.text, step.owner_id, step.due_on) for step, account in waiting]
    return Answer(views.tasks(_shown(visit, lesson), listed, visit.today))


def answer(visit: Visit, lesson_id: str) -> Answer:
    """Say which of yours: the form, with one's own accounts."""
    with visit.tend.store.read() as session:
        lesson = _known(lessons.get(session, visit.team_id, lesson_id))
        mine = [(id_, name) for owner, id_, name in lessons.keepers(session, visit.team_id) if owner == visit.person.id]
    if not mine:
        raise Refused("No account is yours, so there is nothing to say. Thank you all the same!")
    return Answer(view=forms.answer(lesson.id, lesson.text, lesson.task, mine))


def answered(visit: Visit, form: Form) -> Answer:
    """Of which of their accounts it is true."""
    lesson_id = str(form.metadata["lesson"])
    told = work.answer(visit.tend.store, visit.deed(), lesson_id, form.many("accounts"))
    return Answer(views.answered(told.accounts, told.tasks))


def close(visit: Visit, lesson_id: str) -> Answer:
    """Learned: what is different now."""
    with visit.tend.store.read() as session:
        lesson = _known(lessons.get(session, visit.team_id, lesson_id))
    return Answer(view=forms.end(lesson.id, lesson.text))


def closed(visit: Visit, form: Form) -> Answer:
    """What became of a lesson."""
    dropped = form.choice("state") == "dropped"
    done = work.end(visit.tend.store, visit.deed(), str(form.metadata["lesson"]), form.text("outcome"), dropped=dropped)
    return Answer(views.ended(_shown(visit, done.lesson)))


def tell(visit: Visit, loss_id: str) -> Answer:
    """Tell everybody: where, and a few words."""
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "never_again.post")
        loss = losses.get(session, visit.team_id, loss_id)
        account = accounts.get(session, visit.team_id, loss.account_id) if loss else None
        workspace = workspaces.get(session, visit.team_id)
        channel = lessons.last_channel(session, visit.team_id) or (workspace.alert_channel_id if workspace else None)
    if loss is None or account is None:
        raise Refused("That loss is no longer on record.")
    return Answer(view=word_views.form(loss.id, account.name, channel))


def told(visit: Visit, form: Form) -> Answer:
    """A loss and its lessons are told in a channel of ours alone."""
    channel_id = form.text("channel")
    with at("channel"):
        _check_channel(visit, channel_id)
        word = Told(str(form.metadata["loss"]), channel_id, form.text("words"))
        never_again.post(visit.tend.store, visit.deed(), word)
    return Answer(word_views.on_its_way(channel_id))


def read(visit: Visit, word_id: str) -> Answer:
    """I have read it."""
    try:
        never_again.acknowledge(visit.tend.store, visit.deed(), word_id)
    except AlreadyDone:
        return Answer(word_views.thanks(before=True))
    return Answer(word_views.thanks())


def _looked(visit: Visit, lesson_id: str) -> Answer:
    told = work.look(visit.tend.store, visit.deed(), lesson_id)
    return Answer(views.looked(_shown(visit, told.lesson), told.accounts, told.tasks))


def _check_channel(visit: Visit, channel_id: str) -> None:
    """Raises `Refused` for a channel where people of another company are, or where we cannot speak."""
    try:
        found = directory.channel(visit.tend, visit.team_id, channel_id)
    except (SlackClientError, OSError) as error:
        raise Refused(word_views.UNKNOWN) from error
    if found.is_ext_shared:
        raise Refused(word_views.SHARED)
    if found.is_archived or not found.is_member:
        raise Refused(word_views.CLOSED)


def _number(typed: str) -> int | None:
    if not typed:
        return None
    if not re.fullmatch(r"\d{1,6}", typed):
        raise Refused("A whole number, please, like 90; or leave it empty.")
    return int(typed)


def _known(lesson: Lesson | None) -> Lesson:
    if lesson is None:
        raise Refused(work.GONE)
    return lesson


def _shown(visit: Visit, lesson: Lesson) -> LessonShown:
    with visit.tend.store.read() as session:
        return shown(session, visit.team_id, [lesson], visit.zone, visit.person.id)[0]
