"""What parameters may be given of accounts, contacts, touches and nudges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.work.accounts import NewAccount
from bot.work.contacts import NewContact
from bot.work.slips import Slips
from bot.work.traits import NewTrait
from storage.tables import (
    Account,
    Contact,
    Touch,
)
from tests.tenancy.strategies import (
    ALL_PAIRS,
    DAYS,
    MET,
    MOMENTS,
    PEOPLE,
    Given,
    built,
    id_of,
    ids_of,
    one,
    row_of,
)
from tests.tenancy.twins import ANA, BEN, CHRIS, NOW, TEAM, acme_of, touch_of


class _Forgetful(Slips):
    """The same ones are given twice, and are as they were."""

    def of(self, check: Callable[[], Any]) -> Any:
        return Slips().of(check)


def _new_touch(account_id: str, days: int, contact_id: str, person_id: str, external_id: str | None) -> Any:
    return touch_of(account_id, days, contacts=[contact_id], people=[person_id], external_id=external_id)


def _touch(account_id: str) -> Touch:
    said: dict[str, Any] = {"kind": "call", "direction": "two-way", "logged_by": ANA, "source": "csv"}
    return Touch(team_id=TEAM, id="new", account_id=account_id, occurred_at=NOW, logged_at=NOW, **said)


_touches = built(
    _new_touch, account_id=id_of("accounts"), days=one(0, 30, 400), contact_id=id_of("contacts"),
    person_id=one(*PEOPLE), external_id=one(None, "acme", "globex ltd", "9"),
)  # fmt: skip
_account_changes = one(
    {"name": "Acme"}, {"name": "Newer"}, {"aliases": ["ac", "x"]}, {"domains": ["acme.test", "x.test"]},
    {"lost_on": NOW.date()},
    {"channels": ["C0ACME", "C0X"]}, {"helpers": [BEN]}, {"owner_id": CHRIS}, {"owner_id": None}, {"tier": "light"},
)  # fmt: skip
_contact_changes = one({"name": "Jane Doe"}, {"title": "CEO"}, {"email": "jane@acme.test"}, {"level": "manager"})

CLIENTS: dict[str, Given] = {
    **dict.fromkeys(("channels.renamed.old", "account_parts.rename_channel.old"), one("C0ACME", "C0ALERT", "C0X")),
    **dict.fromkeys(("channels.renamed.new", "account_parts.rename_channel.new"), one("C0NEW")),
    "channels.choose.chosen": one(None, {"hears": "due", "rules": {"quiet": "nothing"}}),
    "lists.coming.after": one(*MOMENTS),
    "portfolio.by_age_and_silence.since": one([(DAYS[0], NOW), (date(2020, 1, 1), MOMENTS[0])]),
    "portfolio.sole_lines.people": one(1, 9),
    "accounts.add.new": one(acme_of("Newer", "new.test", "C0NEW"), acme_of("Acme", "x.test", "C0X"), NewAccount("Y")),
    "accounts.insert.new": one(acme_of("Newer", "new.test", "C0NEW"), acme_of("Y", "acme.test", "C0ACME")),
    "contacts.add.new": built(NewContact, account_id=id_of("accounts"), name=one("Jane Doe", "Kim Lee")),
    "contacts.insert.new": built(NewContact, account_id=id_of("accounts"), name=one("Jane Doe", "Kim Lee")),
    "traits.know.new": built(NewTrait, account_id=id_of("accounts"), kind=one("proud"), text=one("x", "their plant")),
    "traits.many.ids": ids_of("traits"),
    "staffing.many.ids": ids_of("staffing_changes"),
    "staffing.add.place": one("owner", "helper"),
    "staffing.of_account.places": one(("owner", "helper")),
    **dict.fromkeys(("staffing.add.before_id", "staffing.add.after_id"), one(ANA, None)),
    "staffing.note_changes.before": one({"owner_id": ANA}),
    "staffing.note_changes.after": one({"owner_id": BEN}, {"tier": "key"}),
    "facts.told.telling": one(MET, ALL_PAIRS),
    "accounts.put.values": one({"tier": "light"}, {"owner_id": BEN}),
    "touches.put.new": _touches,
    "touches.log.new": _touches,
    "touches.edit.new": _touches,
    "touches.check.new": _touches,
    "touches.check.before": row_of(Touch),
    **dict.fromkeys(("touches.amend.how", "touches.join.how"), one(lambda standing: replace(standing, note="x"))),
    "sources.set_source.source": one("channel", "text"),
    "sources.set_source.on": one(True, False),
    "nudges.log.new": _touches,
    "nudges.already_did.new": _touches,
    "accounts.edit.changes": _account_changes,
    "accounts.change.changes": _account_changes,
    "account_fields.check.changes": _account_changes,
    "account_fields.check.slips": lambda _: st.builds(_Forgetful),
    "account_fields.check.before": one({"name": "Acme", "helpers": [], "owner_id": None}),
    "contacts.edit.changes": _contact_changes,
    "contacts.change.changes": _contact_changes,
    "contacts.change.contact": row_of(Contact),
    "contacts.leave.contact": row_of(Contact),
    "find.person.typed": one("", "u0ana", "U0ANA", "<@U0BEN>", "u0ben@x.test", "u0bem", "x"),
    "people.many.ids": ids_of("people"),
    "contacts.many.ids": ids_of("contacts"),
    "touches.many.ids": ids_of("touches"),
    "nudges.many.ids": ids_of("nudges"),
    "meetings.drop.ids": ids_of("meetings"),
    "closures.change.account": row_of(Account),
    "nudges.snooze.until": one(*DAYS[1:]),
    "nudges.snooze_account.until": one(*DAYS[1:]),
    "touches.add.touches": lambda ids: st.builds(
        lambda id_: [(_touch(id_), [ANA], [])], st.sampled_from(ids["accounts"])
    ),
}  # fmt: skip
