"""How Tend is present in Slack: in one workspace by its token, or in all that installed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from starlette.routing import Route

from bot import directory
from bot.cannot_start import CannotStart
from bot.installing import keys
from bot.installing.keeper import Keeper
from bot.installing.oauth import OAuth
from bot.installing.states import States
from bot.installing.web import Reception, routes
from bot.settings import Settings
from bot.slack import SlackClients
from bot.tend import Tend
from storage import workspaces
from storage.engine import Store
from storage.vault import Vault

log = structlog.get_logger()

#: Says who we are where a request came from: takes an enterprise id and a team id; None: Tend is not installed there.
Authorize = Callable[[str | None, str | None], AuthorizeResult | None]


@dataclass(frozen=True)
class Identity:
    """Who we are in Slack, as `auth.test` says."""

    team_id: str
    team_name: str
    bot_user_id: str
    bot_id: str


@dataclass(frozen=True)
class Presence:
    """Tend, how it is known in Slack, `where` in words, and what a browser may ask of it."""

    tend: Tend
    authorize: Authorize
    where: str
    routes: tuple[Route, ...] = ()


def of(settings: Settings, store: Store, now: Callable[[], datetime]) -> Presence:
    """Be present as the settings say. Raises `CannotStart`."""
    return _in_many(settings, store, now) if settings.serves_many else _in_one(settings, store, now)


def unconnected(settings: Settings, store: Store, now: Callable[[], datetime]) -> Tend:
    """Tend without a connection: for commands that work beside the running bot."""
    if settings.serves_many:
        return Tend(store, now, _many(settings, store, now)[0])
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    return Tend(store, now, SlackClients(settings.slack_api_url, token))


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


def know_the_workspace(tend: Tend, identity: Identity, alert_channel: str) -> None:
    """Write down the workspace that the token belongs to. `alert_channel`: chosen where the workspace chose none."""
    with tend.store.write() as session:
        workspace = workspaces.ensure(
            session, identity.team_id, name=identity.team_name, bot_user_id=identity.bot_user_id, now=tend.now()
        )
    if alert_channel and workspace.alert_channel_id is None:
        _choose_alert_channel(tend, identity.team_id, alert_channel)


def _in_one(settings: Settings, store: Store, now: Callable[[], datetime]) -> Presence:
    identity = identify(settings)
    tend = Tend(store, now, _clients(settings), bot_user_id=identity.bot_user_id, **_told(settings))
    know_the_workspace(tend, identity, settings.tend_alert_channel)
    directory.meet(tend, identity.team_id)
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=identity.team_id,
        bot_user_id=identity.bot_user_id,
        bot_id=identity.bot_id,
        bot_token=tend.slack.of(identity.team_id).token,
    )
    return Presence(tend, lambda _enterprise_id, _team_id: known, identity.team_name)


def _in_many(settings: Settings, store: Store, now: Callable[[], datetime]) -> Presence:
    slack, keeper, vault, oauth = _many(settings, store, now)
    if resealed := keys.seal_anew(store, vault):
        log.info("installations.sealed_anew", installations=resealed)
    tend = Tend(store, now, slack, **_told(settings))
    reception = Reception(tend, vault, oauth, States(store, vault))
    where = f"every workspace that installs it from {settings.tend_public_url}slack/install"
    return Presence(tend, keeper.authorize, where, tuple(routes(reception)))


def _told(settings: Settings) -> dict[str, Any]:
    """What Tend is told of the settings, wherever it is installed."""
    vault = Vault(settings.encryption_keys) if settings.encryption_keys else None
    return {"address": settings.address, "vault": vault, "private_calendars": settings.tend_private_calendars}


def _many(settings: Settings, store: Store, now: Callable[[], datetime]) -> tuple[SlackClients, Keeper, Vault, OAuth]:
    if settings.slack_client_secret is None:
        raise CannotStart("There is no SLACK_CLIENT_SECRET. See “Several workspaces” in the README.")
    vault = Vault(settings.encryption_keys)
    oauth = OAuth(
        settings.slack_client_id,
        settings.slack_client_secret,
        api_url=settings.slack_api_url,
        public_url=settings.tend_public_url,
    )
    keeper = Keeper(store, vault, oauth, now)
    return SlackClients(settings.slack_api_url, tokens=keeper), keeper, vault, oauth


def _clients(settings: Settings) -> SlackClients:
    if settings.slack_bot_token is None:
        raise CannotStart("There is no SLACK_BOT_TOKEN. See “Set up in Slack” in the README, or try `tend play`.")
    return SlackClients(settings.slack_api_url, settings.slack_bot_token.get_secret_value())


def _choose_alert_channel(tend: Tend, team_id: str, typed: str) -> None:
    channel = directory.find_channel(tend, team_id, typed)
    if channel is None:
        log.warning("tend.alert_channel_not_found", typed=typed, hint="invite the bot there, or correct the name")
        return
    with tend.store.write() as session:
        workspaces.set_alert_channel(session, team_id, channel.id)
