"""`/client calendar`: a person's own calendar, whose meetings with clients log themselves."""

from __future__ import annotations

from bot.intake.calendars import fetch, reading
from bot.intake.calendars.fetch import CannotFetch
from bot.intake.calendars.reading import CannotRead
from bot.views import calendar as views
from bot.views.calendar import CalendarShown
from bot.work import calendars as work
from bot.work.deed import Refused
from handlers.answer import Answer, Later
from handlers.form import Form
from handlers.tokens import decode
from handlers.visit import Visit
from storage import calendars

_OFF = ("off", "none", "remove")


def run(visit: Visit, rest: str) -> Answer:
    """Show how it stands, take an address, or read it no more."""
    said = decode(rest).strip().strip("<>")
    if said.lower() in _OFF:
        return removed(visit)
    if said:
        return _put(visit, said)
    with visit.tend.store.read() as session:
        row = calendars.get(session, visit.team_id, visit.person.id)
    if row is None:
        return asked(visit)
    return Answer(views.calendar(CalendarShown(row.host, row.read_at, row.found, row.failure), visit.zone))


def asked(visit: Visit, _value: str = "") -> Answer:
    """Ask for the address."""
    return Answer(view=views.form()) if visit.tend.vault else Answer(views.no_key())


def sent(visit: Visit, form: Form) -> Answer:
    """An address that was given in the form. Raises `Refused`."""
    return _put(visit, form.text("address"))


def removed(visit: Visit, _value: str = "") -> Answer:
    """Read it no more."""
    was_there = work.remove(visit.tend.store, visit.deed(), visit.person.id)
    return Answer(views.removed() if was_there else views.none(), replaces=True)


def _put(visit: Visit, typed: str) -> Answer:
    vault = visit.tend.vault
    if vault is None:
        return Answer(views.no_key())
    try:
        address = fetch.tidy(typed)
    except CannotFetch as error:
        raise Refused(str(error)) from None
    sealed = vault.seal(address, reading.owner(visit.team_id, visit.person.id))
    host = fetch.host(address)
    work.put(visit.tend.store, visit.deed(), visit.person.id, sealed, host)
    key = ("calendar", visit.team_id, visit.person.id)
    return Answer(views.reading(host), later=Later(key, lambda: _first_time(visit)))


def _first_time(visit: Visit) -> Answer:
    try:
        done = reading.read(visit.tend, visit.team_id, visit.person.id)
    except CannotRead as failed:
        return Answer(views.unread(str(failed)))
    return Answer(views.was_read(done.found, done.accounts, done.logged))
