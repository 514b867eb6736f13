"""What is wrong with what Slack is given to show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_OURS = re.compile(
    r"<@U0(?:ANA|BEN|CHRIS|DANA|TEND)>|<#C0(?:GENERAL|HEALTH|ACME|NOBOT)>|<!date\^\d+\^[^|<>]*\|[^<>]*>"
    r"|<https://brightside\.slack\.com/archives/\w+/p\d+\|[\w ]+>"
)
_OUR_QUOTE = re.compile(r"^> ", re.MULTILINE)
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_THEIR_CODE = re.compile(r"`span`|```fence")
_QUOTE = re.compile(r"^\s*&gt;", re.MULTILINE)


def faults_of(mrkdwn: str) -> Iterator[str]:
    """What is wrong with a text: something is alive in it that we did not write, or its code ends nowhere."""
    rest = _ENTITY.sub("", _OURS.sub("", _OUR_QUOTE.sub("", mrkdwn)))
    if set("<>&") & set(rest):
        yield f"unescaped: {mrkdwn!r:.300}"
    if mrkdwn.count("```") % 2 or mrkdwn.replace("```", "").count("`") % 2:
        yield f"code without an end: {mrkdwn!r:.300}"
    if _THEIR_CODE.search(mrkdwn):
        yield f"their code: {mrkdwn!r:.300}"
    if _QUOTE.search(mrkdwn):
        yield f"their quotation: {mrkdwn!r:.300}"


def faults_in(payload: Any) -> Iterator[str]:
    """What is wrong with the mrkdwn anywhere in a message or a view."""
    if isinstance(payload, list):
        for part in payload:
            yield from faults_in(part)
    elif isinstance(payload, dict):
        if payload.get("type") == "mrkdwn":
            yield from faults_of(str(payload["text"]))
            if payload.get("verbatim") is not True:
                yield f"plain words come alive: {payload}"
        for part in payload.values():
            yield from faults_in(part)


def told_twice(payload: Any) -> Iterator[str]:
    """Entities that a reader would see as such. For text in which nobody typed one."""
    for kind, text in texts_in(payload):
        shown = unescaped(text) if kind == "mrkdwn" else text
        if _ENTITY.search(shown):
            yield f"escaped twice: {text!r:.300}"


def texts_in(payload: Any) -> Iterator[tuple[str, str]]:
    """Every text object: "mrkdwn" or "plain_text", and what stands in it."""
    if isinstance(payload, list):
        for part in payload:
            yield from texts_in(part)
    elif isinstance(payload, dict):
        if payload.get("type") in ("mrkdwn", "plain_text") and isinstance(payload.get("text"), str):
            yield payload["type"], payload["text"]
        for part in payload.values():
            yield from texts_in(part)


def unescaped(mrkdwn: str) -> str:
    """Mrkdwn as its reader sees it, mentions and dates aside."""
    return mrkdwn.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def given_back(blocks: list[dict[str, Any]]) -> str | None:
    """What a message says that its reader typed; None when it says nothing of it."""
    lines = [text for kind, text in texts_in([b for b in blocks if b.get("type") == "context"]) if kind == "mrkdwn"]
    begins = next((place for place, line in enumerate(lines) if line.startswith("You typed `")), None)
    if begins is None:
        return None
    spans = [line.removeprefix("You typed ") for line in lines[begins:]]
    return unescaped("".join(span.strip("`") for span in spans))


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for white space, backticks and a ">", which mrkdwn cannot show everywhere."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    shown = "".join(text.split()).replace("`", "\N{MODIFIER LETTER GRAVE ACCENT}")
    return shown.replace(">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
