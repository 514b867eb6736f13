from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.policy import Direction, Kind
from bot.work import touches
from bot.work.deed import AlreadyDone, Refused
from storage import touches as stored
from storage.tables import Account, Audit, Contact, Meeting, Touch
from tests.work.scene import ANA, BEN, CHRIS, ERIK, TEAM, Scene, request_id


def test_a_call_moves_both_clocks_and_is_the_last_touch(scene: Scene) -> None:
    acme = scene.account()
    logged = scene.touch(acme, days_ago=2)
    again = scene.again(acme)
    assert again.last_contact_at == again.last_reach_at == scene.ago(2)
    assert again.last_touch_id == logged.touch.id
    assert again.attempts_since_contact == 0
    assert logged.account.last_contact_at == scene.ago(2)


def test_an_unanswered_mail_is_an_attempt_and_no_contact(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, days_ago=10)
    scene.touch(acme, days_ago=3, kind=Kind.EMAIL, direction=Direction.TO_CLIENT)
    scene.touch(acme, days_ago=2, kind=Kind.ATTEMPT, direction=Direction.TO_CLIENT)
    again = scene.again(acme)
    assert again.last_contact_at == scene.ago(10)
    assert again.last_reach_at == scene.ago(2)
    assert again.attempts_since_contact == 2


def test_contact_that_came_before_a_later_attempt_leaves_that_attempt_standing(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, days_ago=9, kind=Kind.ATTEMPT, direction=Direction.TO_CLIENT)
    scene.touch(acme, days_ago=2, kind=Kind.ATTEMPT, direction=Direction.TO_CLIENT)
    scene.touch(acme, days_ago=5)
    assert scene.again(acme).attempts_since_contact == 1


def test_a_back_dated_touch_never_moves_a_time_backwards(scene: Scene) -> None:
    acme = scene.account()
    latest = scene.touch(acme, days_ago=1)
    scene.touch(acme, days_ago=30)
    again = scene.again(acme)
    assert (again.last_contact_at, again.last_touch_id) == (scene.ago(1), latest.touch.id)


def test_an_internal_note_moves_nothing(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, kind=Kind.NOTE)
    again = scene.again(acme)
    assert (again.last_contact_at, again.last_reach_at, again.last_touch_id) == (None, None, None)


def test_whoever_logs_took_part_when_nobody_is_named(scene: Scene) -> None:
    logged = scene.touch(scene.account(), by=BEN)
    with scene.look() as session:
        assert stored.people_of(session, TEAM, [logged.touch.id]) == {logged.touch.id: [BEN]}


def test_named_people_and_contacts_took_part(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme)
    logged = scene.touch(acme, days_ago=3, people=[ANA, BEN, ANA], contacts=[jane.id])
    with scene.look() as session:
        assert stored.people_of(session, TEAM, [logged.touch.id]) == {logged.touch.id: [ANA, BEN]}
        assert stored.contacts_of(session, TEAM, [logged.touch.id]) == {logged.touch.id: [jane.id]}
        assert session.get(Contact, (TEAM, jane.id)).last_met_at == scene.ago(3)


def test_a_mail_does_not_count_as_having_met(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme)
    scene.touch(acme, kind=Kind.EMAIL, contacts=[jane.id])
    with scene.look() as session:
        assert session.get(Contact, (TEAM, jane.id)).last_met_at is None


def test_a_repeated_request_logs_nothing_and_tells_what_the_first_made(scene: Scene) -> None:
    acme = scene.account()
    id_ = request_id()
    first = touches.log(scene.store, scene.deed(request_id=id_), scene.new_touch(acme))
    with pytest.raises(AlreadyDone) as again:
        touches.log(scene.store, scene.deed(request_id=id_), scene.new_touch(acme))
    assert again.value.result_id == first.touch.id
    with scene.look() as session:
        assert len(session.exec(select(Touch)).all()) == 1


def test_a_refused_request_may_be_tried_again(scene: Scene) -> None:
    acme = scene.account()
    id_ = request_id()
    with pytest.raises(Refused):
        touches.log(scene.store, scene.deed(request_id=id_), scene.new_touch(acme, note="x" * 3001))
    touches.log(scene.store, scene.deed(request_id=id_), scene.new_touch(acme, note="x" * 3000))


def test_an_external_id_is_logged_once_for_each_source(scene: Scene) -> None:
    acme = scene.account()
    first = scene.touch(acme, source="csv", external_id="42")
    with pytest.raises(AlreadyDone) as again:
        scene.touch(acme, source="csv", external_id="42")
    assert again.value.result_id == first.touch.id
    scene.touch(acme, source="calendar", external_id="42")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"note": "x" * 4000}, "The note has 4,000 characters; 3,000 is the most that can be kept."),
        ({"days_ago": -1}, "13 May 2026 is still to come; put it as next."),
        ({"days_ago": 30_000}, "before 1970"),
        ({"temperature": 3}, "the temperature goes from -2 to 2"),
        ({"people": ["U0NOBODY"]}, "I do not know <@U0NOBODY> yet"),
        ({"people": [ERIK]}, "Erik Other is from another company"),
        ({"contacts": ["nobody"]}, "not on record at this account"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(sqlite_scene: Scene, said: dict[str, object], sentence: str) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused) as refused:
        sqlite_scene.touch(acme, **said)  # type: ignore[arg-type]
    assert sentence in str(refused.value)


def test_a_contact_of_another_account_cannot_take_part(sqlite_scene: Scene) -> None:
    jane = sqlite_scene.contact(sqlite_scene.account("Globex"))
    with pytest.raises(Refused):
        sqlite_scene.touch(sqlite_scene.account(), contacts=[jane.id])


