"""What follows the verbs of `/client`. Today is Wednesday, 20 May 2026; Acme is an account."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.money import CURRENCIES, digits
from handlers.arguments import (
    ClientLine,
    ContactLine,
    Pairs,
    SnoozeLine,
    parse_client,
    parse_contact,
    parse_days,
    parse_pairs,
    parse_snooze,
    split_account,
)
from handlers.dates import read_date
from handlers.money import parse_money
from handlers.problem import Problem

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 5, 20)
VERBS = ("add", "contact", "help", "show", "snooze", "unsnooze")
ADD = ("tier", "owner", "value", "since", "alias", "backup")


def knows(name: str) -> bool:
    return name.casefold() in {"acme", "acme corp"}


def contact(text: str, *, default_account: bool = False) -> ContactLine:
    return parse_contact(text, is_account=knows, default_account=default_account, keys=("level", "roles"))


def snooze(text: str, *, default_account: bool = False) -> SnoozeLine:
    return parse_snooze(text, is_account=knows, today=TODAY, read_date=read_date, default_account=default_account)


def test_the_first_word_is_the_verb_and_the_rest_stays_as_slack_sent_it() -> None:
    assert parse_client("Show  <@U1|ana> &amp; co", VERBS) == ClientLine("show", "<@U1|ana> &amp; co", "show")


def test_a_verb_may_be_followed_by_a_colon() -> None:
    assert parse_client("show: acme", VERBS).rest == "acme"


def test_an_unknown_verb_is_none_and_stays_as_it_was_typed() -> None:
    assert parse_client("Snoze acme", VERBS) == ClientLine("", "acme", "Snoze")


def test_no_verb_at_all_is_no_verb() -> None:
    assert parse_client("  ", VERBS) == ClientLine("", "")


def test_pairs_are_read_in_any_order_with_quoted_and_mentioned_values() -> None:
    text = '"Acme Corp" tier:key owner:<@U0ANA|ana> value:120000EUR since:2019-04-01 alias:"the acme" backup:@ben'
    assert parse_pairs(text, ADD) == Pairs(
        ("Acme Corp",),
        {
            "tier": "key",
            "owner": "U0ANA",
            "value": "120000EUR",
            "since": "2019-04-01",
            "alias": "the acme",
            "backup": "@ben",
        },
        (),
    )


def test_a_key_given_twice_has_both_values() -> None:
    assert parse_pairs("alias:a alias:b", ADD).pairs == {"alias": "a;b"}


def test_a_space_after_a_known_key_does_no_harm() -> None:
    assert parse_pairs("Acme tier: key", ADD) == Pairs(("Acme",), {"tier": "key"}, ())


def test_a_key_that_was_not_asked_for_is_told_apart() -> None:
    assert parse_pairs("Acme tire:key owner:@ana", ADD) == Pairs(("Acme",), {"owner": "@ana"}, ("tire",))


def test_addresses_and_times_are_no_pairs() -> None:
    assert parse_pairs("15:30 https://x.test a::b").pairs == {}


def test_a_contact_has_an_account_a_name_a_title_and_an_address() -> None:
    line = contact("Acme Jane Doe, VP Operations, <mailto:VP@acme.test|VP@acme.test>")
    assert line == ContactLine("Acme", "Jane Doe", "VP Operations", "vp@acme.test")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Acme Jane Doe", ""),
        ("Acme Jane Doe vp@acme.test, Head of IT", "Head of IT"),
        ("Acme Jane Doe, VP, Operations vp@acme.test", "VP, Operations"),
        ('Acme "Jane Doe", CFO', "CFO"),
        ("Acme, Jane Doe, CFO", "CFO"),
    ],
)
def test_whatever_follows_the_comma_is_the_title(text: str, title: str) -> None:
    line = contact(text)
    assert (line.account_text, line.name, line.title) == ("Acme", "Jane Doe", title)


def test_a_contacts_pairs_stand_anywhere() -> None:
    assert contact("Acme Jane level:executive Doe").pairs == (("level", "executive"),)
    assert contact("Acme Jane level: executive Doe").name == "Jane Doe"


def test_an_account_that_is_not_known_for_sure_is_cut_off_in_every_way() -> None:
    line = contact("Globex Corp Jane Doe, CFO")
    assert (line.account_text, line.name, line.title) == ("Globex Corp", "Jane Doe", "CFO")
    assert line.candidates == (
        ("Globex Corp", "Jane Doe"),
        ("Globex", "Corp Jane Doe"),
        ("Globex Corp Jane", "Doe"),
    )


def test_in_a_linked_channel_a_contact_needs_no_account() -> None:
    assert contact("Jane Doe, CFO", default_account=True) == ContactLine("", "Jane Doe", "CFO")
    assert contact("Acme Jane Doe", default_account=True).account_text == "Acme"


def test_a_snooze_has_a_day_and_a_reason() -> None:
    assert snooze("acme until 1 June: summer break") == SnoozeLine("acme", "1 June", date(2026, 6, 1), "summer break")


@pytest.mark.parametrize(
    ("text", "account", "day", "reason"),
    [
        ("acme 2w", "acme", date(2026, 6, 3), ""),
        ("acme for 3 weeks because of holidays", "acme", date(2026, 6, 10), "because of holidays"),
        ("Globx Corp until sunday", "Globx Corp", date(2026, 5, 24), ""),
        ("until Friday", "", date(2026, 5, 22), ""),
        ("2w: busy", "", date(2026, 6, 3), "busy"),
        ("acme", "acme", None, ""),
        ("acme: on holiday", "acme", None, "on holiday"),
        ("", "", None, ""),
    ],
)
def test_parts_of_a_snooze_may_be_left_out(text: str, account: str, day: date | None, reason: str) -> None:
    line = snooze(text)
    assert (line.account_text, line.until_on, line.reason, line.problems) == (account, day, reason, ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("acme until 30 February", "is not a date"),
        ("acme until 12 May", "has gone by"),
        ("acme until whenever", "is not a date that I can read"),
    ],
)
def test_a_snooze_until_no_day_says_why(text: str, why: str) -> None:
    (problem,) = snooze(text).problems
    assert problem.why == why
    assert snooze(text).until_on is None


def test_the_rest_after_an_account_stays_as_slack_sent_it() -> None:
    assert split_account("acme <@U1|ben>", knows) == ("acme", "<@U1|ben>")
    assert split_account("Globx Corp <@U1|ben>", knows) == ("Globx Corp", "<@U1|ben>")
    assert split_account('"The X" Jane', knows) == ("The X", "Jane")
    assert split_account("Jane Doe", knows, default_account=True) == ("", "Jane Doe")


def test_a_name_that_is_not_known_ends_before_what_is_said_of_it() -> None:
    assert split_account("Globx Corp lost 3 May", knows, keys={"lost"}) == ("Globx Corp", "lost 3 May")
    assert split_account("Lost Globx", knows, keys={"lost"}) == ("Lost Globx", "")
    assert split_account("Great Value tier:key", knows, keys={"value", "tier"}) == ("Great Value", "tier:key")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("lost 3 May", {"lost": "3 May"}),
        ("lost on 3 May tier:light", {"lost": "on 3 May", "tier": "light"}),
        ("status lost", {"status": "lost"}),
        ("owner <@U0ANA|ana>", {"owner": "U0ANA"}),
    ],
)
def test_behind_an_account_a_key_that_stands_first_needs_no_colon(text: str, pairs: dict[str, str]) -> None:
    assert parse_pairs(text, ("lost", "status", "owner", "tier"), named=True) == Pairs((), pairs, ())


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("120000EUR", (12_000_000, "EUR")),
        ("€120,000", (12_000_000, "EUR")),
        ("120k EUR", (12_000_000, "EUR")),
        ("1.5m usd", (150_000_000, "USD")),
        ("EUR 120 000", (12_000_000, "EUR")),
        ("1.200,50 EUR", (120_050, "EUR")),
        ("1,200.50 USD", (120_050, "USD")),
        ("1.200.000 EUR", (120_000_000, "EUR")),
        ("1,5m EUR", (150_000_000, "EUR")),
        ("120'000 CHF", (12_000_000, "CHF")),
        ("120\u2019000 CHF", (12_000_000, "CHF")),
        ("5000 JPY", (5000, "JPY")),
        ("1.25 KWD", (1250, "KWD")),
        ("0.500 KWD", (500, "KWD")),
        ("3 million euros", (300_000_000, "EUR")),
        ("£1.5k", (150_000, "GBP")),
        ("0 EUR", (0, "EUR")),
    ],
)
def test_amounts_as_people_write_them(text: str, money: tuple[int, str]) -> None:
    assert parse_money(text) == money


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.200 EUR", "could be 1200 or 1 point 200"),
        ("1.200 KWD", "could be 1200 or 1 point 200"),
        ("120000", "names no currency"),
        ("¥5000", "could be JPY or CNY"),
        ("100 kr", "could be SEK, NOK or DKK"),
        ("12 FOO", "names a currency that I do not know"),
        ("EUR 5 USD", "names two currencies"),
        ("1.5 JPY", "has more decimals than JPY knows"),
        ("1,2,3 EUR", "is not an amount that I can read"),
        ("-5 EUR", "is not an amount that I can read"),
        ("EUR", "is not an amount that I can read"),
        ("", "is not an amount that I can read"),
        ("9" * 5000 + " EUR", "is more than I can count"),
        ("100000bn EUR", "is more than I can count"),
    ],
)
def test_an_amount_in_doubt_is_asked_about(text: str, why: str) -> None:
    problem = parse_money(text)
    assert isinstance(problem, Problem)
    assert problem.why == why
    assert problem.read == text


def test_a_default_currency_is_taken_only_where_none_is_named() -> None:
    assert parse_money("120k", currency="GBP") == (12_000_000, "GBP")
    assert parse_money("120k USD", currency="GBP") == (12_000_000, "USD")


@unhurried
@given(st.integers(0, 10**12), st.sampled_from(sorted(CURRENCIES)))
def test_every_whole_amount_is_read_back(amount: int, currency: str) -> None:
    for text in (f"{amount}{currency}", f"{currency} {amount:,}", f"{amount:,} {currency.lower()}"):
        assert parse_money(text) == (amount * 10 ** digits(currency), currency)


@pytest.mark.parametrize(
    ("text", "days"),
    [("monthly", 30), ("every 2 weeks", 14), ("Every week", 7), ("10d", 10), ("45", 45), ("quarterly", 91)],
)
def test_a_rhythm_is_so_many_days(text: str, days: int) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["", "0", "0d", "often", "-3", "99999"])
def test_what_is_no_rhythm_is_a_problem(text: str) -> None:
    assert isinstance(parse_days(text), Problem)


@unhurried
@given(st.text(max_size=80))
def test_any_text_is_taken_apart_without_an_error(text: str) -> None:
    parse_client(text, VERBS)
    parse_pairs(text, ADD)
    contact(text)
    snooze(text)
    split_account(text, knows)
    parse_money(text)
    parse_days(text)


@unhurried
@given(
    st.lists(
        st.sampled_from(["zqa", "Zqb", "zqc,", '"zqd x"', "<@U1|zqe>", "level:zqf", "zq@g.test", "&amp;"]), max_size=8
    )
)
def test_no_word_of_a_contact_is_lost(words: list[str]) -> None:
    line = contact(" ".join(words))
    kept = " ".join([line.account_text, line.name, line.title, line.email, *(value for _, value in line.pairs)])
    for word in ("zqa", "Zqb", "zqc", "zqd", "zqf"):
        assert (word in kept) == any(word in typed for typed in words)
