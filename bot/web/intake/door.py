"""`POST /intake/touches`: who may, how fast, and what became of each touch."""

from __future__ import annotations

import time
from http import HTTPStatus

import structlog
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot import metrics
from bot.intake import posted
from bot.intake.posted import Outcome, PostedTouch
from bot.tend import Tend
from bot.views import intake as pages
from bot.web.bodies import Bodies
from bot.web.intake import openapi, requests
from bot.web.intake.answers import Answer
from bot.web.intake.pace import Pace
from bot.web.intake.problems import Problem
from bot.web.refused import RequestRefused
from bot.work import intake_keys
from storage.engine import UNREACHABLE
from storage.tables import IntakeKey

log = structlog.get_logger()

PATH = "/intake/touches"
AT_ONCE = 2  # a batch takes a second or so; people who wait for an answer go first
_NO_KEY = "Send a key as “Authorization: Bearer tend_…”. An admin makes one in Slack with /client intake."
_AWAY = "The database does not answer just now, so not all of it may be on record. Send the same again."
_SHOWN = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class Intake:
    """Takes touches from other programs."""

    def __init__(self, tend: Tend) -> None:
        self._tend = tend
        self._bodies = Bodies()
        self._pace = Pace()
        self._turns = CapacityLimiter(AT_ONCE)

    def routes(self) -> list[Route]:
        """The door itself, and what it is about: for people and for programs."""
        return [
            Route(PATH, self.take, methods=["POST"]),
            Route("/intake", self.page),
            Route("/intake/openapi.json", self.document),
        ]

    async def take(self, request: Request) -> Response:
        """Log what was posted: 202 with what became of each touch, or a problem."""
        try:
            bearer = _bearer(request)
            if not bearer:
                await self._bodies.drop(request)
                raise _no_key()
            body = await self._bodies.read(request)
            _check_type(request)
            return await to_thread.run_sync(self._answer, bearer, body, limiter=self._turns)
        except RequestRefused as refused:
            metrics.refused(refused.status)
            return Problem(
                HTTPStatus(refused.status), "At most 1 MB, within 10 seconds.", connection="close"
            ).response()
        except Problem as problem:
            metrics.refused(problem.status)
            return problem.response()

    async def page(self, request: Request) -> Response:
        """What can be posted, for people."""
        return HTMLResponse(pages.page(self._address(request), PostedTouch.model_json_schema()), headers=_SHOWN)

    async def document(self, request: Request) -> Response:
        """What can be posted, for programs: OpenAPI."""
        return Answer(openapi.document(self._address(request)))

    def _address(self, request: Request) -> str:
        """Where it is reached: behind a proxy that is not where it is asked."""
        return self._tend.address or str(request.base_url).rstrip("/")

    def _answer(self, bearer: str, body: bytearray) -> Response:
        try:
            return self._logged(self._opened(bearer), body)
        except UNREACHABLE:
            log.warning("intake.database_away")
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, _AWAY, Retry_After="30") from None

    def _opened(self, bearer: str) -> IntakeKey:
        with self._tend.store.read() as session:
            key = intake_keys.opens(session, bearer)
        if key is None:
            raise _no_key()
        wait = self._pace.wait(f"{key.team_id}/{key.id}", time.monotonic())
        if wait:
            said = (
                f"Too many requests for this key: again in {wait} s. A request takes {requests.MOST_TOUCHES} touches."
            )
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, said, Retry_After=str(wait))
        return key

    def _logged(self, key: IntakeKey, body: bytearray) -> Response:
        now = self._tend.now()
        rows, is_batch = requests.rows(body)
        intake_keys.used(self._tend.store, key.team_id, key.id, now)
        outcomes = [self._one(key.team_id, requests.read(row)) for row in rows]
        if not is_batch and outcomes[0].problem is not None:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, outcomes[0].problem)
        return Answer(requests.Results(results=outcomes).model_dump(mode="json"), HTTPStatus.ACCEPTED)

    def _one(self, team_id: str, row: PostedTouch | Outcome) -> Outcome:
        if isinstance(row, Outcome):
            return row
        return posted.take(self._tend.store, team_id, row, self._tend.now())


def _no_key() -> Problem:
    return Problem(HTTPStatus.UNAUTHORIZED, _NO_KEY, WWW_Authenticate="Bearer")


def _check_type(request: Request) -> None:
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON: “Content-Type: application/json”.")


def _bearer(request: Request) -> str:
    kind, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""
