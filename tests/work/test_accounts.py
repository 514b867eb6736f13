from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlmodel import select

from bot.policy import Status, Tier
from bot.work import accounts, touches
from bot.work.deed import AlreadyDone, Refused
from storage import accounts as stored
from storage.tables import Account, Audit, Clock, Touch, Workspace
from tests.work.scene import ANA, BEN, CHRIS, DANA, ERIK, GONE, TEAM, Scene, request_id


def test_an_account_is_kept_with_all_that_was_said_of_it(scene: Scene) -> None:
    acme = scene.account(
        "  Acme \n Corp ",
        tier=Tier.KEY,
        annual_value_minor=12_000_000,
        annual_profit_minor=3_000_000,
        currency="eur",
        client_since=scene.now.date() - timedelta(days=2000),
        owner_id=ANA,
        backup_id=BEN,
        aliases=["acme", "ACME!"],
        domains=["@Acme.test"],
        channels=["C0ACME"],
        helpers=[BEN],
    )
    with scene.look() as session:
        assert accounts.shown(session, session.get(Account, (TEAM, acme.id))) == {
            "name": "Acme Corp",
            "tier": "key",
            "annual_value_minor": 12_000_000,
            "annual_profit_minor": 3_000_000,
            "currency": "EUR",
            "client_since": scene.now.date() - timedelta(days=2000),
            "owner_id": ANA,
            "backup_id": BEN,
            "sponsor_id": None,
            "cadence_days": None,
            "status": "active",
            "paused_until": None,
            "lost_on": None,
            "aliases": ["ACME!"],
            "domains": ["acme.test"],
            "channels": ["C0ACME"],
            "helpers": [BEN],
        }


def test_a_new_account_is_watched_at_once(scene: Scene) -> None:
    acme = scene.account()
    with scene.look() as session:
        assert session.exec(select(Clock).where(Clock.account_id == acme.id)).first() is not None


def test_a_repeated_request_adds_no_second_account(scene: Scene) -> None:
    id_ = request_id()
    first = accounts.add(scene.store, scene.deed(request_id=id_), accounts.NewAccount("Acme"))
    with pytest.raises(AlreadyDone) as again:
        accounts.add(scene.store, scene.deed(request_id=id_), accounts.NewAccount("Acme"))
    assert again.value.result_id == first.account.id


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "ACME  corp."}, "“ACME corp.” is already a name of Acme Corp."),
        ({"name": "acme"}, "“acme” is already a name of Acme Corp."),
        ({"name": "New", "aliases": ["acme"]}, "“acme” is already a name of Acme Corp."),
        ({"name": "New", "domains": ["acme.test"]}, "acme.test is already a domain of Acme Corp."),
        ({"name": "New", "channels": ["C0ACME"]}, "<#C0ACME> is already linked to Acme Corp."),
        ({"name": ""}, "name is empty"),
        ({"name": "“”"}, "name is empty"),
        ({"name": "x" * 81}, "has 81 characters; 80 is the most"),
        ({"name": "New", "tier": "gold"}, "“gold” is not a tier; it is one of key, standard, light."),
        ({"name": "New", "currency": "euro"}, "“euro” is not a currency"),
        ({"name": "New", "annual_value_minor": 100}, "In which currency"),
        ({"name": "New", "annual_value_minor": -1, "currency": "EUR"}, "-1 is out of range"),
        ({"name": "New", "annual_profit_minor": 100}, "In which currency is the yearly profit"),
        ({"name": "New", "annual_profit_minor": -1, "currency": "EUR"}, "-1 is out of range"),
        ({"name": "New", "status": "paused"}, "Until when is the account paused?"),
        ({"name": "New", "owner_id": DANA}, "Dana Guest is a guest here and cannot be the owner"),
        ({"name": "New", "owner_id": ERIK}, "Erik Other is from another company"),
        ({"name": "New", "owner_id": GONE}, "Gwen Gone has left"),
        ({"name": "New", "helpers": ["U0NOBODY"]}, "I do not know <@U0NOBODY> yet"),
        ({"name": "New", "cadence_days": 0}, "0 is out of range"),
        ({"name": "New", "domains": ["acme"]}, "does not look like an e-mail domain"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(sqlite_scene: Scene, said: dict[str, Any], sentence: str) -> None:
    sqlite_scene.account("Acme Corp", aliases=["acme"], domains=["acme.test"], channels=["C0ACME"])
    with pytest.raises(Refused) as refused:
        sqlite_scene.account(**said)
    assert sentence in str(refused.value)


def test_client_since_lies_behind_us(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="is still to come"):
        sqlite_scene.account(client_since=sqlite_scene.now.date() + timedelta(days=1))


@pytest.mark.parametrize("name", ["<!channel> & <b>", "שלום עולם", "🎉", "Ünïcode & Söhne", 'O\'Neil "Ltd"', "日本"])
def test_any_name_is_kept_as_typed_and_found_again(scene: Scene, name: str) -> None:
    acme = scene.account(name)
    assert scene.again(acme).name == name


def test_an_edit_changes_what_it_names_and_audits_that_alone(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA, tier=Tier.LIGHT)
    done = accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {"owner_id": BEN, "tier": "light", "name": "Acme"})
    assert done.changed == {"owner_id": (ANA, BEN)}
    with scene.look() as session:
        row = session.exec(select(Audit).where(Audit.deed == "account.edit")).one()
    assert (row.before, row.after, row.person_id) == ({"owner_id": ANA}, {"owner_id": BEN}, CHRIS)


