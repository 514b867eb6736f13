"""Every change of who owns, backs up, sponsors or helps on an account is on record, however it came about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.nudges.sweep import sweep
from bot.work import accounts, erasure
from storage.tables import Account, Clock, Nudge, StaffingChange
from tests.intake.files import import_accounts
from tests.work.scene import ANA, BEN, CHRIS, Scene


@pytest.fixture
def scene(sqlite_scene: Scene) -> Scene:
    """Nothing here depends on the kind of database."""
    return sqlite_scene


def changes(scene: Scene) -> list[tuple[str, str | None, str | None, str | None]]:
    with scene.look() as session:
        mine = select(StaffingChange).order_by(col(StaffingChange.changed_at), col(StaffingChange.place))
        return [(one.place, one.before_id, one.after_id, one.changed_by) for one in session.exec(mine)]


def open_nudges(scene: Scene) -> list[tuple[str, str]]:
    with scene.look() as session:
        found = session.exec(select(Nudge).where(Nudge.rule == "staffing", col(Nudge.closed_at).is_(None)))
        return [(one.rule, one.level) for one in found]


def handed(scene: Scene, account: Account, owner: str | None, days: int) -> None:
    """The account changes hands after so many days."""
    scene.now += timedelta(days=days)
    accounts.set_owner(scene.store, scene.deed(CHRIS), account.id, owner)


def test_who_holds_a_place_from_the_start_is_no_change(scene: Scene) -> None:
    scene.account(owner_id=ANA, backup_id=BEN, sponsor_id=CHRIS)
    assert changes(scene) == []


def test_owner_backup_and_sponsor_are_written_down_when_they_change(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA, backup_id=BEN)
    accounts.edit(scene.store, scene.deed(BEN), acme.id, {"backup_id": None, "sponsor_id": CHRIS, "tier": "key"})
    accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {"owner_id": BEN})
    accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {"owner_id": BEN})
    assert changes(scene) == [
        ("backup", BEN, None, BEN),
        ("owner", ANA, BEN, CHRIS),
        ("sponsor", None, CHRIS, BEN),
    ]


def test_helpers_are_written_down_one_by_one_as_they_come_and_go(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA, helpers=[BEN])
    assert changes(scene) == []
    accounts.edit(scene.store, scene.deed(ANA), acme.id, {"helpers": [BEN, CHRIS]})
    scene.now += timedelta(days=1)
    accounts.edit(scene.store, scene.deed(ANA), acme.id, {"helpers": [CHRIS], "tier": "key"})
    accounts.edit(scene.store, scene.deed(ANA), acme.id, {"helpers": [CHRIS]})
    assert changes(scene) == [("helper", None, CHRIS, ANA), ("helper", BEN, None, ANA)]


def test_a_file_that_adds_a_helper_writes_that_down_too(scene: Scene) -> None:
    scene.account("Acme", owner_id=ANA, helpers=[CHRIS])
    assert import_accounts(scene, "name,helpers\nAcme,ben@brightside.test\n").changed == 1
    assert changes(scene) == [("helper", None, BEN, None)]


def test_helpers_who_come_and_go_are_no_warning_sign(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    for helpers in ([BEN], [], [CHRIS], [BEN], []):
        scene.now += timedelta(days=5)
        accounts.edit(scene.store, scene.deed(ANA), acme.id, {"helpers": helpers})
    handed(scene, acme, BEN, 3)
    scene.now += timedelta(days=3)
    while sweep(scene.store, scene.now):
        pass
    assert open_nudges(scene) == []


def test_a_file_that_hands_accounts_over_writes_each_of_them_down(scene: Scene) -> None:
    for name in ("Acme", "Globex", "Hooli"):
        scene.account(name, owner_id=ANA)
    rows = "name,owner\nAcme,ben@brightside.test\nGlobex,ben@brightside.test\nHooli,ana@brightside.test\n"
    assert import_accounts(scene, rows).changed == 2
    assert changes(scene) == [("owner", ANA, BEN, None)] * 2


def test_two_changes_of_owner_in_a_year_warn_until_the_owner_of_today_has_spoken_with_them(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    handed(scene, acme, BEN, 100)
    handed(scene, acme, CHRIS, 100)
    scene.now += timedelta(days=3)
    while sweep(scene.store, scene.now):
        pass
    assert open_nudges(scene) == [("staffing", "due")]
    scene.touch(acme, by=BEN, people=[BEN])
    assert open_nudges(scene) == [("staffing", "due")]
    scene.touch(acme, by=CHRIS, people=[CHRIS])
    assert open_nudges(scene) == []


def test_the_warning_is_over_by_itself_when_the_changes_lie_far_enough_apart(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    handed(scene, acme, BEN, 100)
    handed(scene, acme, CHRIS, 100)
    for days in (3, 262):
        scene.now += timedelta(days=days)
        while sweep(scene.store, scene.now):
            pass
        assert len(open_nudges(scene)) == (days == 3)
    with scene.look() as session:
        assert session.exec(select(Clock.level).where(Clock.rule == "staffing")).one() is None


def test_erasing_a_colleague_is_no_change_of_hands_and_leaves_the_record_without_their_name(
    scene: Scene,
) -> None:
    acme = scene.account(owner_id=ANA)
    handed(scene, acme, BEN, 1)
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    [(place, before, after, by)] = changes(scene)
    assert (place, before, by) == ("owner", ANA, CHRIS)
    assert after == scene.again(acme).owner_id
    assert after != BEN
