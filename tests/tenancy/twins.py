"""Two workspaces that are alike to the last id, so that whatever forgets to ask for the team finds the other's rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import RowMapping, Table, insert, select, text
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from bot.endings import Confidence, LossReason, Reason
from bot.intervals import MONTHLY
from bot.litmus.questions import ours
from bot.policy import Tier, TraitKind
from bot.work import (
    accounts,
    breakdowns,
    calendars,
    campaigns,
    contacts,
    documents,
    imports,
    intake_keys,
    lessons,
    litmus,
    losses,
    never_again,
    newcomers,
    nudges,
    openings,
    plans,
    promises,
    pulse,
    remarks,
    rescues,
    settings,
    touches,
    traits,
    winbacks,
    wishes,
)
from bot.work.deed import Deed
from bot.work.imports import Handed
from bot.work.losses import NewLoss
from bot.work.remarks import NewRemark
from storage import erasure, homes, installations, meetings, outbox, people, workspaces
from storage.engine import Store
from storage.tables import Installation, Message, Nudge

TEAM, OTHER = "T0AAA", "T0BBB"
ANA, BEN, CHRIS, DANA = "U0ANA", "U0BEN", "U0CHRIS", "U0DANA"
NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
KEYS = [one.key for one in ours().asked]
THEIRS = "of the other"  # what stands in every free text of the other workspace, and in none of ours
_FREE = frozenset({"name", "alias", "title", "note", "reason", "clears", "snooze_reason", "because", "asleep_reason"})


@dataclass(frozen=True)
class Row:
    """Stands for a row of our workspace until there is a session to read it in."""

    of: type[SQLModel]
    key: tuple[str, ...]

    def read(self, session: Any) -> Any:
        return session.get(self.of, (TEAM, *self.key))


def lay_out(store: Store) -> None:
    """Our workspace, with something in every table that a workspace has."""
    with store.write() as session:
        workspaces.ensure(session, TEAM, NOW - timedelta(days=400), name="Ours", tz="Europe/Lisbon")
        workspaces.set_alert_channel(session, TEAM, "C0ALERT")
        for id_ in (ANA, BEN, CHRIS, DANA):
            tell(session, id_, is_guest=id_ == DANA, is_admin=id_ == CHRIS)
        installations.put(session, installation())
        erasure.remember_erased(session, TEAM, "U0GHOST", NOW)
    deed = Deed(TEAM, None, NOW, "request-1")
    settings.set_lead(store, Deed(TEAM, None, NOW), ANA, BEN)
    settings.set_policy(store, Deed(TEAM, None, NOW), "budget", 5)
    acme = accounts.add(store, deed, acme_of("Acme", "acme.test", "C0ACME"), [(date(2026, 8, 1), date(2026, 8, 9))])
    globex = accounts.add(store, Deed(TEAM, ANA, NOW), accounts.NewAccount("Globex Ltd", owner_id=BEN))
    accounts.add(store, Deed(TEAM, None, NOW), accounts.NewAccount("Gone", owner_id=ANA, lost_on=date(2026, 1, 5)))
    left = accounts.add(store, Deed(TEAM, ANA, NOW), accounts.NewAccount("Left", owner_id=ANA)).account
    for account in (acme.account, globex.account):
        jane = contacts.NewContact(account.id, "Jane Doe", "CFO", f"jane@{account.name_key.split()[0]}.test")
        contact = contacts.add(store, Deed(TEAM, ANA, NOW), jane).contact
        for days in (90, 60, 40):
            touches.log(store, Deed(TEAM, ANA, NOW), touch_of(account.id, days, contacts=[contact.id], temperature=-1))
        touches.log(store, Deed(TEAM, ANA, NOW), last_of(account.id, account.name_key))
    with store.write() as session:
        meetings.plan(session, TEAM, acme.account.id, date(2026, 5, 1), None, NOW)
        ringing = select_rows(Nudge).where(Nudge.account_id == acme.account.id, col(Nudge.closed_at).is_(None))
        nudge = session.exec(ringing.order_by(col(Nudge.rule))).all()[0]
        outbox.notify(session, TEAM, ANA, "notice:1", {"about": "say", "text": "hello"}, NOW)
        outbox.notify(session, TEAM, ANA, "notice:2", {"about": "say", "text": "hello"}, NOW)
        seats = outbox.open_seats(session, TEAM, [seat()])
        hung = {"message_id": seats[ANA, "daily:9"], "nudge_id": nudge.id, "level": nudge.level}
        outbox.hang(session, TEAM, [{**hung, "heard_as": "owner", "because": "she is here"}])
        for person_id in (ANA, BEN):
            homes.keep(session, TEAM, person_id, place="mine:1", is_wide=False, opened_at=NOW, shown="fingerprint")
        homes.mark(session, TEAM, [ANA], NOW)
        for message in session.exec(select_rows(Message)):
            message.leased_by, message.leased_until = "me", NOW + timedelta(hours=1)
    for number in (1, 2):
        imports.hand_over(store, TEAM, CHRIS, Handed(f"D0CHRIS:{number}", "D0CHRIS", "a.csv", pasted="Acme"), NOW)
    for id_ in (BEN, DANA):
        newcomers.meet(store, Deed(TEAM, None, NOW), acme.account.id, id_)
    newcomers.decline(store, Deed(TEAM, ANA, NOW), acme.account.id, BEN)
    for said in ("first", "second"):
        remarks.pass_on(store, Deed(TEAM, BEN, NOW), NewRemark(acme.account.id, said, link="https://x.test/m"))
    for known in ("their plant", "their fair"):
        new = traits.NewTrait(acme.account.id, TraitKind.MILESTONE, known, NOW.date())
        traits.know(store, Deed(TEAM, BEN, NOW), new)
    for owner in (BEN, ANA):
        accounts.set_owner(store, Deed(TEAM, CHRIS, NOW), acme.account.id, owner)
    for asked in ("a price list", "a call"):
        made = promises.NewPromise(acme.account.id, asked, date(2026, 5, 20), owner_id=BEN)
        promises.make(store, Deed(TEAM, ANA, NOW), made)
        liked = wishes.NewWish(acme.account.id, asked, MONTHLY, date(2026, 5, 20), owner_id=BEN)
        wish = wishes.note(store, Deed(TEAM, ANA, NOW), liked).wish
        wishes.deliver(store, Deed(TEAM, ANA, NOW), wish.id, wishes.Delivered(note=asked))
        broke = breakdowns.report(
            store, Deed(TEAM, ANA, NOW), breakdowns.NewBreakdown(acme.account.id, asked)
        ).breakdown
    breakdowns.recover(store, Deed(TEAM, ANA, NOW), broke.id, "done")
    plans.open_plan(store, Deed(TEAM, ANA, NOW), plans.NewPlan(acme.account.id, "relationship", lead_id=BEN))
    danger = rescues.NewRescue(acme.account.id, "the launch failed", "never again", BEN, helpers=[CHRIS])
    opened = rescues.open_rescue(store, Deed(TEAM, ANA, NOW), danger).rescue
    rescues.review(store, Deed(TEAM, ANA, NOW), opened.id, "they calmed down", "a visit")
    over = rescues.open_rescue(store, Deed(TEAM, ANA, NOW), rescues.NewRescue(globex.account.id, "no answer")).rescue
    rescues.end(store, Deed(TEAM, BEN, NOW), over.id, "saved", "a call")
    documents.switch(store, Deed(TEAM, CHRIS, NOW), "playbook", "rescue", on=False)
    litmus.open_test(store, Deed(TEAM, BEN, NOW - timedelta(days=1)), globex.account.id)
    tested = litmus.open_test(store, Deed(TEAM, ANA, NOW), acme.account.id).test
    litmus.give_view(store, Deed(TEAM, ANA, NOW), tested.id, dict.fromkeys(KEYS, "yes"), "all well")
    campaigns.open_campaign(store, Deed(TEAM, CHRIS, NOW), tuple(Tier))
    unknown = Reason(LossReason.UNKNOWN, Confidence.STATED)
    losses.end(store, Deed(TEAM, CHRIS, NOW), NewLoss(left.id, NOW.date(), [unknown]))
    _follow_the_loss(store, left.id, acme.account.id)
    pulse.ask(store, Deed(TEAM, CHRIS, NOW))
    pulse.tell(store, Deed(TEAM, ANA, NOW), [acme.account.id], "a feeling")
    nudges.take(store, Deed(TEAM, ANA, NOW), nudge.id)
    intake_keys.make(store, Deed(TEAM, CHRIS, NOW), "Form")
    calendars.put(store, Deed(TEAM, ANA, NOW), ANA, "sealed", "x.test")
    calendars.plan(store, Deed(TEAM, None, NOW), ANA, {globex.account.id: [date(2026, 6, 9)]}, NOW.date())
    nudges.vote(store, Deed(TEAM, BEN, NOW), nudge.id, useful=False)
    nudges.snooze_account(store, Deed(TEAM, ANA, NOW), globex.account.id, date(2026, 6, 1), "holidays")


def _follow_the_loss(store: Store, lost_id: str, account_id: str) -> None:
    """What was learned from one who left, who is told of it, whether we want them back, and what could grow."""
    new = lessons.NewLesson(lost_id, "call more", lessons.Way.COMPUTED, date(2026, 6, 1), "no_senior")
    lesson = lessons.draw(store, Deed(TEAM, ANA, NOW), new).lesson
    lessons.look(store, Deed(TEAM, ANA, NOW), lesson.id)
    asked = lessons.NewLesson(lost_id, "ask", lessons.Way.ASKED, date(2026, 6, 1), task="Did we ask?")
    lessons.draw(store, Deed(TEAM, ANA, NOW), asked)
    word = never_again.post(store, Deed(TEAM, CHRIS, NOW), never_again.Told(lesson.loss_id, "C0ALERT"))
    never_again.acknowledge(store, Deed(TEAM, BEN, NOW), word.id)
    winbacks.decide(store, Deed(TEAM, ANA, NOW), winbacks.Wanted(lost_id, True, "we miss them", date(2027, 5, 3)))
    new_opening = openings.NewOpening(account_id, openings.Kind.REFERRAL, "Lyon?", date(2026, 6, 1))
    openings.note(store, Deed(TEAM, ANA, NOW), new_opening)


def twin(store: Store) -> None:
    """Another workspace beside ours: the same ids, keys and names to look up by; other words, numbers and times."""
    with store.engine.begin() as connection:
        for table in _tables():
            ours = connection.execute(select(table).where(table.c.team_id == TEAM)).mappings().all()
            if ours:
                connection.execute(insert(table), [_changed(row) for row in ours])


def rows(store: Store, team_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a workspace, by table."""
    with store.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(_mine(table, team_id))), key=repr)
            for table in _tables()
        }


