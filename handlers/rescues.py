"""Rescues: opened by a line or from a card, looked at, and the forms that the board opens."""

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
from bot.work import rescues as work
from bot.work.deed import Refused, Repeated
from bot.work.permission import allow
from bot.work.rescues import NewRescue
from handlers import look, losses, ours
from handlers.answer import Answer
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
    ours.meet(visit, (new.lead_id, new.sponsor_id, *new.helpers))
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
    _, account = under_way(visit, rescue_id)
    form = TouchForm(account=(account.id, account.name), occurred_on=visit.today, people=(visit.person.id,))
    return Answer(view=touch_forms.log(form))


def review(visit: Visit, rescue_id: str, stands: str = "", problem: str = "") -> Answer:
    """Review: how it stands, and what is next."""
    rescue, account = under_way(visit, rescue_id)
    return Answer(view=forms.review(rescue.id, account.name, stands, problem))


def step(visit: Visit, rescue_id: str) -> Answer:
    """Add a step, a measure, or somebody who must hear of it."""
    rescue, account = under_way(visit, rescue_id)
    return Answer(view=forms.step(rescue.id, account.name))


def change(visit: Visit, rescue_id: str) -> Answer:
    """Change who sees to it, and keep more of what they said."""
    rescue, account = under_way(visit, rescue_id, "rescue.change")
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
    rescue, account = under_way(visit, rescue_id, "rescue.end")
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


def lost(visit: Visit, account: Account, tried: str = "") -> Answer:
    """They go: when and why is asked where it is asked of every loss, and the rescue ends with that."""
    with visit.tend.store.read() as session:
        known = losses.form_of(account, loss_rows.standing(session, visit.team_id, account.id))
    return Answer(view=loss_forms.end(replace(known, tried=tried)))


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


def _hears(session: Session, visit: Visit, rescue: Rescue) -> str:
    """Who hears of it now, as a line of mrkdwn."""
    ringing = nudges.open_of(session, visit.team_id, [rescue.account_id]).get(rescue.account_id, {})
    nudge = ringing.get((RULE, rescue.id))
    told = [who for who, _ in outbox.hearings(session, visit.team_id, nudge.id) if who] if nudge else []
    helping = [id_ for id_ in (rescue.sponsor_id, *rescue.helpers) if id_ and id_ != visit.person.id]
    people_first = sorted(dict.fromkeys([*told, *helping]), key=lambda who: who.startswith(("C", "G")))
    hearing = [mrkdwn.whom(who) for who in people_first]
    return f"It is open: {mrkdwn.listing(hearing, 6)} hear of it now." if hearing else "It is open."


def under_way(visit: Visit, rescue_id: str, what: str = "") -> tuple[Rescue, Account]:
    """A rescue that is not over, and its account. Raises `Refused`, also for who may not do `what`."""
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
