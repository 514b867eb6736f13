"""The sentences of a digest, in mrkdwn."""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy import Level
from bot.views import mrkdwn, words
from bot.views.digest.told import Changes, Digest, Some, Whose
from bot.views.lists import NONE_OF_YOURS

NAME = 60  # characters of an account's name among others
_LOUDEST_FIRST = tuple(reversed(Level))
_CLIENTS = {Whose.EVERYBODYS: "Our clients", Whose.TEAMS: "Your team's clients", Whose.OWN: "Your clients"}
_EMPTY = {
    Whose.OWN: NONE_OF_YOURS,
    Whose.TEAMS: "No account belongs to you or to those whom you lead. See all with `/client list`.",
}


def title(told: Digest) -> str:
    """Its heading, plain text."""
    since = f"since {mrkdwn.day(told.since, told.today)}"
    if told.whose is Whose.ACCOUNT:
        return f"{told.name} {since}"
    clients = _CLIENTS[told.whose]
    return f"Portfolio report: {clients[0].lower()}{clients[1:]} {since}" if told.is_report else f"{clients} {since}"


def empty(told: Digest) -> str:
    """There is no account to tell of."""
    return _EMPTY.get(told.whose, f"There is no account yet. Add the first: {mrkdwn.code('/client add')}")


def gist(told: Digest) -> str:
    """How all of them stand."""
    if told.whose is Whose.ACCOUNT:
        return f"{words.level(max(told.levels, key=lambda level: level.loudness, default=None))} now."
    calm = told.accounts - told.waiting
    loud = [f"{words.level(level)} {told.levels[level]:,}" for level in _LOUDEST_FIRST if told.levels.get(level)]
    each = mrkdwn.listing([*loud, *([f"{words.CALM} {calm:,}"] if calm or not loud else [])], 4)
    return f"Of {mrkdwn.count(told.accounts, 'account')}: {each}."


def changed(told: Digest) -> list[str]:
    """What changed, a line each; one line where nothing did."""
    if told.whose is Whose.ACCOUNT:
        lines = [f"✓ {mrkdwn.cut(mrkdwn.line(why), 300)}" for why in told.closed]
        return [*lines, f"{_touches(told.changes)}."]
    return [*_each(told.changes), _spoken_to(told)]


def _each(changes: Changes) -> Iterator[str]:
    for what, some in (
        ("Waits now", changes.entered),
        ("Got worse", changes.worse),
        ("Still open, though said before", changes.still),
        ("Answered by a touch", changes.answered),
        ("Settled without one", changes.settled),
        ("New", changes.added),
        ("Lost", changes.lost),
    ):
        if some:
            yield f"{what}: {_names(some)}"


def _names(some: Some) -> str:
    """`*Acme*, *Globex* and 3 more`."""
    names = [mrkdwn.bold(mrkdwn.cut(name, NAME)) for name in some.names]
    if some.total > len(names):
        return f"{', '.join(names)} and {some.total - len(names):,} more"
    return mrkdwn.listing(names, len(names))


def _spoken_to(told: Digest) -> str:
    spoken = f"{told.changes.spoken_to:,} of {mrkdwn.count(told.accounts, 'account')} spoken to"
    return f"{_touches(told.changes)}; {spoken}."


def _touches(changes: Changes) -> str:
    return mrkdwn.count(changes.touches, "touch", "touches") if changes.touches else "No touch was logged"