def tell(session: Any, id_: str, **fields_: Any) -> None:
    flags = dict.fromkeys(("is_bot", "is_guest", "is_stranger", "is_admin"), False)
    said = {"name": id_.title(), "email": f"{id_.lower()}@x.test", "tz": "UTC", "deactivated_at": None, "seen_at": NOW}
    people.told(session, TEAM, id_, **(said | flags | fields_))


def acme_of(name: str, domain: str, channel: str) -> accounts.NewAccount:
    return accounts.NewAccount(
        name, Tier.KEY, 120_000, "EUR", owner_id=ANA, backup_id=BEN, aliases=["ac"], domains=[domain],
        channels=[channel], helpers=[CHRIS], annual_profit_minor=30_000,
    )  # fmt: skip


def touch_of(account_id: str, days: float, **said: Any) -> touches.NewTouch:
    call = {"kind": "call", "direction": "two-way", "occurred_at": NOW - timedelta(days=days), "note": "fine"}
    return touches.NewTouch(account_id, **{**call, **said})


def last_of(account_id: str, external_id: str) -> touches.NewTouch:
    return touch_of(
        account_id, 35, external_id=external_id, next_on=None if external_id == "acme" else date(2026, 6, 1)
    )


def seat() -> dict[str, Any]:
    return {"recipient": ANA, "slot": "daily:9", "kind": "daily", "not_before": NOW, "created_at": NOW}


