"""oauth.*: tokens for a code, or for a refresh token."""

from __future__ import annotations

from typing import Any

from bot.playground.core import Core
from bot.playground.errors import SlackError, invalid_arguments
from bot.playground.installs import TOKEN_LIVES, Grant
from bot.playground.methods import Args, Method


def access(core: Core, args: Args) -> dict[str, Any]:
    """oauth.v2.access."""
    installs = core.installs
    if args.text("client_id") != installs.client_id:
        raise SlackError("invalid_client_id")
    if args.text("client_secret") != installs.client_secret:
        raise SlackError("bad_client_secret")
    match args.text("grant_type", "authorization_code"):
        case "authorization_code":
            return _told(core, installs.exchange(args.required("code"), args.text("redirect_uri")))
        case "refresh_token" if installs.rotates:
            return _told(core, installs.renew(args.required("refresh_token")))
        case "refresh_token":
            raise invalid_arguments("token rotation is not enabled")
        case _:
            raise SlackError("invalid_grant_type")


def _told(core: Core, grant: Grant) -> dict[str, Any]:
    world, whole = grant.core.world, grant.consent.whole
    enterprise = {"id": world.enterprise_id, "name": f"{world.team_name} Group"} if world.enterprise_id else None
    told = {
        "ok": True,
        "access_token": grant.token,
        "token_type": "bot",
        "scope": ",".join(sorted(core.manifest.scopes or ())),
        "bot_user_id": world.bot_user_id,
        "app_id": world.app_id,
        "team": None if whole else {"id": world.team_id, "name": world.team_name},
        "enterprise": enterprise,
        "authed_user": {"id": grant.consent.by},
        "is_enterprise_install": whole,
    }
    if grant.refresh is not None:
        told |= {"refresh_token": grant.refresh, "expires_in": int(TOKEN_LIVES.total_seconds())}
    return told


METHODS = {"oauth.v2.access": Method(access, token="none")}  # noqa: S106 - a kind of token
