from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.nudges.sweep import sweep
from bot.work import accounts, erasure, remarks
from bot.work import settings as setting_work
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from bot.work.remarks import NewRemark
from storage import people
from storage import remarks as rows
from storage.tables import Audit, Clock, Message, Nudge, Remark
from tests.work.scene import ANA, BEN, CHRIS, GONE, TEAM, Scene, fresh, request_id
from tests.work.scene import scene as set_up

WORDS = "who else uses the new team?"


def passed_on(scene: Scene, account_id: str, by: str = BEN, **fields: Any) -> Remark:
    new = NewRemark(account_id, fields.pop("text", WORDS), **fields)
    return remarks.pass_on(scene.store, scene.deed(by), new).remark


def again(scene: Scene, remark: Remark) -> Remark:
    with scene.look() as session:
        found = rows.get(session, TEAM, remark.id)
    assert found is not None
    return found


def ringing(scene: Scene) -> list[str]:
    """What is open of remarks: the subjects of their nudges and clocks."""
    with scene.look() as session:
        nudges = session.exec(select(Nudge.subject).where(Nudge.rule == "remark", col(Nudge.closed_at).is_(None)))
        clocks = session.exec(select(Clock.subject).where(Clock.rule == "remark"))
        return sorted({*nudges, *clocks})


def notices(scene: Scene) -> list[str]:
    with scene.look() as session:
        return [one.recipient for one in session.exec(select(Message)) if (one.body or {}).get("about") == "remark"]


@pytest.mark.parametrize(("is_big", "due_on"), [(True, date(2026, 5, 14)), (False, date(2026, 5, 26))])
def test_it_has_an_owner_and_a_day_by_its_size_and_rings_early(scene: Scene, is_big: bool, due_on: date) -> None:
    acme = scene.account(owner_id=ANA)
    one = passed_on(scene, acme.id, is_big=is_big)
    assert (one.owner_id, one.due_on, one.reported_by, one.state) == (ANA, due_on, BEN, "open")
    assert ringing(scene) == [one.id]


def test_the_days_of_a_size_are_a_setting(sqlite_scene: Scene) -> None:
    setting_work.set_policy(sqlite_scene.store, sqlite_scene.deed(CHRIS), "remark_small_days", 3)
    assert passed_on(sqlite_scene, sqlite_scene.account().id).due_on == date(2026, 5, 15)


def test_without_an_owner_the_backup_is_to_answer_it_else_who_leads_them(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    assert passed_on(scene, scene.account("One", owner_id=None, backup_id=BEN).id).owner_id == BEN
    assert passed_on(scene, scene.account("Two", owner_id=None).id).owner_id is None
    setting_work.set_lead(scene.store, scene.deed(CHRIS), BEN, CHRIS)
    left = scene.account("Three", owner_id=BEN)
    with scene.store.write() as session:
        gone = people.get(session, TEAM, BEN)
        assert gone is not None
        gone.deactivated_at = scene.now
    assert passed_on(scene, left.id, by=ANA).owner_id == CHRIS


def test_another_owner_of_the_account_is_to_answer_what_is_open(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    answered, waiting = passed_on(scene, acme.id), passed_on(scene, acme.id)
    remarks.address(scene.store, scene.deed(ANA), answered.id)
    accounts.set_owner(scene.store, scene.deed(ANA), acme.id, CHRIS)
    assert (again(scene, answered).owner_id, again(scene, waiting).owner_id) == (ANA, CHRIS)


def test_whoever_it_is_given_to_hears_it_and_may_answer_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = passed_on(scene, scene.account(owner_id=CHRIS).id, by=ANA)
    with pytest.raises(NotAllowed):
        remarks.give(scene.store, scene.deed(BEN), one.id, BEN)
    remarks.give(scene.store, scene.deed(CHRIS), one.id, BEN)
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "remark"))
    assert nudge.hearer_id == BEN
    assert remarks.address(scene.store, scene.deed(BEN), one.id).remark.state == "addressed"
    with pytest.raises(Refused, match="This was addressed before"):
        remarks.give(scene.store, scene.deed(CHRIS), one.id, ANA)


@pytest.mark.parametrize("state", ["addressed", "declined"])
def test_what_was_answered_is_silent_and_whoever_passed_it_on_is_told_once(scene: Scene, state: str) -> None:
    one = passed_on(scene, scene.account(owner_id=ANA).id)
    deed, answer = scene.deed(ANA, request_id()), remarks.address if state == "addressed" else remarks.decline
    answer(scene.store, deed, one.id, "here is why")
    with pytest.raises(Repeated):
        answer(scene.store, deed, one.id, "here is why")
    with pytest.raises(Refused, match=f"This was {state} before, by Ana Souza."):
        remarks.address(scene.store, scene.deed(CHRIS), one.id)
    kept = again(scene, one)
    assert (kept.state, kept.answer, kept.answered_by, kept.answered_at) == (state, "here is why", ANA, scene.now)
    assert (ringing(scene), notices(scene)) == ([], [BEN])
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "remark"))
    assert nudge.closed_why == f"{state} on 12 May, by Ana Souza: here is why"


