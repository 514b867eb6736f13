from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from bot.work import accounts
from bot.work.accounts import NewAccount
from bot.work.deed import AlreadyDone, Deed, Refused
from storage import account_parts, workspaces
from storage.engine import Store
from storage.tables import Audit

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
HOLIDAYS = (date(2026, 12, 20), date(2027, 1, 3))


@pytest.fixture
def acme(store: Store) -> str:
    with store.write() as session:
        workspaces.ensure(session, "T1", NOW)
    return accounts.add(store, deed(), NewAccount("Acme")).account.id


def deed(request_id: str | None = None) -> Deed:
    return Deed("T1", None, NOW, request_id)


def known(store: Store, account_id: str) -> list[tuple[date, date]]:
    with store.read() as session:
        found = account_parts.closures(session, "T1", [account_id]).get(account_id, [])
    return [(one.first_on, one.last_on) for one in found]


def test_days_of_closure_are_put_as_a_whole(store: Store, acme: str) -> None:
    accounts.edit(store, deed(), acme, {}, [HOLIDAYS])
    done = accounts.edit(store, deed(), acme, {}, [(date(2026, 8, 1), date(2026, 8, 1))])
    assert done.changed == {"closures": ([HOLIDAYS], known(store, acme))}
    assert known(store, acme) == [(date(2026, 8, 1), date(2026, 8, 1))]


def test_a_change_is_on_record_and_no_change_is_not(store: Store, acme: str) -> None:
    accounts.edit(store, deed(), acme, {}, [HOLIDAYS])
    accounts.edit(store, deed(), acme, {}, [HOLIDAYS])
    with store.read() as session:
        written = session.exec(select(Audit).where(Audit.deed == "account.closures")).all()
    assert [row.after for row in written] == [{"closures": ["2026-12-20..2027-01-03"]}]


def test_a_repeated_request_does_nothing(store: Store, acme: str) -> None:
    accounts.edit(store, deed("1.2"), acme, {}, [HOLIDAYS])
    with pytest.raises(AlreadyDone):
        accounts.edit(store, deed("1.2"), acme, {}, [])
    assert known(store, acme) == [HOLIDAYS]


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        ([(HOLIDAYS[1], HOLIDAYS[0])], "swap the days"),
        ([(date(2026, 1, 1), date(2028, 1, 1))], "longer than a year"),
        ([HOLIDAYS] * 41, "40 is the most"),
    ],
)
def test_what_cannot_be_is_refused(store: Store, acme: str, spans: list[tuple[date, date]], why: str) -> None:
    with pytest.raises(Refused, match=why):
        accounts.edit(store, deed(), acme, {}, spans)
    assert known(store, acme) == []
