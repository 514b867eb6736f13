"""The text in a file that somebody saved somewhere: in which encoding, or why it is none. Pure."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bot.work.deed import Refused

EXCEL = (
    "That is a spreadsheet, and I read CSV files only. In Excel or Numbers choose File, then “Save as” (or Export) and "
    "“CSV UTF-8”; in Google Sheets File, Download, CSV. Then drop that file here."
)
_NO_TEXT = "That does not look like a CSV file: there is no text in it."
_WEB_PAGE = "That is a web page and not a CSV file. Save the list itself as CSV and drop it here."

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_PAGE = re.compile(rb"\s*<(!doctype html|html)\b", re.IGNORECASE)
_UNPRINTED = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY = 0.1  # of all characters: up to so many that nobody prints may have strayed into a text


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and its encoding by name. Not `is_sure`: guessed, since nothing in the file says so."""

    text: str
    encoding: str
    is_sure: bool = True


def decode(content: bytes) -> Decoded:
    """The text of a file: UTF-8, UTF-16, or else what Windows in the west writes. Raises `Refused` where it is none."""
    if content.startswith(_SPREADSHEETS):
        raise Refused(EXCEL)
    if _PAGE.match(content):
        raise Refused(_WEB_PAGE)
    decoded = _decoded(content)
    if not _is_text(decoded.text):
        raise Refused(_NO_TEXT)
    return decoded


def _is_text(text: str) -> bool:
    return "\0" not in text and len(_UNPRINTED.findall(text)) <= _STRAY * len(text)


def _decoded(content: bytes) -> Decoded:
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None) or _unmarked_utf16(content)
    try:
        if marked:
            return Decoded(content.decode(marked), "UTF-8" if marked == "utf-8-sig" else "UTF-16")
        return Decoded(content.decode(), "UTF-8")
    except UnicodeDecodeError:
        return _of_windows(content)


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: in a text of the west every second byte is nothing."""
    even, odd = content[0:200:2].count(0), content[1:200:2].count(0)
    most = len(content[:200]) // 4
    return "utf-16-le" if odd > most > even else "utf-16-be" if even > most > odd else None


def _of_windows(content: bytes) -> Decoded:
    try:
        return Decoded(content.decode("cp1252"), "Windows-1252", is_sure=False)
    except UnicodeDecodeError:
        return Decoded(content.decode("latin-1"), "Latin-1", is_sure=False)
