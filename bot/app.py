"""Builds everything from the settings; the one place that knows all the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import directory, socket, web
from bot.nudges.schedule import Schedule
from bot.one_bot import only_bot
from bot.settings import Settings
from bot.slack import SlackClients
from bot.tend import Tend
from handlers import Desk, register
from storage import workspaces
from storage.engine import Store
from storage.migrate import migrate

log = structlog.get_logger()

DEFAULT_PORT = 3000
FINISH_S = 9.0  # for answers that were late when we were asked to stop


class CannotStart(Exception):
    """Tend cannot start; the text says why, and what to do."""


@dataclass(frozen=True)
class Identity:
    """Who we are in Slack, as `auth.test` says."""

    team_id: str
    team_name: str
    bot_user_id: str
    bot_id: str


def system_now() -> datetime:
    """The system clock, aware UTC: the only place that reads it."""
    return datetime.now(UTC)


def identify(settings: Settings) -> Identity:
    """Ask Slack who the bot token belongs to; raises `CannotStart`."""
    try:
        answer = _clients(settings).of("").auth_test()
    except SlackApiError as error:
        raise CannotStart(
            f"Slack refused SLACK_BOT_TOKEN ({error.response['error']}). "
            "Copy it again from your app's page: OAuth & Permissions > Bot User OAuth Token."
        ) from error
    except (SlackClientError, OSError) as error:
        raise CannotStart(f"Slack cannot be reached at {settings.slack_api_url}: {error}") from error
    return Identity(answer["team_id"], answer["team"], answer["user_id"], answer.get("bot_id", ""))


def team_of(settings: Settings, store: Store, typed: str = "") -> str:
    """Say which workspace a command is for: the one typed, the only one there is, or the one the token belongs to.

    Raises `CannotStart` when that cannot be told. With tokens set, people are asked of Slack, so that imports can name
    them by e-mail.
    """
    if settings.has_slack:
        identity = identify(settings)
        tend = unconnected(settings, store)
        _know_the_workspace(tend, identity, settings.tend_alert_channel)
        directory.sync_people(tend, identity.team_id)
    with store.read() as session:
        known = workspaces.ids(session)
    if typed and typed not in known:
        raise CannotStart(f"There is no workspace {typed} here; there are: {', '.join(known) or 'none'}.")
    if typed or len(known) == 1:
        return typed or known[0]
    if not known:
        raise CannotStart("Tend does not know your workspace yet: set the Slack tokens (README, “Set up in Slack”).")
    raise CannotStart(f"Several workspaces are here: say which with --team. There are: {', '.join(known)}.")


def unconnected(settings: Settings, store: Store) -> Tend:
    """Tend without a connection: for commands that work beside the running bot."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    return Tend(store=store, now=system_now, slack=SlackClients(settings.slack_api_url, token))


def bolt_app(tend: Tend, identity: Identity) -> tuple[App, Desk]:
    """Make a Bolt app that answers for our workspace without asking Slack who we are at every request."""
    token = tend.slack.of(identity.team_id).token
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=identity.team_id,
        bot_user_id=identity.bot_user_id,
        bot_id=identity.bot_id,
        bot_token=token,
    )
    app = App(
        client=tend.slack.nobody(),
        logger=logging.getLogger("slack_bolt"),
        authorize=lambda: known,
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
    identity: Identity
    schedule: Schedule
    server: web.Server | None = None


@contextmanager
def running(settings: Settings, *, now: Callable[[], datetime] = system_now) -> Iterator[Running]:
    """Connect to Slack, listen and tick until the block ends; then finish what is in flight.

    1. Nothing more is claimed; what was claimed and not begun is given back.
    2. Nothing more is taken from Slack; what was taken is acknowledged.
    3. Answers that are late are given; what takes long is dropped, with a word to who asked.
    4. The call to Slack that is under way ends, and what came of it is written down.
    """
    with open_store(settings) as store, only_bot(store):
        identity = identify(settings)
        tend = Tend(store=store, now=now, slack=_clients(settings), bot_user_id=identity.bot_user_id)
        _know_the_workspace(tend, identity, settings.tend_alert_channel)
        _know_the_people(tend, identity.team_id)
        schedule = Schedule(tend)
        app, desk = bolt_app(tend, identity)
        with ExitStack() as work:
            work.callback(schedule.stop)
            work.callback(desk.close, FINISH_S)
            server = work.enter_context(_listening(app, tend, settings, schedule))
            work.callback(schedule.ticker.stop.set)
            schedule.start()
            log.info("tend.ready", workspace=identity.team_name)
            yield Running(tend, identity, schedule, server)
        log.info("tend.stopped")


def _clients(settings: Settings) -> SlackClients:
    if settings.slack_bot_token is None:
        raise CannotStart("There is no SLACK_BOT_TOKEN. See “Set up in Slack” in the README, or try `tend play`.")
    return SlackClients(settings.slack_api_url, settings.slack_bot_token.get_secret_value())


def _know_the_workspace(tend: Tend, identity: Identity, alert_channel: str) -> None:
    with tend.store.write() as session:
        workspace = workspaces.ensure(
            session, identity.team_id, name=identity.team_name, bot_user_id=identity.bot_user_id, now=tend.now()
        )
    if alert_channel and workspace.alert_channel_id is None:
        _choose_alert_channel(tend, identity.team_id, alert_channel)


def _know_the_people(tend: Tend, team_id: str) -> None:
    try:
        directory.sync_people(tend, team_id)
    except directory.LookUpFailed as error:
        log.warning("tend.people_not_known", why=str(error), hint="each is asked for when they are first met")


def _choose_alert_channel(tend: Tend, team_id: str, typed: str) -> None:
    channel = directory.find_channel(tend, team_id, typed)
    if channel is None:
        log.warning("tend.alert_channel_not_found", typed=typed, hint="invite the bot there, or correct the name")
        return
    with tend.store.write() as session:
        workspaces.set_alert_channel(session, team_id, channel.id)


@contextmanager
def _listening(app: App, tend: Tend, settings: Settings, schedule: Schedule) -> Iterator[web.Server | None]:
    """Be there for Slack: by HTTP with a signing secret, else by Socket Mode; and for who asks how we fare."""
    secret = settings.slack_signing_secret
    slack = web.SlackRequests(app, secret.get_secret_value(), tend.now) if secret else None
    with ExitStack() as doors:
        server = None
        if slack or settings.port is not None:
            health = web.Health(tend, lambda: schedule.ticker.alive_at)
            server = doors.enter_context(_serve(settings, health, slack))
        if slack is None:
            doors.callback(socket.close, _connect(app, settings))
        yield server


def _serve(settings: Settings, health: web.Health, slack: web.SlackRequests | None) -> web.Server:
    port = DEFAULT_PORT if settings.port is None else settings.port
    try:
        return web.serve(settings.tend_host, port, health, slack)
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
