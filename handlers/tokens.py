"""Slack's command text, cut into parts that know where they stand in the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from enum import Enum, auto

_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033'
_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_FLAT = str.maketrans(
    dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u00a0\u2007\u202f", " ")
    | {"\u060c": ",", "\uff0c": ",", "\u3001": ","}
)

_MARKUP = re.compile(
    r"<(?:@(?P<user>[A-Z0-9]+)|[#](?P<channel>[A-Z0-9]+)|(?P<url>(?:https?://|mailto:|tel:|ftp://)[^\s|<>]+))"
    r"(?:\|(?P<label>[^<>]*))?>"
)
_UNNAMED_MARKUP = re.sub(r"\?P<\w+>", "?:", _MARKUP.pattern)
_TOKEN = re.compile(
    rf"""(?P<emoji>(?::[\w+'-]+:)+)
    |(?P<colon>:(?=\s|$))
    |"(?P<quoted>(?:[^"]|"")*)"(?=[\s,;.!?)]|:(?:\s|$)|$)
    |(?P<word>(?:(?!{_UNNAMED_MARKUP}|:(?:\s|$))\S)+)""",
    re.VERBOSE,
)
_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z_-]*):(?=[^\s/:])")

LONGEST_NAME = 12  # words of an account's name
FURTHEST_NAME = 24  # no account is looked for behind so many parts


class Form(Enum):
    """What a part of a line is."""

    WORD = auto()
    QUOTED = auto()
    PAIR = auto()  # key:value
    PERSON = auto()  # <@U…>, or @name where Slack did not resolve it
    CHANNEL = auto()
    LINK = auto()
    COLON = auto()  # a colon on its own: the note begins


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line. `text` is what was typed, without quotes and markup; `value` is a mention's id, else `text`.

    Of a pair, both are its value's. `bare` is `text` as words are compared: lower case, no punctuation around it.
    """

    start: int
    end: int
    form: Form
    text: str
    value: str
    bare: str
    key: str = ""
    quoted: bool = False

    @property
    def ends_phrase(self) -> bool:
        """Whether a comma or semicolon follows at once."""
        return self.form is Form.WORD and self.text.endswith((",", ";"))


def flat(text: str) -> str:
    """Smart quotes, dashes and spaces as plain ones; every character stays in its place."""
    return text.translate(_FLAT)


def decode(raw: str) -> str:
    """Slack's markup and entities as a person typed them: `<@U1|ana>` is "@ana", `&amp;` is "&"."""
    shown, at = [], 0
    for mark in _MARKUP.finditer(raw):
        shown += [_unescape(raw[at : mark.start()]), _shown(mark)]
        at = mark.end()
    return "".join([*shown, _unescape(raw[at:])])


