"""Buttons: on a card, on the answer to a touch, on questions back, on lists, on the Home tab."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from bot.policy import Kind
from bot.rules.occasion import RULE as OCCASION
from bot.rules.thanks import RULE as THANKS
from bot.views import answers, introductions, problems, votes
from bot.views import touch as touch_views
from bot.views import why as why_views
from bot.views.forms import account as account_forms
from bot.views.forms import snooze as snooze_forms
from bot.views.forms import touch as touch_forms
from bot.views.forms.account import AccountForm
from bot.views.forms.touch import TouchForm
from bot.work import nudges as work
from bot.work import touches as touch_work
from bot.work.deed import Refused
from handlers import commands, deeds, drafting, look, touching
from handlers.answer import Answer
from handlers.verbs import VERBS, paging, preferences
from handlers.visit import Visit
from storage import accounts, clocks, contacts, nudges, touches
from storage.tables import Account, Clock, Contact, Nudge

GONE = "That is no longer on record."


@dataclass(frozen=True, slots=True)
class About:
    """What a card is about."""

    nudge: Nudge
    account: Account
    clock: Clock | None
    contact: Contact | None  # whom it is about, where it is about one

    @property
    def kind(self) -> Kind | None:
        """What answers it, where that is a kind of touch of its own."""
        return Kind.THANKS if self.nudge.rule in (THANKS, OCCASION) else None

    @property
    def named(self) -> tuple[str, str]:
        """The account as forms take it: (id, name)."""
        return self.account.id, self.account.name


def log_nudge(visit: Visit, nudge_id: str) -> Answer:
    """Log it: the form, with the account in it."""
    about = _about(visit, nudge_id)
    form = TouchForm(
        account=about.named,
        kind=about.kind,
        occurred_on=visit.today,
        people=(visit.person.id,),
        contacts=((about.contact.id, about.contact.name),) if about.contact else (),
    )
    return Answer(view=touch_forms.log(form, nudge_id))


def already_did(visit: Visit, nudge_id: str) -> Answer:
    """Already did: only the day is asked for."""
    about = _about(visit, nudge_id)
    return Answer(view=touch_forms.already_did(about.named, visit.today, nudge_id, about.kind or Kind.CALL))


def snooze(visit: Visit, nudge_id: str) -> Answer:
    """Snooze: until when, and from the second time on why."""
    about = _about(visit, nudge_id)
    if about.nudge.closed_at is not None:
        raise Refused(problems.settled(about.nudge.closed_why))
    before = about.clock.snoozes if about.clock else 0
    return Answer(view=snooze_forms.snooze(about.named, None, nudge_id=nudge_id, before=before))


def take(visit: Visit, nudge_id: str) -> Answer:
    """Take it: whoever presses will see to it."""
    about = _about(visit, nudge_id)
    work.take(visit.tend.store, visit.deed(), nudge_id)
    return Answer(answers.taken(about.account.name))


def useful(visit: Visit, nudge_id: str) -> Answer:
    """Useful: a vote that is counted for its rule."""
    return _voted(visit, nudge_id, useful=True)


def not_useful(visit: Visit, nudge_id: str) -> Answer:
    """Not useful: a vote that is counted for its rule."""
    return _voted(visit, nudge_id, useful=False)


def why(visit: Visit, nudge_id: str) -> Answer:
    """Why: the card's rule in full, the others in a line each; and whether it was worth the word."""
    about = _about(visit, nudge_id)
    with visit.tend.store.read() as session:
        sheet = look.sheet(session, visit, about.account.id)
    explained = why_views.of_card(sheet, about.nudge.rule, about.nudge.subject)
    return Answer(votes.asked(explained, nudge_id, about.nudge.rule))


def whom(visit: Visit, nudge_id: str) -> Answer:
    """Who should we meet: whom we know there, and who can introduce us."""
    about = _about(visit, nudge_id)
    with visit.tend.store.read() as session:
        return Answer(introductions.who_to_meet(look.introductions(session, visit, about.account.id)))


