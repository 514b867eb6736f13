from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.work import accounts, contacts, find
from bot.work.accounts import NewAccount
from storage import accounts as stored
from storage import people
from storage.engine import Store
from tests.work.scene import ANA, BEN, NOW, TEAM, Scene


def found(scene: Scene, typed: str, channel_id: str | None = None) -> str:
    with scene.look() as session:
        return find.account(session, TEAM, typed, channel_id).name


@pytest.fixture
def several(sqlite_scene: Scene) -> Scene:
    sqlite_scene.account("Acme Corp", aliases=["the rocket people"], channels=["C0ACME"])
    sqlite_scene.account("Acme Labs")
    sqlite_scene.account("Globex Ökologie")
    sqlite_scene.account("Initech")
    sqlite_scene.account("Initrode")
    return sqlite_scene


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Acme Corp", "Acme Corp"),
        ("  acme   CORP. ", "Acme Corp"),
        ("the rocket people", "Acme Corp"),
        ("the rock", "Acme Corp"),
        ("acme l", "Acme Labs"),
        ("glob", "Globex Ökologie"),
        ("globex okologie", "Globex Ökologie"),
        ("Globx", "Globex Ökologie"),
        ("acme crop", "Acme Corp"),
        ("Initehc", "Initech"),
    ],
)
def test_an_account_is_found_by_name_alias_prefix_or_small_typo(several: Scene, typed: str, name: str) -> None:
    assert found(several, typed) == name


def test_nothing_typed_means_the_account_of_the_channel(several: Scene) -> None:
    assert found(several, "", "C0ACME") == "Acme Corp"
    assert found(several, "  ", "C0ACME") == "Acme Corp"


def test_a_name_goes_before_the_channel(several: Scene) -> None:
    assert found(several, "Initech", "C0ACME") == "Initech"


@pytest.mark.parametrize("channel_id", [None, "C0OTHER"])
def test_nothing_typed_in_a_channel_of_no_account_is_unknown(several: Scene, channel_id: str | None) -> None:
    with pytest.raises(find.UnknownAccount):
        found(several, "", channel_id)


def test_a_beginning_that_fits_several_is_ambiguous(several: Scene) -> None:
    with pytest.raises(find.AmbiguousAccount) as raised:
        found(several, "acme")
    assert [name for _, name in raised.value.candidates] == ["Acme Corp", "Acme Labs"]
    assert raised.value.typed == "acme"


def test_an_unknown_name_comes_with_those_near_to_it(several: Scene) -> None:
    with pytest.raises(find.UnknownAccount) as raised:
        found(several, "Acme Chemicals")
    names = [name for _, name in raised.value.nearest]
    assert set(names) == {"Acme Corp", "Acme Labs"}


def test_an_unknown_name_that_is_like_none_comes_with_none(several: Scene) -> None:
    with pytest.raises(find.UnknownAccount) as raised:
        found(several, "Zebra Holding")
    assert raised.value.nearest == []


def test_a_typo_between_two_names_is_not_guessed(sqlite_scene: Scene) -> None:
    sqlite_scene.account("Acma")
    sqlite_scene.account("Acme")
    with pytest.raises(find.UnknownAccount) as raised:
        found(sqlite_scene, "acmi")
    assert {name for _, name in raised.value.nearest} == {"Acma", "Acme"}


@pytest.mark.parametrize(
    "typed", ["%", "_", "'; DROP TABLE accounts; --", "\\", "<!channel>", "🎉", "שלום", "x" * 5000]
)
def test_whatever_is_typed_is_only_a_name(several: Scene, typed: str) -> None:
    with pytest.raises(find.UnknownAccount):
        found(several, typed)


def test_a_symbol_is_no_wildcard(sqlite_scene: Scene) -> None:
    sqlite_scene.account("%")
    sqlite_scene.account("Acme")
    assert found(sqlite_scene, "%") == "%"


@pytest.fixture
def at_acme(sqlite_scene: Scene) -> tuple[Scene, str]:
    acme = sqlite_scene.account()
    sqlite_scene.contact(acme, "Jane Doe", email="vp@acme.test")
    sqlite_scene.contact(acme, "John Smith")
    sqlite_scene.contact(acme, "Johnny Doe")
    gone = sqlite_scene.contact(acme, "Greta Gone")
    contacts.mark_left(sqlite_scene.store, sqlite_scene.deed(), gone.id)
    return sqlite_scene, acme.id


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jane doe", "Jane Doe"),
        ("Jane", "Jane Doe"),
        ("smith", "John Smith"),
        ("john", "John Smith"),
        ("johnn", "Johnny Doe"),
        ("VP@acme.test", "Jane Doe"),
        ("Greta Gone", "Greta Gone"),
    ],
)
def test_a_contact_is_found_by_name_part_of_it_or_mail(at_acme: tuple[Scene, str], typed: str, name: str) -> None:
    scene, acme_id = at_acme
    with scene.look() as session:
        assert find.contact(session, TEAM, acme_id, typed).name == name


def test_a_part_that_fits_two_contacts_is_ambiguous(at_acme: tuple[Scene, str]) -> None:
    scene, acme_id = at_acme
    with scene.look() as session, pytest.raises(find.AmbiguousContact) as raised:
        find.contact(session, TEAM, acme_id, "doe")
    assert [name for _, name in raised.value.candidates] == ["Jane Doe", "Johnny Doe"]


