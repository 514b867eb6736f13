"""Which accounts ought to be key, pure: the biggest, the most profitable, the longest held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.keys import Client, Keys, Reason, judge
from bot.policy import Tier

ANA, BEN = "U0ANA", "U0BEN"


def clients(many: int, **more: Any) -> list[Client]:
    """So many, each worth more than the one before, and a client for a shorter time."""
    return [
        Client(f"c{n}", f"Client {n}", Tier.STANDARD, ANA, 100 * n, None, "EUR", None, **more)
        for n in range(1, many + 1)
    ]


def changed(some: list[Client], at: int, **what: Any) -> list[Client]:
    return [*some[:at], replace(some[at], **what), *some[at + 1 :]]


def missing(told: Keys) -> dict[str, tuple[Reason, ...]]:
    return {one.client.id: one.reasons for one in told.missing}


def test_the_biggest_tenth_ought_to_be_key_and_never_fewer_than_three() -> None:
    assert set(missing(judge(clients(12)))) == {"c12", "c11", "c10"}
    assert set(missing(judge(clients(41)))) == {"c41", "c40", "c39", "c38", "c37"}
    assert set(missing(judge(clients(41))).values()) == {(Reason.BIGGEST,)}


def test_the_most_profitable_tenth_is_of_those_whose_profit_is_known() -> None:
    some = [replace(one, value_minor=None, profit_minor=n) for n, one in enumerate(clients(20))]
    assert missing(judge(some)) == {"c20": (Reason.PROFITABLE,), "c19": (Reason.PROFITABLE,)}
    few = [replace(one, profit_minor=None if n > 4 else n) for n, one in enumerate(some)]
    assert judge(few).compared == frozenset(), "four that are known, and one of nothing, are too few"


def test_the_longest_held_tenth_is_of_those_whose_first_day_is_known() -> None:
    some = [
        replace(one, value_minor=None, currency=None, since=date(2020, 1, 1) + timedelta(days=n))
        for n, one in enumerate(clients(10))
    ]
    assert missing(judge(some)) == {"c1": (Reason.LONGEST,)}


def test_who_has_most_reasons_comes_first() -> None:
    some = [
        replace(one, profit_minor=n, since=date(2025, 1, 1) - timedelta(days=n)) for n, one in enumerate(clients(10))
    ]
    first, *others = judge(some).missing
    assert (first.client.id, first.reasons) == ("c10", (Reason.BIGGEST, Reason.PROFITABLE, Reason.LONGEST))
    assert [one.client.id for one in others] == ["c8", "c9"], "one reason each, by name"


def test_who_is_key_already_is_not_missing_and_who_is_key_for_none_of_the_three_is_said() -> None:
    some = changed(changed(clients(12), 11, tier=Tier.KEY), 2, tier=Tier.KEY)
    told = judge(some)
    assert set(missing(told)) == {"c11", "c10"}
    assert [one.client.id for one in told.idle] == ["c3"]


def test_where_nothing_can_be_compared_nobody_is_said_to_be_key_for_nothing() -> None:
    told = judge(changed(clients(4), 0, tier=Tier.KEY))
    assert (told.missing, told.idle, told.compared) == ([], [], frozenset())


def test_of_equals_at_the_edge_nobody_is_named() -> None:
    equal = [replace(one, value_minor=100) for one in clients(30)]
    assert judge(equal).missing == []
    assert set(missing(judge(changed(equal, 4, value_minor=200)))) == {"c5"}


def test_amounts_of_two_currencies_are_never_compared() -> None:
    euros = clients(12)
    pounds = [replace(one, id=f"p{n}", value_minor=n + 1, currency="GBP") for n, one in enumerate(clients(6))]
    assert set(missing(judge([*euros, *pounds]))) == {"c12", "c11", "c10", "p5"}
    assert set(missing(judge([*euros, *pounds[:4]]))) == {"c12", "c11", "c10"}, "four in pounds are too few"


def test_nothing_is_worth_nothing() -> None:
    assert judge([replace(one, value_minor=0) for one in clients(12)]).compared == frozenset()


def test_a_lead_is_told_of_their_people_s_accounts_ranked_among_all() -> None:
    some = changed(changed(clients(12), 11, owner_id=BEN), 0, tier=Tier.KEY, owner_id=BEN)
    told = judge(some)
    assert [one.client.id for one in told.among([BEN]).missing] == ["c12"]
    assert [one.client.id for one in told.among([BEN]).idle] == ["c1"]
    assert told.among([ANA]).idle == []
    assert told.among(None) == told


def test_what_was_put_away_comes_back_for_another_reason_alone() -> None:
    told = judge(clients(12))
    away = told.without({"c12": ["biggest"], "c11": ["most profitable"], "c10": []})
    assert [one.client.id for one in away.put_away] == ["c12"]
    assert set(missing(away)) == {"c11", "c10"}


def test_of_some_owners_it_is_known_whether_any_of_theirs_is_among_the_first() -> None:
    told = judge(changed(clients(12), 11, tier=Tier.KEY, owner_id=BEN))
    assert [one.client.id for one in told.among([BEN]).held] == ["c12"]
    assert (told.among([ANA]).held, told.among([ANA]).of_some, told.of_some) == ([], True, False)
