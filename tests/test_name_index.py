from __future__ import annotations

import pytest

from bot.name_index import Named, NameIndex
from storage import names


def index(*called: str, **aliases: str) -> NameIndex:
    """Accounts whose ids are their names; `aliases`: other name (with "_" for spaces) = the account's."""
    own = [Named(name, names.key(name), name) for name in called]
    return NameIndex([*own, *(Named(name, names.key(alias), name) for alias, name in aliases.items())])


SEVERAL = index(
    "Acme Corp", "Acme Labs", "New Acme", "Globex Ökologie", "Initech", "Hart", "Hart Lost Ltd", "Alder Health 7",
    rocket_people="Acme Corp",
)  # fmt: skip


def found(typed: str, among: NameIndex = SEVERAL, limit: int = 10) -> list[str]:
    return [name for _, name in among.search(names.key(typed), limit)]


def test_names_that_begin_so_come_before_those_that_hold_it() -> None:
    assert found("acme") == ["Acme Corp", "Acme Labs", "New Acme"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("corp", "Acme Corp"),
        ("cor", "Acme Corp"),
        ("rocket", "Acme Corp"),
        ("peopl", "Acme Corp"),
        ("logie", "Globex Ökologie"),
        ("corp acme", "Acme Corp"),
        ("alder 7", "Alder Health 7"),
        ("Globx", "Globex Ökologie"),
        ("globxe okol", "Globex Ökologie"),
        ("alder helth", "Alder Health 7"),
        ("initehc", "Initech"),
        ("intiech", "Initech"),
        ("okolgoie", "Globex Ökologie"),
    ],
)
def test_part_of_a_name_anywhere_finds_it_and_so_does_a_typo(typed: str, name: str) -> None:
    assert found(typed)[0] == name


def test_nothing_is_found_by_what_no_name_is_like() -> None:
    assert found("zzzz") == []
    assert found("xyzzy plugh") == []


def test_of_several_names_of_an_account_one_is_shown() -> None:
    assert found("o") == ["Globex Ökologie", "Acme Corp", "Hart Lost Ltd"]


def test_no_more_are_found_than_asked_for() -> None:
    assert found("acme", limit=2) == ["Acme Corp", "Acme Labs"]
    assert found("acme", limit=1) == ["Acme Corp"]


def test_typos_follow_what_was_found_as_typed_where_that_is_little() -> None:
    assert found("hartm", index("Hartmann", "Harm", "Globex")) == ["Hartmann", "Harm"]
    many = index("Hartm 1", "Hartm 2", "Hartm 3", "Hartm 4", "Hartm 5", "Harm")
    assert "Harm" not in found("hartm", many)


def test_beginnings_are_those_of_whole_names_in_order() -> None:
    assert SEVERAL.beginning("hart", 6) == [("Hart", "Hart"), ("Hart Lost Ltd", "Hart Lost Ltd")]
    assert SEVERAL.beginning("labs", 6) == []


def test_a_typo_between_two_names_leads_to_both() -> None:
    assert sorted(index("Acma", "Acme", "Globex").a_typo_away("acmi")) == ["Acma", "Acme"]
    assert index("Acma", "Acme").a_typo_away("ac") == []


def test_the_nearest_names_are_told_best_first() -> None:
    names_ = [name for _, name in SEVERAL.nearest("acme chemicals", 3)]
    assert set(names_) == {"Acme Corp", "Acme Labs", "New Acme"}


@pytest.mark.parametrize("typed", ["Zebra", "zzz", "Contoso", "Alpha Nordic Trading"])
def test_what_no_name_is_near_to_has_no_nearest(typed: str) -> None:
    assert SEVERAL.nearest(names.key(typed), 3) == []


def test_a_word_that_is_shared_is_near_enough() -> None:
    assert SEVERAL.nearest("the globex", 3) == [("Globex Ökologie", "Globex Ökologie")]


def test_a_text_names_accounts_in_its_order_and_the_longest_name_counts() -> None:
    words = names.key("Saw Hart Lost Ltd today, and Initech; hart of gold").split()
    assert SEVERAL.named_in(words) == ["Hart Lost Ltd", "Initech", "Hart"]


def test_the_shortest_names_are_not_looked_for_in_a_text() -> None:
    assert index("We", "Ab").named_in(["we", "ab"]) == []


def test_an_index_of_nothing_finds_nothing() -> None:
    empty = index()
    assert (found("acme", empty), empty.nearest("acme", 3), empty.a_typo_away("acme")) == ([], [], [])
    assert len(empty) == 0
