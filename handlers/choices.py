"""Menus that are searched as somebody types: accounts, and contacts of the account that was chosen."""

from __future__ import annotations

from typing import Any

from bot.views import inputs
from bot.work.checks import clean
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts as account_rows
from storage import contacts as contact_rows
from storage import lists, names
from storage.tables import Contact


def accounts(visit: Visit, typed: str, _form: Form) -> list[dict[str, Any]]:
    """Accounts whose name or alias holds what was typed; nothing typed: the loudest."""
    with visit.tend.store.read() as session:
        part = names.key(clean(typed))
        if part:
            found = account_rows.search(session, visit.team_id, part, inputs.OPTIONS_LIMIT)
        else:
            loudest, _ = lists.accounts(session, visit.team_id, limit=inputs.OPTIONS_LIMIT)
            found = [(listed.account.id, listed.account.name) for listed in loudest]
    return inputs.menu(found)


def contacts(visit: Visit, typed: str, form: Form) -> list[dict[str, Any]]:
    """People who are still at the account that the form is about; before one is chosen, nobody."""
    account_id = form.choice("account") or form.metadata.get("account")
    if account_id is None:
        return []
    part = names.key(clean(typed))
    with visit.tend.store.read() as session:
        known = contact_rows.of_account(session, visit.team_id, account_id)
    here = [contact for contact in known if contact.left_at is None and part in contact.name_key]
    return inputs.menu((contact.id, _words(contact)) for contact in here)


def _words(contact: Contact) -> str:
    return f"{contact.name}, {contact.title}" if contact.title else contact.name
