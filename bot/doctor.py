"""Looks at everything that Tend stands on, and says in words what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from bot import directory
from bot.installing import keys
from bot.scopes import SCOPES
from bot.settings import Settings
from bot.slack import SlackClients
from bot.tend import Tend
from storage import workspaces
from storage.engine import Store
from storage.migrate import current, newest
from storage.vault import Vault


class Health(StrEnum):
    """How one thing fares."""

    GOOD = "good"
    LOOK = "look"  # works, but somebody should look
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `advice` says what to do; it is empty when all is well."""

    health: Health
    about: str
    says: str
    advice: str = ""


def examine(settings: Settings, tend: Tend) -> Iterator[Finding]:
    """Look at the database, then Slack, then the channel; later ones only where the earlier allow it."""
    yield Finding(Health.GOOD, "settings", "read, and all of them make sense")
    yield (database := _database(tend.store))
    if settings.serves_many:
        if database.health is Health.GOOD:
            yield _installations(tend.store, Vault(settings.encryption_keys))
        return
    if settings.slack_bot_token is None:
        yield Finding(
            Health.LOOK,
            "Slack",
            "no tokens are set, so `tend run` opens the playground",
            "to connect a workspace, follow “Set up in Slack” in the README",
        )
        return
    bot = tend.slack.of("")
    yield (token := _bot_token(bot))
    if settings.slack_app_token is not None:
        yield _app_token(SlackClients(settings.slack_api_url, settings.slack_app_token.get_secret_value()).of(""))
    if Health.BAD not in (database.health, token.health):
        yield _alert_channel(tend, str(bot.auth_test()["team_id"]), settings.tend_alert_channel)


def _database(store: Store) -> Finding:
    try:
        at = current(store)
    except SQLAlchemyError as error:
        return Finding(
            Health.BAD, "database", f"cannot be opened: {_first_line(error)}", "check DATABASE_URL and that it is up"
        )
    kind = "SQLite" if store.is_sqlite else "PostgreSQL"
    if at is None:
        return Finding(Health.GOOD, "database", f"{kind}, empty; `tend run` prepares it")
    if at != newest():
        return Finding(
            Health.LOOK, "database", f"{kind}, at revision {at}", "`tend run` brings it up to date; back it up first"
        )
    return Finding(Health.GOOD, "database", f"{kind}, up to date")


def _installations(store: Store, vault: Vault) -> Finding:
    if current(store) is None:
        return Finding(Health.GOOD, "installations", "none yet")
    all_of_them, closed = keys.unopened(store, vault)
    if closed:
        return Finding(
            Health.BAD,
            "installations",
            f"the tokens of {closed} of {all_of_them} are encrypted with another key",
            "add the key that they were encrypted with to TEND_ENCRYPTION_KEYS, behind the others",
        )
    return Finding(Health.GOOD, "installations", f"{all_of_them}, and every token can be decrypted")


def _bot_token(client: WebClient) -> Finding:
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        return Finding(
            Health.BAD,
            "bot token",
            f"Slack refused it: {error.response['error']}",
            "copy SLACK_BOT_TOKEN again: your app's page > OAuth & Permissions",
        )
    except (SlackClientError, OSError) as error:
        return Finding(
            Health.BAD, "bot token", f"Slack cannot be reached: {error}", "check the network, and SLACK_API_URL"
        )
    granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")}
    missing = sorted(SCOPES - granted)
    if missing:
        return Finding(
            Health.BAD,
            "scopes",
            f"missing: {', '.join(missing)}",
            "paste manifest.yml into your app's page > App Manifest, then reinstall the app",
        )
    return Finding(Health.GOOD, "bot token", f"belongs to {answer['team']}, with every scope")


def _app_token(client: WebClient) -> Finding:
    try:
        client.apps_connections_open(app_token=str(client.token))
    except SlackApiError as error:
        return Finding(
            Health.BAD,
            "app token",
            f"Slack refused it: {error.response['error']}",
            "make one with the scope connections:write: your app's page > Basic Information > App-Level Tokens",
        )
    except (SlackClientError, OSError) as error:
        return Finding(Health.BAD, "app token", f"Slack cannot be reached: {error}", "check the network")
    return Finding(Health.GOOD, "app token", "opens a Socket Mode connection")


def _alert_channel(tend: Tend, team_id: str, typed: str) -> Finding:
    with tend.store.read() as session:
        workspace = workspaces.get(session, team_id) if current(tend.store) else None
    chosen = (workspace.alert_channel_id if workspace else None) or typed
    if not chosen:
        return Finding(
            Health.LOOK,
            "alert channel",
            "none is chosen: warnings go to owners and leads only",
            "type `/client settings channel #client-health` in Slack, or set TEND_ALERT_CHANNEL",
        )
    channel = directory.find_channel(tend, team_id, chosen)
    if channel is None:
        return Finding(Health.BAD, "alert channel", f"{chosen} is not found", "invite Tend there, or choose another")
    if channel.is_archived:
        return Finding(Health.BAD, "alert channel", f"#{channel.name} is archived", "choose another")
    if channel.is_ext_shared:
        return Finding(
            Health.BAD,
            "alert channel",
            f"#{channel.name} is shared with another company, so nothing is posted there",
            "choose a channel of your own",
        )
    if not channel.is_member:
        return Finding(
            Health.BAD, "alert channel", f"Tend is not in #{channel.name}", f"type /invite @Tend in #{channel.name}"
        )
    return Finding(Health.GOOD, "alert channel", f"#{channel.name}")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