def installation(installed_at: datetime = NOW) -> Installation:
    sealed: dict[str, Any] = {"bot_token": "sealed", "bot_user_id": "U0TEND", "installed_by": ANA}
    return Installation(team_id=TEAM, enterprise_id="", installed_at=installed_at, **sealed)


@contextmanager
def counted_ids(monkeypatch: pytest.MonkeyPatch, start: int = 1) -> Iterator[None]:
    """Ids that are the same each time."""
    numbers = count(start)
    with monkeypatch.context() as patched:
        patched.setattr("storage.ids.uuid7", lambda: UUID(int=next(numbers)))
        patched.setattr("secrets.token_urlsafe", lambda size: "s" * size)
        yield


def own(template: Path, folder: Path) -> Store:
    """A copy of a file, opened."""
    shutil.copy(template, folder / template.name)
    return Store.open(f"sqlite:///{folder / template.name}")


def settle_file(store: Store) -> None:
    """Bring everything into the file itself, so that it can be copied."""
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    store.close()


def plain(value: Any) -> Any:
    """What a function returned, so that two of them can be compared; lists in no order."""
    if isinstance(value, SQLModel):
        return {"row": type(value).__name__, **{name: plain(part) for name, part in value.model_dump().items()}}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, BaseException):
        return {"raised": type(value).__name__, "said": str(value), **{k: plain(v) for k, v in vars(value).items()}}
    if isinstance(value, Mapping):
        return {repr(plain(key)): plain(part) for key, part in value.items()}
    if isinstance(value, (set, frozenset, Iterator)) or (isinstance(value, Sequence) and not isinstance(value, str)):
        return sorted((plain(part) for part in value), key=repr)
    return str(value) if isinstance(value, Enum) else value


def _tables() -> list[Table]:
    return list(SQLModel.metadata.sorted_tables)


def _mine(table: Table, team_id: str) -> Any:
    return select(table).where(table.c.team_id == team_id)


def _changed(row: RowMapping) -> dict[str, Any]:
    return {"team_id": OTHER} | {name: _other(name, value) for name, value in row.items() if name != "team_id"}


def _other(name: str, value: Any) -> Any:
    change: dict[type, Callable[[Any], Any]] = {
        datetime: lambda moment: moment - timedelta(hours=36),
        str: lambda words: f"{words} {THEIRS}" if name in _FREE else words,
    }
    if name in ("annual_value_minor", "annual_profit_minor") and value is not None:
        return value * 7
    return change.get(type(value), lambda same: same)(value)