@pytest.mark.parametrize("typed", ["", "Greta", "Zed"])
def test_a_contact_who_is_not_there_is_unknown(at_acme: tuple[Scene, str], typed: str) -> None:
    scene, acme_id = at_acme
    with scene.look() as session, pytest.raises(find.UnknownContact):
        find.contact(session, TEAM, acme_id, typed)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("<@U0BEN>", BEN),
        ("<@U0BEN|ben>", BEN),
        ("U0BEN", BEN),
        ("ben@brightside.test", BEN),
        ("Ben Okafor", BEN),
        ("ana", ANA),
        ("@ana", ANA),
        ("WALTER", "U0WALTER"),
    ],
)
def test_one_of_ours_is_found_by_mention_id_mail_or_name(sqlite_scene: Scene, typed: str, id_: str) -> None:
    with sqlite_scene.store.write() as session:
        people.told(
            session, TEAM, "U0WALTER", name="Walter", email=None, tz="UTC", is_bot=False, is_guest=False,
            is_stranger=False, is_admin=False, deactivated_at=None, seen_at=NOW,
        )  # fmt: skip
    with sqlite_scene.look() as session:
        assert find.person(session, TEAM, typed).id == id_


@pytest.mark.parametrize("typed", ["<@U0NOBODY>", "zoe", "zoe@brightside.test", "", "gwen"])
def test_who_is_not_ours_or_has_left_is_unknown(sqlite_scene: Scene, typed: str) -> None:
    with sqlite_scene.look() as session, pytest.raises(find.UnknownPerson):
        find.person(session, TEAM, typed)


@pytest.mark.parametrize(("typed", "near"), [("zzz", []), ("Anna", ["Ana Souza"])])
def test_only_who_is_called_nearly_so_is_offered(sqlite_scene: Scene, typed: str, near: list[str]) -> None:
    with sqlite_scene.look() as session, pytest.raises(find.UnknownPerson) as raised:
        find.person(session, TEAM, typed)
    assert raised.value.names == near


def test_names_and_aliases_are_found_on_both_databases(scene: Scene) -> None:
    scene.account("Acme Corp", aliases=["rockets"])
    scene.account("Beta 100%", client_since=scene.now.date() - timedelta(days=1))
    assert found(scene, "rock") == "Acme Corp"
    assert found(scene, "acme crop") == "Acme Corp"
    assert found(scene, "beta 100%") == "Beta 100%"
    with scene.look() as session:
        assert [name for _, name in find.nearest(session, TEAM, "Acmee")][:1] == ["Acme Corp"]


def test_accounts_are_searched_by_any_part_of_a_name_or_alias_and_with_a_typo(several: Scene) -> None:
    with several.look() as session:
        assert [name for _, name in find.search(session, TEAM, "acme", 9)] == ["Acme Corp", "Acme Labs"]
        assert [name for _, name in find.search(session, TEAM, "ROCKET", 9)] == ["Acme Corp"]
        assert [name for _, name in find.search(session, TEAM, "ökol", 9)] == ["Globex Ökologie"]
        assert [name for _, name in find.search(session, TEAM, "intiech", 9)] == ["Initech"]
        assert len(find.search(session, TEAM, "i", 2)) == 2
        assert find.search(session, "T0OTHER", "acme", 9) == []


def test_what_one_replica_renames_another_finds_by_its_new_name_alone(scene: Scene) -> None:
    acme = scene.account("Acme Corp", aliases=["rockets"])
    other = Store(scene.store.engine)
    seen: list[list[str]] = []
    for change in ({}, {"name": "Zebra Ltd"}, {"aliases": ["stripes"]}, {"tier": "key"}):
        accounts.edit(scene.store, scene.deed(), acme.id, change)
        with other.read() as session:
            seen.append(
                [typed for typed in ("acme", "rocke", "zebra", "strip") if find.search(session, TEAM, typed, 9)]
            )
    assert seen == [["acme", "rocke"], ["rocke", "zebra"], ["zebra", "strip"], ["zebra", "strip"]]


def test_names_that_were_rolled_back_are_found_by_nobody(scene: Scene) -> None:
    scene.account("Acme")
    with scene.store.write() as session:
        accounts.insert(session, scene.deed(), NewAccount("Globex"), "0" * 32)
        assert find.search(session, TEAM, "globex", 9)
        session.rollback()
    scene.account("Initech")
    with scene.look() as session:
        assert find.search(session, TEAM, "globex", 9) == []
        assert find.search(session, TEAM, "initech", 9)


def test_names_are_read_once_for_as_long_as_they_are_the_same(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    acme = scene.account("Acme")
    reads: list[str] = []
    named = stored.named

    def counted(session: Session, team_id: str) -> list[tuple[str, str, str]]:
        reads.append(team_id)
        return named(session, team_id)

    monkeypatch.setattr(stored, "named", counted)
    for change in ("key", "light"):
        accounts.edit(scene.store, scene.deed(), acme.id, {"tier": change})
        with scene.look() as session:
            find.search(session, TEAM, "acm", 9)
    assert reads == [TEAM]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("just off a call with Acme Corp, all fine", ["Acme Corp"]),
        ("the rocket people and Initrode want to meet", ["Acme Corp", "Initrode"]),
        ("Globex want the report", ["Globex Ökologie"]),
        ("globex want the report", []),
        ("Acme want the report", []),
        ("Please see the rest", []),
        ("", []),
    ],
)
def test_accounts_are_found_in_a_text(several: Scene, text: str, named: list[str]) -> None:
    with several.look() as session:
        assert [name for _, name in find.named_in(session, TEAM, text)] == named
