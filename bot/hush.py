"""What must not be read in a log: secrets, and the rows of clients that a database quotes in its errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

HIDDEN = "•••"
SHORTEST = 8  # a shorter part of a secret is a word, which other lines hold by chance

_SLACKS = r"\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w.%-]{6,}"
_WAYS_IN = r"(?<=hooks\.slack\.com/)[\w/%-]+|(?<=[?&]ticket=)[\w%-]+"
_ROW = re.compile(r"^(DETAIL|CONTEXT): .*$", re.MULTILINE)


class Hush:
    """Takes secrets out of a text: the ones given, and whatever looks like a token of Slack's."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        told = {written for secret in secrets for part in _parts(secret) for written in _written(part)}
        known = (re.escape(one) for one in sorted(told, key=len, reverse=True))
        self._hidden = re.compile("|".join((*known, _SLACKS, _WAYS_IN)))

    def __call__(self, text: str) -> str:
        """The text with a mark in place of each secret."""
        return self._hidden.sub(HIDDEN, text)


def without_rows(text: str) -> str:
    """An error of PostgreSQL's without the values of the row that it is about."""
    return _ROW.sub(rf"\1: {HIDDEN}", text)


def _parts(secret: str) -> Iterator[str]:
    """A secret, and those inside it: keys separated by commas, the password of a database's address."""
    candidates = [secret.strip(), *(part.strip() for part in secret.split(","))]
    try:
        address = make_url(secret)
    except ArgumentError:
        address = None
    if address is not None:
        candidates = [address.render_as_string(hide_password=False), secret] if address.password else []
        candidates.append(str(address.password or ""))
    yield from (part for part in candidates if len(part) >= SHORTEST)


def _written(part: str) -> set[str]:
    return {part, quote(part, safe=""), json.dumps(part)[1:-1]}
