"""What follows the account in `/heard`: how big it is, who said it, and what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handlers.tokens import Form, Part, cut, decode, typed

_SIZES = {"big": True, "small": False}
_LONGEST_NAME = 5  # words before a colon that may be who said it


class RemarkLine(NamedTuple):
    """`big: Jane Doe: "they asked…"`. `who` stands before a colon, and may be no name but part of their words.

    `whole`: the words with `who` in front, for where that is nobody.
    """

    is_big: bool
    who: str
    text: str
    whole: str


def parse_remark(line: str) -> RemarkLine:
    """Read what follows the account's name, as Slack delivers it. Never raises.

    A size has a colon or quotes behind it: "big problems with the invoice" are their words.
    """
    parts = _without_colon(cut(line))
    is_sized = len(parts) > 1 and parts[0].bare in _SIZES and parts[1].form in (Form.COLON, Form.QUOTED)
    is_big = is_sized and _SIZES[parts[0].bare]
    parts = _without_colon(parts[1:]) if is_sized else parts
    whole = _words(line, parts)
    colon = next((at for at, part in enumerate(parts) if part.form is Form.COLON), len(parts))
    if not 0 < colon <= _LONGEST_NAME or colon + 1 >= len(parts):
        return RemarkLine(is_big, "", whole, whole)
    who = typed(line, parts[:colon]).removeprefix("from ")
    return RemarkLine(is_big, who, _words(line, parts[colon + 1 :]), whole)


def _without_colon(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts without a colon in front."""
    return parts[1:] if parts and parts[0].form is Form.COLON else parts


def _words(line: str, parts: Sequence[Part]) -> str:
    """What was typed from the first part to the end; of one quotation, what stands in it."""
    if len(parts) == 1 and parts[0].form is Form.QUOTED:
        return parts[0].text.strip()
    return decode(line[parts[0].start :]).strip() if parts else ""
