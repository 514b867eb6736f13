"""Buttons on the message that offers newcomers as contacts."""

from __future__ import annotations

import json

from bot.views import newcomers as views
from bot.views.forms import contact as forms
from bot.views.forms.contact import ContactForm
from bot.work import newcomers as work
from bot.work.deed import Refused
from handlers.answer import Answer
from handlers.visit import Visit
from storage import accounts, people
from storage.tables import Account, Person


def add(visit: Visit, value: str) -> Answer:
    """Add as contact: the form, filled with what Slack says of them."""
    account, person = _offered(visit, value)
    form = ContactForm(
        account=(account.id, account.name),
        name=person.name,
        title=person.title,
        email=person.email or "",
        slack_user_id=person.id,
    )
    return Answer(view=forms.contact(form))


def decline(visit: Visit, value: str) -> Answer:
    """Not a contact: they are not offered again."""
    account, person = _offered(visit, value)
    work.decline(visit.tend.store, visit.deed(), account.id, person.id)
    return Answer(views.declined(person.name, account.name))


def _offered(visit: Visit, value: str) -> tuple[Account, Person]:
    asked = json.loads(value)
    with visit.tend.store.read() as session:
        account = accounts.get(session, visit.team_id, str(asked["account"]))
        person = people.get(session, visit.team_id, str(asked["person"]))
    if account is None or person is None:
        raise Refused("They are no longer on record.")
    return account, person
