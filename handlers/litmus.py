"""Litmus tests by buttons and forms: opened, answered, closed, and put on the plan."""

from __future__ import annotations

from sqlmodel import Session

from bot.litmus.outcome import Say
from bot.litmus.questions import again
from bot.nudges.litmus import told
from bot.rules.litmus import RULE
from bot.views import litmus as views
from bot.views.forms import litmus as forms
from bot.views.forms.litmus import ViewForm
from bot.views.litmus import Underway
from bot.views.post import Post
from bot.work import litmus as work
from bot.work import litmus_steps
from bot.work.deed import Refused
from bot.work.permission import NotAllowed, allow
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, campaigns, litmus, nudges
from storage.tables import Account, LitmusTest

_MOST = 100  # open views of one person


def shown(session: Session, visit: Visit, account: Account) -> Answer:
    """How an account stands: the test that is open, else what the last one came to, else how to have one."""
    opened = litmus.open_of(session, visit.team_id, account.id)
    if opened is not None:
        return Answer(views.underway(_underway(session, visit, account, opened), visit.today))
    may_open = _may(session, visit, "litmus.open", account)
    last = next(iter(litmus.history(session, visit.team_id, account.id, limit=1)), None)
    if last is None:
        return Answer(views.untested(account.name, account.id, may_open=may_open))
    return Answer(_told(session, visit, account, last, again_from=account.id if may_open else ""))


def give(visit: Visit, test_id: str) -> Answer:
    """Give my view: the form, with what was given before."""
    with visit.tend.store.read() as session:
        return Answer(view=_form(session, visit, test_id))


def next_view(visit: Visit, campaign_id: str) -> Answer:
    """Give my view: the form of the first account of a round that waits for it, else of any."""
    with visit.tend.store.read() as session:
        waiting = litmus.waiting(session, visit.team_id, visit.person.id, _MOST)
        mine = sorted(waiting, key=lambda one: one[0].campaign_id != campaign_id)
        if not mine:
            raise Refused("There is no view of yours that would be waited for: all are given, or the test is closed.")
        return Answer(view=_form(session, visit, mine[0][0].id))


def nudge_view(visit: Visit, nudge_id: str) -> Answer:
    """Give my view, on a card; on the card of an account that is to be tested, the form to have it tested."""
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
        test = litmus.asked_by(session, visit.team_id, nudge.subject) if nudge and nudge.rule == RULE else None
        if test is not None:
            return Answer(view=_form(session, visit, test.id))
    if nudge is None or nudge.rule != RULE or nudge.subject:
        raise Refused(work.GONE)
    return opening(visit, nudge.account_id)


def viewed(visit: Visit, form: Form) -> Answer:
    """A view from the form; on with the next that the same round would like."""
    test_id = str(form.metadata["test"])
    answers = {name: form.text(name) for name in form.fields if form.text(name) in set(Say)}
    done = work.give_view(visit.tend.store, visit.deed(), test_id, answers, form.text("words"))
    with visit.tend.store.read() as session:
        waiting = litmus.waiting(session, visit.team_id, visit.person.id, _MOST)
        following = [test for test, _ in waiting if test.campaign_id == done.test.campaign_id]
        if following and not done.before:
            return Answer(view=_form(session, visit, following[0].id))
    is_closed = done.test.state != "open"
    return Answer(views.given(done.account.name, len(waiting), changed=done.before, is_closed=is_closed))


def opening(visit: Visit, account_id: str) -> Answer:
    """Ask everyone: who that is, and until when."""
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, account_id)
        if account is None:
            raise Refused("That account is no longer on record.")
        allow(session, visit.deed(), "litmus.open", account=account)
        last, asked = work.proposed(session, visit.deed(), account)
    return Answer(view=forms.open_test(account.id, account.name, last, asked))


def opened(visit: Visit, form: Form) -> Answer:
    """A test from the form."""
    with at("due_on"):
        done = work.open_test(visit.tend.store, visit.deed(), str(form.metadata["account"]), form.day("due_on"))
    return Answer(views.opened(done.account.name, len(done.asked), done.test.due_on, visit.today))


def close(visit: Visit, test_id: str) -> Answer:
    """Close it now: what the views that were given come to."""
    done = work.close_test(visit.tend.store, visit.deed(), test_id)
    with visit.tend.store.read() as session:
        if done.test.result is None:
            return Answer(views.without_views(done.account.name, visit.today, done.test.asked, visit.today))
        return Answer(_told(session, visit, done.account, done.test))


def plan(visit: Visit, test_id: str) -> Answer:
    """Put the steps on the plan."""
    done = litmus_steps.put_on_plan(visit.tend.store, visit.deed(), test_id)
    return Answer(views.planned(done.account.name, [step.text for step in done.steps]))


def _told(session: Session, visit: Visit, account: Account, test: LitmusTest, again_from: str = "") -> Post:
    gave = litmus.view(session, visit.team_id, test.id, visit.person.id) is not None
    keeps = _may(session, visit, "litmus.plan", account)
    result = told(session, test, visit.zone, shows_words=gave or keeps, may_plan=keeps)
    return views.result(result, visit.today, again_from)


def _underway(session: Session, visit: Visit, account: Account, test: LitmusTest) -> Underway:
    mine = litmus.view(session, visit.team_id, test.id, visit.person.id)
    campaign = campaigns.get(session, visit.team_id, test.campaign_id)
    return Underway(
        test_id=test.id,
        account=account.name,
        opened_by=campaign.opened_by if campaign else None,
        due_on=test.due_on,
        asked=test.asked,
        given=test.given,
        mine=mine.given_at is not None if mine else None,
        may_close=_may(session, visit, "litmus.close", account),
    )


def _form(session: Session, visit: Visit, test_id: str) -> dict[str, object]:
    """The form of a view. Raises `Refused` where it is closed, or they were not asked."""
    test = litmus.get(session, visit.team_id, test_id)
    account = accounts.get(session, visit.team_id, test.account_id) if test else None
    if test is None or account is None:
        raise Refused(work.GONE)
    mine = litmus.view(session, visit.team_id, test_id, visit.person.id)
    campaign = campaigns.get(session, visit.team_id, test.campaign_id)
    if test.state != "open" or campaign is None:
        raise Refused(work.closed(account.name))
    if mine is None:
        raise Refused(work.NOT_ASKED)
    asked, given = litmus.asked_of(session, visit.team_id, test.campaign_id, visit.person.id)
    questions = again(campaign.questions or {"questions": []}).asked
    form = ViewForm(
        test_id=test_id,
        account=account.name,
        questions=[(one.key, one.text) for one in questions],
        left=max(0, asked - given - 1) if mine.given_at is None else 0,
        is_owners=visit.person.id in (account.owner_id, test.owner_id),
        answers=mine.answers or {},
        words=mine.words,
    )
    return forms.view(form)


def _may(session: Session, visit: Visit, what: str, account: Account) -> bool:
    try:
        allow(session, visit.deed(), what, account=account)
    except NotAllowed:
        return False
    return True