def edit_touch(visit: Visit, touch_id: str) -> Answer:
    """Edit: the form, filled with the touch as it stands."""
    with visit.tend.store.read() as session:
        touch = touches.get(session, visit.team_id, touch_id)
        if touch is None or touch.undone_at is not None:
            raise Refused(GONE)
        return Answer(view=touch_forms.edit(touching.form_of(session, visit, touch), touch_id))


def felt(visit: Visit, touch_id: str) -> Answer:
    """How was it: temperature and signs of warning, after a conversation."""
    with visit.tend.store.read() as session:
        touch = touches.get(session, visit.team_id, touch_id)
        account = accounts.get(session, visit.team_id, touch.account_id) if touch else None
    if touch is None or account is None or touch.undone_at is not None:
        raise Refused(GONE)
    return Answer(view=touch_forms.felt(touch.id, account.name, touch.temperature, tuple(touch.signs or ())))


def undo_touch(visit: Visit, touch_id: str) -> Answer:
    """Undo: the touch counts no more; of a day that counts by itself, which an older answer offers it for, it stays."""
    with visit.tend.store.read() as session:
        touch = touches.get(session, visit.team_id, touch_id)
    if touch is not None and touch.source == touch_views.COUNTS_BY_ITSELF:
        raise Refused(f"{touch_views.STAYS} Edit puts right what was added.")
    return touching.undone(visit, touch_work.undo(visit.tend.store, visit.deed(), touch_id))


def touch_form(visit: Visit, value: str) -> Answer:
    """The form, filled with a line that could not be logged as it was."""
    return drafting.form(_carried(visit, value))


def pick_account(visit: Visit, value: str) -> Answer:
    """Carry on with the typed line and the account that was picked."""
    return replace(commands.carry_on(_carried(visit, value)), replaces=True)


def add_account(visit: Visit, value: str) -> Answer:
    """A new account, and then on with the typed line if it was a touch."""
    carried = json.loads(value)
    then = carried.get("line", "") if carried.get("command") == commands.TOUCH else ""
    form = AccountForm(name=carried.get("name", ""), owner_id=visit.person.id)
    return Answer(view=account_forms.add(form, then=then))


def change_cadence(visit: Visit, value: str) -> Answer:
    """Change it: the cadence that was proposed at the third snooze in a row."""
    carried = json.loads(value)
    return deeds.change_cadence(visit, carried["account"], carried["changes"])


def more(visit: Visit, value: str) -> Answer:
    """The next page of a list, in place of this one."""
    verb, page = paging.more(value)
    return replace(VERBS[verb](visit, page), replaces=True)


def home_log(visit: Visit, _value: str) -> Answer:
    """Log a touch from the Home tab."""
    return Answer(view=touch_forms.log(drafting.empty(visit)))


def home_add(visit: Visit, _value: str) -> Answer:
    """Add an account from the Home tab."""
    return Answer(view=account_forms.add(AccountForm(owner_id=visit.person.id)))


def home_settings(visit: Visit, _value: str) -> Answer:
    """The settings, from the Home tab."""
    return preferences.form(visit)


def _voted(visit: Visit, nudge_id: str, *, useful: bool) -> Answer:
    about = _about(visit, nudge_id)
    work.vote(visit.tend.store, visit.deed(), nudge_id, useful=useful)
    return Answer(votes.counted(about.nudge.rule, useful=useful))


def _carried(visit: Visit, value: str) -> Visit:
    carried = json.loads(value)
    return visit.typing(carried.get("command", ""), carried.get("line", ""), carried.get("account"))


def _about(visit: Visit, nudge_id: str) -> About:
    with visit.tend.store.read() as session:
        nudge = nudges.get(session, visit.team_id, nudge_id)
        account = accounts.get(session, visit.team_id, nudge.account_id) if nudge else None
        if nudge is None or account is None:
            raise Refused(GONE)
        clock = clocks.get(session, visit.team_id, account.id, nudge.rule, nudge.subject)
        return About(nudge, account, clock, contacts.get(session, visit.team_id, nudge.subject))