def test_an_edit_that_changes_nothing_leaves_no_trace(scene: Scene) -> None:
    acme = scene.account(aliases=["a", "b"])
    assert accounts.edit(scene.store, scene.deed(), acme.id, {"aliases": ["b", "a"]}).changed == {}
    with scene.look() as session:
        assert session.exec(select(Audit).where(Audit.deed == "account.edit")).first() is None


def test_an_owner_who_has_left_does_not_stand_in_the_way_of_other_edits(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    with scene.store.write() as session:
        session.get(Account, (TEAM, acme.id)).owner_id = GONE  # type: ignore[union-attr]
    changes = {"owner_id": GONE, "tier": "key"}
    assert accounts.edit(scene.store, scene.deed(CHRIS), acme.id, changes).changed == {"tier": ("standard", "key")}


def test_a_renamed_account_is_found_by_its_new_name(scene: Scene) -> None:
    acme = scene.account()
    accounts.edit(scene.store, scene.deed(), acme.id, {"name": "Apex"})
    with scene.look() as session:
        assert stored.by_key(session, TEAM, "apex").id == acme.id  # type: ignore[union-attr]
        assert stored.by_key(session, TEAM, "acme") is None


def test_a_pause_ends_with_its_status(scene: Scene) -> None:
    acme = scene.account()
    until = scene.now.date() + timedelta(days=30)
    accounts.edit(scene.store, scene.deed(), acme.id, {"status": Status.PAUSED, "paused_until": until})
    accounts.edit(scene.store, scene.deed(), acme.id, {"status": Status.ACTIVE})
    assert scene.again(acme).paused_until is None


def test_an_account_that_becomes_lost_ended_today_where_whoever_says_so_is(scene: Scene) -> None:
    scene.now = datetime(2026, 5, 12, 2, tzinfo=UTC)  # the evening before in New York
    here = accounts.add(scene.store, scene.deed(None), accounts.NewAccount("Acme", status=Status.LOST)).account
    there = accounts.add(scene.store, scene.deed(CHRIS), accounts.NewAccount("Globex", status=Status.LOST)).account
    assert (here.lost_on, there.lost_on) == (date(2026, 5, 12), date(2026, 5, 11))


def test_the_day_an_account_ended_makes_it_lost(scene: Scene) -> None:
    new = accounts.NewAccount("Acme", lost_on=date(2026, 5, 3))
    done = accounts.add(scene.store, scene.deed(None), new)
    assert (done.changed["status"], done.changed["lost_on"]) == (("active", "lost"), (None, date(2026, 5, 3)))
    with scene.look() as session:
        assert session.exec(select(Clock).where(Clock.account_id == done.account.id)).all() == []


def test_the_day_it_ended_is_not_emptied_while_it_is_lost(scene: Scene) -> None:
    new = accounts.NewAccount("Acme", owner_id=ANA, lost_on=date(2026, 5, 3))
    acme = accounts.add(scene.store, scene.deed(None), new).account
    accounts.edit(scene.store, scene.deed(), acme.id, {"status": "lost", "lost_on": None})
    assert (scene.again(acme).status, scene.again(acme).lost_on) == ("lost", date(2026, 5, 3))


def test_an_end_that_is_still_to_come_is_refused(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match="until then the account is “leaving”"):
        accounts.edit(sqlite_scene.store, sqlite_scene.deed(), acme.id, {"lost_on": date(2026, 5, 13)})


def test_an_end_that_stands_may_stay_where_it_is_still_yesterday(sqlite_scene: Scene) -> None:
    sqlite_scene.now = datetime(2026, 5, 12, 2, tzinfo=UTC)
    new = accounts.NewAccount("Acme", status=Status.LOST)
    acme = accounts.add(sqlite_scene.store, sqlite_scene.deed(None), new).account
    changes = {"lost_on": date(2026, 5, 12), "tier": "key"}
    assert "lost_on" not in accounts.edit(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, changes).changed


def test_fields_can_be_emptied(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA, cadence_days=30, aliases=["a"])
    accounts.edit(scene.store, scene.deed(), acme.id, {"owner_id": None, "cadence_days": "", "aliases": None})
    again = scene.again(acme)
    assert (again.owner_id, again.cadence_days) == (None, None)


def test_a_field_that_does_not_exist_is_an_error_of_ours(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(KeyError):
        accounts.edit(sqlite_scene.store, sqlite_scene.deed(), acme.id, {"last_contact_at": None})


def test_a_changed_value_has_the_portfolio_counted_again(scene: Scene) -> None:
    acme = scene.account()
    with scene.store.write() as session:
        session.get(Workspace, TEAM).refit_at = None  # type: ignore[union-attr]
    accounts.edit(scene.store, scene.deed(), acme.id, {"aliases": ["a"]})
    with scene.look() as session:
        assert session.get(Workspace, TEAM).refit_at is None
    accounts.edit(scene.store, scene.deed(), acme.id, {"annual_value_minor": 5, "currency": "EUR"})
    with scene.look() as session:
        assert session.get(Workspace, TEAM).refit_at == scene.now


def test_the_currency_of_a_profit_stays_without_a_value_and_is_never_changed_under_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(annual_value_minor=100, annual_profit_minor=30, currency="EUR")
    with pytest.raises(Refused, match="The yearly profit is in EUR, and an account has one currency: say both"):
        accounts.edit(scene.store, scene.deed(), acme.id, {"annual_value_minor": 90, "currency": "USD"})
    both = {"annual_value_minor": 90, "annual_profit_minor": 20, "currency": "USD"}
    accounts.edit(scene.store, scene.deed(), acme.id, both)
    accounts.edit(scene.store, scene.deed(), acme.id, {"annual_value_minor": None, "currency": None})
    now = scene.again(acme)
    assert (now.annual_value_minor, now.annual_profit_minor, now.currency) == (None, 20, "USD")
    accounts.edit(scene.store, scene.deed(), acme.id, {"annual_profit_minor": None, "currency": None})
    assert scene.again(acme).currency is None


def test_channels_are_linked_and_let_go(scene: Scene) -> None:
    acme = scene.account()
    accounts.link_channel(scene.store, scene.deed(), acme.id, "C0ONE")
    accounts.link_channel(scene.store, scene.deed(), acme.id, "C0TWO")
    accounts.unlink_channel(scene.store, scene.deed(), acme.id, "C0ONE")
    with scene.look() as session:
        assert stored.by_channel(session, TEAM, "C0ONE") is None
        assert stored.by_channel(session, TEAM, "C0TWO").id == acme.id  # type: ignore[union-attr]


def test_another_workspace_has_its_own_names(scene: Scene) -> None:
    scene.account()
    with scene.look() as session:
        assert stored.by_key(session, "T0OTHER", "acme") is None
        assert stored.named(session, "T0OTHER") == []


def test_touches_and_edits_of_one_account_at_once_lose_nothing(scene: Scene) -> None:
    acme = scene.account()
    failures: list[BaseException] = []

    def log(part: int) -> None:
        for place in range(10):
            try:
                scene.touch(acme, days_ago=part * 10 + place)
            except BaseException as error:
                failures.append(error)

    def edit() -> None:
        for days in range(1, 11):
            try:
                accounts.edit(scene.store, scene.deed(), acme.id, {"cadence_days": days})
                accounts.link_channel(scene.store, scene.deed(), acme.id, f"C0{days}")
            except BaseException as error:
                failures.append(error)

    threads = [Thread(target=log, args=(part,)) for part in range(3)] + [Thread(target=edit)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with scene.look() as session:
        again = session.get(Account, (TEAM, acme.id))
        assert len(session.exec(select(Touch)).all()) == 30
        assert (again.last_contact_at, again.cadence_days) == (scene.now, 10)
        assert len(accounts.shown(session, again)["channels"]) == 10


def test_two_who_add_the_same_name_at_once_make_one_account(scene: Scene) -> None:
    outcomes: list[str] = []

    def add() -> None:
        try:
            accounts.add(scene.store, scene.deed(), accounts.NewAccount("Acme"))
            outcomes.append("added")
        except Refused:
            outcomes.append("refused")

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["added", "refused", "refused", "refused"]


def test_the_same_request_twice_at_once_is_carried_out_once(scene: Scene) -> None:
    acme = scene.account()
    id_ = request_id()
    made: list[str | None] = []

    def log() -> None:
        try:
            made.append(touches.log(scene.store, scene.deed(request_id=id_), scene.new_touch(acme)).touch.id)
        except AlreadyDone as done:
            made.append(done.result_id)

    threads = [Thread(target=log) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
