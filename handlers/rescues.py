"""Rescues: opened by a line, a form or a card; looked at, staffed and ended from the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from bot import directory
from bot.nudges.rescues import shown
from bot.preparing import preparation
from bot.rules.rescue import RULE
from bot.views import mrkdwn
from bot.views import preparation as sheets
from bot.views import rescues as views
from bot.views.forms import loss as loss_forms
from bot.views.forms import rescue as forms
from bot.views.forms import touch as touch_forms
from bot.views.forms.rescue import RescueForm
from bot.views.forms.touch import TouchForm
from bot.views.touch import one_line
from bot.work import plans
from bot.work import rescues as work
from bot.work.deed import Refused, Repeated
from bot.work.permission import allow
from bot.work.rescues import NewRescue
from handlers import look, losses, ours
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.rescueline import RescueLine
from handlers.visit import Visit
from storage import accounts, nudges, outbox, rescues, touches
from storage import losses as loss_rows
from storage.tables import Account, Nudge, Rescue

GONE = "That rescue is no longer on record."
_SHARED = "People of another company are in <#{0}>: nothing about a client is said there. Choose another channel."
_UNSEEN = "I cannot see <#{0}>. If it is the right one, invite me there first: /invite @Tend"
_LAST = 4  # touches


def open_(visit: Visit, new: NewRescue) -> Answer:
    """A rescue, and the answer to it: who hears of it now, and all that can be done next."""
    _meet(visit, new.lead_id, new.sponsor_id, *new.helpers)
    check_room(visit, new.channel_id)
    try:
        rescue_id = work.open_rescue(visit.tend.store, visit.deed(), new).rescue.id
    except Repeated as before:
        if not visit.command:
            raise
        rescue_id = before.result_id or ""
    return show(visit, rescue_id, opened=True)


def named(visit: Visit, account_id: str, line: RescueLine) -> NewRescue:
    """What a line says of a rescue."""
    return NewRescue(
        account_id=account_id,
        why=line.why,
        words=line.words,
        lead_id=ours.named(visit, line.lead) if line.lead else None,
        sponsor_id=ours.named(visit, line.sponsor) if line.sponsor else None,
        helpers=tuple(ours.named(visit, one) for one in line.helpers),
        channel_id=line.channel,
    )


def show(visit: Visit, rescue_id: str, *, opened: bool = False, first: str = "") -> Answer:
    """The board."""
    with visit.tend.store.read() as session:
        rescue = rescues.get(session, visit.team_id, rescue_id)
        found = shown(session, visit.team_id, [rescue], visit.zone, visit.now) if rescue else []
        said = _hears(session, visit, rescue) if opened and rescue else first
    if not found:
        raise Refused(GONE)
    return Answer(views.board(found[0], said))


def log(visit: Visit, rescue_id: str) -> Answer:
    """Log a talk: the form, with the account in it."""
    _, account = _under_way(visit, rescue_id)
    form = TouchForm(account=(account.id, account.name), occurred_on=visit.today, people=(visit.person.id,))
    return Answer(view=touch_forms.log(form))


def review(visit: Visit, rescue_id: str, stands: str = "", problem: str = "") -> Answer:
    """Review: how it stands, and what is next."""
    rescue, account = _under_way(visit, rescue_id)
    return Answer(view=forms.review(rescue.id, account.name, stands, problem))


def step(visit: Visit, rescue_id: str) -> Answer:
    """Add a step, a measure, or somebody who must hear of it."""
    rescue, account = _under_way(visit, rescue_id)
    return Answer(view=forms.step(rescue.id, account.name))


def change(visit: Visit, rescue_id: str) -> Answer:
    """Change who sees to it, and keep more of what they said."""
    rescue, account = _under_way(visit, rescue_id, "rescue.change")
    form = RescueForm(
        account=(account.id, account.name),
        words=rescue.words,
        lead_id=rescue.lead_id,
        sponsor_id=rescue.sponsor_id,
        helpers=rescue.helpers,
        channel_id=rescue.channel_id,
    )
    return Answer(view=forms.change(rescue.id, form))


def end(visit: Visit, rescue_id: str, how: str = "", worked: str = "") -> Answer:
    """End it: how, and what worked."""
    rescue, account = _under_way(visit, rescue_id, "rescue.end")
    return Answer(view=forms.end(rescue.id, account.name, how, worked))


def prepare(visit: Visit, rescue_id: str) -> Answer:
    """Prepare the talk: a sheet to read before."""
    with visit.tend.store.read() as session:
        rescue = rescues.get(session, visit.team_id, rescue_id)
        if rescue is None:
            raise Refused(GONE)
        told = preparation(session, rescue, visit.now, visit.zone)
        last = touches.of_account(session, visit.team_id, rescue.account_id, limit=_LAST)
        lines = [one_line(one, visit.today) for one in look.shown(session, visit.team_id, last, "", visit.zone)]
    return Answer(sheets.sheet(replace(told, touches=lines)))


def open_from_card(visit: Visit, nudge_id: str) -> Answer:
    """Open a rescue, on a card: the form, with what the card says in it."""
    nudge, account = _of_nudge(visit, nudge_id)
    form = RescueForm(account=(account.id, account.name), why=nudge.reason)
    return Answer(view=forms.open_(form))


def show_from_card(visit: Visit, nudge_id: str) -> Answer:
    """The rescue, on a card."""
    return show(visit, _rescue_of(visit, nudge_id))


def review_from_card(visit: Visit, nudge_id: str) -> Answer:
    """Review, on a card."""
    return review(visit, _rescue_of(visit, nudge_id))


def opened(visit: Visit, form: Form) -> Answer:
    """A rescue from the form."""
    with at("why"):
        if not form.text("why"):
            raise Refused(work.NO_WHY)
    new = NewRescue(
        account_id=form.text("account"),
        why=form.text("why"),
        words=form.text("words"),
        lead_id=form.choice("lead"),
        sponsor_id=form.choice("sponsor"),
        helpers=form.many("helpers"),
        channel_id=form.choice("channel"),
    )
    with at("channel"):
        check_room(visit, new.channel_id)
    return open_(visit, new)


def reviewed(visit: Visit, form: Form) -> Answer:
    """How it stands."""
    with at("stands"):
        done = work.review(
            visit.tend.store, visit.deed(), str(form.metadata["rescue"]), form.text("stands"), form.text("next_step")
        )
    return show(visit, done.rescue.id, first="Noted: whoever helps reads it in its thread.")


def stepped(visit: Visit, form: Form) -> Answer:
    """A step, on the plan of the rescue."""
    rescue, _ = _under_way(visit, str(form.metadata["rescue"]))
    _meet(visit, form.choice("owner"))
    new = plans.NewStep(
        text=form.text("text"),
        owner_id=form.choice("owner") or rescue.lead_id,
        due_on=form.day("due_on"),
        kind=forms.kind_of(form.text("kind")),
    )
    with at("text"):
        plans.add_step(visit.tend.store, visit.deed(), rescue.plan_id, new)
    return show(visit, rescue.id)


def changed(visit: Visit, form: Form) -> Answer:
    """Who sees to it now."""
    _meet(visit, form.choice("lead"), form.choice("sponsor"), *form.many("helpers"))
    with at("channel"):
        check_room(visit, form.choice("channel"))
    changes = {
        "lead_id": form.choice("lead"),
        "sponsor_id": form.choice("sponsor"),
        "helpers": form.many("helpers"),
        "channel_id": form.choice("channel"),
        "words": form.text("words"),
    }
    done = work.change(visit.tend.store, visit.deed(), str(form.metadata["rescue"]), changes)
    return show(visit, done.rescue.id)


def ended(visit: Visit, form: Form) -> Answer:
    """How it ended: a client who goes is said where all that is asked of a loss is asked."""
    rescue, account = _under_way(visit, str(form.metadata["rescue"]), "rescue.end")
    how = form.text("how")
    if how == work.LOST:
        return lost(visit, account)
    with at("worked"):
        work.end(visit.tend.store, visit.deed(), rescue.id, forms.end_of(how), form.text("worked"))
    return show(visit, rescue.id)


def lost(visit: Visit, account: Account) -> Answer:
    """They go: when and why is asked where it is asked of every loss, and the rescue ends with that."""
    with visit.tend.store.read() as session:
        known = losses.form_of(account, loss_rows.standing(session, visit.team_id, account.id))
    return Answer(view=loss_forms.end(known))


def check_room(visit: Visit, channel_id: str | None) -> None:
    """A channel for a rescue is one that we see, with nobody of another company in it. Raises `Refused`."""
    if channel_id is None:
        return
    try:
        channel = directory.channel(visit.tend, visit.team_id, channel_id)
    except (SlackClientError, OSError) as error:
        raise Refused(_UNSEEN.format(channel_id), channel_id) from error
    if channel.is_ext_shared or channel.has_others:
        raise Refused(_SHARED.format(channel_id), channel_id)
    if channel.is_archived or not channel.is_member:
        raise Refused(_UNSEEN.format(channel_id), channel_id)


def _meet(visit: Visit, *ids: str | None) -> None:
    ours.meet(visit, ids)


def _hears(session: Session, visit: Visit, rescue: Rescue) -> str:
    """Who hears of it now, as a line of mrkdwn."""
    ringing = nudges.open_of(session, visit.team_id, [rescue.account_id]).get(rescue.account_id, {})
    nudge = ringing.get((RULE, rescue.id))
    told = [who for who, _ in outbox.hearings(session, visit.team_id, nudge.id) if who] if nudge else []
    helping = [id_ for id_ in (rescue.sponsor_id, *rescue.helpers) if id_ and id_ != visit.person.id]
    people_first = sorted(dict.fromkeys([*told, *helping]), key=lambda who: who.startswith(("C", "G")))
    hearing = [mrkdwn.whom(who) for who in people_first]
    return f"It is open: {mrkdwn.listing(hearing, 6)} hear of it now." if hearing else "It is open."


def _under_way(visit: Visit, rescue_id: str, what: str = "") -> tuple[Rescue, Account]:
    with visit.tend.store.read() as session:
        rescue = rescues.get(session, visit.team_id, rescue_id)
        account = accounts.get(session, visit.team_id, rescue.account_id) if rescue else None
        if rescue is None or account is None:
            raise Refused(GONE)
        if what:
            is_theirs = visit.person.id in (rescue.lead_id, rescue.sponsor_id, *rescue.helpers)
            allow(session, visit.deed(), what, account=account, person_id=visit.person.id if is_theirs else None)
    if rescue.state != "open":
        raise Refused(f"This rescue of {account.name} is over: /client rescues shows how it ended.")
    return rescue, account


def _of_nudge(visit: Visit, nudge_id: str) -> tuple[Nudge, Account]:
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
        account = accounts.get(session, visit.team_id, nudge.account_id) if nudge else None
    if nudge is None or account is None:
        raise Refused("That is no longer on record.")
    return nudge, account


def _rescue_of(visit: Visit, nudge_id: str) -> str:
    nudge, _ = _of_nudge(visit, nudge_id)
    return nudge.subject


ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    "nudge.rescue": open_from_card,
    "nudge.board": show_from_card,
    "nudge.review": review_from_card,
    views.SHOW: show,
    views.LOG: log,
    views.REVIEW: review,
    views.STEP: step,
    views.PREPARE: prepare,
    views.CHANGE: change,
    views.END: end,
}

FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    forms.OPEN: opened,
    forms.REVIEW: reviewed,
    forms.STEP: stepped,
    forms.CHANGE: changed,
    forms.END: ended,
}
