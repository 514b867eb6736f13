"""`/client intake`: the keys by which other programs pass touches on."""

from __future__ import annotations

from bot.views import intake as views
from bot.views.intake import KeyShown
from bot.work import intake_keys as work
from bot.work.permission import allow
from handlers.answer import Answer
from handlers.form import Form
from handlers.visit import Visit
from storage import intake_keys
from storage.tables import IntakeKey


def run(visit: Visit, rest: str) -> Answer:
    """Show them, with buttons to make and revoke; `rest` says nothing. Raises `NotAllowed`."""
    del rest
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "intake.key")
        valid = intake_keys.valid(session, visit.team_id)
    return Answer(views.keys([_shown(visit, key) for key in valid], visit.tend.address, visit.today))


def asked(visit: Visit, _value: str) -> Answer:
    """Ask what a new key is for."""
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "intake.key")
    return Answer(view=views.form())


def make(visit: Visit, form: Form) -> Answer:
    """A key, shown once."""
    done = work.make(visit.tend.store, visit.deed(), form.text("name"))
    return Answer(views.made(done.key.name, done.secret, visit.tend.address))


def revoke(visit: Visit, key_id: str) -> Answer:
    """A key that opens nothing from now on."""
    done = work.revoke(visit.tend.store, visit.deed(), key_id)
    return Answer(views.revoked(done.name), replaces=True)


def _shown(visit: Visit, key: IntakeKey) -> KeyShown:
    made_on = key.made_at.astimezone(visit.zone).date()
    return KeyShown(key.id, key.name, key.made_by, made_on, key.used_on)
