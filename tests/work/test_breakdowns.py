from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nudges.sweep import sweep
from bot.work import accounts, breakdowns, erasure
from bot.work.breakdowns import NewBreakdown
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from storage import breakdowns as rows
from storage.tables import Audit, Breakdown, Clock, Nudge
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene, request_id

TODAY = date(2026, 5, 12)


def broke(scene: Scene, account_id: str, by: str = BEN, **fields: Any) -> Breakdown:
    new = NewBreakdown(account_id, fields.pop("text", "the nightly export failed"), **fields)
    return breakdowns.report(scene.store, scene.deed(by), new).breakdown


def again(scene: Scene, breakdown: Breakdown) -> Breakdown:
    with scene.look() as session:
        found = rows.get(session, TEAM, breakdown.id)
    assert found is not None
    return found


def ringing(scene: Scene) -> list[tuple[str, str | None, str]]:
    with scene.look() as session:
        open_ = select(Nudge).where(Nudge.rule == "breakdown", col(Nudge.closed_at).is_(None))
        return [(one.subject, one.hearer_id, one.level) for one in session.exec(open_)]


def after(scene: Scene, days: int) -> list[str]:
    """How loud it is so many days on."""
    scene.now += timedelta(days=days)
    sweep(scene.store, scene.now)
    return [level for _, _, level in ringing(scene)]


def test_what_broke_gets_louder_until_it_is_recovered_and_then_asks_to_be_verified(scene: Scene) -> None:
    one = broke(scene, scene.account(owner_id=ANA).id)
    assert (one.broke_on, one.owner_id, one.reported_by, one.state) == (TODAY, ANA, BEN, "open")
    assert ringing(scene) == [(one.id, ANA, "early")]
    assert (after(scene, 2), after(scene, 5)) == (["due"], ["critical"])
    done = breakdowns.recover(scene.store, scene.deed(ANA), one.id, "a second run each night").breakdown
    assert (done.state, done.recovery, done.recovered_by) == ("recovered", "a second run each night", ANA)
    assert ringing(scene) == []
    assert after(scene, 3) == ["due"]
    done = breakdowns.verify(scene.store, scene.deed(CHRIS), one.id, "three nights ran", client_told=True).breakdown
    assert (done.state, done.proof, done.client_told, done.verified_by) == ("verified", "three nights ran", True, CHRIS)
    with scene.look() as session:
        assert session.exec(select(Clock).where(Clock.rule == "breakdown")).all() == []
        closed = session.exec(select(Nudge.closed_why).where(Nudge.rule == "breakdown").order_by(col(Nudge.episode)))
        assert list(closed) == [
            "recovered on 19 May, by Ana Souza: a second run each night",
            "verified on 22 May, by Chris Meyer: three nights ran",
        ]


def test_what_does_not_work_after_all_rings_again(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = broke(scene, scene.account().id)
    breakdowns.recover(scene.store, scene.deed(), one.id, "restarted")
    back = breakdowns.reopen(scene.store, scene.deed(BEN), one.id, "it failed again").breakdown
    assert (back.state, back.recovery, back.recovered_at) == ("open", "it failed again", None)
    assert after(scene, 2) == ["due"]


def test_what_was_verified_by_mistake_is_open_again_with_a_word(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = broke(scene, scene.account().id)
    with pytest.raises(Refused, match="Nobody has said yet"):
        breakdowns.reopen(scene.store, scene.deed(), one.id, "too early")
    breakdowns.recover(scene.store, scene.deed(), one.id, "restarted")
    breakdowns.verify(scene.store, scene.deed(), one.id, "it ran", client_told=True)
    assert ringing(scene) == []
    back = breakdowns.reopen(scene.store, scene.deed(), one.id, "that was another one").breakdown
    assert (back.state, back.recovery, back.proof, back.client_told, back.verified_at, back.verified_by) == (
        "open", "that was another one", "", None, None, None,
    )  # fmt: skip
    assert after(scene, 2) == ["due"]
    with scene.look() as session:
        [told] = session.exec(select(Audit).where(Audit.deed == "breakdown.open"))
    assert told.before == {"state": "verified", "recovery": "restarted", "proof": "it ran", "client_told": True}


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"text": ""}, "What broke"), ({"broke_on": TODAY + timedelta(days=1)}, "still to come")],
)
def test_what_cannot_be_is_refused_with_a_word(sqlite_scene: Scene, fields: dict[str, Any], words: str) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match=words):
        broke(sqlite_scene, acme.id, **fields)


def test_nobody_verifies_what_nobody_recovered_and_nothing_without_words(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = broke(scene, scene.account().id)
    with pytest.raises(Refused, match="that comes first"):
        breakdowns.verify(scene.store, scene.deed(), one.id, "it ran", client_told=True)
    with pytest.raises(Refused, match="what was done to put it right"):
        breakdowns.recover(scene.store, scene.deed(), one.id, " ")
    breakdowns.recover(scene.store, scene.deed(), one.id, "fixed")
    with pytest.raises(Refused, match="This was recovered before, by Ana Souza"):
        breakdowns.recover(scene.store, scene.deed(), one.id, "fixed")
    with pytest.raises(Refused, match="how you saw that it works"):
        breakdowns.verify(scene.store, scene.deed(), one.id, "", client_told=True)


def test_who_recovers_is_not_who_verifies_unless_they_keep_the_account(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = broke(scene, scene.account(owner_id=ANA).id, owner_id=BEN)
    breakdowns.recover(scene.store, scene.deed(BEN), one.id, "fixed")
    with pytest.raises(NotAllowed, match="verify that what broke works again"):
        breakdowns.verify(scene.store, scene.deed(BEN), one.id, "it ran", client_told=True)
    assert breakdowns.verify(scene.store, scene.deed(ANA), one.id, "it ran", client_told=False).breakdown.verified_by


def test_it_is_given_to_somebody_and_goes_with_the_account(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    hers, given = broke(scene, acme.id), broke(scene, acme.id)
    breakdowns.give(scene.store, scene.deed(ANA), given.id, BEN)
    accounts.set_owner(scene.store, scene.deed(ANA), acme.id, CHRIS)
    assert (again(scene, hers).owner_id, again(scene, given).owner_id) == (CHRIS, BEN)
    assert (given.id, BEN, "early") in ringing(scene)


def test_the_same_request_reports_it_once_and_every_deed_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    deed, new = scene.deed(BEN, request_id()), NewBreakdown(scene.account().id, "no export")
    one = breakdowns.report(scene.store, deed, new).breakdown
    with pytest.raises(Repeated):
        breakdowns.report(scene.store, deed, new)
    breakdowns.give(scene.store, scene.deed(), one.id, BEN)
    breakdowns.recover(scene.store, scene.deed(), one.id, "fixed")
    breakdowns.verify(scene.store, scene.deed(), one.id, "it ran", client_told=True)
    with scene.look() as session:
        told = session.exec(select(Audit).where(col(Audit.deed).startswith("breakdown."))).all()
    assert sorted(one.deed for one in told) == [
        "breakdown.give",
        "breakdown.recovered",
        "breakdown.report",
        "breakdown.verified",
    ]


def test_names_go_from_breakdowns_when_somebody_is_erased(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = broke(scene, scene.account().id, text="Ben Okafor's export failed", owner_id=BEN)
    breakdowns.recover(scene.store, scene.deed(BEN), one.id, "Ben ran it by hand")
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    found = again(scene, one)
    assert "Ben" not in f"{found.text} {found.recovery}"
    assert BEN not in (found.owner_id, found.reported_by, found.recovered_by)
