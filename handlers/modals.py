"""Forms that were sent: one function each. What is wrong is said at its field, and the form stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.intake import channels
from bot.policy import Direction, Kind
from bot.titles import ContactLevel, Role
from bot.views import answers
from bot.work import checks, erasure, nudges, touches
from bot.work.contacts import NewContact
from bot.work.touches import NewTouch, TouchLogged
from handlers import deeds, drafting, fields, leavers, ours, touching
from handlers.answer import Answer, FieldErrors, at
from handlers.fields import Read
from handlers.form import Form
from handlers.verbs import VERBS
from handlers.visit import Visit
from storage import touches as touch_rows


def log_touch(visit: Visit, form: Form) -> Answer:
    """A touch from the full form, also where a card opened it."""
    return touching.logged(visit, _logged(visit, form, _touch(visit, form)))


def _logged(visit: Visit, form: Form, new: NewTouch) -> TouchLogged:
    store, deed = visit.tend.store, visit.deed()
    if nudge_id := form.metadata.get("nudge"):
        return nudges.log(store, deed, str(nudge_id), new)
    if said_in := form.metadata.get("said_in"):
        return channels.tell(store, deed, str(said_in), new)
    return touches.log(store, deed, new)


def already_did(visit: Visit, form: Form) -> Answer:
    """A touch from the short form of a card."""
    new = NewTouch(
        account_id=str(form.metadata["account"]),
        kind=Kind(form.text("kind")),
        direction=Direction.TWO_WAY,
        occurred_at=_happened(visit, form),
        note=form.text("note"),
        source="button",
    )
    done = nudges.already_did(visit.tend.store, visit.deed(), str(form.metadata["nudge"]), new)
    return touching.logged(visit, done)


def edit_touch(visit: Visit, form: Form) -> Answer:
    """A touch put right; on the same day as before, its hour stays."""
    touch_id = str(form.metadata["touch"])
    with visit.tend.store.read() as session:
        before = touch_rows.get(session, visit.team_id, touch_id)
    new = _touch(visit, form)
    if before is not None and before.occurred_at.astimezone(visit.zone).date() == form.day("occurred_on"):
        new = replace(new, occurred_at=before.occurred_at)
    return touching.edited(visit, touches.edit(visit.tend.store, visit.deed(), touch_id, new))


def _account(visit: Visit, form: Form) -> Read:
    texts = {name: form.text(name) for name in form.fields}
    with visit.tend.store.read() as session:
        read = fields.read(session, visit, texts)
    if read.problems:
        raise FieldErrors(read.problems)
    return read


def _touch(visit: Visit, form: Form) -> NewTouch:
    people = form.many("people")
    with at("people"):
        ours.meet(visit, people)
    temperature = form.choice("temperature")
    return NewTouch(
        account_id=form.text("account"),
        kind=Kind(form.text("kind")),
        direction=Direction(form.text("direction")),
        occurred_at=_happened(visit, form),
        note=form.text("note"),
        people=people,
        contacts=form.many("contacts"),
        temperature=int(temperature) if temperature is not None else None,
        signs=form.many("signs"),
        next_on=form.day("next_on"),
        link=form.metadata.get("link", ""),
        source="message" if form.metadata.get("link") else "form",
    )


def touch_felt(visit: Visit, form: Form) -> Answer:
    """How a conversation was, of a touch that is logged already."""
    temperature = form.choice("temperature")

    def told(touch: NewTouch) -> NewTouch:
        return replace(touch, temperature=int(temperature) if temperature else None, signs=form.many("signs"))

    return touching.edited(visit, touches.amend(visit.tend.store, visit.deed(), str(form.metadata["touch"]), told))


def _happened(visit: Visit, form: Form) -> datetime:
    day = form.day("occurred_on") or visit.today
    said_at = form.moment("said_at")
    moment = said_at if said_at and said_at.astimezone(visit.zone).date() == day else visit.moment_of(day)
    with at("occurred_on"):
        return checks.happened(moment, visit.now)


def contact(visit: Visit, form: Form) -> Answer:
    """A contact: a new one, or a correction of the one with this name."""
    level = form.choice("level")
    new = NewContact(
        account_id=form.text("account"),
        name=form.text("name"),
        title=form.text("title"),
        email=form.choice("email"),
        level=ContactLevel(level) if level else None,
        roles=[Role(role) for role in form.many("roles")],
        can_hire_or_fire="yes" in form.many("can_hire_or_fire"),
        slack_user_id=form.metadata.get("slack_user"),
    )
    if new.email:
        with at("email"):
            checks.email(new.email)
    with at("name"):
        return deeds.save_contact(visit, new)


def left(visit: Visit, form: Form) -> Answer:
    """Somebody is no longer at the client."""
    return leavers.left(visit, form.text("contact"))


def erase(visit: Visit, form: Form) -> Answer:
    """A contact or a colleague is to be forgotten, and that was confirmed."""
    if contact_id := form.metadata.get("contact"):
        erasure.contact(visit.tend.store, visit.deed(), str(contact_id))
    else:
        erasure.person(visit.tend.store, visit.deed(), str(form.metadata["person"]))
    return Answer(answers.erased())


def add_account(visit: Visit, form: Form) -> Answer:
    """A new account; then on with the touch that waited for it."""
    done = deeds.add_account(visit, _account(visit, form))
    then = form.metadata.get("then")
    if not then:
        return deeds.added(visit, done)
    return drafting.log(replace(visit.typing("/touch", str(then), done.account.id), part=":then"))


def edit_account(visit: Visit, form: Form) -> Answer:
    """Changes to an account: everything as the form says it."""
    return deeds.edit_account(visit, str(form.metadata["account"]), _account(visit, form))


def owner(visit: Visit, form: Form) -> Answer:
    """Another owner."""
    with at("owner"):
        return deeds.give_to(visit, form.text("account"), form.choice("owner"))


def which(visit: Visit, form: Form) -> Answer:
    """Only the account was missing: go on with the verb."""
    verb = str(form.metadata["verb"])
    return VERBS[verb](visit.typing("/client", verb, form.text("account")), "")


def snooze(visit: Visit, form: Form) -> Answer:
    """Quiet until a day: one nudge, or all of an account."""
    until = form.day("until") or visit.today
    with at("until"):
        checks.coming_day(until, visit.today, "quiet until")
    nudge_id = form.metadata.get("nudge")
    with at("reason"):
        if nudge_id:
            return deeds.snooze_nudge(visit, str(nudge_id), until, form.text("reason"))
        return deeds.snooze_account(visit, form.text("account"), until, form.text("reason"))
