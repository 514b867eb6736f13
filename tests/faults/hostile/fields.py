"""Every field that people can fill, of every command and every form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.playground.modals import View
from bot.views import can_be_set
from bot.views.forms import account as account_forms
from bot.views.forms import contact as contact_forms
from bot.views.forms import snooze as snooze_forms
from bot.views.forms import touch as touch_forms
from bot.work.checks import clean
from handlers.fields import KEYS
from handlers.table import COMMANDS
from handlers.verbs import VERBS
from handlers.verbs.contact import KEYS as CONTACT_KEYS
from storage.tables import Account, AccountAlias, AccountDomain, Clock, Contact, Touch
from tests.faults.hostile.files import SILENT
from tests.faults.hostile.stage import MODAL_FIELD, Stage, inputs
from tests.handlers.office import ANA, CHRIS, SHARED

LONGEST = MODAL_FIELD - 100  # characters of the text in a field of a form; what is put behind it fits too
_TOUCH_PARTS = (
    "call: {}", "call with {}", "call who:@{}", "call on:{}", "call next:{}", "call temp:{}", "kind:{}",
    "direction:{}", "from {}: so",
)  # fmt: skip
_SETTINGS = ("channel", "lead", "role", "away", "days", "tier", "counts", "tier key", "counts email to-client")

#: Where the words of a form's fields are kept. Those of all others are a number, a day or a length of time.
_COLUMNS: dict[str, dict[str, Any]] = {
    account_forms.ADD: {"name": Account.name, "aliases": AccountAlias.alias, "domains": AccountDomain.domain},
    account_forms.EDIT: {"name": Account.name, "aliases": AccountAlias.alias, "domains": AccountDomain.domain},
    contact_forms.CONTACT: {"name": Contact.name, "title": Contact.title, "email": Contact.email},
    snooze_forms.SNOOZE: {"reason": Clock.snooze_reason},
    touch_forms.LOG: {"note": Touch.note},
    touch_forms.EDIT: {"note": Touch.note},
    touch_forms.ALREADY_DID: {"note": Touch.note},
}
_ENDINGS = {"email": "@x.test", "domains": ".test"}


def type_lines(stage: Stage, text: str, account: str) -> None:
    """Type a text into every place of every command."""
    for line in _lines(account, text):
        stage.type(line)
    for setting in (*_SETTINGS, *can_be_set.RULES, *can_be_set.SPEAKING):
        stage.type(f"/client settings {setting} {text}", CHRIS)
    for command in ("/touch", "/client snooze", "/client contact", "/client sources"):
        stage.type(f"{command} {text}", channel=SHARED)
    stage.type(f"/client calendar {stage.office.slack.page_url}none.ics", CHRIS)
    for line in (*COMMANDS, *(f"/client {verb}" for verb in VERBS)):
        stage.explore(stage.type(line, CHRIS).view, CHRIS)
    stage.type("/client intake", CHRIS)
    settings = stage.type("/client settings", CHRIS)
    for message in (*filter(None, [settings.message]), *settings.ephemerals):
        for group in stage.values(message, "settings.open"):
            stage.explore(stage.press(message, "settings.open", group, CHRIS).view, CHRIS)


def _lines(account: str, text: str) -> Iterator[str]:
    yield f"/touch Nobody call with {text}: {text}"
    for command in COMMANDS:
        yield from (f"{command} {text}", f'{command} "{account}" {text}')
    yield from (f'/touch "{account}" {part.format(text)}' for part in _TOUCH_PARTS)
    for verb in VERBS:
        yield from (f"/client {verb} {text}", f'/client {verb} "{account}" {text}')
    for key in KEYS:
        yield f'/client add "{account} {key}" {key}:{text}'
        yield f'/client edit "{account} {key}" {key}:"{text}"'
    for key in CONTACT_KEYS:
        yield f'/client contact "{account}" Jane Roe {key}:{text}'


def keep_lines(stage: Stage, text: str, account: str) -> None:
    """Type a text where a command keeps it as it is: in a note and in a reason."""
    for line, column in (
        (f'/touch "{account}" call: ', Touch.note),
        (f'/client snooze "{SILENT}" until 1 June: ', Clock.snooze_reason),
    ):
        said = f"{text}{stage.acts}"
        with stage.keeping(line, column, _kept("note" if column is Touch.note else "reason", said)) as told:
            told.append(stage.type(f"{line}{said}"))
    stage.type(f'/client unsnooze "{SILENT}"')
    said = f"{text}{stage.acts}"
    asked = stage.office.type(f"/touch Newcomer call: {said}")
    if asked.message is not None and "account.add" in str(asked.message.blocks):
        view = stage.press(asked.message, "account.add").view
        assert view is not None
        with stage.keeping("then", Touch.note, _kept("note", said)) as told:
            told.append(stage.submit(view, name=f"Newcomer {stage.acts}"))


def fill_forms(stage: Stage, text: str, account: str) -> None:
    """Type a text into every field of every form that a command opens, and into every menu that is searched."""
    at = {"account": stage.chosen(account)}
    day = stage.office.now.date()
    call = {**at, "kind": "call", "direction": "two-way", "occurred_on": f"{day}"}
    until = {"until": f"{day.replace(month=9)}"}
    fill(stage, text, lambda: stage.opened("/client add"), lambda: {"name": f"Another {stage.acts}"})
    fill(stage, text, lambda: _which(stage, at), lambda: {"name": account})
    stage.submit(_which(stage, at), name=account, closures="", aliases="")
    fill(stage, text, lambda: stage.opened("/client contact"), lambda: {**at, "name": f"Jane {stage.acts}"})
    fill(stage, text, lambda: stage.opened("/touch"), lambda: call)
    fill(stage, text, lambda: _correcting(stage, account), dict)
    fill(stage, text, lambda: stage.opened(f'/client snooze "{SILENT}"'), lambda: until)
    stage.type(f'/client unsnooze "{SILENT}"')
    fill(stage, text, lambda: stage.opened("/client left"), dict)
    fill(stage, text, lambda: stage.opened(f'/client owner "{account}"'), dict)


def fill(
    stage: Stage, text: str, open_form: Callable[[], View], others: Callable[[], Mapping[str, Any]], user: str = ANA
) -> None:
    """Type a text into each field of a form, one after the other; `others`: what stands in the other fields."""
    view = open_form()
    form = str(view.content["callback_id"])
    for menu in inputs(view, "external_select"):
        stage.search(view, menu, text, user)
    for name in inputs(view, "plain_text_input"):
        stage.fields.add(f"{form} {name}")
        said = f"{text[:LONGEST]}{stage.acts}{_ENDINGS.get(name, '')}"
        with stage.keeping(f"{form} {name}", _COLUMNS[form].get(name), _kept(name, said)) as told:
            told.append(stage.submit(open_form(), user, **{**others(), name: said}))


def _which(stage: Stage, at: Mapping[str, Any]) -> View:
    """The form to change an account, whatever it is called by now."""
    view = stage.submit(stage.opened("/client edit"), **at).view
    assert view is not None
    return view


def _correcting(stage: Stage, account: str) -> View:
    """The form to correct a touch that was just logged."""
    logged = stage.office.type(f'/touch "{account}" call').message
    assert logged is not None
    view = stage.press(logged, "touch.edit").view
    assert view is not None
    return view


def _kept(field: str, said: str) -> str:
    """What the database is to hold of what was typed into a field."""
    bare = clean(said)
    if field == "note":
        return bare
    if field in ("aliases", "domains"):
        bare = re.split(r"[;,\n]", bare)[-1].strip()
    if field in ("email", "domains"):
        return bare.lower().lstrip("@" if field == "domains" else "")
    return " ".join(bare.split())
