"""Which workspace a token opens, and for what."""

from __future__ import annotations

from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.installs import Grant
from bot.playground.methods import Args, Method

_NEED_A_TEAM = frozenset({"users.list", "conversations.list"})  # with a token of a whole organisation


def opened(core: Core, method: Method, name: str, args: Args, token: str) -> Core:
    """The workspace that a token opens for this call. Raises what Slack says to one that does not."""
    if method.token == "none":  # noqa: S105 - a kind of token
        return core
    step = next((team for team in core.installs.teams if team.steps.knows(token)), None)
    if step is not None:
        return _of_bot(step, method)
    grant = core.installs.opened_by(token)
    if grant is not None:
        return _of_bot(_meant(core, name, args, grant) if grant.consent.whole else grant.core, method)
    _check(core, method, token)
    return core


def _of_bot(core: Core, method: Method) -> Core:
    if core.refused:
        raise SlackError(core.refused)
    if method.token != "bot":  # noqa: S105
        raise SlackError("not_allowed_token_type")
    return core


def _meant(core: Core, name: str, args: Args, grant: Grant) -> Core:
    """Which workspace of an organisation a call is about: the one that it names, or that has the channel."""
    ours = [team for team in core.installs.teams if team.world.enterprise_id == grant.core.world.enterprise_id]
    if name in _NEED_A_TEAM and "team_id" not in args:
        raise SlackError("missing_argument", arg="team_id")
    if "team_id" in args:
        named = [team for team in ours if team.world.team_id == args.text("team_id")]
        if not named:
            raise SlackError("team_not_found")
        return named[0]
    ids = {args.text(key) for key in ("channel", "user", "users", "user_id")}
    return next((team for team in ours if ids & (team.world.channels.keys() | team.world.users.keys())), grant.core)


def _check(core: Core, method: Method, token: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (core.bot_token, core.app_token):
        raise SlackError("invalid_auth")
    if core.refused:
        raise SlackError(core.refused)
    if token != (core.app_token if method.token == "app" else core.bot_token):  # noqa: S105 - a kind of token
        raise SlackError("not_allowed_token_type")
