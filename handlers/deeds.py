"""What a verb and its form have in common: a deed and the answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot import playbooks
from bot.policy import Status
from bot.rules import RULES
from bot.rules.cadence import IN_A_ROW, other_cadence
from bot.views import answers, cadence, changes
from bot.views import plans as plan_views
from bot.views import sources as source_views
from bot.views.post import Post
from bot.work import accounts, contacts, nudges
from bot.work.accounts import AccountChanged, NewAccount
from bot.work.contacts import NewContact
from bot.work.deed import Refused
from bot.work.nudges import Snoozed
from bot.work.sources import Source, listens
from handlers import linked, look, ours
from handlers.answer import Answer
from handlers.fields import Read
from handlers.visit import Visit
from storage import accounts as account_rows
from storage import contacts as contact_rows
from storage import names
from storage import nudges as nudge_rows
from storage.tables import Account

_PEOPLE = ("owner_id", "backup_id", "sponsor_id")
_SAID_ANYWAY = frozenset({"name", "tier", "owner_id", "status"})
_ONBOARDING = "onboarding"  # the playbook
_BY_CADENCE = ("quiet", "neglect")


def add_account(visit: Visit, read: Read) -> AccountChanged:
    """A new account."""
    new = NewAccount(**read.given)
    ours.meet(visit, [new.owner_id, new.backup_id, new.sponsor_id, *new.helpers])
    return accounts.add(visit.tend.store, visit.deed(), new, read.closures or ())


def added(visit: Visit, done: AccountChanged) -> Answer:
    """The answer to a new account."""
    said = {field: pair for field, pair in done.changed.items() if field not in _SAID_ANYWAY}
    account = done.account
    hints = _linked(visit, done)
    post = answers.account_added(account.name, account.owner_id, account.tier, changes.particulars(said), hints)
    return Answer(_with_onboarding(visit, account, post))


def _with_onboarding(visit: Visit, account: Account, post: Post) -> Post:
    """The answer to a new account of theirs, with a button for its first weeks."""
    with visit.tend.store.read() as session:
        book = playbooks.find(session, visit.team_id, _ONBOARDING)
    is_theirs = visit.person.id in (account.owner_id, account.backup_id, account.sponsor_id)
    if book.is_off or account.status == Status.LOST or not is_theirs:
        return post
    return plan_views.offered(post, account.id, _ONBOARDING, book.playbook.title)


def edit_account(visit: Visit, account_id: str, read: Read) -> Answer:
    """Changes to an account."""
    ours.meet(visit, [*(read.given.get(field) for field in _PEOPLE), *read.given.get("helpers", ())])
    done = accounts.edit(visit.tend.store, visit.deed(), account_id, read.given, read.closures)
    return _changed(done, _linked(visit, done))


def give_to(visit: Visit, account_id: str, person_id: str | None) -> Answer:
    """Another owner."""
    ours.meet(visit, [person_id])
    done = accounts.set_owner(visit.tend.store, visit.deed(), account_id, person_id)
    return _changed(done)


def save_contact(visit: Visit, new: NewContact) -> Answer:
    """A contact; one who is there already under this name is corrected by what was said."""
    store, deed = visit.tend.store, visit.deed()
    with store.read() as session:
        known = contact_rows.by_key(session, visit.team_id, new.account_id, names.key(new.name))
    if known is None or known.left_at is not None:
        done = contacts.add(store, deed, new)
    else:
        done = contacts.edit(store, deed, known.id, _said(new))
    saved = done.contact
    return Answer(
        answers.contact_saved(
            done.account.name,
            saved.name,
            saved.level,
            suggested=saved.level_is_suggested,
            title=saved.title,
            known=known is not None,
        )
    )


def snooze_nudge(visit: Visit, nudge_id: str, until: date, reason: str) -> Answer:
    """One warning is quiet until a day."""
    done = nudges.snooze(visit.tend.store, visit.deed(), nudge_id, until, reason)
    with visit.tend.store.read() as session:
        nudge = nudge_rows.get(session, visit.team_id, nudge_id)
    return _snoozed(visit, done, nudge.rule if nudge else "")


def snooze_account(visit: Visit, account_id: str, until: date, reason: str) -> Answer:
    """All about an account is quiet until a day."""
    done = nudges.snooze_account(visit.tend.store, visit.deed(), account_id, until, reason)
    return _snoozed(visit, done)


def unsnooze_account(visit: Visit, account_id: str) -> Answer:
    """All about an account speaks again."""
    nudges.unsnooze_account(visit.tend.store, visit.deed(), account_id)
    with visit.tend.store.read() as session:
        account = account_rows.get(session, visit.team_id, account_id)
    if account is None:
        raise Refused("That account is no longer on record.")
    return Answer(answers.unsnoozed(account.name))


def change_cadence(visit: Visit, account_id: str, changes: Mapping[str, Any]) -> Answer:
    """Another cadence, as proposed when an account was put off again."""
    return _changed(accounts.edit(visit.tend.store, visit.deed(), account_id, changes))


def _snoozed(visit: Visit, done: Snoozed, rule: str = "") -> Answer:
    """The answer to a snooze; the third in a row proposes another cadence."""
    post = answers.snoozed(done.account.name, done.until, visit.today, rule)
    tired = [one for one in _BY_CADENCE if done.in_a_row.get(one, 0) >= IN_A_ROW]
    if not tired:
        return Answer(post)
    account = done.account
    with visit.tend.store.read() as session:
        by = look.policy(session, visit.team_id)
        facts = look.facts(session, visit, [account.id])[account.id]
    other = other_cadence(RULES[tired[0]], facts, by, facts.calendar.start_of(done.until), visit.now)
    return Answer(cadence.offered(post, account.id, account.name, done.in_a_row[tired[0]], other))


def _changed(done: AccountChanged, hints: Sequence[str] = ()) -> Answer:
    account = done.account
    lines = changes.lines(done.changed, account.annual_value_minor, account.currency)
    return Answer(answers.account_changed(account.name, lines, hints))


def _linked(visit: Visit, done: AccountChanged) -> list[str]:
    """What counts by itself in the channels that were linked just now."""
    before, after = done.changed.get("channels", ((), ()))
    new = linked.places(visit, {*after} - {*before})
    return source_views.linked(done.account.name, new, is_on=listens(done.account, Source.CHANNEL))


def _said(new: NewContact) -> dict[str, Any]:
    given = {
        "title": new.title,
        "email": new.email,
        "level": new.level,
        "roles": new.roles,
        "can_hire_or_fire": new.can_hire_or_fire,
        "slack_user_id": new.slack_user_id,
    }
    return {field: value for field, value in given.items() if value}
