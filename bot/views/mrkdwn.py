"""Slack's text markup: what people typed made harmless, times in the reader's zone, money, and texts cut to fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, tzinfo

from bot.anonymous import SOMEBODY, is_nobodys
from bot.money import digits
from bot.worktime import UTC_ZONE

SECTION_LIMIT = 3000
TEXT_LIMIT = 3000  # Slack shows more in a post, but takes no more than 4,000 in an update
_BACKTICK = "\N{MODIFIER LETTER GRAVE ACCENT}"
_POINTING = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
_QUOTING = re.compile(r"^[> ]*>")
_MENTION = re.compile(r"<([@#])[A-Z0-9]+>")
_UNFINISHED = re.compile(r"(&[a-z]{0,4}|<[^>]*)$")


def escape(text: str) -> str:
    """Text that people typed, so that no mention, link or entity in it comes alive."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def line(text: str) -> str:
    """Escaped text on one line, without live backticks: a single one would pair with the next of ours.

    It begins no quotation, wherever it stands.
    """
    shown = " ".join(text.split()).replace("`", _BACKTICK)
    return escape(_QUOTING.sub(lambda found: found[0].replace(">", _POINTING), shown))


def bold(name: str) -> str:
    """A name in bold; asterisks in it cannot end the bold early."""
    return "*" + line(name).replace("*", "\N{ASTERISK OPERATOR}") + "*"


def code(text: str, limit: int = 500) -> str:
    """What somebody typed, in a code span: escaped, on one line, without live backticks, at most `limit` characters."""
    shown = cut(" ".join(text.split()), limit).replace("`", _BACKTICK)
    return f"`{escape(shown) or ' '}`"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last of them "…" when something was left out; no entity or mention is halved."""
    if len(text) <= limit:
        return text
    return _UNFINISHED.sub("", text[: limit - 1]).rstrip() + "…"


def fit(text: str, limit: int) -> str:
    """Mrkdwn cut to a limit; a code span that is cut ends where it is cut."""
    if len(text) <= limit:
        return text
    shorter = cut(text, limit - 4)
    if shorter.count("```") % 2:
        return f"{shorter}\n```"
    return f"{shorter}`" if shorter.count("`") % 2 else shorter


def person(user_id: str) -> str:
    """A person of ours, by their Slack id; one who was erased has no name any more."""
    return SOMEBODY if is_nobodys(user_id) else f"<@{user_id}>"


def link(address: str, text: str) -> str:
    """A word of ours that leads to a page."""
    return f"<{escape(address)}|{text}>"


def channel(channel_id: str) -> str:
    """A channel, by its Slack id."""
    return f"<#{channel_id}>"


def whom(recipient: str) -> str:
    """A person or a channel, by their Slack id."""
    return channel(recipient) if recipient.startswith(("C", "G")) else person(recipient)


def moment(at: datetime, zone: tzinfo = UTC_ZONE) -> str:
    """An instant that Slack shows in the reader's own zone; `zone` is for readers whom Slack does not help."""
    local = at.astimezone(zone)
    fallback = f"{local.day} {local:%b %Y, %H:%M}"
    return f"<!date^{int(at.timestamp())}^{{date_short}} at {{time}}|{fallback}>"


def on(at: datetime, zone: tzinfo = UTC_ZONE) -> str:
    """The day of an instant, in the reader's own zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short}}|{there(at, zone)}>"


def there(at: datetime, zone: tzinfo) -> str:
    """The day of an instant in a zone, wherever the reader is: of a clock, in that of its account."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def day(value: date, today: date | None = None) -> str:
    """A local date in words: "12 May", with the year when it is not this one or `today` is not known."""
    year = "" if today is not None and value.year == today.year else f" {value.year}"
    return f"{value.day} {value:%B}{year}"


def money(minor: int, currency: str) -> str:
    """An amount in minor units, in words: "120,000 EUR", "99.50 GBP"."""
    places = digits(currency)
    whole, rest = divmod(minor, 10**places)
    return f"{whole:,}.{rest:0{places}} {currency}" if rest else f"{whole:,} {currency}"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun: "1 client", "3 clients"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listing(words: Sequence[str], limit: int = 3) -> str:
    """Words in a sentence: "a, b and c"; what lies beyond `limit` is counted."""
    shown = list(words) if len(words) <= limit else [*words[:limit], f"{len(words) - limit} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def plain(text: str) -> str:
    """Mrkdwn for a place that shows plain text only, and no mention by its name."""
    return _MENTION.sub(_unnamed, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unnamed(found: re.Match[str]) -> str:
    words = "that person" if found[1] == "@" else "that channel"
    return words if found.start() else words.capitalize()


def quoted(name: str) -> str:
    """A name as it is typed in a command: in quotes where it has several words."""
    return f'"{name}"' if " " in name else name


def told(sentence: str, mentioned: Collection[str] = ()) -> str:
    """A sentence of ours with people's words in it: escaped, but for mentions of the people and channels given."""
    ours = "|".join(map(re.escape, mentioned))
    return re.sub(rf"&lt;([@#])({ours})&gt;", _mention, line(sentence)) if ours else line(sentence)


def _mention(found: re.Match[str]) -> str:
    return person(found[2]) if found[1] == "@" else channel(found[2])
