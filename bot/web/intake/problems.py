"""What is wrong with a request, as problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from bot.web.intake.answers import Answer

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is not taken; `detail` says what would do."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> Answer:
        """The answer."""
        told = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        return Answer(told, self.status, self.headers, MEDIA_TYPE)