def test_a_next_date_must_lie_ahead(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match="is not ahead of us"):
        sqlite_scene.touch(acme, next_on=sqlite_scene.now.date())


def meetings_of(scene: Scene, account: Account) -> dict[str, str | None]:
    with scene.look() as session:
        rows = session.exec(select(Meeting).where(Meeting.account_id == account.id)).all()
    return {row.planned_on.isoformat(): row.kept_by for row in rows}


def test_a_next_date_plans_a_meeting_and_a_later_word_replaces_it(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, next_on=scene.now.date() + timedelta(days=7))
    assert meetings_of(scene, acme) == {"2026-05-19": None}
    scene.touch(acme, next_on=scene.now.date() + timedelta(days=14))
    assert meetings_of(scene, acme) == {"2026-05-26": None}


def test_meeting_the_client_on_the_day_keeps_the_meeting(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, next_on=scene.now.date() + timedelta(days=7))
    scene.now += timedelta(days=6)
    scene.touch(acme)
    assert meetings_of(scene, acme) == {"2026-05-19": None}
    scene.now += timedelta(days=1)
    scene.touch(acme, kind=Kind.EMAIL)
    assert meetings_of(scene, acme) == {"2026-05-19": None}
    kept = scene.touch(acme, next_on=scene.now.date() + timedelta(days=7))
    assert meetings_of(scene, acme) == {"2026-05-19": kept.touch.id, "2026-05-26": None}


def test_undoing_a_touch_gives_back_the_meeting_that_it_replaced(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, next_on=scene.now.date() + timedelta(days=7))
    later = scene.touch(acme, next_on=scene.now.date() + timedelta(days=14))
    touches.undo(scene.store, scene.deed(), later.touch.id)
    assert meetings_of(scene, acme) == {"2026-05-19": None}


def test_undoing_the_touch_that_kept_a_meeting_leaves_it_open(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, next_on=scene.now.date() + timedelta(days=7))
    scene.now += timedelta(days=8)
    kept = scene.touch(acme)
    touches.undo(scene.store, scene.deed(), kept.touch.id)
    assert meetings_of(scene, acme) == {"2026-05-19": None}


def test_undo_puts_times_back_and_keeps_the_row(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme)
    first = scene.touch(acme, days_ago=20, contacts=[jane.id])
    scene.touch(acme, days_ago=10, kind=Kind.ATTEMPT)
    second = scene.touch(acme, days_ago=1, contacts=[jane.id])
    undone = touches.undo(scene.store, scene.deed(), second.touch.id)
    again = scene.again(acme)
    assert again.last_contact_at == scene.ago(20)
    assert again.last_touch_id != first.touch.id
    assert again.attempts_since_contact == 1
    with scene.look() as session:
        assert session.get(Touch, (TEAM, undone.touch.id)).undone_at == scene.now
        assert session.get(Contact, (TEAM, jane.id)).last_met_at == scene.ago(20)


def test_a_touch_is_undone_once(scene: Scene) -> None:
    logged = scene.touch(scene.account())
    touches.undo(scene.store, scene.deed(), logged.touch.id)
    with pytest.raises(Refused, match="undone before"):
        touches.undo(scene.store, scene.deed(), logged.touch.id)
    with pytest.raises(Refused, match="undone before"):
        touches.edit(scene.store, scene.deed(), logged.touch.id, scene.new_touch(logged.account))


def test_a_corrected_date_moves_the_times_either_way(scene: Scene) -> None:
    acme = scene.account()
    logged = scene.touch(acme, days_ago=1)
    touches.edit(scene.store, scene.deed(), logged.touch.id, scene.new_touch(acme, days_ago=8))
    assert scene.again(acme).last_contact_at == scene.ago(8)
    touches.edit(scene.store, scene.deed(), logged.touch.id, scene.new_touch(acme, days_ago=0))
    assert scene.again(acme).last_contact_at == scene.ago(0)


def test_a_touch_that_went_to_the_wrong_account_moves(scene: Scene) -> None:
    acme, globex = scene.account(), scene.account("Globex")
    logged = scene.touch(acme, days_ago=1)
    moved = touches.edit(scene.store, scene.deed(), logged.touch.id, scene.new_touch(globex, days_ago=1))
    assert moved.account.id == globex.id
    assert scene.again(acme).last_contact_at is None
    assert scene.again(globex).last_contact_at == scene.ago(1)


def test_an_edit_is_audited_with_the_fields_that_changed_alone(scene: Scene) -> None:
    acme = scene.account()
    logged = scene.touch(acme, days_ago=1, note="fine")
    touches.edit(scene.store, scene.deed(CHRIS), logged.touch.id, scene.new_touch(acme, days_ago=1, note="very fine"))
    with scene.look() as session:
        row = session.exec(select(Audit).where(Audit.deed == "touch.edit")).one()
    assert (row.before, row.after, row.person_id) == ({"note": "fine"}, {"note": "very fine"}, CHRIS)


def test_an_edit_keeps_who_logged_it_and_where_it_came_from(scene: Scene) -> None:
    acme = scene.account()
    logged = scene.touch(acme, by=BEN, source="csv", external_id="7")
    edited = touches.edit(scene.store, scene.deed(ANA), logged.touch.id, scene.new_touch(acme, note="more")).touch
    assert (edited.logged_by, edited.source, edited.external_id) == (BEN, "csv", "7")
    with scene.look() as session:
        assert stored.people_of(session, TEAM, [edited.id]) == {edited.id: [BEN]}
