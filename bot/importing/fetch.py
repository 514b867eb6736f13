"""A file that somebody dropped in Slack: what Slack says of it, and what is in it.

Our token goes to Slack alone: not to where another host keeps a file, nor to where an answer would send us on.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.client import TIMEOUT_S, Client
from bot.intake.decoding import EXCEL
from bot.nudges.slack import FAILURES, Fate, Trouble, trouble
from bot.work.deed import Refused
from bot.workers import GoOn

MOST_BYTES = 5_000_000
_AT_ONCE = 64 * 1024
_PATIENCE_S = 60.0
_TEXTS = frozenset({"csv", "tsv", "txt", "text"})
_SHEETS = frozenset({"xlsx", "xls", "xlsm", "xlsb", "ods", "numbers", "gsheet"})
_GONE = frozenset({"file_not_found", "file_deleted", "not_visible", "access_denied"})
_BUSY = 429
_BROKEN = 500

GONE = "That file is not in Slack any more, or not where I may read it. Please drop it here again."
NOT_CSV = "I can read CSV files only. A list in a spreadsheet can be saved as CSV, and dropped here."
ELSEWHERE = "That file is kept outside of Slack, where I cannot read it. Download it, and drop it here."
TOO_LARGE = "It is larger than 5 MB, more than I can take at once. Please cut it into several files."


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be a list."""

    name: str
    address: str


def look(client: Client, file_id: str, kinds: frozenset[str] = _TEXTS) -> File:
    """What Slack says of a file. Raises `Refused` where it is none of the kinds, by its name or type; and `Trouble`."""
    try:
        told: dict[str, Any] = client.files_info(file=file_id)["file"]
    except (*FAILURES, KeyError) as error:
        met = trouble(error)
        if met.code in _GONE:
            raise Refused(GONE) from error
        raise met from error
    name = str(told.get("name") or told.get("title") or "the file")
    if told.get("is_external"):
        raise Refused(ELSEWHERE)
    _check_kind(name, str(told.get("filetype") or ""), kinds)
    if int(told.get("size") or 0) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    address = str(told.get("url_private_download") or told.get("url_private") or "")
    if not address:
        raise Refused(GONE)
    return File(name, address)


def read(client: Client, file: File, go_on: GoOn) -> bytes:
    """What is in a file. Raises `Refused` where Slack does not let us, and `Trouble` where it does not answer well.

    `go_on` may break it off.
    """
    if not _is_slacks(file.address, client.base_url):
        raise Refused(ELSEWHERE)
    asked = Request(file.address, headers={"Authorization": _bearer(client)})  # noqa: S310 - Slack's own
    try:
        with build_opener(_Stay).open(asked, timeout=TIMEOUT_S) as answer:
            if answer.headers.get_content_type() == "text/html":  # a page to sign in
                raise Refused(GONE)
            return _content(answer, go_on)
    except HTTPError as error:
        with error:
            if error.code == _BUSY or error.code >= _BROKEN:
                raise Trouble(f"http_{error.code}", Fate.PASSING) from error
            raise Refused(GONE) from error
    except (OSError, HTTPException) as error:
        raise Trouble(type(error).__name__, Fate.PASSING) from error


def _bearer(client: Client) -> str:
    return f"Bearer {client.token}"


def _content(answer: IO[bytes], go_on: GoOn) -> bytes:
    until, parts, size = monotonic() + _PATIENCE_S, [], 0
    while part := answer.read(_AT_ONCE):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise Refused(TOO_LARGE)
        go_on()
        if monotonic() > until:
            raise Trouble("timeout", Fate.PASSING)
    return b"".join(parts)


def _check_kind(name: str, kind: str, kinds: frozenset[str]) -> None:
    ending = name.rpartition(".")[2].casefold()
    if {ending, kind} & _SHEETS:
        raise Refused(EXCEL)
    if not {ending, kind} & kinds:
        raise Refused(NOT_CSV)


def _is_slacks(address: str, api: str) -> bool:
    """Whether an address is on the host of Slack's Web API, or below it: files.slack.com is."""
    there, ours = urlsplit(address), urlsplit(api)
    host = str(ours.hostname).removeprefix("www.")
    below = there.hostname == host or str(there.hostname).endswith(f".{host}")
    return there.scheme == ours.scheme and below


class _Stay(HTTPRedirectHandler):
    """Follows nobody: where Slack sends us on, it is to sign in."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Not at all."""
