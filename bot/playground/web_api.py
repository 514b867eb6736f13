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

from bot.playground import chat, conversations, files, oauth_methods, people_methods, step_methods, view_methods
from bot.playground.calls import Call
from bot.playground.core import Core
from bot.playground.errors import SlackError
from bot.playground.faults import Fault
from bot.playground.methods import Args, Method
from bot.playground.response_urls import ResponseUrls
from bot.playground.tokens import opened
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
    **step_methods.METHODS,
}

SIGN_IN = (
    "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to see this file.</body></html>"
)
_READING = METHODS["files.info"]


class WebApi:
    """Answers `/api/<method>` and `/response/<key>`, takes uploads and gives files."""

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
        return self._struck(call, do) or self._respond(call, do())

    def _struck(self, call: Call, do: Callable[[], object]) -> Response | None:
        """What a fault makes of a call; None when nothing goes wrong."""
        fault = self._core.faults.strike(call.method)
        if fault is None:
            return None
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

    async def download(self, request: Request) -> Response:
        """A file's content for whoever may read it, else a page to sign in; faults and the record call it so."""
        given, token = await _read(request)
        given["file"] = request.path_params["file"].rpartition("-")[2]
        call = self._core.calls.note(Call("download", self._core.now(), given))
        return self._struck(call, lambda: None) or self._content(call, token)

    def _content(self, call: Call, token: str) -> Response:
        call.status, args = 200, Args(call.args)
        try:
            with self._core.lock:
                core = opened(self._core, _READING, "files.info", args, token)
                core.need("files:read")
                file = files.visible(core, args.text("file"))
        except SlackError as error:
            call.answer = {"ok": False, "error": error.code}
            return HTMLResponse(SIGN_IN)
        call.answer = {"ok": True}
        return Response(file.content, media_type=file.type.media)

    def _answer(self, name: str, args: Args, token: str) -> dict[str, Any]:
        try:
            with self._core.lock:
                method = METHODS.get(name)
                if method is None:
                    raise SlackError("unknown_method", req_method=name)
                core = opened(self._core, method, name, args, token)
                wait = core.limits.wait_for_method(name)
                if wait:
                    raise SlackError("ratelimited", retry_after=wait)
                if method.scope:
                    core.need(method.scope)
                return method.do(core, args)
        except SlackError as error:
            return {"ok": False, "error": error.code, **error.extra}

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
