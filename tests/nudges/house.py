"""A small company for the tests: Ana owns accounts, Ben leads her, Cleo stands in, Chris administers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.facts import AccountFacts
from bot.nudges.settle import ClockMove, settle
from bot.policy import Level, Policy
from bot.rules import Rule, Verdict
from storage import accounts as stored_accounts
from storage import names
from storage.engine import Store
from storage.tables import (
    Account,
    AccountChannel,
    Clock,
    Message,
    MessageNudge,
    Nudge,
    Person,
    Touch,
    TouchPerson,
    Workspace,
)

TEAM = "T0TEND"
ANA, BEN, CHRIS = "U0ANA", "U0BEN", "U0CHRIS"  # as the stand-in for Slack knows them
CLEO = "U0CLEO"  # whom Slack has never heard of
ALERTS, SHARED, ARCHIVED = "C0HEALTH", "C0ACME", "C0OLD"
TUESDAY = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)  # 8:30 in Lisbon, before the day's message
MORNING = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)  # 9:00 in Lisbon
DAY = timedelta(days=1)
BY_HAND = {"pulse_every_days": 0}  # the clock of the pulse has tests of its own


def silence(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """A rule simple enough to count on the fingers: early after 10 days of silence, due after 14, critical after 21."""
    since = facts.last_contact_at or facts.started_at
    steps = ((10, Level.EARLY), (14, Level.DUE), (21, Level.CRITICAL))
    yield Verdict(
        rule="silence",
        subject="",
        steps=tuple((since + days * DAY, level) for days, level in steps),
        reason=f"Silent for {(now - since).days} days.",
        clears="A call.",
        threshold="14 days",
    )


SILENCE: Mapping[str, Rule] = {"silence": silence}


@dataclass
class House:
    """The company in a database."""

    store: Store
    rules: Mapping[str, Rule]

    def add(self, *rows: Any) -> None:
        with self.store.write() as session:
            for row in rows:
                session.add(row)
                session.flush()

    def account(self, name: str, *, silent_days: int, now: datetime = TUESDAY, **columns: Any) -> str:
        """An account of Ana's that last spoke with us so many days before `now`, its clock about to be looked at."""
        account = Account(
            **{
                "team_id": TEAM,
                "id": f"A-{name}",
                "name": name,
                "name_key": names.key(name),
                "owner_id": ANA,
                "last_contact_at": now - silent_days * DAY,
                "created_at": now - 300 * DAY,
                "updated_at": now - 300 * DAY,
                **columns,
            }
        )
        self.add(account)
        return account.id

    def ring(self, account_id: str, at: datetime, rule: str = "silence") -> None:
        """Have the sweep look at an account that was never settled."""
        self.add(Clock(team_id=TEAM, account_id=account_id, rule=rule, rings_at=at))

    def settle(self, *account_ids: str, now: datetime = TUESDAY, **how: Any) -> list[ClockMove]:
        with self.store.write() as session:
            stored_accounts.lock(session, TEAM, account_ids)
            return settle(session, TEAM, account_ids, now, rules=self.rules, **how)

    def touch(
        self,
        account_id: str,
        at: datetime,
        *,
        by: str = ANA,
        now: datetime | None = None,
        direction: str = "two-way",
        counts: bool = True,
    ) -> list[ClockMove]:
        """Log a call as `bot.work` would: never moving the account's last contact back."""
        now = now or at
        with self.store.write() as session:
            [account] = stored_accounts.lock(session, TEAM, [account_id])
            touch = Touch(
                team_id=TEAM,
                account_id=account_id,
                kind="call",
                direction=direction,
                occurred_at=at,
                source="command",
                logged_by=by,
                logged_at=now,
            )
            session.add(touch)
            session.flush()
            session.add(TouchPerson(team_id=TEAM, touch_id=touch.id, person_id=by))
            if counts:
                account.last_contact_at = max(account.last_contact_at or at, at)
            account.last_touch_id = touch.id
            return settle(session, TEAM, [account_id], now, by=by, touch=touch, rules=self.rules)

    def snooze(self, account_id: str, until: datetime) -> None:
        self.change(Clock, (TEAM, account_id, "silence", ""), snoozed_until=until, snoozes=1)

    def change(self, table: Any, key: Any, **columns: Any) -> None:
        with self.store.write() as session:
            row = session.get(table, key)
            for name, value in columns.items():
                setattr(row, name, value)

    def rows(self, table: Any, **equal: Any) -> list[Any]:
        with self.store.read() as session:
            mine = select(table).where(*(col(getattr(table, name)) == value for name, value in equal.items()))
            return list(session.exec(mine))

    def nudge(self, account_id: str) -> Nudge:
        """The latest nudge of an account."""
        found: list[Nudge] = self.rows(Nudge, account_id=account_id)
        return max(found, key=lambda nudge: nudge.episode)

    def clock(self, account_id: str) -> Clock:
        [clock] = self.rows(Clock, account_id=account_id)
        return clock  # type: ignore[no-any-return]

    def heard(self) -> list[tuple[str, str, str]]:
        """(recipient, slot, account) of everything that hangs on a message which is not dropped."""
        with self.store.read() as session:
            return sorted(_heard(session))

    def messages(self, **equal: Any) -> list[Message]:
        return sorted(self.rows(Message, **equal), key=lambda message: message.id)


def _heard(session: Session) -> Iterator[tuple[str, str, str]]:
    joined = (
        select(Message, Nudge)
        .join(MessageNudge, col(MessageNudge.message_id) == col(Message.id))
        .join(Nudge, col(Nudge.id) == col(MessageNudge.nudge_id))
        .where(Message.state != "dropped")
    )
    for message, nudge in session.exec(joined):
        yield message.recipient, message.slot.replace(nudge.id, "N"), nudge.account_id


def build(store: Store, rules: Mapping[str, Rule] = SILENCE) -> House:
    """The company, with nothing logged yet."""
    house = House(store, rules)
    started = TUESDAY - timedelta(days=400)
    house.add(
        Workspace(team_id=TEAM, tz="Europe/Lisbon", alert_channel_id=ALERTS, installed_at=started, policy=BY_HAND),
        person(BEN, "Ben", "Europe/London", role="lead"),
        person(ANA, "Ana", "Europe/Lisbon", lead_id=BEN),
        person(CLEO, "Cleo", "Asia/Tokyo"),
        person(CHRIS, "Chris", "America/New_York", role="admin"),
    )
    return house


def person(id_: str, name: str, tz: str, **columns: Any) -> Person:
    told = {"seen_at": TUESDAY - timedelta(days=400), **columns}
    return Person(team_id=TEAM, id=id_, name=name, tz=tz, **told)


def link(account_id: str, channel_id: str) -> AccountChannel:
    return AccountChannel(team_id=TEAM, account_id=account_id, channel_id=channel_id)


def away(house: House, person_id: str, from_: date, until: date) -> None:
    house.change(Person, (TEAM, person_id), away_from=from_, away_until=until)
