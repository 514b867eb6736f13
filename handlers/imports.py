"""Buttons on a list that was handed over, and the form of its columns."""

from __future__ import annotations

from bot.importing.chat import Chat, attempt
from bot.importing.work import wake
from bot.intake import sample
from bot.intake.files import NOUNS
from bot.intake.mapping import Meaning, fields, guess_columns
from bot.intake.sheet import Sheet
from bot.money import CURRENCIES
from bot.views import imports as views
from bot.views.forms import imports as forms
from bot.views.forms.imports import ImportForm
from bot.work import imports as work
from bot.work.imports import Handed
from handlers.answer import NOTHING, Answer, FieldErrors, Later
from handlers.form import Form
from handlers.visit import Visit
from storage.tables import Import

_NO_CURRENCY = "Currencies have three letters, like EUR."


def try_sample(visit: Visit, _value: str) -> Answer:
    """Made-up clients, as if whoever pressed had dropped them where they did."""
    return _handed(visit, sample.FILE, sample.accounts(visit.person.id))


def sample_to_rest(visit: Visit, _value: str) -> Answer:
    """The same clients, paused."""
    return _handed(visit, sample.REST_FILE, sample.to_rest(visit.today))


def _handed(visit: Visit, name: str, text: str) -> Answer:
    handed = Handed(f"{visit.channel_id}:{visit.request_id}", visit.channel_id or "", name, pasted=text)
    work.hand_over(visit.tend.store, visit.team_id, visit.person.id, handed, visit.now)
    return _on_its_way(visit)


def start(visit: Visit, import_id: str) -> Answer:
    """Import it."""
    work.begin(visit.tend.store, visit.deed(), import_id)
    return _on_its_way(visit)


def again(visit: Visit, import_id: str) -> Answer:
    """Try again: Slack did not give the file before."""
    work.try_again(visit.tend.store, visit.deed(), import_id)
    return _on_its_way(visit)


def leave(visit: Visit, import_id: str) -> Answer:
    """Not now."""
    row = work.leave(visit.tend.store, visit.deed(), import_id)
    return Answer(later=Later(("import", row.id), lambda: _left(visit, row)))


def columns(visit: Visit, import_id: str) -> Answer:
    """Change columns: the form, as it is understood so far."""
    row = _read(visit, import_id)
    return _form(row, Meaning(row.noun or "accounts", row.columns or {}, row.currency))


def noun_chosen(visit: Visit, form: Form) -> Answer:
    """It is another kind of list: which column is which is guessed anew."""
    row = _read(visit, str(form.metadata["import"]))
    return _form(row, guess_columns(Sheet(row.header or [], []), form.text(forms.NOUN)))


def chosen(visit: Visit, form: Form) -> Answer:
    """The columns were chosen: it is tried with them."""
    noun = form.text(forms.NOUN)
    places = {ours: form.choice(f"{forms.COLUMN}{ours}") for ours in fields(noun)}
    currency = form.text(forms.CURRENCY).upper()
    if currency and currency not in CURRENCIES:
        raise FieldErrors({forms.CURRENCY: _NO_CURRENCY})
    told = {ours: int(place) for ours, place in places.items() if place is not None}
    work.choose(visit.tend.store, visit.deed(), str(form.metadata["import"]), noun, told, currency)
    return _on_its_way(visit)


def _form(row: Import, meaning: Meaning) -> Answer:
    shown = ImportForm(
        import_id=row.id,
        name=row.name,
        noun=meaning.noun,
        header=row.header or [],
        fields=fields(meaning.noun),
        needed=NOUNS[meaning.noun].columns.needed,
        chosen=meaning.columns,
        currency=meaning.currency,
    )
    return Answer(view=forms.form(shown))


def _read(visit: Visit, import_id: str) -> Import:
    with visit.tend.store.read() as session:
        return work.read(session, visit.deed(), import_id)


def _on_its_way(visit: Visit) -> Answer:
    """What comes of it is said in the message itself."""
    wake(visit.tend)
    return NOTHING


def _left(visit: Visit, row: Import) -> Answer:
    attempt(lambda: Chat(visit.tend, row).say(views.left(row.name)))
    return NOTHING
