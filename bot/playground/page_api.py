"""The page's own API: looking at the workspace and acting in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground import page_json, page_places
from bot.playground.core import Core
from bot.playground.errors import NotPossible, Stale
from bot.playground.page_acts import Acts, Body
from bot.playground.people import People
from bot.playground.stream import Stream
from bot.playground.travel import Travel, Traveller
from bot.playground.world import User

PAGE = Path(__file__).parent / "page"
_STALE = "That has changed meanwhile. This is how it stands now."
_CONFLICTS = frozenset({"no_time_machine", "already_travelling"})

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
        self._acts = Acts(core, people)
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
            "workflows": self._workflows,
        }
        acts = self._acts.table()
        return [
            *(Route(f"/play/{path}", self._looking(look), methods=["GET"]) for path, look in looks.items()),
            *(Route(f"/play/{path}", self._acting(act), methods=["POST"]) for path, act in acts.items()),
            Route("/play/file/{file}", self._file, methods=["GET"]),
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
            except Stale as gone:
                return JSONResponse({"error": gone.code, "error_text": _STALE})
            except NotPossible as refusal:
                return _refused(refusal, 400)
            except KeyError as missing:
                return _refused(NotPossible("missing", f"{missing.args[0]} is missing"), 400)

        return endpoint

    async def _file(self, request: Request) -> Response:
        try:
            with self._core.lock:
                file = page_places.file(self._core, self._viewer(request), request.path_params["file"])
        except NotPossible as refusal:
            return _refused(refusal, 404)
        named = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(file.name)}"}
        return Response(file.content, media_type=file.type.media, headers=named)

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
        shown = page_places.channel(self._core, viewer, request.path_params["channel"])
        return page_json.main_line(self._core, viewer, shown)

    def _thread(self, request: Request) -> Body:
        viewer = self._viewer(request)
        channel = page_places.channel(self._core, viewer, request.path_params["channel"])
        parent = page_places.message(self._core, channel.id, request.path_params["ts"])
        return page_json.thread(self._core, viewer, parent)

    def _home(self, request: Request) -> Body:
        home = self._core.modals.home(self._viewer(request).id)
        return {"view": page_json.view(home) if home else None}

    def _views(self, request: Request) -> Body:
        return {"views": [page_json.view(view) for view in self._core.modals.stack(self._viewer(request).id)]}

    def _workflows(self, request: Request) -> Body:
        viewer = self._viewer(request)
        mine = [step for step in self._core.steps.all if step.user_id == viewer.id]
        return {"steps": [page_json.step(step) for step in reversed(mine)]}

    def _viewer(self, request: Request) -> User:
        return page_places.viewer(self._core, request.query_params.get("user", ""))


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
