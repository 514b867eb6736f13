"""The form of a list that is to be imported: what it is of, and which of its columns is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slackblocks import Block, PlainText, StaticSelectMenu

from bot.views import inputs, kit, mrkdwn
from bot.views.imports import label

IMPORT = "form.import"
NOUN = "import_noun"
NOUNS = {"accounts": "Accounts: our clients", "contacts": "Contacts: people at clients", "touches": "Touches: what was"}
_ROOM, _SHORTEST = 100_000, 20  # characters of all menus together, each of which has all columns; and of one line
COLUMN = "column_"  # and the name of ours
CURRENCY = "default_currency"
_HINTS = {
    "owner": "By e-mail, Slack id or full name.",
    "annual_value": "An amount like 120000 or 99.50.",
    "annual_profit": "What of it is left to you, like 30000.",
    "client_since": "Days like 2026-05-12.",
    "occurred_at": "Like 2026-05-12, or 2026-05-12 14:30.",
    "last_name": "If it stands apart: it goes behind the name.",
}


@dataclass(frozen=True, slots=True)
class ImportForm:
    """`header`: what their columns are called; `fields`: ours; `chosen`: which of ours is where in it.

    `needed`: those of ours without which no row can go in.
    """

    import_id: str
    name: str
    noun: str
    header: Sequence[str]
    fields: Sequence[str]
    needed: Sequence[str]
    chosen: Mapping[str, int]
    currency: str = ""


def form(shown: ImportForm) -> dict[str, Any]:
    """What the list is of comes first: another choice lays the form out anew."""
    fields: list[Block] = [
        kit.section(f"Which column of {mrkdwn.bold(mrkdwn.cut(shown.name, 60))} is which?"),
        inputs.choice(NOUN, "What is it a list of?", NOUNS, shown.noun, tells=True),
        *(_column(shown, ours) for ours in shown.fields),
    ]
    if "currency" in shown.fields:
        hint = "For amounts beside which none stands, like EUR."
        fields.append(inputs.text(CURRENCY, "Currency of all", shown.currency, hint=hint, optional=True))
    return inputs.modal("Import", IMPORT, "Try it", fields, **{"import": shown.import_id})


def _column(shown: ImportForm, ours: str) -> Block:
    at = shown.chosen.get(ours)
    longest = max(_SHORTEST, _ROOM // (len(shown.header) * len(shown.fields)))
    options = [inputs.option(mrkdwn.cut(title, longest), str(place)) for place, title in enumerate(shown.header)]
    element = StaticSelectMenu(
        action_id=f"{COLUMN}{ours}",
        options=options,
        initial_option=options[at] if at is not None and at < len(options) else None,
        placeholder=PlainText("None of them"),
    )
    says: dict[str, Any] = {"hint": _HINTS.get(ours, ""), "optional": ours not in shown.needed}
    return inputs.field(f"{COLUMN}{ours}", label(ours).capitalize(), element, of=shown.noun, **says)
