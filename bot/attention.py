"""Where our attention goes, beside what accounts are worth: who gets less than their share, whose hands are full. Pure.

A touch counts once for each of ours who took part. Shares are of the accounts that are looked at; of value, among those
valued in the same currency. Where nothing is known of the value, or too little was logged to speak of shares, what an
account should get is what its cadence asks for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from bot.policy import Policy, Tier


@dataclass(frozen=True, slots=True)
class Held:
    """An account to be looked after. `days`: how many of the days that are looked at it was a client."""

    id: str
    name: str
    tier: Tier
    days: int
    owner_id: str | None = None
    value_minor: int | None = None
    currency: str | None = None
    cadence_days: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one account got: its touches, their part of all, and what it should get.

    `asked`: touches that its cadence asks for; `value`: its part of all value, None where that is not known;
    `by_value`: it is measured by its value, else by what is asked.
    """

    held: Held
    touches: int
    asked: float
    attention: float
    value: float | None
    by_value: bool
    policy: Policy = field(repr=False, compare=False)

    @property
    def got(self) -> float:
        """How much of what it should get it got: 1 is all of it."""
        if self.by_value and self.value:
            return self.attention / self.value
        return self.touches / self.asked

    @property
    def is_short(self) -> bool:
        """Whether it gets too little; nothing can be said of a new one yet."""
        return self.held.days >= self.policy.attention_new_days and self.got < self.policy.attention_short_share

    @property
    def missing(self) -> float:
        """What it lacks, for comparison: of all value, else of its own asking."""
        lacks = max(0.0, 1 - self.got)
        return lacks * self.value if self.value is not None else lacks / 100


class Top(NamedTuple):
    """The account that most of somebody's touches fell on."""

    account_id: str
    name: str
    touches: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one owner has to look after. `asked`: touches that all their accounts ask for together.

    `touches`: those they took part in, with any account; `top`: the account that took most of them; `short`: accounts
    of theirs that get too little, the one that lacks most first.
    """

    owner_id: str
    accounts: int
    asked: float
    touches: int
    top: Top | None
    short: tuple[Share, ...]
    policy: Policy = field(repr=False, compare=False)

    @property
    def is_crowded(self) -> bool:
        """Whether one account takes so much that others of theirs get too little: too busy with another client."""
        crowds = self.policy.attention_crowds_share * self.touches
        return bool(self.crowded_out) and self.top is not None and self.top.touches >= crowds

    @property
    def crowded_out(self) -> tuple[Share, ...]:
        """Accounts of theirs that get too little beside the one that takes most."""
        top = self.top.account_id if self.top else ""
        return tuple(share for share in self.short if share.held.id != top)

    @property
    def is_stretched(self) -> bool:
        """Whether their accounts ask for far more than they had, on more than one account."""
        return len(self.short) > 1 and self.touches < self.policy.attention_short_share * self.asked


@dataclass(frozen=True)
class Attention:
    """Where it goes: every account's share, and every owner's load."""

    days: int
    shares: tuple[Share, ...]
    loads: tuple[Load, ...]

    @cached_property
    def short(self) -> tuple[Share, ...]:
        """The accounts that get too little, the one that lacks most first."""
        return _short(self.shares)

    @property
    def full(self) -> tuple[Load, ...]:
        """Owners whose hands are full, those with most that falls short first."""
        found = [load for load in self.loads if load.is_crowded or load.is_stretched]
        return tuple(sorted(found, key=lambda load: (-len(load.short), load.owner_id)))

    def by(self, policy: Policy) -> Attention:
        """The same, by other limits of what is too little and what is too much."""
        shares = tuple(replace(share, policy=policy) for share in self.shares)
        owned = _owned(shares)
        loads = tuple(replace(load, short=_short(owned[load.owner_id]), policy=policy) for load in self.loads)
        return replace(self, shares=shares, loads=loads)


Touches = Mapping[tuple[str, str], int]  # (person, account) -> touches


def weigh(held: Sequence[Held], touches: Touches, names: Mapping[str, str], policy: Policy) -> Attention:
    """Weigh attention against what accounts should get, over the policy's window.

    `touches` may be with other accounts as well; `names` are those of all of them, by id.
    """
    of_account: Counter[str] = Counter()
    for (_, account_id), count in touches.items():
        of_account[account_id] += count
    shares = tuple(_shares(held, of_account, policy))
    return Attention(policy.flagship_touch_days, shares, tuple(_loads(shares, touches, names, policy)))


def _shares(held: Sequence[Held], touches: Mapping[str, int], policy: Policy) -> Iterable[Share]:
    total = sum(touches.get(one.id, 0) for one in held)
    values, seen, valued = Counter[str](), Counter[str](), Counter[str]()
    for one in held:
        if one.value_minor and one.currency:
            values[one.currency] += one.value_minor
            seen[one.currency] += touches.get(one.id, 0)
            valued[one.currency] += 1
    for one in held:
        count, currency = touches.get(one.id, 0), one.currency or ""
        is_valued = bool(one.value_minor and values[currency])
        tells = valued[currency] >= policy.flagship_accounts and seen[currency] >= policy.flagship_touches
        among = seen[currency] if is_valued else total
        yield Share(
            held=one,
            touches=count,
            asked=_asked(one, policy),
            attention=count / among if among else 0.0,
            value=(one.value_minor or 0) / values[currency] if is_valued else None,
            by_value=is_valued and tells,
            policy=policy,
        )


def _asked(held: Held, policy: Policy) -> float:
    """Touches that the cadence asks for in the days of the window: what was promised, else the tier's."""
    every = held.cadence_days or policy.tier(held.tier).contact.due
    return max(1, held.days) / every


def _loads(shares: Sequence[Share], touches: Touches, names: Mapping[str, str], policy: Policy) -> Iterable[Load]:
    owned = _owned(shares)
    theirs: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (person, account_id), count in touches.items():
        theirs[person].append((count, account_id))
    for owner_id, some in sorted(owned.items()):
        counts = theirs[owner_id]
        count, id_ = min(((-count, id_) for count, id_ in counts), default=(0, ""))
        yield Load(
            owner_id=owner_id,
            accounts=len(some),
            asked=sum(share.asked for share in some),
            touches=sum(count for count, _ in counts),
            top=Top(id_, names.get(id_, ""), -count) if id_ else None,
            short=_short(some),
            policy=policy,
        )


def _owned(shares: Iterable[Share]) -> Mapping[str, list[Share]]:
    owned: defaultdict[str, list[Share]] = defaultdict(list)
    for share in shares:
        if share.held.owner_id:
            owned[share.held.owner_id].append(share)
    return owned


def _short(shares: Iterable[Share]) -> tuple[Share, ...]:
    found = [share for share in shares if share.is_short]
    return tuple(sorted(found, key=lambda share: (-share.missing, share.held.name)))
