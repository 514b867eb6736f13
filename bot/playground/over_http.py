"""What Slack tells the app over HTTP: signed, answered in time, and events again when they failed."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bot.playground.envelopes import EVENT_RETRIES, Ack, EnvelopeType

#: The body and the headers of a request.
Signed = tuple[bytes, dict[str, str]]

_AT_ONCE = 16
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class Posts:
    """Delivers to the app's request URL, signed with its secret. `now`: aware UTC, dates the signatures."""

    def __init__(self, url: str, secret: str, now: Callable[[], datetime], ack_s: float) -> None:
        self._url = url
        self._secret = secret.encode()
        self._now = now
        self._ack_s = ack_s
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="slack-posts")
        self._again: list[threading.Timer] = []

    def send(self, kind: EnvelopeType, payload: dict[str, Any]) -> Future[Ack]:
        """Tell the app; the future holds what it acknowledged, at the latest when its time is over."""
        return self._pool.submit(self.tell, kind, self.signed(kind, payload))

    def signed(self, kind: EnvelopeType, payload: dict[str, Any]) -> Signed:
        """A request as Slack sends it: its body and its headers."""
        if kind == "events_api":
            body, media_type = json.dumps(payload).encode(), _JSON
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, media_type = urlencode(fields).encode(), _FORM
        timestamp = str(int(self._now().timestamp()))
        mac = hmac.new(self._secret, f"v0:{timestamp}:".encode() + body, hashlib.sha256)
        return body, {
            "Content-Type": media_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={mac.hexdigest()}",
        }

    def close(self) -> None:
        """Tell nothing more."""
        for timer in self._again:
            timer.cancel()
        self._pool.shutdown(cancel_futures=True)

    def tell(self, kind: EnvelopeType, signed: Signed, told: int = 0) -> Ack:
        """Make a request, for the time after `told`; what the app acknowledged."""
        body, headers = signed
        again = {"X-Slack-Retry-Num": str(told), "X-Slack-Retry-Reason": "http_error"} if told else {}
        request = Request(self._url, body, {**headers, **again})  # noqa: S310 - the test's own address
        try:
            with urlopen(request, timeout=self._ack_s) as answer:  # noqa: S310
                return Ack(_read(answer.read(), answer.headers.get_content_type()))
        except HTTPError as error:
            error.close()
            ack = Ack(failed=True)
        except TimeoutError:
            ack = Ack(timed_out=True)
        except (OSError, HTTPException):
            ack = Ack(failed=True)
        if kind == "events_api" and told < len(EVENT_RETRIES):
            self._tell_again(kind, signed, told)
        return ack

    def _tell_again(self, kind: EnvelopeType, signed: Signed, told: int) -> None:
        timer = threading.Timer(EVENT_RETRIES[told], self.tell, (kind, signed, told + 1))
        timer.daemon = True
        self._again.append(timer)
        timer.start()


def _read(body: bytes, media_type: str) -> dict[str, Any] | None:
    if not body:
        return None
    if media_type == _JSON:
        answer: dict[str, Any] = json.loads(body)
        return answer
    return {"text": body.decode()}
