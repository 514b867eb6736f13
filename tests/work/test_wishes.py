from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.intervals import MONTHLY, ONCE, Interval, nth
from bot.nudges.sweep import sweep
from bot.work import accounts, erasure, wishes
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from bot.work.wishes import Delivered, NewWish
from storage import wishes as rows
from storage.tables import Account, Audit, Clock, Delivery, Nudge, Touch, Wish
from tests.work.scene import ANA, BEN, CHRIS, NOW, TEAM, Scene, fresh, request_id
from tests.work.scene import scene as set_up

TODAY = date(2026, 5, 12)
JUNE = date(2026, 6, 1)
WEEKLY = Interval(1, "week")


def noted(scene: Scene, account_id: str, first_on: date = TODAY, every: Interval = MONTHLY, **fields: Any) -> Wish:
    new = NewWish(account_id, fields.pop("text", "a usage report"), every, first_on, **fields)
    return wishes.note(scene.store, scene.deed(fields.pop("by", ANA)), new).wish


def again(scene: Scene, wish: Wish) -> Wish:
    with scene.look() as session:
        found = rows.get(session, TEAM, wish.id)
    assert found is not None
    return found


def ringing(scene: Scene) -> list[tuple[str, str | None, str]]:
    with scene.look() as session:
        open_ = select(Nudge).where(Nudge.rule == "wish", col(Nudge.closed_at).is_(None))
        return [(one.subject, one.hearer_id, one.level) for one in session.exec(open_)]


def deliveries(scene: Scene) -> list[Delivery]:
    with scene.look() as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.id))))


def test_a_wish_has_somebody_who_sees_to_it_and_rings_for_its_day(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    one = noted(scene, acme.id, owner_id=BEN)
    assert (one.every, one.unit, one.first_on, one.due_on, one.owner_id) == (1, "month", TODAY, TODAY, BEN)
    assert ringing(scene) == [(one.id, BEN, "due")]
    assert noted(scene, acme.id, JUNE).owner_id == ANA


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "What would they like"),
        ({"first_on": TODAY - timedelta(days=1)}, "“by” is a day to come"),
        ({"contact_id": "nobody"}, "not on record at Acme"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word(sqlite_scene: Scene, fields: dict[str, Any], words: str) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match=words):
        noted(sqlite_scene, acme.id, **fields)


def test_a_delivery_is_recorded_silences_its_day_and_sets_the_next(scene: Scene) -> None:
    one = noted(scene, scene.account().id)
    deed = scene.deed(BEN, request_id())
    done = wishes.deliver(scene.store, deed, one.id, Delivered(note="May"))
    assert (done.wish.due_on, done.wish.state, done.touch) == (date(2026, 6, 12), "open", None)
    [kept] = deliveries(scene)
    assert (kept.wish_id, kept.due_on, kept.delivered_on, kept.note) == (one.id, TODAY, TODAY, "May")
    assert kept.delivered_by == BEN
    assert ringing(scene) == []
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "wish"))
        assert nudge.closed_why == "delivered on 12 May, by Ben Okafor: May"
    with pytest.raises(Repeated):
        wishes.deliver(scene.store, deed, one.id, Delivered())
    assert len(deliveries(scene)) == 1


def test_what_was_wanted_once_is_done_with_its_delivery(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account().id, every=ONCE)
    assert wishes.deliver(scene.store, scene.deed(), one.id, Delivered()).wish.state == "done"
    with scene.look() as session:
        assert session.exec(select(Clock).where(Clock.rule == "wish")).all() == []
    with pytest.raises(Refused, match="This was delivered for good before, by Ana Souza"):
        wishes.decline(scene.store, scene.deed(), one.id, "no")


def test_a_touch_is_logged_with_it_in_the_same_transaction(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme)
    one = noted(scene, acme.id, contact_id=jane.id)
    done = wishes.deliver(scene.store, scene.deed(), one.id, Delivered(note="May", touched_at=scene.now))
    assert done.touch is not None
    with scene.look() as session:
        touch, account = session.get(Touch, (TEAM, done.touch.id)), session.get(Account, (TEAM, acme.id))
    assert touch is not None
    assert account is not None
    assert (touch.kind, touch.direction, touch.note) == ("delivery", "to-client", "a usage report: May")
    assert account.last_reach_at == scene.now
    assert deliveries(scene)[0].touch_id == touch.id


def test_a_delivery_on_a_day_to_come_is_refused_and_leaves_no_touch(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account().id)
    tomorrow = Delivered(TODAY + timedelta(days=1), touched_at=scene.now)
    with pytest.raises(Refused, match="still to come"):
        wishes.deliver(scene.store, scene.deed(), one.id, tomorrow)
    with scene.look() as session:
        assert session.exec(select(Touch)).all() == []


