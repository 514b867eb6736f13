"""Tend at work in a stand-in for Slack, at a moment that tests move."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot import directory, web
from bot.bolt import NamedApp
from bot.endings import Confidence, LossReason, Reason
from bot.playground.modals import View
from bot.playground.seen import Seen, words_of
from bot.playground.standin import SIGNING_SECRET, Standin
from bot.playground.triggers import Triggers
from bot.playground.world import Message
from bot.slack import SlackClients
from bot.socket import close, connect
from bot.tend import Tend
from bot.work import accounts, contacts, losses, settings, touches
from bot.work.accounts import NewAccount
from bot.work.contacts import NewContact
from bot.work.deed import Deed
from bot.work.losses import NewLoss
from bot.work.touches import NewTouch
from handlers import register
from handlers.in_time import InTime
from storage import workspaces
from storage.engine import Store

ANA, BEN, CHRIS, DANA, ERIK = "U0ANA", "U0BEN", "U0CHRIS", "U0DANA", "U0ERIK"
GENERAL, HEALTH, SHARED, ELSEWHERE, ARCHIVED = "C0GENERAL", "C0HEALTH", "C0ACME", "C0NOBOT", "C0OLD"
TUESDAY = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)


Way = Literal["socket", "http"]


class Office:
    """People act, Tend answers. It is Tuesday, 12 May 2026, eleven o'clock in London, where the office is."""

    def __init__(self, store: Store, *, patience_s: float = 30.0, way: Way = "socket") -> None:
        self.now = TUESDAY
        self._patience_s = patience_s  # a busy machine is no reason to answer late
        self.slack = Standin(now=lambda: self.now, manifest=Path("manifest.yml"), rate_limits=False, ack_s=60.0)
        self.slack.core.triggers = Triggers(lives_s=60.0)
        self.tend = Tend(
            store=store,
            now=lambda: self.now,
            slack=SlackClients(self.slack.api_url, self.slack.bot_token),
            bot_user_id="U0TEND",
        )
        self.team_id = self.slack.team_id
        self._way = way
        self._open = ExitStack()

    @property
    def store(self) -> Store:
        return self.tend.store

    def __enter__(self) -> Office:
        self.slack.start()
        with self.store.write() as session:
            workspaces.ensure(session, self.team_id, self.now, name="Brightside")
        directory.sync_people(self.tend, self.team_id)
        with self.store.write() as session:
            workspaces.set_zone(session, self.team_id, "Europe/London")
        self.app = self._app(self.tend)
        self.request_url = self._listen(self.app, self.tend)
        if self._way == "http":
            self.slack.tell_by_http(self.request_url)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        self.slack.stop()

    def join(self, store: Store) -> str:
        """Another process is at work, with a database connection of its own; where it takes requests, if by HTTP."""
        tend = replace(self.tend, store=store)
        return self._listen(self._app(tend), tend)

    def _listen(self, app: App, tend: Tend) -> str:
        if self._way == "socket":
            before = self.slack.connections
            self._open.callback(close, connect(app, self.slack.app_token))
            self.slack.until_connected(before + 1, seconds=60)
            return ""
        slack = web.SlackRequests(app, SIGNING_SECRET, tend.now)
        server = self._open.enter_context(web.serve("127.0.0.1", 0, web.Health(tend, tend.now), slack))
        return f"http://127.0.0.1:{server.port}{web.EVENTS}"

    def _app(self, tend: Tend) -> App:
        known = AuthorizeResult(enterprise_id=None, team_id=self.team_id, bot_user_id="U0TEND")
        app = NamedApp(
            client=tend.slack.nobody(),
            logger=logging.getLogger("slack_bolt"),
            authorize=lambda: known,
            process_before_response=True,
            request_verification_enabled=False,
        )
        self.desk = register(app, tend, InTime(self._patience_s))
        return app

    def type(self, line: str, user: str = ANA, channel: str = GENERAL) -> Seen:
        """A person types a command."""
        return self.slack.command(user, channel, line)

    def says(self, line: str, user: str = ANA, channel: str = GENERAL) -> str:
        """What a person reads after typing a command."""
        seen = self.type(line, user, channel)
        assert seen.ok, seen
        return seen.text

    def press(self, where: Message | View, action_id: str, user: str = ANA, value: str | None = None) -> Seen:
        """A person presses a button."""
        return self.slack.press(user, where, action_id, value)

    def submit(self, view: View, user: str = ANA, **values: Any) -> Seen:
        """A person sends a form."""
        return self.slack.submit(user, view.id, values)

    def wait_days(self, days: float) -> None:
        """Time passes; Tend ticks at the end of it."""
        from bot.nudges.schedule import tick

        self.now += timedelta(days=days)
        tick(self.tend, self.now)

    def read(self, message: Message) -> str:
        """All words of a message."""
        return words_of(message)

    def deed(self) -> Deed:
        """Something that Ana does by other means."""
        return Deed(self.team_id, ANA, self.now)

    def sets(self, **changes: Any) -> None:
        """An admin's settings, without a look at their effect."""
        settings.change(self.store, Deed(self.team_id, CHRIS, self.now), changes)

    def account(self, name: str = "Acme Corp", **fields: Any) -> str:
        """An account, Ana's unless said otherwise; its id."""
        new = NewAccount(name=name, **{"owner_id": ANA, **fields})
        return accounts.add(self.store, self.deed(), new).account.id

    def lose(self, account_id: str, **fields: Any) -> str:
        """An account that is lost, whatever lacks at the gate; the id of its loss."""
        reason = Reason(LossReason.UNKNOWN, Confidence.SUSPECTED)
        told = {"ended_on": self.now.date(), "reasons": [reason], "override_why": "told", **fields}
        return losses.end(self.store, replace(self.deed(), person_id=CHRIS), NewLoss(account_id, **told)).loss.id

    def contact(self, account_id: str, name: str = "Jane Doe", **fields: Any) -> str:
        """A contact; their id."""
        return contacts.add(self.store, self.deed(), NewContact(account_id=account_id, name=name, **fields)).contact.id

    def touch(self, account_id: str, days_ago: float = 0, **fields: Any) -> str:
        """A call some days ago; its id."""
        said = {"kind": "call", "direction": "two-way", **fields}
        new = NewTouch(account_id=account_id, occurred_at=self.now - timedelta(days=days_ago), **said)
        return touches.log(self.store, self.deed(), new).touch.id
