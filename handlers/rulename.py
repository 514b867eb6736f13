"""A rule as people name it: by its key, or by the name that they read."""

from __future__ import annotations

from bot.near import nearest
from bot.rules import RULES
from bot.views import mrkdwn, words
from bot.work.checks import brief
from bot.work.deed import Refused
from handlers.tokens import decode, flat

_NEAREST = 3


def find_rule(typed: str) -> str:
    """The key of a rule that was typed: `quiet`, `senior gap`, `single_thread`. Raises `Refused`."""
    names = {_plain(name): key for key in RULES for name in (key, words.rule(key))}
    said = _plain(decode(typed))
    if said not in names:
        near = nearest(said, names, _NEAREST)
        raise Refused(f"“{brief(decode(typed))}” is no rule. {_known([words.rule(names[name]) for name in near])}")
    return names[said]


def _known(near: list[str]) -> str:
    if near:
        return f"Did you mean {mrkdwn.listing(list(dict.fromkeys(near)), _NEAREST).replace(' and ', ' or ')}?"
    return f"These are: {', '.join(words.rule(key) for key in RULES)}."


def _plain(name: str) -> str:
    return " ".join(flat(name).lower().replace("_", " ").replace("-", " ").split())
