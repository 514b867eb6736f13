"""Where attention goes, pure: shares of touches against shares of value, and whose hands are full."""

from __future__ import annotations

from typing import Any

from bot.attention import Attention, Held, weigh
from bot.policy import Policy, Tier

ANA, BEN = "U0ANA", "U0BEN"
POLICY = Policy()


def held(name: str, value: int | None = 100, **more: Any) -> Held:
    said = {"tier": Tier.STANDARD, "days": 90, "owner_id": ANA, "currency": "EUR" if value else None, **more}
    return Held(id=name.lower(), name=name, value_minor=value, **said)


def weighed(accounts: list[Held], touches: dict[tuple[str, str], int], **names: str) -> Attention:
    return weigh(accounts, touches, {one.id: one.name for one in accounts} | names, POLICY)


def four(**values: int) -> list[Held]:
    return [held(name, values.get(name.lower(), 100)) for name in ("Acme", "Globex", "Hooli", "Initech")]


def test_an_account_with_half_the_value_and_a_tenth_of_the_touches_gets_less_than_its_share() -> None:
    told = weighed(four(acme=300), {(ANA, "acme"): 4, (ANA, "globex"): 12, (ANA, "hooli"): 12, (ANA, "initech"): 12})
    [short] = told.short
    assert (short.held.name, short.value, short.attention) == ("Acme", 0.5, 0.1)
    assert short.got == 0.2


def test_half_of_its_share_is_enough_to_be_left_alone() -> None:
    told = weighed(four(), {(ANA, "acme"): 5, (ANA, "globex"): 12, (ANA, "hooli"): 12, (ANA, "initech"): 11})
    assert told.short == ()


def test_touches_of_everybody_count_and_so_does_each_of_ours_who_took_part() -> None:
    told = weighed(four(), {(ANA, "acme"): 5, (BEN, "acme"): 5, (ANA, "globex"): 10, (BEN, "hooli"): 10})
    assert {share.held.name: share.touches for share in told.shares} == {
        "Acme": 10, "Globex": 10, "Hooli": 10, "Initech": 0,
    }  # fmt: skip


def test_too_few_touches_or_accounts_say_nothing_of_shares_so_the_cadence_is_asked() -> None:
    told = weighed(four(acme=9_000), {(ANA, "acme"): 2, (ANA, "globex"): 2, (ANA, "hooli"): 2, (ANA, "initech"): 1})
    assert [share.by_value for share in told.shares] == [False] * 4
    assert [share.held.name for share in told.short] == ["Initech"]  # a standard account asks for 3 in 90 days


def test_without_a_value_the_cadence_is_asked_and_what_was_promised_goes_before_the_tier() -> None:
    accounts = [held("Acme", None), held("Globex", None, cadence_days=7), held("Hooli", None, tier=Tier.LIGHT)]
    told = weighed(accounts, {(ANA, "acme"): 3, (ANA, "globex"): 3, (ANA, "hooli"): 1})
    assert [round(share.asked, 1) for share in told.shares] == [3.0, 12.9, 1.5]
    assert [share.held.name for share in told.short] == ["Globex"]


def test_currencies_are_never_added_up() -> None:
    pounds = [held(name, 100, currency="GBP") for name in ("Umbra", "Vandel", "Wonka", "Xeno")]
    touches = {(ANA, name): 6 for name in ("acme", "globex", "hooli", "initech", "umbra", "vandel", "wonka", "xeno")}
    told = weighed([*four(), *pounds], touches)
    assert {share.value for share in told.shares} == {0.25} == {share.attention for share in told.shares}


def test_of_a_new_account_nothing_is_said_yet() -> None:
    assert weighed([held("Acme", None, days=29)], {}).short == ()
    assert len(weighed([held("Acme", None, days=30)], {}).short) == 1


def test_what_is_new_too_little_or_too_much_is_the_workspaces() -> None:
    new, touches = [held("Acme", None, days=29)], {(ANA, "acme"): 30, (ANA, "globex"): 10, (ANA, "initech"): 1}
    assert len(weigh(new, {}, {}, Policy(attention_new_days=20)).short) == 1
    [load] = weigh(four(), touches, {}, Policy()).full
    assert load.is_crowded
    assert weigh(four(), touches, {}, Policy(attention_crowds_share=0.9)).full == ()
    once = {(ANA, "acme"): 1}
    assert len(weigh([held("Acme", None)], once, {}, Policy()).short) == 1
    assert weigh([held("Acme", None)], once, {}, Policy(attention_short_share=0.05)).short == ()


def test_who_spends_the_week_on_one_client_while_others_wait_is_too_busy_with_another_client() -> None:
    told = weighed(four(), {(ANA, "acme"): 30, (ANA, "globex"): 10, (ANA, "hooli"): 9, (ANA, "initech"): 1})
    [load] = told.full
    assert load.is_crowded
    assert (load.top, [share.held.name for share in load.crowded_out]) == (("acme", "Acme", 30), ["Initech"])


def test_another_owners_client_can_fill_the_week_too() -> None:
    mine = [held(name, None) for name in ("Globex", "Hooli")]
    told = weighed(mine, {(ANA, "acme"): 30, (ANA, "hooli"): 3}, acme="Acme")
    assert [load.top for load in told.full] == [("acme", "Acme", 30)]


def test_a_full_week_with_nobody_short_is_no_concern() -> None:
    told = weighed(four(acme=700), {(ANA, "acme"): 30, (ANA, "globex"): 5, (ANA, "hooli"): 5, (ANA, "initech"): 5})
    assert told.full == ()


def test_more_accounts_than_one_person_can_speak_to_are_a_stretch() -> None:
    many = [held(f"Client {number}", None, tier=Tier.KEY) for number in range(10)]
    [load] = weighed(many, {(ANA, f"client {number}"): 2 for number in range(10)}).full
    assert load.is_stretched
    assert not load.is_crowded
    assert (load.accounts, round(load.asked), load.touches) == (10, 64, 20)


def test_accounts_of_nobody_are_nobodys_load() -> None:
    told = weighed([held("Acme", None, owner_id=None)], {})
    assert (told.loads, len(told.short)) == ((), 1)


def test_what_lacks_most_comes_first() -> None:
    accounts = [*four(acme=600, globex=300), held("Umbra", None)]
    told = weighed(accounts, {(ANA, "hooli"): 20, (ANA, "initech"): 20})
    assert [share.held.name for share in told.short] == ["Acme", "Globex", "Umbra"]


def test_without_accounts_there_is_nothing_to_weigh() -> None:
    told = weighed([], {(ANA, "acme"): 3}, acme="Acme")
    assert (told.shares, told.loads, told.short, told.full) == ((), (), (), ())


def test_other_limits_tell_the_same_as_weighing_anew_by_them() -> None:
    touches = {(ANA, "acme"): 30, (ANA, "globex"): 4, (BEN, "hooli"): 6, (BEN, "initech"): 9}
    accounts = [*four()[:2], *(held(name, owner_id=BEN, days=20) for name in ("Hooli", "Initech"))]
    limits = Policy(attention_new_days=10, attention_short_share=0.8, attention_crowds_share=0.9)
    before = weighed(accounts, touches)
    anew = weigh(accounts, touches, {one.id: one.name for one in accounts}, limits)
    assert before.by(limits) == anew
    assert [len(one.short) for one in (before, anew)] == [1, 3]
    assert [load.is_crowded for load in before.loads] != [load.is_crowded for load in anew.loads]
