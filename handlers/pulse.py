"""The pulse by buttons and a form: asked by a lead, answered in private."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bot.views import pulse as views
from bot.views.forms import litmus as forms
from bot.views.pulse import PulseShown, Worried
from bot.work import pulse as work
from bot.work.deed import Refused
from bot.work.permission import NotAllowed, allow
from handlers.answer import Answer, at
from handlers.form import Form
from handlers.visit import Visit
from storage import campaigns, people, worries


def shown(session: Session, visit: Visit) -> Answer:
    """What the reader said, what those said whom they lead, and how far the last round is."""
    me, team_id = visit.person.id, visit.team_id
    led = {one.id for one in people.led_by(session, team_id, me)} - {me}
    last = next(iter(campaigns.newest(session, team_id, "pulse")), None)
    asked, answered = worries.progress(session, team_id, last.id) if last else (0, 0)
    pulse = PulseShown(
        mine=_worried(session, visit, {me}),
        led=_worried(session, visit, led),
        owns=bool(worries.owned(session, team_id, me, 1)),
        may_ask=_may_ask(session, visit),
        asked=asked,
        answered=answered,
        asked_on=last.opened_at.astimezone(visit.zone).date() if last else None,
        next_on=_next_on(session, visit),
    )
    return Answer(views.pulse(pulse, visit.today))


def answering(visit: Visit, _value: str) -> Answer:
    """Answer: the form with one's accounts, and what was said before."""
    with visit.tend.store.read() as session:
        owned = worries.owned(session, visit.team_id, visit.person.id, work.MOST)
        mine = worries.of_person(session, visit.team_id, visit.person.id)
    if not owned:
        raise Refused("You own no account, so there is nothing to ask you; thank you all the same.")
    return Answer(view=forms.pulse(owned, [one.account_id for one in mine], mine[0].words if mine else ""))


def told(visit: Visit, form: Form) -> Answer:
    """An answer from the form."""
    with at("how"):
        done = work.tell(visit.tend.store, visit.deed(), form.many("accounts"), form.text("how"))
    return Answer(views.told(done.worries, done.ended))


def ask(visit: Visit, _value: str) -> Answer:
    """Ask all owners."""
    return Answer(views.rounds(work.ask(visit.tend.store, visit.deed()).asked))


def _worried(session: Session, visit: Visit, person_ids: set[str]) -> list[Worried]:
    found = worries.standing(session, visit.team_id, person_ids)
    return [Worried(one.person_id, name, one.words, one.said_at.astimezone(visit.zone).date()) for one, name in found]


def _next_on(session: Session, visit: Visit) -> date | None:
    day = work.next_on(session, visit.team_id)
    return day if day and day > visit.today and campaigns.owners(session, visit.team_id) else None


def _may_ask(session: Session, visit: Visit) -> bool:
    try:
        allow(session, visit.deed(), "pulse.ask")
    except NotAllowed:
        return False
    return True
