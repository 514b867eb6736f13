"""Whether a request is Slack's own: signed with our secret over its very bytes, not long ago."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

MAX_AGE_S = 300

_TIMESTAMP, _SIGNATURE = b"x-slack-request-timestamp", b"x-slack-signature"
_INTEGER = re.compile(rb"[0-9]{1,12}")


def sign(secret: str, timestamp: bytes, body: bytes | bytearray) -> bytes:
    """Slack's signature (version v0) of a body that is sent at a moment (seconds since 1970)."""
    mac = hmac.new(secret.encode(), b"v0:" + timestamp + b":", hashlib.sha256)
    mac.update(body)
    return b"v0=" + mac.hexdigest().encode()


@dataclass(frozen=True, slots=True)
class Claim:
    """What the headers of a request say of who sent it, and when."""

    timestamp: bytes
    signature: bytes

    @classmethod
    def of(cls, headers: Iterable[tuple[bytes, bytes]], now: datetime) -> Claim | None:
        """Read the headers; None when a signature or its moment is missing, told twice, or not of these minutes."""
        told = list(headers)
        timestamps = [value for name, value in told if name == _TIMESTAMP]
        signatures = [value for name, value in told if name == _SIGNATURE]
        if len(timestamps) != 1 or len(signatures) != 1 or not _INTEGER.fullmatch(timestamps[0]):
            return None
        if abs(now.timestamp() - int(timestamps[0])) > MAX_AGE_S:
            return None
        return cls(timestamps[0], signatures[0])

    def holds(self, secret: str, body: bytes | bytearray) -> bool:
        """Whether the body was signed with the secret."""
        return hmac.compare_digest(sign(secret, self.timestamp, body), self.signature)
