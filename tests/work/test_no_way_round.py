"""Nothing gets round the gate: an account ends by its own deed alone, whichever way somebody tries."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.audits import reporting
from bot.endings import Part, Side
from bot.gate import Lack
from bot.intake import csv_files
from bot.intake.accounts import COLUMNS, import_accounts
from bot.policy import Tier
from bot.work import accounts, exits, loss_audits, losses, rescues
from bot.work.deed import Refused
from bot.work.exits import Exit
from bot.work.gating import GateShut
from bot.work.permission import NotAllowed
from storage import losses as rows
from storage import people
from storage.tables import Account, LossAudit
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
    with pytest.raises(GateShut, match="in the exit interview is noted yet: note an answer") as shut:
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


ROE = "Jane Roe, Roe Advisers"


def audited(scene: Scene, acme: Account) -> LossAudit:
    audit = lose(scene, acme, by=CHRIS).audit
    assert audit is not None
    return audit


def everybody_helps(scene: Scene, acme: Account) -> None:
    accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {"helpers": [BEN, CHRIS]})


def make_lead(scene: Scene, person_id: str) -> None:
    with scene.store.write() as session:
        people.lock(session, TEAM, person_id).role = "lead"  # type: ignore[union-attr]


@pytest.mark.parametrize("place", ["owner_id", "backup_id", "sponsor_id"])
def test_who_keeps_or_kept_an_account_keeps_no_notes_of_its_audit(sqlite_scene: Scene, place: str) -> None:
    scene = sqlite_scene
    acme = scene.account()
    if place != "owner_id":
        accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {place: BEN})
    keeper = ANA if place == "owner_id" else BEN
    make_lead(scene, keeper)
    everybody_helps(scene, acme)
    audit = audited(scene, acme)
    for hands_on in (False, True):
        if hands_on:
            accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {place: None})
        with pytest.raises(Refused, match=r"nobody has to write about their own work\. It could be Chris Meyer"):
            loss_audits.invite(scene.store, scene.deed(keeper), audit.id, ROE)
    assert loss_audits.invite(scene.store, scene.deed(CHRIS), audit.id, ROE).audit.leader_id == CHRIS


def test_where_no_other_lead_is_left_who_kept_it_keeps_the_notes_and_the_report_says_so(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=CHRIS)
    everybody_helps(scene, acme)
    accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {"helpers": [ANA, BEN]})
    audit = audited(scene, acme)
    found = loss_audits.Finding("Nobody senior was known.", Side.OURS, Part.DELIVERY)
    loss_audits.invite(scene.store, scene.deed(CHRIS), audit.id, ROE)
    kept = loss_audits.find(scene.store, scene.deed(CHRIS), audit.id, found)
    with scene.look() as session:
        report = reporting.written(session, acme, kept.loss, kept.audit, scene.now)
    assert "The notes were kept by somebody of ours who kept the account" in report

    make_lead(scene, BEN)
    with pytest.raises(Refused, match="It could be Ben Okafor"):
        loss_audits.find(scene.store, scene.deed(CHRIS), audit.id, found)


@pytest.mark.parametrize("how", ["helps", "keeps", "touches"])
def test_ties_made_once_the_audit_is_open_do_not_make_everybody_be_there(sqlite_scene: Scene, how: str) -> None:
    scene = sqlite_scene
    acme = scene.account()
    accounts.edit(scene.store, scene.deed(CHRIS), acme.id, {"helpers": [CHRIS]})
    audit = audited(scene, acme)
    later = replace(scene, now=scene.now + timedelta(hours=1))
    if how == "helps":
        everybody_helps(later, acme)
    elif how == "keeps":
        accounts.edit(later.store, later.deed(CHRIS), acme.id, {"backup_id": BEN})
    else:
        later.touch(acme, 30, people=[BEN])
    with pytest.raises(Refused, match=r"had nothing to do with Acme, and comes first\. It could be Ben Okafor"):
        loss_audits.invite(later.store, later.deed(CHRIS), audit.id, ROE)
    assert loss_audits.appoint(later.store, later.deed(CHRIS), audit.id, BEN).audit.leader_id == BEN
