from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.facts import BreakdownFact, PromiseFact, WishFact
from storage.engine import Store
from storage.tables import Breakdown, Delivery, Promise, Wish
from tests.gathering import TEAM, account, ago, contact, gather, keep, workspace


def test_promises_wishes_and_breakdowns_come_with_whose_they_are_and_what_is_over_is_left_out(store: Store) -> None:
    of_acme: dict[str, Any] = {"team_id": TEAM, "account_id": "acme", "text": "a list"}
    made = {**of_acme, "made_by": "ana", "made_at": ago(9), "due_on": date(2026, 5, 20), "owner_id": "ben"}
    keep(store, workspace(), account("Acme"), contact("Jane"))
    keep(
        store,
        Promise(**made, id="ours", contact_id="jane", moved=1),
        Promise(**{**made, "due_on": date(2026, 5, 18)}, id="theirs", side="theirs"),
        Promise(**made, id="broken", state="broken", settled_on=date(2026, 5, 2), client_told=True),
        Promise(**made, id="kept", state="kept", settled_on=date(2026, 5, 2)),
    )
    liked = {**of_acme, "noted_by": "ana", "noted_at": ago(9), "first_on": date(2026, 5, 1), "due_on": date(2026, 6, 1)}
    keep(store, Wish(**liked, id="monthly", every=1, contact_id="jane"), Wish(**liked, id="no", state="declined"))
    given = {**{name: of_acme[name] for name in ("team_id", "account_id")}, "due_on": date(2026, 5, 1)}
    for day in (1, 3):
        delivered: dict[str, Any] = {"delivered_on": date(2026, 5, day), "delivered_by": "ana", "recorded_at": ago(0)}
        keep(store, Delivery(**given, **delivered, id=f"v{day}", wish_id="monthly"))
    broke = {**of_acme, "broke_on": date(2026, 5, 1), "reported_by": "ana"}
    keep(
        store,
        Breakdown(**broke, id="first", reported_at=ago(9), state="recovered", recovered_at=ago(1), recovery="done"),
        Breakdown(**broke, id="second", reported_at=ago(3)),
        Breakdown(**broke, id="fine", reported_at=ago(9), state="verified"),
    )
    facts = gather(store)["acme"]
    theirs = PromiseFact("theirs", "a list", False, "", "ben", ago(9), date(2026, 5, 18))
    ours = PromiseFact("ours", "a list", True, "Jane", "ben", ago(9), date(2026, 5, 20), moved=1, contact_id="jane")
    assert facts.promises == (theirs, ours)
    assert facts.broken == (
        replace(ours, id="broken", contact="", contact_id=None, moved=0, broken_on=date(2026, 5, 2), client_told=True),
    )
    assert facts.wishes == (
        WishFact("monthly", "a list", "Jane", None, ago(9), date(2026, 6, 1), "monthly", 30, date(2026, 5, 3), "jane"),
    )
    assert facts.breakdowns == (
        BreakdownFact("first", "a list", date(2026, 5, 1), None, ago(9), ago(1), "done"),
        BreakdownFact("second", "a list", date(2026, 5, 1), None, ago(3)),
    )
