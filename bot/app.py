"""Builds everything from the settings; the one place that knows all the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from slack_bolt import App
from slack_sdk.errors import SlackApiError
from starlette.routing import Route

from bot import directory, presence, socket, web
from bot.bolt import NamedApp
from bot.cannot_start import CannotStart
from bot.nudges.schedule import Schedule
from bot.one_bot import only_bot
from bot.presence import Authorize, Presence
from bot.settings import Settings
from bot.tend import Tend
from bot.views import refusals
from bot.web.intake import Intake
from handlers import Desk, register
from storage import workspaces
from storage.engine import Store
from storage.migrate import migrate

__all__ = ["CannotStart", "Running", "bolt_app", "open_store", "running", "system_now", "team_of", "unconnected"]

log = structlog.get_logger()

FINISH_S = 9.0  # for answers that were late when we were asked to stop


def system_now() -> datetime:
    """The system clock, aware UTC: the only place that reads it."""
    return datetime.now(UTC)


def team_of(settings: Settings, store: Store, typed: str = "") -> str:
    """Say which workspace a command is for: the one typed, the only one there is, or the one the token belongs to.

    Raises `CannotStart` when that cannot be told. With tokens set, people are asked of Slack, so that imports can name
    them by e-mail.
    """
    tend = unconnected(settings, store)
    if settings.slack_bot_token is not None:
        identity = presence.identify(settings)
        presence.know_the_workspace(tend, identity, settings.tend_alert_channel)
        directory.sync_people(tend, identity.team_id)
    team_id = _only_one(store, typed)
    if settings.serves_many:
        directory.meet(tend, team_id)
    return team_id


def unconnected(settings: Settings, store: Store) -> Tend:
    """Tend without a connection: for commands that work beside the running bot."""
    return presence.unconnected(settings, store, system_now)


def bolt_app(tend: Tend, authorize: Authorize) -> tuple[App, Desk]:
    """Make a Bolt app that knows who we are in each workspace without asking Slack at every request."""
    app = NamedApp(
        client=tend.slack.nobody(),
        logger=logging.getLogger("slack_bolt"),
        # Bolt passes what a function's parameters are named; its types know of no answer “not installed”
        authorize=lambda enterprise_id, workspace_id: authorize(enterprise_id, workspace_id),  # type: ignore[arg-type, return-value]
        user_facing_authorize_error_message=refusals.NOT_INSTALLED,
        process_before_response=True,
        request_verification_enabled=False,  # they come over our own connection, or past `bot.web.slack`
        raise_error_for_unhandled_request=False,
    )
    return app, register(app, tend)


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The database, brought to the newest form."""
    store = Store.open(settings.database_url.get_secret_value())
    try:
        migrate(store)
        yield store
    finally:
        store.close()


@dataclass(frozen=True)
class Running:
    """The bot at work."""

    tend: Tend
    where: str  # in words
    schedule: Schedule
    server: web.Server | None = None


@contextmanager
def running(settings: Settings, *, now: Callable[[], datetime] = system_now) -> Iterator[Running]:
    """Connect to Slack, listen and tick until the block ends; then finish what is in flight.

    1. Nothing more is claimed; what was claimed and not begun is given back.
    2. Nothing more is taken from Slack; what was taken is acknowledged.
    3. Answers that are late are given; what takes long is dropped, with a word to who asked.
    4. Imports stop between two batches; whoever starts next goes on with them.
    5. The call to Slack that is under way ends, and what came of it is written down.
    """
    with open_store(settings) as store, only_bot(store):
        present = presence.of(settings, store, now)
        schedule = Schedule(present.tend)
        app, desk = bolt_app(present.tend, present.authorize)
        with ExitStack() as work:
            work.callback(schedule.stop)
            work.callback(present.tend.imports.close, FINISH_S)
            work.callback(present.tend.calendars.close, FINISH_S)
            work.callback(desk.close, FINISH_S)
            server = work.enter_context(_listening(app, present, settings, schedule))
            work.callback(schedule.ticker.stop.set)
            schedule.start()
            log.info("tend.ready", where=present.where)
            yield Running(present.tend, present.where, schedule, server)
        log.info("tend.stopped")


@contextmanager
def _listening(app: App, present: Presence, settings: Settings, schedule: Schedule) -> Iterator[web.Server | None]:
    """Be there for Slack: by HTTP with a signing secret, else by Socket Mode; and for browsers."""
    secret = settings.slack_signing_secret
    slack = web.SlackRequests(app, secret.get_secret_value(), present.tend.now) if secret else None
    with ExitStack() as doors:
        server = None
        if settings.is_served:
            health = web.Health(present.tend, lambda: schedule.ticker.alive_at)
            more = [*present.routes, *Intake(present.tend).routes()]
            server = doors.enter_context(_serve(settings, health, slack, more))
        if slack is None:
            doors.callback(socket.close, _connect(app, settings))
        yield server


def _serve(
    settings: Settings, health: web.Health, slack: web.SlackRequests | None, more: Sequence[Route]
) -> web.Server:
    port = settings.http_port
    try:
        return web.serve(settings.tend_host, port, health, slack, more)
    except OSError as error:
        why = error.strerror or error
        raise CannotStart(f"PORT {port} at {settings.tend_host} cannot be served ({why}). Choose another.") from error


def _connect(app: App, settings: Settings) -> socket.Line:
    if settings.slack_app_token is None:
        raise CannotStart("There is no SLACK_APP_TOKEN. See “Set up in Slack” in the README, or try `tend play`.")
    try:
        return socket.connect(app, settings.slack_app_token.get_secret_value())
    except SlackApiError as error:
        raise CannotStart(
            f"Slack refused SLACK_APP_TOKEN ({error.response['error']}). Make one with the scope connections:write: "
            "your app's page > Basic Information > App-Level Tokens."
        ) from error


def _only_one(store: Store, typed: str) -> str:
    with store.read() as session:
        known = workspaces.ids(session)
    if typed and typed not in known:
        raise CannotStart(f"There is no workspace {typed} here; there are: {', '.join(known) or 'none'}.")
    if typed or len(known) == 1:
        return typed or known[0]
    if not known:
        raise CannotStart("Tend does not know your workspace yet: set the Slack tokens (README, “Set up in Slack”).")
    raise CannotStart(f"Several workspaces are here: say which with --team. There are: {', '.join(known)}.")
