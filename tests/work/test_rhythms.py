"""The rhythm that an account keeps, whatever is logged, corrected, undone or moved elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot import rhythm
from bot.policy import Direction, Kind, Policy
from bot.work import accounts, rhythms, touches
from bot.worktime import zone
from storage.tables import Account, Touch
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene, fresh
from tests.work.scene import scene as set_up

patient = settings(
    max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
said = st.fixed_dictionaries(
    {"kind": st.sampled_from(Kind), "direction": st.sampled_from(Direction), "days_ago": st.integers(0, 300)}
)
steps = st.lists(
    st.tuples(st.sampled_from(["log", "log", "log", "edit", "undo", "move"]), said, st.integers(0, 5)),
    min_size=1,
    max_size=10,
)


def known(scene: Scene, account: Account) -> rhythm.Rhythm | None:
    kept = scene.again(account).rhythm
    return rhythm.from_json(kept) if kept else None


def from_the_log(scene: Scene, account: Account, zone: Any) -> rhythm.Rhythm | None:
    """What the touches on record say, days being those of a zone."""
    with scene.look() as session:
        live = select(Touch).where(Touch.account_id == account.id, col(Touch.undone_at).is_(None))
        return rhythm.of(
            touch.occurred_at.astimezone(zone).date()
            for touch in session.exec(live)
            if "contact" in Policy().resets(Kind(touch.kind), Direction(touch.direction))
        )


@patient
@given(steps=steps)
def test_it_is_what_the_log_says_whatever_the_order_of_deeds(
    steps: list[Any], tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> None:
    scene = set_up(fresh(tmp_path_factory.mktemp("db"), sqlite_template))
    acme, globex = scene.account(owner_id=ANA), scene.account("Globex", owner_id=BEN)
    logged: list[str] = []
    for what, how, place in steps:
        account = globex if what == "move" else acme
        new = scene.new_touch(account, **how)
        if what == "log":
            logged.append(touches.log(scene.store, scene.deed(), new).touch.id)
        elif logged and what in ("edit", "move"):
            touches.edit(scene.store, scene.deed(), logged[place % len(logged)], new)
        elif logged:
            touches.undo(scene.store, scene.deed(), logged.pop(place % len(logged)))
        for one in (acme, globex):
            assert known(scene, one) == from_the_log(scene, one, zone("Europe/Lisbon"))
    scene.store.close()


def test_a_touch_moves_it_and_an_internal_note_does_not(scene: Scene) -> None:
    acme = scene.account()
    for days_ago in (30, 20, 11):
        scene.touch(acme, days_ago)
    scene.touch(acme, 1, kind=Kind.NOTE)
    scene.touch(acme, 0, direction=Direction.TO_CLIENT, kind=Kind.EMAIL)
    kept = known(scene, acme)
    assert kept is not None
    assert (kept.gaps, kept.last_on) == ((10, 9), date(2026, 5, 1))


def test_days_are_those_of_the_owner_and_counted_anew_when_the_account_has_another(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    for days_ago in (10.3, 3):
        scene.touch(acme, days_ago)  # a quarter past three in Lisbon, still the day before in New York
    kept = known(scene, acme)
    assert kept is not None
    assert kept.first_on == date(2026, 5, 2)
    accounts.set_owner(scene.store, scene.deed(), acme.id, CHRIS)
    scene.touch(acme, 0)
    kept = known(scene, acme)
    assert kept is not None
    assert (kept.first_on, kept.gaps) == (date(2026, 5, 1), (8, 3))


def test_what_is_missing_is_counted_once(scene: Scene) -> None:
    acme, globex = scene.account(), scene.account("Globex")
    scene.account("Initech")
    for account in (acme, globex):
        scene.touch(account, 9)
        scene.touch(account, 2)
    before = scene.again(acme).rhythm
    forget(scene, acme)

    with scene.store.write() as session:
        assert rhythms.count_missing(session, Policy(), TEAM, 10) == [acme.id]
        assert rhythms.count_missing(session, Policy(), TEAM, 10) == []

    assert scene.again(acme).rhythm == before


def test_a_touch_on_an_account_that_was_not_counted_yet_counts_all_of_it(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, 9)
    scene.touch(acme, 5)
    forget(scene, acme)
    scene.touch(acme, 2)
    kept = known(scene, acme)
    assert kept is not None
    assert kept.gaps == (4, 3)


def forget(scene: Scene, account: Account) -> None:
    with scene.store.write() as session:
        row = session.get(Account, (TEAM, account.id))
        assert row is not None
        row.rhythm = None
