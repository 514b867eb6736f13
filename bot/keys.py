"""Which accounts ought to be key, and which are without a reason that is on record (MISSION A5). Pure.

| reason          | who                                                                                          |
|-----------------|----------------------------------------------------------------------------------------------|
| biggest         | the top tenth by annual value, in the currency that most have at least three                 |
| most profitable | the top tenth by annual profit                                                               |
| longest held    | the top tenth by the day since when they are a client                                        |

A tenth is of those of whom it is known, rounded up. Amounts are compared within a currency. Where fewer than five can
be compared nothing is said, and of several who are equal at the edge nobody is named: who is, is clearly ahead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.policy import Tier

FEWEST = 5  # to be compared with each other
_LEAST = 3  # of the biggest
_PART = 10


class Reason(StrEnum):
    """What makes an account key."""

    BIGGEST = "biggest"
    PROFITABLE = "most profitable"
    LONGEST = "longest held"


@dataclass(frozen=True, slots=True)
class Client:
    """An account, and what is on record of what it is worth to us."""

    id: str
    name: str
    tier: Tier
    owner_id: str | None = None
    value_minor: int | None = None
    profit_minor: int | None = None
    currency: str | None = None
    since: date | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is on record that a reason could be."""
        return self.value_minor is None and self.profit_minor is None and self.since is None


@dataclass(frozen=True, slots=True)
class Ranked:
    """An account, and which of the reasons it has."""

    client: Client
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Keys:
    """`missing`: not key, although there is a reason, those with most reasons first; `put_away`: so on purpose.

    `held`: key, and there is a reason; `idle`: key without any. `compared`: the reasons for which enough is on record.
    `of_some`: these are of some owners alone, compared with all.
    """

    missing: Sequence[Ranked] = ()
    put_away: Sequence[Ranked] = ()
    held: Sequence[Ranked] = ()
    idle: Sequence[Ranked] = ()
    compared: frozenset[Reason] = frozenset()
    of_some: bool = False

    def among(self, owner_ids: Collection[str] | None) -> Keys:
        """Those that some people own, of all that were compared; None: everybody's."""
        if owner_ids is None:
            return self
        every = (self.missing, self.put_away, self.held, self.idle)
        missing, put_away, held, idle = ([one for one in some if one.client.owner_id in owner_ids] for some in every)
        return replace(self, missing=missing, put_away=put_away, held=held, idle=idle, of_some=True)

    def without(self, reasons: Mapping[str, Collection[str]]) -> Keys:
        """Those put away that are not key on purpose, for these reasons and no others, by the account's id."""
        away = [one for one in self.missing if one.reasons and set(one.reasons) == {*reasons.get(one.client.id, ())}]
        return replace(self, missing=[one for one in self.missing if one not in away], put_away=away)


def judge(clients: Sequence[Client]) -> Keys:
    """Compare the accounts of a workspace that are to be kept."""
    ahead = {
        Reason.BIGGEST: _richest(clients, lambda one: one.value_minor, _LEAST),
        Reason.PROFITABLE: _richest(clients, lambda one: one.profit_minor, 1),
        Reason.LONGEST: _ahead({one.id: -one.since.toordinal() for one in clients if one.since}, 1),
    }
    ranked = [
        Ranked(one, tuple(reason for reason, found in ahead.items() if found and one.id in found)) for one in clients
    ]
    compared = frozenset(reason for reason, found in ahead.items() if found is not None)
    missing = [one for one in ranked if one.reasons and one.client.tier is not Tier.KEY]
    key = [one for one in ranked if one.client.tier is Tier.KEY]
    idle = [one for one in key if not one.reasons] if compared else []
    return Keys(
        missing=sorted(missing, key=_order),
        held=[one for one in key if one.reasons],
        idle=sorted(idle, key=_order),
        compared=compared,
    )


def _order(one: Ranked) -> tuple[int, list[int], str]:
    return -len(one.reasons), [list(Reason).index(reason) for reason in one.reasons], one.client.name.casefold()


def _richest(clients: Iterable[Client], amount: Callable[[Client], int | None], least: int) -> set[str] | None:
    """Who is ahead by an amount, in each currency; None: in none there are enough to be compared."""
    known: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in clients:
        if one.currency and (minor := amount(one)):
            known[one.currency][one.id] = minor
    most = max(known, key=lambda currency: (len(known[currency]), currency), default="")
    found = [_ahead(amounts, least if currency == most else 1) for currency, amounts in known.items()]
    enough = [some for some in found if some is not None]
    return set().union(*enough) if enough else None


def _ahead(amounts: Mapping[str, int], least: int) -> set[str] | None:
    """The top tenth, or `least` where that is more, clearly ahead of all others; None: too few to be compared."""
    if len(amounts) < FEWEST:
        return None
    places = max(least, -(-len(amounts) // _PART))
    bar = sorted(amounts.values(), reverse=True)[places]
    return {id_ for id_, amount in amounts.items() if amount > bar}
