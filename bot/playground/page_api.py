"""The page's own API: looking at the workspace and acting in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground import page_json
from bot.playground.core import Core
from bot.playground.errors import NotPossible
from bot.playground.people import People, Place
from bot.playground.seen import Seen
from bot.playground.stream import Stream
from bot.playground.travel import Travel, Traveller
from bot.playground.world import Channel, Message, User

PAGE = Path(__file__).parent / "page"
_CONFLICTS = frozenset({"no_time_machine", "already_travelling"})

Body = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]


class PageApi:
    """Serves the page and answers it. People act in threads, so that the server stays free for the app."""

    def __init__(
        self,
        core: Core,
        people: People,
        stream: Stream,
        is_connected: Callable[[], bool],
        traveller: Callable[[], Traveller | None],
    ) -> None:
        self._core = core
        self._people = people
        self._stream = stream
        self._is_connected = is_connected
        self._traveller = traveller
        self._travel = Travel(core)

    def routes(self) -> list[BaseRoute]:
        """Everything under /play, and the page itself at /."""
        looks = {
            "start": self._start,
            "sidebar": self._sidebar,
            "channel/{channel}": self._channel,
            "thread/{channel}/{ts}": self._thread,
            "home": self._home,
            "views": self._views,
        }
        acts = {
            "command": self._command,
            "say": self._say,
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "home/open": self._open_home,
            "read": self._read,
            "join": self._join,
        }
        return [
            *(Route(f"/play/{path}", self._looking(look), methods=["GET"]) for path, look in looks.items()),
            *(Route(f"/play/{path}", self._acting(act), methods=["POST"]) for path, act in acts.items()),
            Route("/play/travel", self._set_out, methods=["POST"]),
            Route("/play/stream", self._stream.open, methods=["GET"]),
            Mount("/", StaticFiles(directory=PAGE, html=True)),
        ]

    def _looking(self, look: Callable[[Request], Body]) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            try:
                with self._core.lock:
                    return JSONResponse(look(request))
            except NotPossible as refusal:
                return _refused(refusal, 404)

        return endpoint

    def _acting(self, act: Callable[[Body], Body]) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            try:
                return JSONResponse(await asyncio.to_thread(act, await _body(request)))
            except NotPossible as refusal:
                return _refused(refusal, 400)
            except KeyError as missing:
                return _refused(NotPossible("missing", f"{missing.args[0]} is missing"), 400)

        return endpoint

    async def _set_out(self, request: Request) -> Response:
        try:
            hours = (await _body(request)).get("hours")
            if isinstance(hours, bool) or not isinstance(hours, int | float):
                raise NotPossible("bad_hours", "hours must be a number")
            self._travel.begin(hours, self._traveller())
        except NotPossible as refusal:
            return _refused(refusal, 409 if refusal.code in _CONFLICTS else 400)
        return JSONResponse({"ok": True}, 202)

    def _start(self, request: Request) -> Body:
        everyone = request.query_params.get("all") == "1"
        return page_json.start(self._core, self._traveller() is not None, self._is_connected(), everyone)

    def _sidebar(self, request: Request) -> Body:
        return page_json.sidebar(self._core, self._viewer(request))

    def _channel(self, request: Request) -> Body:
        viewer = self._viewer(request)
        return page_json.main_line(self._core, viewer, self._shown(viewer, request.path_params["channel"]))

    def _thread(self, request: Request) -> Body:
        viewer = self._viewer(request)
        channel = self._shown(viewer, request.path_params["channel"])
        return page_json.thread(self._core, viewer, self._message(channel.id, request.path_params["ts"]))

    def _home(self, request: Request) -> Body:
        home = self._core.modals.home(self._viewer(request).id)
        return {"view": page_json.view(home) if home else None}

    def _views(self, request: Request) -> Body:
        return {"views": [page_json.view(view) for view in self._core.modals.stack(self._viewer(request).id)]}

    def _command(self, body: Body) -> Body:
        line = str(body["text"])
        seen = self._people.command(body["user"], body["channel"], line, body.get("thread_ts"))
        return self._seen(seen, line.split(" ")[0])

    def _say(self, body: Body) -> Body:
        message = self._people.say(body["user"], body["channel"], str(body["text"]), body.get("thread_ts"))
        with self._core.lock:
            return {"ok": True, "message": page_json.message(self._core, message)}

    def _press(self, body: Body) -> Body:
        act = partial(self._people.press, body["user"], self._place(body), body["action_id"])
        return self._seen(act(value=body.get("value"), state=body.get("state"), block_id=body["block_id"]))

    def _suggest(self, body: Body) -> Body:
        act = partial(self._people.suggest, body["user"], self._place(body), body["action_id"])
        return self._seen(act(text=str(body["text"]), block_id=body["block_id"]))

    def _submit(self, body: Body) -> Body:
        return self._seen(self._people.submit(body["user"], body["view_id"], body.get("state")))

    def _close(self, body: Body) -> Body:
        return self._seen(self._people.close(body["user"], body["view_id"], bool(body.get("all"))))

    def _shortcut(self, body: Body) -> Body:
        on = self._message(body["channel"], body["ts"]) if body.get("channel") else None
        return self._seen(self._people.shortcut(body["user"], body["callback_id"], on))

    def _open_home(self, body: Body) -> Body:
        return self._seen(self._people.open_home(body["user"], body.get("tab", "home")))

    def _read(self, body: Body) -> Body:
        with self._core.lock:
            self._core.world.mark_read(body["user"], body["channel"])
        self._core.changes.announce("read", user=body["user"], channel=body["channel"])
        return {"ok": True}

    def _join(self, body: Body) -> Body:
        self._people.invite(body["user"], body["channel"], body["who"])
        return {"ok": True}

    def _seen(self, seen: Seen, act: str = "That") -> Body:
        with self._core.lock:
            return page_json.seen(self._core, seen, act)

    def _viewer(self, request: Request) -> User:
        user = self._core.world.users.get(request.query_params.get("user", ""))
        if user is None:
            raise NotPossible("no_such_person", "say as whom to look: ?user=U…")
        return user

    def _shown(self, viewer: User, channel_id: str) -> Channel:
        channel = self._core.world.channels.get(channel_id)
        if channel is None or viewer.id not in channel.members:
            raise NotPossible("no_such_channel", f"{viewer.name} is not in the channel {channel_id}")
        return channel

    def _message(self, channel_id: str, ts: str) -> Message:
        message = self._core.world.message(channel_id, ts)
        if message is None:
            raise NotPossible("no_such_message", f"there is no message {ts} in {channel_id}")
        return message

    def _place(self, body: Body) -> Place:
        container = body["container"]
        with self._core.lock:
            if "view_id" not in container:
                return self._message(container["channel"], container["ts"])
            view = self._core.modals.find(container["view_id"])
        if view is None:
            raise NotPossible("no_such_view", f"the view {container['view_id']} is closed")
        return view


async def _body(request: Request) -> Body:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise NotPossible("not_json", "send JSON")
    try:
        body = json.loads(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise NotPossible("not_json", "send one JSON object")
    return body


def _refused(refusal: NotPossible, status: int) -> Response:
    return JSONResponse({"error": refusal.code, "message": str(refusal)}, status)
