"""Hindsight on a lost account: how many days before the end our rules would have warned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot import hindsight
from bot.audits import reporting
from bot.backtest.hindsight import Hindsight
from bot.policy import Policy
from bot.views.hindsight import hindsight as shown
from bot.views.hindsight import sentence
from bot.work import losses, remarks
from tests.views.reading import accepted, words
from tests.work.conftest import sqlite_scene
from tests.work.scene import NOW, TEAM, Scene
from tests.work.test_losses import PRICE

__all__ = ["sqlite_scene"]


def told(scene: Scene, account_id: str) -> Hindsight | None:
    with scene.look() as session:
        return hindsight.of_account(session, TEAM, account_id, Policy(), scene.now)


def test_a_silence_before_the_end_would_have_been_said_so_many_days_before(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(client_since=date(2024, 1, 1))
    for days in range(400, 100, -30):
        scene.touch(acme, days)
    losses.end(scene.store, scene.deed(), losses.NewLoss(acme.id, NOW.date() - timedelta(days=2), [PRICE]))
    found = told(scene, acme.id)
    assert found is not None
    assert found.days_before["quiet"] > 20
    assert found.earliest is not None
    assert f"would have warned {found.earliest[1]} days before the end" in sentence(found)
    assert all(one.days > found.days_before.get(one.proposal.rule, 0) for one in found.tighter)
    said = words(accepted(shown(found, "Acme")))
    assert "*Each rule*" in said
    assert "• Quiet: " in said


def test_a_litmus_test_that_would_have_been_due_is_no_warning_of_then_and_its_absence_is_said(
    sqlite_scene: Scene,
) -> None:
    scene = sqlite_scene
    acme = scene.account(client_since=date(2024, 1, 1))
    for days in range(700, 100, -30):
        scene.touch(acme, days)
    losses.end(scene.store, scene.deed(), losses.NewLoss(acme.id, NOW.date() - timedelta(days=2), [PRICE]))
    found = told(scene, acme.id)
    assert found is not None
    assert "litmus" not in {*found.days_before, *(one.proposal.rule for one in found.tighter)}
    assert "litmus tests are left out" in words(accepted(shown(found, "Acme")))


def test_a_client_who_was_heard_would_not_have_been_called_taken_for_granted(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    both = [scene.account(name, client_since=date(2018, 1, 1)) for name in ("Heard", "Silent")]
    for account in both:
        for days in range(700, 100, -60):
            scene.touch(account, days)
    then = replace(scene.deed(), now=scene.ago(150))
    remarks.pass_on(scene.store, then, remarks.NewRemark(both[0].id, "who else uses it?"))
    for account in both:
        losses.end(scene.store, scene.deed(), losses.NewLoss(account.id, NOW.date() - timedelta(days=2), [PRICE]))
    heard, silent = (told(scene, account.id) for account in both)
    assert heard is not None
    assert silent is not None
    assert "complacency" in silent.days_before
    assert "complacency" not in heard.days_before


def test_it_stands_in_the_report_of_the_audit(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(client_since=date(2024, 1, 1))
    for days in range(400, 100, -30):
        scene.touch(acme, days)
    lost = losses.end(scene.store, scene.deed(), losses.NewLoss(acme.id, NOW.date() - timedelta(days=2), [PRICE]))
    assert lost.audit is not None
    with scene.look() as session:
        report = reporting.written(session, lost.account, lost.loss, lost.audit, scene.now)
    assert "As they are set today, our rules would have warned" in report


def test_a_client_who_is_here_or_of_whom_nothing_is_on_record_has_no_hindsight(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    here = scene.account("Here")
    scene.touch(here, 40)
    gone = scene.account("Gone")
    losses.end(scene.store, scene.deed(), losses.NewLoss(gone.id, NOW.date(), [PRICE]))
    assert told(scene, here.id) is None
    assert told(scene, gone.id) is None
    assert "nothing to look back on" in words(accepted(shown(None, "Gone")))


def test_rules_that_said_nothing_are_a_lesson_to_draw() -> None:
    silent = Hindsight("a", "Acme", date(2026, 5, 1), 9)
    assert "That is a lesson to draw." in sentence(silent)
