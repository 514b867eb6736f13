"""Two companies of one organisation, or of none, and one Tend that both may install."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlmodel import col, select

from bot import presence, web
from bot.app import bolt_app
from bot.nudges.schedule import Ticker
from bot.playground.standin import SIGNING_SECRET, Standin
from bot.playground.team import Team
from bot.playground.world import Channel, User, World, brightside
from bot.presence import Presence
from bot.settings import Settings
from bot.tend import Tend
from storage import outbox
from storage.engine import Store
from storage.tables import Account, Clock, Installation, Workspace
from tests.nudges.post import Time

ANA, ZOE = "U0ANA", "U1ZOE"
HERE, THERE = "T0TEND", "T1ZOE"
GENERAL, ZOES_GENERAL = "C0GENERAL", "C1GENERAL"
TUESDAY = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
KEY = Fernet.generate_key().decode()
MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"
OK = 200
PUBLIC = "https://tend.example.com/"


def zoe_and_co(enterprise_id: str = "") -> World:
    bot = User("U1TEND", "tend", "Tend", kind="bot", tz="Etc/UTC")
    zoe = User(ZOE, "zoe", "Zoe Papadaki", "zoe@zoe.test", "Europe/Athens", is_owner=True)
    channel = Channel(ZOES_GENERAL, "general", {ZOE, bot.id})
    return World([zoe, bot], [channel], THERE, "Zoe & Co", bot.id, enterprise_id=enterprise_id)


@dataclass
class Answer:
    """What a browser was told."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def location(self) -> str:
        return self.headers["location"]


@dataclass
class Browser:
    """Keeps cookies, as a browser does."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookie: str = ""

    def get(self, url: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request("GET", url.removeprefix(PUBLIC.rstrip("/")), headers={"Cookie": cookies} if cookies else {})
        answer = connection.getresponse()
        text = answer.read().decode()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        if set_cookie := headers.get("set-cookie"):
            self.set_cookie = set_cookie
            name, _, value = set_cookie.partition(";")[0].partition("=")
            if "max-age=0" in set_cookie.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return Answer(answer.status, text, headers)


@dataclass
class Street:
    """Tend at work for whoever installs it."""

    store: Store
    slack: Standin
    there: Team
    present: Presence
    time: Time
    port: int

    @property
    def tend(self) -> Tend:
        return self.present.tend

    def browser(self) -> Browser:
        return Browser(self.port)

    def install(self, team: Team, user_id: str, *, whole: bool = False) -> Answer:
        """Somebody installs Tend from their browser."""
        browser, met = self.browser(), len(self.slack.calls("users.list"))
        sent_to = browser.get("/slack/install").location
        answer = browser.get(team.consent(user_id, sent_to, whole=whole))
        if answer.status == OK and not whole:
            self.slack.until(lambda: any(call.answer for call in self.slack.calls("users.list")[met:]))
        return answer

    def install_both(self) -> None:
        assert self.install(self.slack, ANA).status == self.install(self.there, ZOE).status == 200

    def another_process(self) -> tuple[Store, Presence]:
        """Another bot on the same database."""
        store = Store.open(self.store.engine.url.render_as_string(hide_password=False))
        return store, presence.of(settings(self.slack), store, self.time)

    def due(self, team_id: str, owner: str, name: str = "Acme") -> None:
        """An account that went quiet long ago; its owner is told at the next tick of their working day."""
        long_ago = self.time.now - timedelta(days=200)
        account = Account(
            team_id=team_id,
            id=f"A-{name}",
            name=name,
            name_key=name.lower(),
            owner_id=owner,
            last_contact_at=long_ago,
            last_reach_at=long_ago,
            created_at=long_ago,
            updated_at=long_ago,
        )
        with self.store.write() as session:
            session.add(account)
            session.flush()
            session.add(Clock(team_id=team_id, account_id=account.id, rule="quiet", rings_at=long_ago))

    def notice(self, team_id: str, person_id: str, slot: str) -> None:
        """A word to somebody, ready to be sent."""
        body = {"about": "undeliverable", "recipient": person_id, "failure": "is_archived"}
        with self.store.write() as session:
            outbox.notify(session, team_id, person_id, slot, body, self.time.now)

    def tick(self, **later: float) -> Ticker:
        self.time.pass_by(**later)
        ticker = Ticker(self.tend)
        ticker.tick(self.time.now)
        assert ticker.failures == {}
        return ticker

    def rows(self, table: Any, **equal: Any) -> list[Any]:
        with self.store.read() as session:
            mine = select(table).where(*(col(getattr(table, name)) == value for name, value in equal.items()))
            return list(session.exec(mine))

    def workspace(self, team_id: str) -> Workspace | None:
        found: list[Workspace] = self.rows(Workspace, team_id=team_id)
        return found[0] if found else None

    def installations(self) -> list[tuple[str, str]]:
        return sorted((row.team_id, row.enterprise_id) for row in self.rows(Installation))


def settings(slack: Standin, **more: Any) -> Settings:
    return Settings.load(
        **{
            "slack_client_id": slack.client_id,
            "slack_client_secret": SecretStr(slack.client_secret),
            "slack_signing_secret": SecretStr(SIGNING_SECRET),
            "tend_encryption_keys": SecretStr(KEY),
            "tend_public_url": PUBLIC,
            "slack_api_url": slack.api_url,
            **more,
        }
    )


@contextmanager
def open_street(store: Store, *, rotates: bool = False, enterprise_id: str = "") -> Iterator[Street]:
    time = Time(TUESDAY)
    here = brightside()
    here.enterprise_id = enterprise_id
    with Standin(here, now=time, manifest=MANIFEST, rate_limits=False, ack_s=30.0, rotates=rotates) as slack:
        there = slack.add_team(zoe_and_co(enterprise_id))
        present = presence.of(settings(slack), store, time)
        app, desk = bolt_app(present.tend, present.authorize)
        requests = web.SlackRequests(app, SIGNING_SECRET, time)
        health = web.Health(present.tend, time)
        with web.serve("127.0.0.1", 0, health, requests, present.routes) as server:
            slack.tell_by_http(f"http://127.0.0.1:{server.port}{web.EVENTS}")
            yield Street(store, slack, there, present, time, server.port)
        desk.close(5)
