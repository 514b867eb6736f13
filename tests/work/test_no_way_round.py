"""Nothing gets round the gate: an account ends by its own deed alone, whichever way somebody tries."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.gate import Lack
from bot.intake import csv_files
from bot.intake.accounts import COLUMNS, import_accounts
from bot.policy import Tier
from bot.work import accounts, exits, losses, rescues
from bot.work.deed import Refused
from bot.work.exits import Exit
from bot.work.gating import GateShut
from bot.work.permission import NotAllowed
from storage import losses as rows
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene
from tests.work.test_losses import HEARD, TODAY, lose, opened, rescue

YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize("changes", [{"status": "lost"}, {"lost_on": TODAY}, {"status": "leaving"}])
@pytest.mark.parametrize("by", [ANA, CHRIS, None])
def test_no_edit_ends_an_account(sqlite_scene: Scene, changes: dict[str, Any], by: str | None) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match=r"/client (lost|leaving) Acme"):
        accounts.edit(sqlite_scene.store, sqlite_scene.deed(by), acme.id, changes)
    assert sqlite_scene.again(acme).status == "active"


@pytest.mark.parametrize("changes", [{"status": "active"}, {"lost_on": None, "status": "paused"}, {"lost_on": TODAY}])
def test_no_edit_takes_an_end_back_or_moves_it(sqlite_scene: Scene, changes: dict[str, Any]) -> None:
    acme = sqlite_scene.account()
    lose(sqlite_scene, acme, ended_on=TODAY - timedelta(days=3))
    paused = {"paused_until": TODAY + timedelta(days=9)} if changes.get("status") == "paused" else {}
    with pytest.raises(Refused, match=r"/client (reopen|lost) Acme"):
        accounts.edit(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, {**changes, **paused})
    assert accounts.edit(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, {"tier": "light"}).changed


@pytest.mark.parametrize("cells", ["lost,", "lost,2026-05-01", ",2026-05-01", "leaving,"])
def test_no_file_ends_an_account_that_is_on_record(sqlite_scene: Scene, cells: str) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    file = io.StringIO(f"name,status,lost_on\nAcme,{cells}\nGlobex,lost,2025-03-01\n")
    report = import_accounts(sqlite_scene.store, sqlite_scene.deed(CHRIS), csv_files.rows(file, COLUMNS))
    assert [bad.line for bad in report.bad] == [2]
    assert report.added == 1
    assert sqlite_scene.again(acme).status == "active"
    with sqlite_scene.look() as session:
        [loss] = rows.lost(session, TEAM)
    assert loss.is_past


def test_what_is_added_as_lost_is_on_record_as_past_by_an_admin_alone(sqlite_scene: Scene) -> None:
    old = accounts.NewAccount("Old", tier=Tier.KEY, lost_on=date(2025, 3, 1))
    with pytest.raises(NotAllowed):
        accounts.add(sqlite_scene.store, sqlite_scene.deed(ANA), old)

    added = accounts.add(sqlite_scene.store, sqlite_scene.deed(CHRIS), old).account

    with sqlite_scene.look() as session:
        [loss] = rows.of_account(session, TEAM, added.id)
        assert rows.audit_of(session, TEAM, loss.id) is None
        assert [one.id for one in rows.lost(session, TEAM)] == [loss.id]
    assert (loss.state, loss.is_past, loss.ended_on) == ("lost", True, date(2025, 3, 1))


@pytest.mark.parametrize("said", [{}, {"why": "  "}])
def test_a_bare_day_is_no_exit_interview(sqlite_scene: Scene, said: dict[str, str]) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    rescue(sqlite_scene, acme)
    bare = Exit(YESTERDAY, with_whom="Jane Doe", answers=said)
    with pytest.raises(GateShut, match="no word of theirs is kept from the exit interview: note an answer") as shut:
        lose(sqlite_scene, acme, exit=bare)
    assert shut.value.lacks == (Lack.EXIT_EMPTY,)
    lose(sqlite_scene, acme, ended_on=TODAY + timedelta(days=1), reasons=[])
    exits.note(sqlite_scene.store, sqlite_scene.deed(BEN), acme.id, bare)
    with pytest.raises(GateShut):
        lose(sqlite_scene, acme)
    assert sqlite_scene.again(acme).status == "leaving"
    exits.note(sqlite_scene.store, sqlite_scene.deed(BEN), acme.id, HEARD)
    assert lose(sqlite_scene, acme).is_lost


def test_the_clients_own_words_are_an_answer(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    rescue(sqlite_scene, acme)
    assert lose(sqlite_scene, acme, exit=Exit(YESTERDAY), words="Nobody ever came by.").is_lost
    with pytest.raises(GateShut):
        lose(sqlite_scene, acme, words=" ")


@pytest.mark.parametrize("is_won_back", [False, True])
def test_what_was_done_before_it_was_reopened_opens_no_gate_again(sqlite_scene: Scene, is_won_back: bool) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    rescue(sqlite_scene, acme)
    lose(sqlite_scene, acme, exit=HEARD)
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, "they signed", is_won_back=is_won_back)
    scene = Scene(sqlite_scene.store, sqlite_scene.now + timedelta(days=30))
    today = scene.now.date()
    with pytest.raises(GateShut, match="reopened on 12 May 2026, and what was done since counts") as shut:
        lose(scene, acme, ended_on=today, exit=HEARD)
    assert shut.value.lacks == (Lack.RESCUE, Lack.EXIT_BEFORE)

    scene.touch(acme, 1)  # an ordinary call is no rescue, and the one of then is over
    heard = replace(HEARD, on=today - timedelta(days=1))
    with pytest.raises(GateShut) as shut:
        lose(scene, acme, ended_on=today, exit=heard)
    assert shut.value.lacks == (Lack.RESCUE,)
    with pytest.raises(Refused, match="Choose at least one reason"):
        lose(scene, acme, ended_on=today, reasons=[], exit=heard)

    rescue(scene, acme, 5)
    assert lose(scene, acme, ended_on=today, exit=heard).is_lost


def test_a_rescue_under_way_counts_by_what_was_done_in_it_since(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    lose(sqlite_scene, acme, ended_on=TODAY + timedelta(days=9))
    rescue(sqlite_scene, acme)
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(), acme.id, "they stay")
    scene = Scene(sqlite_scene.store, sqlite_scene.now + timedelta(days=3))
    said: dict[str, Any] = {"ended_on": scene.now.date(), "exit": replace(HEARD, on=scene.ago(1).date())}
    with pytest.raises(GateShut) as shut:
        lose(scene, acme, **said)
    assert shut.value.lacks == (Lack.RESCUE,)
    scene.touch(acme, 1, kind="attempt", direction="to-client")
    assert lose(scene, acme, **said).is_lost


def test_what_was_lost_in_the_past_meets_the_gate_when_it_is_lost_again(sqlite_scene: Scene) -> None:
    old = accounts.NewAccount("Old", tier=Tier.KEY, owner_id=ANA, lost_on=date(2025, 3, 1))
    added = accounts.add(sqlite_scene.store, sqlite_scene.deed(CHRIS), old).account
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(CHRIS), added.id, "they came back", is_won_back=True)
    with pytest.raises(GateShut):
        lose(sqlite_scene, added, exit=HEARD)


def test_a_call_after_a_rescue_was_over_is_nothing_that_was_done_in_it(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    then = replace(sqlite_scene.deed(), now=sqlite_scene.ago(40))
    empty = opened(sqlite_scene, acme, 50)
    rescues.end(sqlite_scene.store, then, empty.id, "saved", "they calmed down by themselves")
    sqlite_scene.touch(acme, 20)
    with pytest.raises(GateShut) as shut:
        lose(sqlite_scene, acme, exit=HEARD)
    assert shut.value.lacks == (Lack.RESCUE,)
