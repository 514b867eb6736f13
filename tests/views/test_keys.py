from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.keys import Client, Keys, Ranked, Reason
from bot.policy import Policy, Tier
from bot.views.home.keys import KeyAccounts
from bot.views.keys import keys, made, put_away, standing
from bot.views.kit import post
from tests.views.reading import HOSTILE, accepted, buttons, words

ACME = Client("a1", "Acme", Tier.STANDARD, "U0ANA", 12_000_000, 3_000_000, "EUR", date(2011, 4, 1))
ALL = frozenset(Reason)
KEY = Ranked(replace(ACME, tier=Tier.KEY), (Reason.BIGGEST,))


def told(**said: Any) -> Keys:
    return Keys(**{"missing": [Ranked(ACME, tuple(Reason))], "idle": [], "compared": ALL, **said})


def test_each_has_its_reasons_with_their_numbers_and_a_button() -> None:
    shown = keys(told())
    assert (
        "*Acme* (standard, <@U0ANA>): one of the biggest, 120,000 EUR a year; one of the most profitable, 30,000 EUR "
        "profit a year; one of the longest held, since 1 April 2011"
    ) in words(shown)
    found = buttons(shown)
    assert {name: one["value"] for name, one in found.items()} == {"account.key": "a1", "account.not_key": "a1"}
    assert [one["accessibility_label"] for one in found.values()] == ["Make it key: Acme", "Not key, on purpose: Acme"]


def test_who_is_key_without_a_reason_is_named_and_nobody_is_told_to_change_it() -> None:
    blank = Client("b1", "Blank", Tier.KEY)
    shown = words(keys(told(missing=[], idle=[Ranked(replace(ACME, tier=Tier.KEY)), Ranked(blank)])))
    assert "Key, and none of the three: *Acme*. There may be another reason, which you know." in shown
    assert "Key, with neither value, profit nor first day on record: *Blank*." in shown


@pytest.mark.parametrize(
    ("said", "gist"),
    [
        ({"held": [KEY]}, "Who is among the biggest, most profitable or longest held is key. ✓"),
        ({"held": [KEY], "put_away": [Ranked(ACME, tuple(Reason))]}, "is key, or is not on purpose. ✓"),
        (
            {"held": [KEY], "of_some": True},
            "Of your accounts, who is among the biggest, most profitable or longest held is",
        ),
        ({}, "Nobody is clearly ahead of the others, by what is on record."),
        ({"of_some": True}, "None of your accounts is among the biggest, most profitable or longest held, by what is"),
    ],
)
def test_where_nothing_is_missing_it_is_said_only_of_those_who_were_looked_at(said: dict[str, Any], gist: str) -> None:
    shown = words(keys(told(missing=[], **said)))
    assert gist in shown
    assert ("✓" in shown) == ("held" in said)


def test_where_one_stands_is_said_with_the_buttons_and_of_a_key_account_without() -> None:
    shown = standing(Ranked(ACME, (Reason.BIGGEST,)), told())
    assert "*Acme* is standard: one of the biggest, 120,000 EUR a year." in words(shown)
    assert set(buttons(shown)) == {"account.key", "account.not_key"}
    none = standing(Ranked(ACME), told())
    assert "is standard: it is none of the biggest, most profitable or longest held, by what is on rec" in words(none)
    assert set(buttons(none)) == {"account.key"}
    assert "there is too little on record" in words(standing(Ranked(ACME), Keys()))
    assert "*Acme* is a key account: one of the biggest" in words(standing(KEY, told()))
    assert buttons(standing(KEY, told())) == {}


def test_what_could_not_be_compared_is_said_with_how_to_tell_it() -> None:
    assert "There is too little on record" in words(keys(Keys()))
    few = words(keys(told(compared=frozenset({Reason.BIGGEST}))))
    assert "Not compared, as fewer than 5 clients have it on record: profit and client since." in few
    assert "Not compared" not in words(keys(told()))


def test_home_has_five_and_says_how_many_more_and_nothing_where_nothing_is_to_be_said() -> None:
    many = [Ranked(replace(ACME, id=f"a{n}", name=f"Client {n}"), (Reason.BIGGEST,)) for n in range(8)]
    blocks = post("Home", KeyAccounts(told(missing=many)).blocks()).blocks
    assert sum(block["type"] == "actions" for block in blocks) == 5
    assert "+3 more: `/client key`" in words(blocks)
    assert KeyAccounts(Keys(compared=ALL)).blocks() == []
    assert KeyAccounts(told(missing=[], put_away=many, idle=many)).blocks() == [], "nothing is said for ever"


def test_the_answer_says_how_it_is_watched_now_and_the_way_back() -> None:
    said = words(made("Acme Corp", Tier.STANDARD, Policy(), 30))
    assert "*Acme Corp* is a key account now; it was standard." in said
    assert "Tier key: contact after 10 / 14 / 21 days" in said
    assert "What we promised stays: every 30 days." in said
    assert 'Back again: `/client edit "Acme Corp" tier:standard`' in said
    assert "is a key account already" in words(made("Acme", Tier.KEY, Policy(), None))


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_any_name_and_any_number(text: str) -> None:
    many = [Ranked(replace(ACME, id=str(n), name=text), tuple(Reason)) for n in range(300)]
    accepted(keys(told(missing=many, idle=many, put_away=many)))
    accepted(standing(many[0], told()))
    accepted(put_away(text))
    accepted(made(text, Tier.LIGHT, Policy(), 9))
