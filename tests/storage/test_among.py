"""Of rows of which there may be many, however many are asked for at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from storage import account_parts, accounts, nudges, outbox, people, rescues
from storage.engine import Store
from storage.tables import Message, Nudge
from tests.nudges.house import ANA, BEN, SHARED, TEAM, TUESDAY, build, link

MANY = 70_000  # PostgreSQL takes 65,535 parameters

Ask = Callable[[Session, list[str]], Any]

ASKED: dict[str, Ask] = {
    "accounts": lambda session, ids: accounts.many(session, TEAM, ids).keys(),
    "accounts, locked": lambda session, ids: {account.id for account in accounts.lock(session, TEAM, ids)},
    "channels": lambda session, ids: account_parts.inner_channels(session, TEAM, ids).keys(),
    "rescues": lambda session, ids: rescues.open_of(session, TEAM, ids).keys(),
    "nudges": lambda session, ids: nudges.many(session, TEAM, ids).keys(),
    "people": lambda session, ids: people.many(session, TEAM, ids).keys(),
    "links": lambda session, ids: {one.nudge_id for one in outbox.links_of(session, TEAM, ids)},
    "posts": lambda session, ids: {m.recipient for m in outbox.lock_in_play(session, TEAM, ids, [], TUESDAY)},
    "days": lambda session, ids: {m.recipient for m in outbox.lock_in_play(session, TEAM, [], ids, TUESDAY)},
}
FOUND: dict[str, set[str]] = {
    **{what: {"A-Acme"} for what in ("accounts", "accounts, locked", "channels", "nudges", "links")},
    **{what: {ANA} for what in ("people", "posts", "days")},
    "rescues": set(),
}


@pytest.mark.parametrize("what", ASKED)
def test_however_many_are_asked_for(pg_url: str, what: str) -> None:
    store = Store.open(pg_url)
    fill(store)
    others = [f"none-{number}" for number in range(MANY)]
    with store.write() as session:
        assert set(ASKED[what](session, [*others, "A-Acme", ANA])) == FOUND[what]
        assert set(ASKED[what](session, others)) == set()
        assert set(ASKED[what](session, ["A-Acme", ANA])) == FOUND[what]
        assert set(ASKED[what](session, [])) == set()
    store.close()


def test_seats_are_locked_in_the_order_of_their_ids_however_many_they_are(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(store)
    monkeypatch.setattr(outbox, "_SEATS_AT_ONCE", 2)
    row = {"kind": "daily", "not_before": TUESDAY, "created_at": TUESDAY}
    rows = [{**row, "recipient": who, "slot": f"daily:{day}"} for who in (BEN, ANA) for day in (3, 1, 2)]
    with store.write() as session:
        seats = outbox.open_seats(session, TEAM, rows)
        assert seats.keys() == {(row["recipient"], row["slot"]) for row in rows}
        assert list(seats.values()) == sorted(seats.values())


def fill(store: Store) -> None:
    """An account, a nudge of the same id, and Ana's day that carries it."""
    house = build(store)
    house.account("Acme", silent_days=1)
    at: dict[str, Any] = {"opened_at": TUESDAY, "raised_at": TUESDAY}
    said: dict[str, Any] = {"episode": 1, "level": "due", "reason": "", "clears": ""}
    house.add(
        link("A-Acme", SHARED),
        Nudge(team_id=TEAM, id="A-Acme", account_id="A-Acme", rule="silence", **said, **at),
        Message(
            team_id=TEAM, id="M", kind="daily", recipient=ANA, slot="daily:1", not_before=TUESDAY, created_at=TUESDAY
        ),
    )
    hung = {"message_id": "M", "nudge_id": "A-Acme", "level": "due", "heard_as": "owner", "because": ""}
    with store.write() as session:
        outbox.hang(session, TEAM, [hung])
