"""`/client add "Acme Corp" tier:key owner:@ana value:120000EUR since:2019-04-01 alias:acme`: a new account."""

from __future__ import annotations

from bot.views import problems
from bot.views.forms import account as forms
from bot.views.forms.account import AccountForm
from handlers import account_form, deeds, fields
from handlers.answer import Answer
from handlers.arguments import parse_pairs
from handlers.visit import Visit


def run(visit: Visit, rest: str) -> Answer:
    """Add the account; whoever adds it owns it unless the line says otherwise."""
    if not rest.strip():
        return Answer(view=forms.add(AccountForm(owner_id=visit.person.id)))
    said = parse_pairs(rest, fields.KEYS)
    texts = {
        "owner": "me",
        "name": " ".join(said.words),
        **{fields.KEYS[key]: text for key, text in said.pairs.items()},
    }
    with visit.tend.store.read() as session:
        read = fields.read(session, visit, texts)
    wrong = [*map(fields.unknown, said.unknown), *read.problems.values()]
    if wrong or not read.given.get("name"):
        reasons = [problems.sentence(reason) for reason in wrong] or [problems.NAME_MISSING]
        return Answer(view=forms.add(account_form.filled(texts, read, "\n".join(reasons))))
    return deeds.added(visit, deeds.add_account(visit, read))
