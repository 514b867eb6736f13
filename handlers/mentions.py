"""What somebody wrote in a message, as people read it there."""

from __future__ import annotations

import re

from bot.tend import Tend
from bot.work.checks import clean
from handlers.tokens import decode, encode
from storage import people

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
_CALL = re.compile(r"<!(?:subteam\^|date\^)?([^|>^]*)[^|>]*(?:\|([^>]*))?>")
_UNKNOWN = "somebody"


def mentioned(text: str) -> list[str]:
    """The ids of the people who are mentioned in a message, in order."""
    return list(dict.fromkeys(_MENTION.findall(text)))


def readable(tend: Tend, team_id: str, text: str) -> str:
    """The text of a message without Slack's markup and what nobody sees, whoever is mentioned by their name."""
    ids = mentioned(text)
    with tend.store.read() as session:
        known = people.many(session, team_id, ids) if ids else {}
    names = {id_: encode(person.name).replace("|", " ") for id_, person in known.items()}
    named = _MENTION.sub(lambda found: f"<@{found[1]}|{names.get(found[1], _UNKNOWN)}>", text)
    return clean(decode(_CALL.sub(lambda found: found[2] or f"@{found[1]}", named)))
