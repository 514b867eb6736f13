"""A year with real contact days: `python -m tests.bench.year FILE.csv`, rows of `account_id,timestamp[day]`.

The first half of the log is imported as history; then a year is travelled day by day, each day's contacts logged in the
evening, against the stand-in for Slack. Printed: how many nudges and messages, to whom, how long it took, and the most
cards that anybody saw in a day.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import track
from sqlmodel import col, select

from bot import directory
from bot.intake.accounts import import_accounts
from bot.intake.csv_files import Row
from bot.intake.touches import import_touches
from bot.nudges.schedule import tick
from bot.play import travel
from bot.playground.standin import Standin
from bot.playground.time_machine import TimeMachine
from bot.playground.world import Channel, User, World
from bot.policy import Policy
from bot.slack import SlackClients
from bot.tend import Tend
from bot.work.deed import Deed
from storage import workspaces
from storage.engine import Store
from storage.migrate import migrate
from storage.tables import Message, MessageNudge, Nudge

OWNERS = 12
HEALTH = "C0HEALTH"
LISBON = ZoneInfo("Europe/Lisbon")
console = Console()


def main(path: Path) -> None:
    """Travel the year and tell what happened."""
    days = _read(path)
    first, last = min(min(one) for one in days.values()), max(max(one) for one in days.values())
    begin = last - timedelta(days=365)
    begins = datetime(begin.year, begin.month, begin.day, 5, tzinfo=UTC)
    opened = datetime.now(UTC)
    machine = TimeMachine(lambda: begins + (datetime.now(UTC) - opened))
    with tempfile.TemporaryDirectory(prefix="tend-year-") as folder, _slack(machine) as slack:
        store = Store.open(f"sqlite:///{folder}/year.db")
        migrate(store)
        tend = Tend(store=store, now=machine.now, slack=SlackClients(slack.api_url, slack.bot_token))
        _know(tend, slack.team_id)
        began = time.perf_counter()
        _import(tend, slack.team_id, days, first, begin)
        imported = time.perf_counter() - began
        tick(tend, machine.now())
        began = time.perf_counter()
        for number in track(range((last - begin).days), "travelling"):
            _live(tend, slack.team_id, machine, days, begin + timedelta(days=number))
        travelled = time.perf_counter() - began
        console.print(f"{len(days):,} accounts, {sum(map(len, days.values())):,} contact days, {first} to {last}")
        console.print(
            f"import of the history: {imported:.1f} s · travelling {(last - begin).days} days: {travelled:.1f} s"
        )
        _tell(store, slack.team_id)
        store.close()


def _read(path: Path) -> dict[str, list[date]]:
    days: defaultdict[str, list[date]] = defaultdict(list)
    with path.open(newline="") as lines:
        for row in csv.DictReader(lines):
            days[row["account_id"]].append(date.fromisoformat(row["timestamp"][:10]))
    return days


def _slack(machine: TimeMachine) -> Standin:
    owners = [f"U0OWNER{number:02}" for number in range(OWNERS)]
    users = [User(id_, id_.lower(), f"Owner {id_[-2:]}", f"{id_.lower()}@inn.test", "Europe/Lisbon") for id_ in owners]
    admin = User("U0ADMIN", "admin", "The Admin", "admin@inn.test", "Europe/Lisbon", is_admin=True)
    bot = User("U0TEND", "tend", "Tend", kind="bot", tz="Etc/UTC")
    channel = Channel(HEALTH, "client-health", {*owners, "U0ADMIN", "U0TEND"})
    return Standin(World([*users, admin, bot], [channel]), now=machine.now, rate_limits=False)


def _know(tend: Tend, team_id: str) -> None:
    with tend.store.write() as session:
        workspaces.ensure(session, team_id, tend.now(), name="The Inn", bot_user_id="U0TEND", tz="Europe/Lisbon")
        workspaces.set_alert_channel(session, team_id, HEALTH)
    directory.sync_people(tend, team_id)


def _import(tend: Tend, team_id: str, days: dict[str, list[date]], first: date, begin: date) -> None:
    deed = Deed(team_id, None, tend.now())
    known = [account for account, mine in days.items() if min(mine) < begin]
    import_accounts(tend.store, deed, (_account(line, account, days) for line, account in enumerate(known, 2)))
    import_touches(tend.store, deed, _rows(days, first, begin))


def _account(line: int, account: str, days: dict[str, list[date]]) -> Row:
    owner = f"u0owner{int(account, 16) % OWNERS:02}@inn.test"
    return Row(line, {"name": f"Guest company {account}", "owner": owner, "client_since": str(min(days[account]))})


def _rows(days: dict[str, list[date]], first: date, until: date) -> Iterator[Row]:
    line = 1
    for account, mine in days.items():
        for day in mine:
            if first <= day < until:
                line += 1
                cells = {"account": f"Guest company {account}", "occurred_at": str(day), "kind": "visit"}
                yield Row(
                    line, cells | {"direction": "two-way", "people": f"u0owner{int(account, 16) % OWNERS:02}@inn.test"}
                )


def _live(tend: Tend, team_id: str, machine: TimeMachine, days: dict[str, list[date]], day: date) -> None:
    evening = datetime(day.year, day.month, day.day, 18, tzinfo=LISBON)
    travel(tend, machine, max(evening - machine.now(), timedelta()))
    deed = Deed(team_id, None, tend.now())
    new = [account for account, mine in days.items() if min(mine) == day]
    import_accounts(tend.store, deed, (_account(line, account, days) for line, account in enumerate(new, 2)))
    import_touches(tend.store, deed, _rows(days, day, day + timedelta(days=1)))


def _tell(store: Store, team_id: str) -> None:
    with store.read() as session:
        nudges = list(session.exec(select(Nudge).where(Nudge.team_id == team_id)))
        sent = list(session.exec(select(Message).where(Message.team_id == team_id, Message.state == "sent")))
        carried = Counter(
            session.exec(select(MessageNudge.message_id).where(col(MessageNudge.message_id).in_([m.id for m in sent])))
        )
    console.print(f"nudges: {len(nudges):,}, by rule {dict(Counter(n.rule for n in nudges))}")
    console.print(f"still open: {sum(n.closed_at is None for n in nudges):,}")
    console.print(f"messages sent: {len(sent):,}, by kind {dict(Counter(m.kind for m in sent))}")
    console.print(f"not sent: {dict(Counter(m.state for m in _all(store, team_id) if m.state != 'sent'))}")
    by_person_and_day = Counter(
        (m.recipient, m.sent_at.astimezone(LISBON).date()) for m in sent if m.kind == "daily" and m.sent_at
    )
    console.print(f"direct messages for one person in one day, at most: {max(by_person_and_day.values(), default=0)}")
    budget = Policy().budget
    shown = [min(carried[m.id], budget) for m in sent if m.kind == "daily"]
    over = sum(carried[m.id] > budget for m in sent if m.kind == "daily")
    console.print(f"cards in a direct message: {max(shown, default=0)} at most; {over} messages had “+N more”")
    console.print(f"direct messages a person: {dict(Counter(m.recipient for m in sent if m.kind == 'daily'))}")


def _all(store: Store, team_id: str) -> list[Message]:
    with store.read() as session:
        return list(session.exec(select(Message).where(Message.team_id == team_id)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