def encode(text: str) -> str:
    """The other way: plain text with Slack's three characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(text: str) -> str:
    """Text in quotes, as `cut` reads it back; a quote inside is doubled."""
    return f'"{encode(re.sub(f"([{_QUOTES}])", lambda found: found[1] * 2, text))}"'


def cut(line: str) -> list[Part]:
    """All parts of a line as Slack delivers it. Never raises; between the parts is nothing but white space."""
    level, parts, at = flat(line), [], 0
    while at < len(level):
        if level[at].isspace():
            at += 1
            continue
        part = _pair(line, level, at) or _part(line, level, at)
        parts.append(part)
        at = part.end
    return parts


def stretches(line: str) -> set[str]:
    """Every stretch of a line's beginning that could be an account's name, as it was typed."""
    parts = cut(line)[:FURTHEST_NAME]
    return {
        _name(line, parts[start:end])
        for start in range(len(parts))
        for end in range(start + 1, min(start + LONGEST_NAME, len(parts)) + 1)
    }


def account_within(line: str, parts: Sequence[Part], is_account: Callable[[str], bool]) -> tuple[str, int, int]:
    """The first account that a line names somewhere, and the numbers of its first part and the one behind its last.

    ("", 0, 0) for none. Only words that `is_account` knows are one, the longest of those that begin at the same part.
    """
    words = parts[:FURTHEST_NAME]
    for start in range(len(words)):
        count = _run(words[start:], lambda part: part.form in (Form.WORD, Form.LINK, Form.QUOTED))
        for end in range(start + min(count, LONGEST_NAME), start, -1):
            name = _name(line, words[start:end])
            if name and is_account(name):
                return name, start, end
    return "", 0, 0


def leading_account(
    line: str, parts: Sequence[Part], is_account: Callable[[str], bool], until: int, keys: Container[str] = ()
) -> tuple[str, int]:
    """The account that a line begins with, and how many parts name it.

    A quoted string, else the longest beginning that `is_account` knows, else all words before part number `until`.
    Pairs with one of `keys` are never part of a name.
    """
    if parts and parts[0].form is Form.QUOTED:
        return parts[0].text.strip(), 1
    nameable = _run(parts, lambda part: part.form is not Form.COLON and part.key not in keys)
    for count in range(min(nameable, LONGEST_NAME), 0, -1):
        name = _name(line, parts[:count])
        if name and is_account(name):
            return name, count
    count = min(_run(parts, lambda part: part.form in (Form.WORD, Form.LINK, Form.QUOTED)), until)
    return _name(line, parts[:count]), count


def _run(parts: Sequence[Part], fits: Callable[[Part], bool]) -> int:
    return next((number for number, part in enumerate(parts) if not fits(part)), len(parts))


def _name(line: str, parts: Sequence[Part]) -> str:
    return trim(typed(line, parts), ",;-")


def trim(text: str, marks: str) -> str:
    """Text without white space and the given marks at its ends."""
    return text.strip(_SPACES + marks)


def typed(line: str, parts: Sequence[Part]) -> str:
    """What was typed from the first to the last of the parts."""
    return decode(line[parts[0].start : parts[-1].end]) if parts else ""


def _pair(line: str, level: str, at: int) -> Part | None:
    key = _KEY.match(level, at)
    if not key:
        return None
    value = _part(line, level, key.end())
    text = value.text if value.quoted else value.text.rstrip(",;")
    own = value.value if value.form in (Form.PERSON, Form.CHANNEL) else text
    return Part(at, value.end, Form.PAIR, text, own, value.bare, key["key"].lower(), value.quoted)


def _part(line: str, level: str, at: int) -> Part:
    if mark := _MARKUP.match(line, at):
        return _mention(mark, at)
    found = next(_TOKEN.finditer(level, at))
    if found["quoted"] is not None:
        text = decode(re.sub(f"([{_QUOTES}])[{_QUOTES}]", r"\1", line[found.start("quoted") : found.end("quoted")]))
        return Part(at, found.end(), Form.QUOTED, text, text, text.casefold(), quoted=True)
    if found["colon"]:
        return _plain(line, at, found.end(), Form.COLON)
    named = re.fullmatch(r"@[^\W_][\w.-]*[,;.]?", found[0])
    return _plain(line, at, found.end(), Form.PERSON if named else Form.WORD)


def _plain(line: str, at: int, end: int, form: Form) -> Part:
    text = decode(line[at:end])
    shown = text.rstrip(",;.") if form is Form.PERSON else text
    return Part(at, end, form, shown, shown, flat(text).strip(",;.!?()").casefold())


def _mention(mark: re.Match[str], at: int) -> Part:
    shown = _shown(mark)
    form = Form.PERSON if mark["user"] else Form.CHANNEL if mark["channel"] else Form.LINK
    return Part(at, mark.end(), form, shown, mark["user"] or mark["channel"] or shown, shown.casefold())


def _shown(mark: re.Match[str]) -> str:
    label = _unescape(mark["label"] or "")
    if mark["user"]:
        return f"@{label or mark['user']}"
    if mark["channel"]:
        return f"#{label or mark['channel']}"
    url = _unescape(mark["url"])
    return (label if label.casefold() in url.casefold() else f"{label} {url}") if label else url.removeprefix("mailto:")


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
