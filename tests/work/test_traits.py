"""What is good to know of a client: noted, put right, taken off; the days of theirs that come round."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nudges.sweep import sweep
from bot.policy import Kind, TraitKind
from bot.rules.years import anniversary
from bot.work import erasure, nudges, traits
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from bot.work.traits import MOST, NewTrait
from storage.tables import Account, Audit, Nudge, Trait
from tests.work.scene import ANA, BEN, DANA, TEAM, Scene, request_id

FOUNDED = date(1998, 5, 18)


@pytest.fixture
def scene(sqlite_scene: Scene) -> Scene:
    """Nothing here depends on the kind of database."""
    return sqlite_scene


def known(scene: Scene, account: Account, kind: str = "proud", text: str = "their plant", **more: Any) -> Trait:
    by = more.pop("by", BEN)
    return traits.know(scene.store, scene.deed(by), NewTrait(account.id, TraitKind(kind), text, **more)).trait


def kept(scene: Scene) -> list[tuple[str, str, date | None]]:
    with scene.look() as session:
        found = session.exec(select(Trait).order_by(col(Trait.kind), col(Trait.text)))
        return [(one.kind, one.text, one.falls_on) for one in found]


def open_nudges(scene: Scene) -> list[Nudge]:
    with scene.look() as session:
        return list(session.exec(select(Nudge).where(Nudge.rule == "occasion", col(Nudge.closed_at).is_(None))))


def wait(scene: Scene, days: int) -> None:
    scene.now += timedelta(days=days)
    while sweep(scene.store, scene.now):
        pass


def test_anybody_of_ours_notes_it_and_it_is_in_the_audit_log(scene: Scene) -> None:
    one = known(scene, scene.account(), text="  their\n plant ")
    assert (one.kind, one.text, one.falls_on, one.told_by) == ("proud", "their plant", None, BEN)
    with scene.look() as session:
        told = session.exec(select(Audit).where(Audit.deed == "trait.know")).one()
    assert (told.person_id, told.after) == (BEN, {"kind": "proud", "text": "their plant", "falls_on": None})


def test_guests_note_nothing(scene: Scene) -> None:
    acme = scene.account()
    with pytest.raises(NotAllowed):
        known(scene, acme, by=DANA)


@pytest.mark.parametrize(
    ("kind", "text", "day", "why"),
    [
        ("proud", " ", None, "A few words will do"),
        ("proud", "x" * 201, None, "200 is the most"),
        ("anniversary", "founded", None, "An anniversary comes round"),
        ("burden", "late payers", FOUNDED, "Only a milestone or an anniversary has a day"),
        ("anniversary", "founded", date(1066, 10, 14), "The year 1066 is too far away"),
        ("anniversary", "founded", date(2031, 5, 12), "12 May 2031 is more than a year away: give its first day"),
        ("milestone", "a hundred years", date(2126, 1, 1), "The year 2126 is too far away"),
    ],
)
def test_what_cannot_be_noted_is_refused_with_what_would_do(
    scene: Scene, kind: str, text: str, day: date | None, why: str
) -> None:
    acme = scene.account()
    with pytest.raises(Refused, match=why):
        known(scene, acme, kind, text, falls_on=day)
    assert kept(scene) == []


def test_of_an_anniversary_the_next_one_will_do_and_a_milestone_may_be_years_away(scene: Scene) -> None:
    acme, next_one = scene.account(), anniversary(scene.now.date(), 1)
    known(scene, acme, "anniversary", "founded", falls_on=next_one)
    known(scene, acme, "milestone", "new plant", falls_on=date(2031, 5, 12))
    assert [day for _, _, day in kept(scene)] == [next_one, date(2031, 5, 12)]


def test_the_same_in_other_letters_is_put_right_and_keeps_its_day_where_none_is_said(scene: Scene) -> None:
    acme = scene.account()
    first = known(scene, acme, "milestone", "New plant", falls_on=date(2026, 6, 3))
    assert known(scene, acme, "milestone", "new plant", falls_on=date(2026, 6, 9)).id == first.id
    known(scene, acme, "milestone", "NEW PLANT")
    known(scene, acme, "proud", "new plant")
    assert kept(scene) == [("milestone", "New plant", date(2026, 6, 9)), ("proud", "new plant", None)]


def test_a_repeated_request_notes_it_once(scene: Scene) -> None:
    deed, new = (
        scene.deed(BEN, request_id()),
        NewTrait(scene.account().id, TraitKind.PROUD, "their plant"),
    )
    trait = traits.know(scene.store, deed, new).trait
    with pytest.raises(Repeated) as repeated:
        traits.know(scene.store, deed, new)
    assert repeated.value.result_id == trait.id


def test_what_was_taken_off_is_gone_and_only_once(scene: Scene) -> None:
    one = known(scene, scene.account())
    assert traits.forget(scene.store, scene.deed(ANA), one.id).trait.text == "their plant"
    assert kept(scene) == []
    with pytest.raises(Refused, match="no longer on record"):
        traits.forget(scene.store, scene.deed(ANA), one.id)


def test_there_is_an_end_to_what_is_known_of_one_account(scene: Scene) -> None:
    acme = scene.account()
    with scene.store.write() as session:
        told: dict[str, Any] = {"account_id": acme.id, "kind": "proud", "told_by": ANA, "told_at": scene.now}
        session.add_all(Trait(team_id=TEAM, **told, text=f"plant {number}") for number in range(MOST))
    with pytest.raises(Refused, match="40 things are known of Acme, and that is the most: take one off first"):
        known(scene, acme, text="one more")


def test_a_day_of_theirs_rings_is_due_and_passes_by_itself_until_next_year(scene: Scene) -> None:
    one = known(scene, scene.account(), "anniversary", "founded", falls_on=FOUNDED)
    levels = []
    for days in (0, 6, 7, 2):  # the 12th, 18th, 25th and 27th of May
        wait(scene, days)
        levels.append([nudge.level for nudge in open_nudges(scene)])
    assert levels == [["early"], ["due"], ["due"], []]
    wait(scene, 350)
    [again] = open_nudges(scene)
    assert (again.subject, again.level, again.episode) == (one.id, "early", 2)
    assert "comes round on 18 May 2027, after 29 years" in again.reason


def test_congratulating_them_answers_it_and_a_call_about_the_weather_does_not(scene: Scene) -> None:
    acme = scene.account()
    known(scene, acme, "anniversary", "founded", falls_on=FOUNDED)
    wait(scene, 6)
    scene.touch(acme)
    [nudge] = open_nudges(scene)
    done = nudges.already_did(scene.store, scene.deed(), nudge.id, scene.new_touch(acme, kind=Kind.THANKS))
    assert open_nudges(scene) == []
    with scene.look() as session:
        assert session.get(Nudge, (TEAM, nudge.id)).touch_id == done.touch.id


def test_a_day_that_is_taken_off_the_record_is_not_rung_for(scene: Scene) -> None:
    one = known(scene, scene.account(), "anniversary", "founded", falls_on=FOUNDED)
    assert len(open_nudges(scene)) == 1
    traits.forget(scene.store, scene.deed(), one.id)
    assert open_nudges(scene) == []


def test_somebody_who_is_erased_is_no_longer_named_in_what_is_known(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme, "Jane Doe")
    known(scene, acme, "proud", "the prize of Jane Doe", by=ANA)
    erasure.contact(scene.store, scene.deed(ANA), jane.id)
    [(_, text, _)] = kept(scene)
    assert "Jane" not in text


def test_what_answers_a_warning_about_an_indirect_contact_was_with_them(scene: Scene) -> None:
    acme = scene.account()
    kim = scene.contact(acme, "Kim Lee", roles=["indirect"])
    wait(scene, 91)
    with scene.look() as session:
        nudge = session.exec(select(Nudge).where(Nudge.rule == "indirect")).one()
    done = nudges.already_did(scene.store, scene.deed(), nudge.id, scene.new_touch(acme))
    with scene.look() as session:
        assert session.get(Nudge, (TEAM, nudge.id)).closed_at is not None
    assert nudge.subject == kim.id
    assert done.account.id == acme.id
