"""What Slack's client makes of the text that people type."""

from __future__ import annotations

import re

from bot.playground.core import Core
from bot.playground.world import Channel

_EMAIL = re.compile(r"(?<![\w.+<:|-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_URL = re.compile(r"(?<![<|])\bhttps?://(?:(?!&[lg]t;)[^\s<>|])+")
_DOMAIN = re.compile(r"(?<![\w@./<|:-])(?:[\w-]+\.)+(?:com|org|net|io|co)\b(?![\w@-]|\.\w)")
_MENTION = re.compile(r"(?<![\w<])(?P<sign>[@#])(?P<name>[\w-]+(?:\.[\w-]+)*)")


def typed(core: Core, text: str, should_escape: bool) -> str:
    """A command's text as the app gets it: entities; with `should_escape` mentions, with names, and links in `<…>`."""
    safe = _safe(text)
    return _mentions(core, _links(safe), "<@{0.id}|{0.name}>") if should_escape else safe


def said(core: Core, text: str) -> str:
    """A message's text as the app gets it: entities, links and mentions in `<…>`, people without their names."""
    return _mentions(core, _links(_safe(text)), "<@{0.id}>")


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _links(text: str) -> str:
    """`<https://…>`, `<mailto:a@b.c|a@b.c>` and `<http://acme.com|acme.com>`, as Slack links them by itself."""
    text = _EMAIL.sub(r"<mailto:\g<0>|\g<0>>", text)
    text = _URL.sub(r"<\g<0>>", text)
    return _DOMAIN.sub(r"<http://\g<0>|\g<0>>", text)


def _mentions(core: Core, text: str, person: str) -> str:
    """`@ana` and `#client-health` as `<@U…>` and `<#C…|client-health>`; unknown names stay as they are."""
    people = {u.name.lower(): person.format(u) for u in core.world.users.values() if not u.deleted}
    named = {c.name.lower(): _channel(c) for c in core.world.channels.values() if c.name}

    def replaced(found: re.Match[str]) -> str:
        known = people if found["sign"] == "@" else named
        return known.get(found["name"].lower(), found[0])

    return _MENTION.sub(replaced, text)


def _channel(channel: Channel) -> str:
    return f"<#{channel.id}|{'' if channel.is_private else channel.name}>"
