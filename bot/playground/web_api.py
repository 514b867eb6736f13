"""The Web API over HTTP: tokens, scopes, limits, faults, and the table of methods."""

from __future__ import annotations

import json
import uuid
from base64 import b64decode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.playground import chat, conversations, files, oauth_methods, people_methods, view_methods
from bot.playground.calls import Call
from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.faults import Fault
from bot.playground.installs import Grant
from bot.playground.methods import Args, Method
from bot.playground.response_urls import ResponseUrls
from bot.playground.wires import Cut, Held, Wires


def connections_open(core: Core, args: Args) -> dict[str, Any]:  # noqa: ARG001 - the shape of a method
    """apps.connections.open: the address of one Socket Mode connection."""
    ticket = str(uuid.uuid4())
    core.tickets.add(ticket)
    where = core.base_url.replace("http", "ws", 1)
    return {"ok": True, "url": f"{where}link/?ticket={ticket}&app_id={core.world.app_id}"}


METHODS: dict[str, Method] = {
    "apps.connections.open": Method(connections_open, token="app"),  # noqa: S106 - a kind of token
    **people_methods.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **view_methods.METHODS,
    **files.METHODS,
    **oauth_methods.METHODS,
}
_NEED_A_TEAM = frozenset({"users.list", "conversations.list"})  # with a token of a whole organisation


class WebApi:
    """Answers `/api/<method>` and `/response/<key>`, and takes uploads."""

    def __init__(self, core: Core, wires: Wires, response_urls: ResponseUrls) -> None:
        self._core = core
        self._wires = wires
        self._response_urls = response_urls

    async def call(self, request: Request) -> Response:
        """One call of one method."""
        name = request.path_params["method"]
        given, token = await _read(request)
        return self._perform(name, given, lambda: self._answer(name, Args(given), token))

    async def respond(self, request: Request) -> Response:
        """One use of a `response_url`; faults and the record call it so."""
        given, _ = await _read(request)
        return self._perform("response_url", given, lambda: self._use(request.path_params["key"], given))

    def _perform(self, name: str, given: dict[str, Any], do: Callable[[], dict[str, Any]]) -> Response:
        call = self._core.calls.note(Call(name, self._core.now(), given))
        fault = self._core.faults.strike(name)
        if fault is None:
            return self._respond(call, do())
        call.fault = fault.kind
        if fault.done_first:
            do()
        return self._gone_wrong(call, fault)

    def _use(self, key: str, given: dict[str, Any]) -> dict[str, Any]:
        try:
            with self._core.lock:
                self._response_urls.use(key, given)
        except SlackError as error:
            return {
                "ok": False,
                "error": error.code,
                **error.extra,
                "status": 404 if error.code.endswith("_url") else 400,
            }
        return {"ok": True}

    async def upload(self, request: Request) -> Response:
        """The bytes of a file, to the address that files.getUploadURLExternal gave."""
        content = await request.body()
        with self._core.lock:
            taken = files.receive(self._core, request.path_params["file_id"], content)
        return Response(f"OK - {len(content)}" if taken else "bad upload", status_code=200 if taken else 400)

    def _answer(self, name: str, args: Args, token: str) -> dict[str, Any]:
        try:
            with self._core.lock:
                method = METHODS.get(name)
                if method is None:
                    raise SlackError("unknown_method", req_method=name)
                core = self._opened(method, name, args, token)
                wait = core.limits.wait_for_method(name)
                if wait:
                    raise SlackError("ratelimited", retry_after=wait)
                if method.scope:
                    core.need(method.scope)
                return method.do(core, args)
        except SlackError as error:
            return {"ok": False, "error": error.code, **error.extra}

    def _opened(self, method: Method, name: str, args: Args, token: str) -> Core:
        """The workspace that a token opens for this call. Raises what Slack says to one that does not."""
        if method.token == "none":  # noqa: S105 - a kind of token
            return self._core
        grant = self._core.installs.opened_by(token)
        if grant is None:
            _check_token(self._core, method, token)
            return self._core
        core = self._meant(name, args, grant) if grant.consent.whole else grant.core
        if core.refused:
            raise SlackError(core.refused)
        if method.token != "bot":  # noqa: S105
            raise SlackError("not_allowed_token_type")
        return core

    def _meant(self, name: str, args: Args, grant: Grant) -> Core:
        """Which workspace of an organisation a call is about: the one that it names, or that has the channel."""
        ours = [
            core for core in self._core.installs.teams if core.world.enterprise_id == grant.core.world.enterprise_id
        ]
        if name in _NEED_A_TEAM and "team_id" not in args:
            raise SlackError("missing_argument", arg="team_id")
        if "team_id" in args:
            named = [core for core in ours if core.world.team_id == args.text("team_id")]
            if not named:
                raise SlackError("team_not_found")
            return named[0]
        ids = {args.text(key) for key in ("channel", "user", "users", "user_id")}
        return next((c for c in ours if ids & (c.world.channels.keys() | c.world.users.keys())), grant.core)

    def _gone_wrong(self, call: Call, fault: Fault) -> Response:
        match fault.kind:
            case "429":
                return self._respond(call, {"ok": False, "error": "ratelimited", "retry_after": fault.retry_after})
            case "500" | "500_after_store":
                call.status = 500
                return Response("Internal Server Error", status_code=500)
            case "html":
                call.status = 503
                return HTMLResponse("<html><body>We will be back soon</body></html>", status_code=503)
            case "timeout" | "timeout_after_store":
                return Held(self._wires)
            case "reset_before" | "reset_after_store":
                return Cut(self._wires)
            case code:
                return self._respond(call, {"ok": False, "error": code})

    def _respond(self, call: Call, answer: dict[str, Any]) -> Response:
        headers = {"x-slack-req-id": uuid.uuid4().hex}
        if self._core.manifest.scopes is not None:
            headers["x-oauth-scopes"] = ",".join(sorted(self._core.manifest.scopes))
        retry_after = answer.pop("retry_after", None)
        if retry_after is not None:
            headers["Retry-After"] = str(retry_after)
        call.status = answer.pop("status", 200 if retry_after is None else 429)
        call.answer = answer
        return JSONResponse(answer, call.status, headers)


def _check_token(core: Core, method: Method, token: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (core.bot_token, core.app_token):
        raise SlackError("invalid_auth")
    if core.refused:
        raise SlackError(core.refused)
    if token != (core.app_token if method.token == "app" else core.bot_token):  # noqa: S105 - a kind of token
        raise SlackError("not_allowed_token_type")


async def _read(request: Request) -> tuple[dict[str, Any], str]:
    """The arguments of a call, and its token from the header or among them."""
    given: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        given |= _object(body)
    else:
        given |= dict(parse_qsl(body.decode()))
    kind, _, in_header = request.headers.get("authorization", "").partition(" ")
    if kind == "Basic":
        given["client_id"], _, given["client_secret"] = b64decode(in_header).decode().partition(":")
        in_header = ""
    in_body = str(given.pop("token", "") or "")
    return given, in_header.strip() or in_body


def _object(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