def test_one_that_is_overdue_rings_on_when_an_older_day_was_delivered(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account().id, every=WEEKLY)
    scene.now += timedelta(days=16)
    wishes.deliver(scene.store, scene.deed(), one.id, Delivered(on=TODAY))
    assert again(scene, one).due_on == date(2026, 5, 19)
    assert [level for _, _, level in ringing(scene)] == ["critical"]


def test_a_wish_is_declined_with_a_reason_and_rings_no_more(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account().id)
    with pytest.raises(Refused, match="Please say why"):
        wishes.decline(scene.store, scene.deed(), one.id, "")
    done = wishes.decline(scene.store, scene.deed(), one.id, "we have no such figures").wish
    assert (done.state, done.why, done.ended_by, ringing(scene)) == ("declined", "we have no such figures", ANA, [])


def test_another_rhythm_or_day_is_counted_from_its_next_day(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account().id)
    changed = wishes.change(scene.store, scene.deed(), one.id, every=WEEKLY, due_on=JUNE, owner_id=BEN).wish
    assert (changed.every, changed.unit, changed.first_on, changed.due_on) == (1, "week", JUNE, JUNE)
    assert (changed.owner_id, ringing(scene)) == (BEN, [])


def test_the_rhythm_is_delivered_month_after_month(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account().id, date(2026, 5, 31))
    days = []
    for _ in range(4):
        due_on = again(scene, one).due_on
        scene.now = datetime(due_on.year, due_on.month, due_on.day, 12, tzinfo=NOW.tzinfo)
        sweep(scene.store, scene.now)
        assert [level for _, _, level in ringing(scene)] == ["due"]
        wishes.deliver(scene.store, scene.deed(), one.id, Delivered())
        days.append(due_on)
    assert days == [date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)]


def test_who_may_change_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account(owner_id=CHRIS).id)
    with pytest.raises(NotAllowed):
        wishes.decline(scene.store, scene.deed(BEN), one.id, "no")
    wishes.deliver(scene.store, scene.deed(BEN), one.id, Delivered())


def test_another_owner_of_the_account_sees_to_its_wishes(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    hers, bens = noted(scene, acme.id), noted(scene, acme.id, owner_id=BEN)
    accounts.set_owner(scene.store, scene.deed(ANA), acme.id, CHRIS)
    assert (again(scene, hers).owner_id, again(scene, bens).owner_id) == (CHRIS, BEN)


def test_every_deed_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = noted(scene, scene.account().id)
    wishes.deliver(scene.store, scene.deed(), one.id, Delivered())
    wishes.change(scene.store, scene.deed(), one.id, due_on=JUNE)
    wishes.decline(scene.store, scene.deed(), one.id, "no")
    with scene.look() as session:
        told = session.exec(select(Audit).where(col(Audit.deed).startswith("wish."))).all()
    assert sorted(one.deed for one in told) == ["wish.change", "wish.declined", "wish.delivered", "wish.note"]


def test_names_go_from_wishes_when_somebody_is_erased(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    jane = scene.contact(acme, "Jane Doe")
    one = noted(scene, acme.id, text="a report for Jane", contact_id=jane.id)
    wishes.deliver(scene.store, scene.deed(BEN), one.id, Delivered(note="sent to Jane"))
    erasure.contact(scene.store, scene.deed(CHRIS), jane.id)
    assert again(scene, one).text == "a report for somebody who left"
    assert deliveries(scene)[0].note == "sent to somebody who left"
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    assert deliveries(scene)[0].delivered_by != BEN


STEPS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 60)), min_size=1, max_size=6)
INTERVALS = st.sampled_from([WEEKLY, Interval(2, "week"), MONTHLY, Interval(3)])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(INTERVALS, STEPS)
def test_whatever_is_delivered_when_the_day_stays_one_of_theirs_and_never_goes_back(
    sqlite_template: Path, every: Interval, steps: list[tuple[int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(fresh(Path(folder), sqlite_template)) as store:
        made = set_up(store)
        one = noted(made, made.account().id, every=every)
        due_on = one.due_on
        for later, back in steps:
            made.now += timedelta(days=later)
            wishes.deliver(store, made.deed(), one.id, Delivered(on=made.now.date() - timedelta(days=back)))
            then = again(made, one).due_on
            assert then >= due_on
            assert any(then == nth(every, TODAY, number) for number in range(60))
            due_on = then
        assert len(deliveries(made)) == len(steps)
        is_due = due_on <= made.now.date()
        assert bool([level for _, _, level in ringing(made) if level != "early"]) >= is_due