def test_who_answers_what_they_passed_on_themselves_is_not_told(sqlite_scene: Scene) -> None:
    one = passed_on(sqlite_scene, sqlite_scene.account(owner_id=ANA).id, by=ANA)
    remarks.address(sqlite_scene.store, sqlite_scene.deed(ANA), one.id)
    assert notices(sqlite_scene) == []


def test_the_word_to_whoever_passed_it_on_waits_for_their_working_hours(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = passed_on(scene, scene.account(owner_id=ANA).id)
    scene.now += timedelta(hours=13)
    remarks.address(scene.store, scene.deed(ANA), one.id)
    with scene.look() as session:
        [notice] = [one for one in session.exec(select(Message)) if one.kind == "notice"]
    assert (notice.not_before.day, notice.not_before.hour) == (13, 8)  # nine in London


def test_the_same_request_passes_it_on_once(scene: Scene) -> None:
    deed, new = scene.deed(BEN, request_id()), NewRemark(scene.account().id, WORDS)
    done = remarks.pass_on(scene.store, deed, new)
    with pytest.raises(Repeated) as told:
        remarks.pass_on(scene.store, deed, new)
    assert told.value.result_id == done.remark.id
    assert ringing(scene) == [done.remark.id]


def test_every_deed_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    first, second = passed_on(scene, acme.id), passed_on(scene, acme.id)
    remarks.address(scene.store, scene.deed(ANA), first.id, "done")
    remarks.decline(scene.store, scene.deed(ANA), second.id, "no")
    with scene.look() as session:
        told = session.exec(select(Audit).where(col(Audit.deed).startswith("remark."))).all()
    assert {(one.deed, one.person_id, one.subject_id) for one in told} == {
        ("remark.pass_on", BEN, first.id),
        ("remark.pass_on", BEN, second.id),
        ("remark.addressed", ANA, first.id),
        ("remark.declined", ANA, second.id),
    }


@pytest.mark.parametrize(
    ("new", "why"),
    [({"text": "  "}, "What did they say"), ({"text": "x" * 3_001}, "3,000"), ({"link": "javascript:x"}, "https://")],
)
def test_what_cannot_be_kept_is_refused(sqlite_scene: Scene, new: dict[str, Any], why: str) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match=why):
        passed_on(sqlite_scene, acme.id, **new)


def test_only_a_contact_of_the_account_can_have_said_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    other = scene.contact(scene.account("Globex"), "Kim Lee")
    acme = scene.account("Acme")
    with pytest.raises(Refused, match="not on record at Acme"):
        passed_on(scene, acme.id, said_by=other.id)


def test_to_decline_takes_a_reason_and_to_answer_takes_who_keeps_the_account(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = passed_on(scene, scene.account(owner_id=ANA).id)
    with pytest.raises(Refused, match="why it is declined"):
        remarks.decline(scene.store, scene.deed(ANA), one.id, "  ")
    with pytest.raises(NotAllowed, match="ask Ana Souza"):
        remarks.address(scene.store, scene.deed(BEN), one.id)
    with pytest.raises(NotAllowed):
        passed_on(scene, one.account_id, by=GONE)


def test_who_is_erased_goes_from_what_was_said_also_by_their_first_name(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    jane = scene.contact(acme)
    one = passed_on(scene, acme.id, said_by=jane.id, text="Jane Doe wants it, says Jane")
    remarks.address(scene.store, scene.deed(ANA), one.id, "wrote to Jane")
    passed_on(scene, acme.id, said_by=jane.id, text="and Jane again")
    erasure.contact(scene.store, scene.deed(ANA), jane.id)
    with scene.look() as session:
        told = [str(row.model_dump()) for of in (Remark, Nudge, Audit, Message) for row in session.exec(select(of))]
    assert [words for words in told if "Jane" in words] == []
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    assert again(scene, one).reported_by.startswith("XGONE")


acts = st.lists(
    st.tuples(st.sampled_from(["pass_on", "address", "decline", "wait"]), st.integers(0, 3), st.booleans()), max_size=8
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts)
def test_an_addressed_remark_never_rings(sqlite_template: Path, some: list[tuple[str, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder), sqlite_template)
        scene = set_up(store)
        acme, made = scene.account(owner_id=ANA), list[Remark]()
        for act, number, is_big in some:
            if act == "pass_on":
                made.append(passed_on(scene, acme.id, is_big=is_big))
            elif act == "wait":
                scene.now += timedelta(days=number * 5)
                while sweep(store, scene.now):
                    pass
            elif number < len(made) and again(scene, made[number]).state == "open":
                answer = remarks.address if act == "address" else remarks.decline
                answer(store, scene.deed(ANA), made[number].id, "x")
            assert ringing(scene) == sorted(one.id for one in made if again(scene, one).state == "open")
        store.close()
