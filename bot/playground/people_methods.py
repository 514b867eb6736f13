"""users.*, auth.test: who is there."""

from __future__ import annotations

from typing import Any

from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.methods import Args, Method, page
from bot.playground.shown import user_json


def auth_test(core: Core, args: Args) -> dict[str, Any]:  # noqa: ARG001 - the shape of a method
    """auth.test."""
    world = core.world
    return {
        "ok": True,
        "url": core.base_url,
        "team": world.team_name,
        "user": core.bot.name,
        "team_id": world.team_id,
        "user_id": core.bot.id,
        "bot_id": world.bot_id,
        "app_id": world.app_id,
        **({"enterprise_id": world.enterprise_id} if world.enterprise_id else {}),
        "is_enterprise_install": core.installs.is_whole(core),
    }


def info(core: Core, args: Args) -> dict[str, Any]:
    """users.info."""
    return {"ok": True, "user": user_json(core, core.user(args.required("user")))}


def list_(core: Core, args: Args) -> dict[str, Any]:
    """users.list: everybody, deactivated and external people and bots too."""
    members, cursor = page(list(core.world.users.values()), args)
    return {
        "ok": True,
        "members": [user_json(core, user) for user in members],
        "cache_ts": int(core.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(core: Core, args: Args) -> dict[str, Any]:
    """users.lookupByEmail: active people only."""
    email = args.required("email").lower()
    ours = (u for u in core.world.users.values() if not u.deleted and u.kind in ("member", "guest"))
    found = next((u for u in ours if u.email.lower() == email), None)
    if found is None:
        raise SlackError("users_not_found")
    return {"ok": True, "user": user_json(core, found)}


METHODS = {
    "auth.test": Method(auth_test),
    "users.info": Method(info, scope="users:read"),
    "users.list": Method(list_, scope="users:read"),
    "users.lookupByEmail": Method(lookup_by_email, scope="users:read.email"),
}
