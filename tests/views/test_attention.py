"""Where attention goes, as people read it: with numbers, without blame."""

from __future__ import annotations

import pytest

from bot.attention import Attention, Held, weigh
from bot.playground.blocks import problems_with
from bot.policy import Policy, Tier
from bot.views import attention as views
from bot.views.home import HomeTab, home
from bot.views.home.bus import Bus, Sole
from bot.views.home.hands import Hands
from bot.views.post import Post
from tests.views.reading import HOSTILE, accepted, accepted_view, words

ANA, BEN = "U0ANA", "U0BEN"
BUS = Bus([Sole("Ana Souza", 1, ["Acme"])], 1)


def told(names: list[str], touches: dict[int, int], **more: int | None) -> Attention:
    held = [
        Held(str(place), name, Tier.STANDARD, 90, ANA, more.get("value", 100_00), "EUR")
        for place, name in enumerate(names)
    ]
    counted = {(ANA, str(place)): count for place, count in touches.items()}
    return weigh(held, counted, {one.id: one.name for one in held}, Policy())


CROWDED = told(["Acme", "Globex", "Hooli", "Initech"], {0: 30, 1: 10, 2: 9, 3: 1})


def test_it_says_who_gets_less_and_whose_hands_are_full_and_what_would_help() -> None:
    said = words(accepted(views.attention(CROWDED, {ANA: "Ana Souza"}, BUS, BEN)))
    assert "Of 4 accounts, *Initech* gets less than half of the attention that would be their share." in said
    assert "*Initech*: 25% of the value, 2% of the attention (1 touch)" in said
    assert "<@U0ANA>: 30 of 50 touches went to *Acme*; meanwhile *Initech* waits. A second pair of hands" in said
    assert "If *Ana Souza* leaves, this account has no senior line: Acme" in said


def test_whoever_reads_of_themselves_is_spoken_to() -> None:
    assert "• You: 30 of 50 touches" in words(views.attention(CROWDED, {}, None, ANA))


def test_a_stretch_is_told_as_more_than_one_person_can_carry() -> None:
    many = told([f"Client {number}" for number in range(9)], {0: 1, 1: 1, 2: 1}, value=None)
    said = words(accepted(views.attention(many, {}, None, ANA)))
    assert "You: you keep 9 accounts that ask for about 27 touches; there was room for 3" in said
    assert "Another owner for one of them would help." in said
    assert "*Client 3*: 0 touches, where its cadence asks for about 3" in said


def test_the_chart_stands_beside_a_table_that_says_the_same() -> None:
    post = views.attention(CROWDED, {ANA: "Ana Souza"}, None, ANA)
    assert [block["type"] for block in post.blocks if block["type"].startswith("data")] == [
        "data_visualization",
        "data_table",
    ]
    assert "Ana Souza" in words(post)


def test_without_values_there_is_no_chart_of_them() -> None:
    post = views.attention(told(["Acme"], {0: 3}, value=None), {}, None, ANA)
    assert not [block for block in post.blocks if block["type"] == "data_visualization"]
    assert "none gets much less attention than its share. ✓" in post.text


def test_without_accounts_it_says_how_to_add_one() -> None:
    assert "/client add" in words(accepted(views.attention(told([], {}), {}, None, ANA)))
    assert Hands(told([], {})).blocks() == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_stay_text_and_long_lists_fit(hostile: str) -> None:
    names = [hostile, f"{hostile}2", *(f"{'n' * 200}{number}" for number in range(150))]
    post = views.attention(told(names, {0: 60}), {ANA: hostile}, Bus([Sole(hostile, 9, [hostile])], 12), BEN)
    assert problems_with(post.blocks, "message") == []
    accepted(Post(post.text, [block for block in post.blocks if not block["type"].startswith("data")]))  # raw text


def test_a_lead_reads_the_same_at_home() -> None:
    said = words(accepted_view(home(HomeTab(sections=[Hands(CROWDED)]))))
    assert "<@U0ANA>: 30 of 50 touches went to *Acme*" in said
    assert "/client attention" in said
