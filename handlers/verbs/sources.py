"""`/client sources Acme`, `/client sources Acme channel off`: what logs itself for an account."""

from __future__ import annotations

import json

from bot.views import mrkdwn
from bot.views import sources as views
from bot.views.forms import account as forms
from bot.work import sources as work
from bot.work.deed import Refused
from handlers import linked, which
from handlers.answer import Answer
from handlers.visit import Visit
from storage import account_parts
from storage.tables import Account

_WAYS = {"on": True, "off": False}


def run(visit: Visit, rest: str) -> Answer:
    """Show the switches, or set one. Raises `Refused`."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.which("sources", "What logs itself"))
        account, after = which.leading(session, visit, rest, {*work.SWITCHES})
    words = after.casefold().split()
    if not words:
        return _shown(visit, account)
    return set_to(visit, account.id, *_read(words, account.name))


def pressed(visit: Visit, value: str) -> Answer:
    """Switch on, Switch off: the switches as they stand then, in place of these."""
    asked = json.loads(value)
    return set_to(visit, str(asked["account"]), str(asked["source"]), bool(asked["on"]), replaces=True)


def set_to(visit: Visit, account_id: str, source: str, on: bool, *, replaces: bool = False) -> Answer:
    """Set a switch, and show them all."""
    done = work.set_source(visit.tend.store, visit.deed(), account_id, source, on)
    return _shown(visit, done.account, replaces=replaces)


def _read(words: list[str], account: str) -> tuple[str, bool]:
    source, *way = words
    if source not in work.SWITCHES or len(way) != 1 or way[0] not in _WAYS:
        example = f"/client sources {mrkdwn.quoted(account)} channel off"
        raise Refused(f"I can switch {', '.join(work.SWITCHES)}, each on or off. For example: {example}")
    return source, _WAYS[way[0]]


def _shown(visit: Visit, account: Account, *, replaces: bool = False) -> Answer:
    with visit.tend.store.read() as session:
        channels = account_parts.channels(session, visit.team_id, [account.id]).get(account.id, [])
    switches = {str(switch): work.is_on(account, switch) for switch in work.SWITCHES}
    post = views.sources(account.id, account.name, switches, linked.places(visit, channels))
    return Answer(post, replaces=replaces)
