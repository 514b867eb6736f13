"""Nothing gets round the gate: an account ends by its own deed alone, whichever way somebody tries."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest

from bot.intake import csv_files
from bot.intake.accounts import COLUMNS, import_accounts
from bot.policy import Tier
from bot.work import accounts
from bot.work.deed import Refused
from bot.work.permission import NotAllowed
from storage import losses as rows
from tests.work.scene import ANA, CHRIS, TEAM, Scene
from tests.work.test_losses import TODAY, lose


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
