from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.anonymous import SOMEBODY, Scrub, is_nobodys, nobodys_id, words_of

JANE = Scrub(("Jane Doe",), ("jane@acme.test",), spared=words_of(["John Doe"]))
BEN = Scrub(("Ben Okafor",), (), {"U0BEN": "XGONE1"})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Lunch with Jane Doe.", f"Lunch with {SOMEBODY}."),
        ("JANE  DOE's idea", f"{SOMEBODY}'s idea"),
        ("Write to Jane@Acme.test", f"Write to {SOMEBODY}"),
        ("Jane Doering and Mary-Jane Does", "Jane Doering and Mary-Jane Does"),
        ("Jane liked it", "Jane liked it"),
        ("", ""),
    ],
)
def test_a_full_name_and_an_e_mail_are_found_however_they_are_written(text: str, left: str) -> None:
    assert JANE.text(text) == left


def test_where_somebody_took_part_their_first_name_is_looked_for_too_but_none_that_others_have() -> None:
    assert JANE.text("Jane liked it, so did Doe; jane is no name", thoroughly=True) == (
        f"{SOMEBODY} liked it, so did Doe; jane is no name"
    )


def test_a_name_of_one_word_is_found_as_it_is_written_only() -> None:
    assert Scrub(("Will",)).text("Will will call") == f"{SOMEBODY} will call"


def test_accents_are_the_same_however_they_are_encoded() -> None:
    assert Scrub(("Jose\u0301 A\u0301lvarez",)).text("with José Álvarez") == f"with {SOMEBODY}"


def test_ids_become_nobodys_and_mentions_words() -> None:
    body = {
        "person": "U0BEN",
        "slot": "reassign:U0BEN:1",
        "text": "<@U0BEN|ben> asked U0BENNY",
        "n": [1, None, "U0BEN"],
    }

    assert BEN.value(body) == {
        "person": "XGONE1",
        "slot": "reassign:XGONE1:1",
        "text": f"{SOMEBODY} asked U0BENNY",
        "n": [1, None, "XGONE1"],
    }


def test_an_id_of_nobodys_is_known_as_such() -> None:
    assert is_nobodys(nobodys_id("0ab"))
    assert not is_nobodys("U0BEN")
    assert not is_nobodys(None)


NAMES = st.lists(st.sampled_from(["Jane", "Doe", "Álvarez", "O'Neil", "van", "Li", "J."]), min_size=1, max_size=3).map(
    " ".join
)


@given(NAMES, st.text(), st.text())
def test_no_full_name_is_left_whatever_stands_around_it_and_twice_is_once(name: str, before: str, after: str) -> None:
    scrub = Scrub((name,))
    left = scrub.text(f"{before} {name} {after}")

    assert f" {name} " not in left
    assert scrub.text(left) == left
