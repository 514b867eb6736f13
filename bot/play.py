"""Tend against the stand-in for Slack: to try it without a workspace."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot import clock_ahead
from bot.app import Running, running, system_now
from bot.nudges.schedule import tick
from bot.nudges.welcome import greet
from bot.playground.standin import Standin
from bot.playground.time_machine import TimeMachine
from bot.playground.world import brightside
from bot.sample import lay_out
from bot.settings import Settings
from bot.tend import Tend
from bot.work import find
from bot.work.accounts import link_channel
from bot.work.deed import Deed
from storage import accounts, clocks, outbox

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
ALERT_CHANNEL = "client-health"
CLIENT, SHARED_CHANNEL = "Northwind", "C0ACME"
OPENS_AT = time(8, 45)
OPENS_IN = ZoneInfo("Europe/Lisbon")
STEP = timedelta(minutes=1)
DATABASE = "playground.db"


@dataclass(frozen=True)
class Playground:
    """The playground, open: its page's address and the bot that lives in it."""

    url: str
    running: Running
    slack: Standin


@contextmanager
def playground(*, port: int = 0, data: Path | None = None, start: datetime | None = None) -> Iterator[Playground]:
    """Open the playground on 127.0.0.1 with the sample portfolio laid out.

    `data` keeps the database in a folder; without it, it is gone afterwards. `start` (aware) is the moment at which
    the playground's clock begins; by default a quarter to nine on the coming Monday, or where it came to before.
    """
    with _folder(data) as folder:
        machine = _clock(start, folder / DATABASE)
        with (
            Standin(brightside(CLIENT), now=machine.now, port=port, manifest=MANIFEST) as slack,
            running(_settings(slack, folder), now=machine.now) as bot,
        ):
            arrived = _keeping(folder / DATABASE)
            arrived(machine.now())
            _furnish(bot, slack.team_id)
            slack.on_travel = lambda hours: travel(bot.tend, machine, timedelta(hours=hours), arrived)
            yield Playground(slack.page_url, bot, slack)


def next_monday(now: datetime) -> datetime:
    """The coming Monday (or today's, before it) at a quarter to nine in the office: just before the day's messages."""
    local = now.astimezone(OPENS_IN)
    monday = local.date() + timedelta(days=-local.weekday() % 7)
    opens = datetime.combine(monday, OPENS_AT, OPENS_IN)
    return opens if opens >= local else opens + timedelta(days=7)


def _clock(start: datetime | None, database: Path) -> TimeMachine:
    opened = system_now()
    begins = start or max(next_monday(opened), opened + clock_ahead.of(database))
    return TimeMachine(lambda: begins + (system_now() - opened))


def _keeping(database: Path) -> Callable[[datetime], None]:
    return lambda here: clock_ahead.keep(database, here - system_now())


def travel(tend: Tend, machine: TimeMachine, by: timedelta, arrived: Callable[[datetime], None] | None = None) -> None:
    """Send the clock ahead, stopping wherever Tend has something to do; `arrived` hears of every stop."""
    until = machine.now() + by
    while (here := machine.now()) < until:
        stop = min(max(_next_work(tend, until), here + STEP), until)
        machine.advance(max(stop - machine.now(), timedelta()))
        tick(tend, machine.now())
        if arrived:
            arrived(machine.now())


def _next_work(tend: Tend, otherwise: datetime) -> datetime:
    with tend.store.read() as session:
        known = (clocks.next_ring(session), outbox.next_due(session))
    return min((moment for moment in known if moment), default=otherwise)


def _furnish(bot: Running, team_id: str) -> None:
    with bot.tend.store.read() as session:
        empty = not accounts.count(session, team_id)
    if empty:
        greet(bot.tend, team_id, bot.tend.now())
        lay_out(bot.tend, team_id, bot.tend.now())
        _link_the_shared_channel(bot.tend, team_id)


def _link_the_shared_channel(tend: Tend, team_id: str) -> None:
    with tend.store.read() as session:
        client = find.account(session, team_id, CLIENT)
    link_channel(tend.store, Deed(team_id, None, tend.now()), client.id, SHARED_CHANNEL)


def _settings(slack: Standin, folder: Path) -> Settings:
    return Settings.load(
        slack_bot_token=SecretStr(slack.bot_token),
        slack_app_token=SecretStr(slack.app_token),
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / DATABASE}",
        tend_alert_channel=ALERT_CHANNEL,
        slack_signing_secret=None,
        port=None,
        tend_encryption_keys=SecretStr(Fernet.generate_key().decode()),
        tend_private_calendars=True,
    )


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data
        return
    folder = Path(tempfile.mkdtemp(prefix="tend-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
