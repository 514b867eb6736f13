"""Slack's Web API as Tend calls it: no call is repeated by itself, and a post can be taken back to the last moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from ssl import SSLContext, create_default_context
from typing import Any
from urllib.request import Request

from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.http_retry.response import HttpResponse

from bot.counted import CountedClient

TIMEOUT_S = 10
_LOOKS, _BETWEEN_LOOKS_S = 6, 0.5


class NotOurs(Exception):
    """The last look said no: the request was broken off, and Slack has done nothing."""


class Client(CountedClient):
    """A client of slack_sdk's that can look once more whether a call is still its to make (`asking`)."""

    _last_look: Callable[[], bool] | None = None

    def __init__(self, token: str | None, base_url: str) -> None:
        super().__init__(token, base_url=base_url, timeout=TIMEOUT_S, retry_handlers=[], ssl=_certificates())

    def asking(self, last_look: Callable[[], bool]) -> Client:
        """A client like this one whose calls ask `last_look` when all but their body is sent; raises `NotOurs`.

        Connecting takes time, and a process may be stopped in the middle of it and go on minutes later. Between the
        answer and the body's way into the kernel there is but one step.
        """
        client = copy(self)
        client._last_look = last_look
        return client

    def until_there(self) -> Client:
        """A client like this one that asks again, for some seconds, while Slack does not find what a call is about.

        A form that an acknowledgement carries is there only after Slack has heard that.
        """
        client = copy(self)
        client.retry_handlers = [_NotThereYet(_LOOKS, FixedValueRetryIntervalCalculator(_BETWEEN_LOOKS_S))]
        return client

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if self._last_look is not None and isinstance(req.data, bytes):
            size = str(len(req.data))
            req.data = _at_last(self._last_look, req.data)
            req.add_unredirected_header("Content-length", size)
        return super()._perform_urllib_http_request_internal(url, req)


class _NotThereYet(RetryHandler):
    """Slack's “not found” may mean “not yet”."""

    def _can_retry(self, *, response: HttpResponse | None = None, **_: Any) -> bool:
        return bool(response and response.body and response.body.get("error") == "not_found")


@cache
def _certificates() -> SSLContext:
    """Whom we trust, read once: slack_sdk's own would be read again for each call."""
    return create_default_context()


def _at_last(last_look: Callable[[], bool], body: bytes) -> Iterator[bytes]:
    if not last_look():
        raise NotOurs("it is somebody else's to say by now, or we are about to stop")
    yield body
