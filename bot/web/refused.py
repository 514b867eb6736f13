"""Why a request goes no further."""

from __future__ import annotations

from starlette.responses import Response

BAD, NOT_SLACK, TOO_LARGE = 400, 401, 413


class RequestRefused(Exception):
    """A request that is not taken; `status` is the HTTP answer."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status

    def response(self) -> Response:
        """The answer: the number alone, and the connection is closed."""
        return Response(status_code=self.status, headers={"connection": "close"})
