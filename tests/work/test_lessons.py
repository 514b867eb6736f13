from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.titles import ContactLevel
from bot.work import lessons, plans
from bot.work import settings as setting_work
from bot.work.deed import Refused, Repeated
from bot.work.lessons import NewLesson, Way
from bot.work.permission import NotAllowed
from storage import lessons as rows
from storage import people
from storage.tables import Account, Audit, Lesson, Plan, Step
from tests.work.scene import ANA, BEN, CHRIS, DANA, GONE, NOW, TEAM, Scene, request_id
from tests.work.test_losses import lose

TODAY = NOW.date()
DUE = date(2026, 6, 1)


def lost(scene: Scene, name: str = "Globex", **fields: Any) -> Account:
    account = scene.account(name, **fields)
    lose(scene, account)
    return account


def draw(scene: Scene, account: Account, by: str | None = ANA, **fields: Any) -> Lesson:
    said = {"text": "Nobody senior was known", "way": Way.COMPUTED, "condition": "no_senior", "due_on": DUE, **fields}
    return lessons.draw(scene.store, scene.deed(by), NewLesson(account.id, **said)).lesson


def tasks(scene: Scene) -> list[tuple[str, str | None, str, str]]:
    """(account, owner, key, state) of every task of a lesson."""
    with scene.look() as session:
        names = {one.id: one.name for one in session.exec(select(Account))}
        found = session.exec(select(Step).where(Step.kind == "task"))
        return sorted((names[one.account_id], one.owner_id, one.key, one.state) for one in found)


def test_a_finding_becomes_a_check_and_every_hit_a_task_of_the_accounts_owner(scene: Scene) -> None:
    globex = lost(scene)
    acme, hooli = scene.account("Acme", owner_id=BEN), scene.account("Hooli")
    scene.contact(hooli, level=ContactLevel.EXECUTIVE)
    lesson = draw(scene, globex)

    looked = lessons.look(scene.store, scene.deed(ANA), lesson.id)

    assert (looked.accounts, looked.tasks) == (2, 1)
    assert tasks(scene) == [("Acme", BEN, "hit", "open")]
    with scene.look() as session:
        step, plan = (
            session.exec(select(Step).where(Step.kind == "task")).one(),
            session.exec(select(Plan).where(Plan.playbook == "lesson")).one(),
        )
    assert step.text == ("Find out who decides there, and have somebody introduce us. Nobody senior is known there.")
    assert (step.due_on, plan.about, plan.account_id, plan.to_text) == (DUE, lesson.id, acme.id, lesson.text)


def test_looking_again_makes_tasks_of_what_is_new_alone_and_the_lost_one_is_left_in_peace(scene: Scene) -> None:
    lesson = draw(scene, lost(scene))
    scene.account("Acme")
    lessons.look(scene.store, scene.deed(), lesson.id)
    scene.account("Hooli", owner_id=BEN)
    again = lessons.look(scene.store, scene.deed(), lesson.id)
    assert (again.accounts, again.tasks) == (2, 1)
    assert [name for name, *_ in tasks(scene)] == ["Acme", "Hooli"]


def test_many_accounts_are_looked_at_some_at_a_time(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "_AT_ONCE", 2)
    lesson = draw(sqlite_scene, lost(sqlite_scene))
    for number in range(5):
        sqlite_scene.account(f"Client {number}")
    assert lessons.look(sqlite_scene.store, sqlite_scene.deed(), lesson.id).tasks == 5


def test_the_number_of_a_condition_is_the_lessons_own(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    globex = lost(scene)
    scene.touch(scene.account("Acme"), 40)
    assert lessons.look(scene.store, scene.deed(), draw(scene, globex, condition="silent", number=50).id).tasks == 0
    assert lessons.look(scene.store, scene.deed(), draw(scene, globex, condition="silent", number=39).id).tasks == 1


def test_a_task_of_ones_own_words_goes_before_ours(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    globex = lost(scene)
    scene.account("Acme")
    lessons.look(scene.store, scene.deed(), draw(scene, globex, task="Invite their board to lunch").id)
    with scene.look() as session:
        assert (
            session.exec(select(Step.text).where(Step.kind == "task")).one()
            == "Invite their board to lunch. Nobody senior is known there."
        )


def test_owners_are_asked_each_by_a_task_that_rings_and_what_they_say_is_hits(scene: Scene) -> None:
    globex = lost(scene)
    acme, _ = scene.account("Acme"), scene.account("Hooli")
    scene.account("Umbra", owner_id=BEN)
    scene.account("Orphan", owner_id=None)
    lesson = draw(scene, globex, way=Way.ASKED, condition="", task="Did anybody ask them how they are?")
    assert tasks(scene) == [("Acme", ANA, "ask", "open"), ("Umbra", BEN, "ask", "open")]

    looked = lessons.answer(scene.store, scene.deed(ANA), lesson.id, [acme.id, globex.id, "nowhere"])

    assert (looked.accounts, looked.tasks) == (2, 1)  # what is not theirs is left out
    assert tasks(scene) == [("Acme", ANA, "ask", "done"), ("Acme", ANA, "hit", "open"), ("Umbra", BEN, "ask", "open")]
    lessons.answer(scene.store, scene.deed(BEN), lesson.id, [])
    assert ("Umbra", BEN, "ask", "done") in tasks(scene)
    with scene.look() as session:
        umbra = session.exec(select(Plan).where(Plan.playbook == "lesson", Plan.state == "done")).one()
    assert umbra.outcome == "true of 0 of 1 accounts"


def test_who_was_not_asked_or_has_said_it_hears_so_kindly(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    globex = lost(scene)
    scene.account("Acme")
    lesson = draw(scene, globex, way=Way.ASKED, condition="", task="True?")
    with pytest.raises(Refused, match="You were not asked about this, or have said it already"):
        lessons.answer(scene.store, scene.deed(CHRIS), lesson.id, [])


def test_a_shortcoming_of_ours_is_a_task_with_an_owner_and_the_lost_value_behind_it(scene: Scene) -> None:
    globex = lost(scene, annual_value_minor=90_000_00, currency="EUR")
    lesson = draw(scene, globex, way=Way.OURS, condition="", task="Answer within a day", owner_id=BEN)
    assert tasks(scene) == [("Globex", BEN, "ours", "open")]
    with scene.look() as session:
        loss = rows.losses_of(session, TEAM, [lesson.loss_id])[lesson.loss_id]
    assert loss.value_minor == 90_000_00


def test_progress_follows_the_tasks(scene: Scene) -> None:
    lesson = draw(scene, lost(scene))
    for name in ("Acme", "Hooli", "Umbra"):
        scene.account(name)
    lessons.look(scene.store, scene.deed(), lesson.id)
    with scene.look() as session:
        ids = [step.id for step, _ in rows.open_steps(session, TEAM, lesson.id)]
    plans.do_step(scene.store, scene.deed(), ids[0])
    plans.skip_step(scene.store, scene.deed(), ids[1], "they have no board")
    with scene.look() as session:
        assert rows.progress(session, TEAM, [lesson.id]) == {lesson.id: rows.Progress(open=1, done=1, skipped=1)}
        assert [name for _, name in rows.open_steps(session, TEAM, lesson.id)] == ["Umbra"]


def test_a_closed_lesson_is_looked_for_no_more_but_its_tasks_stay(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    lesson = draw(scene, lost(scene))
    scene.account("Acme")
    lessons.look(scene.store, scene.deed(), lesson.id)
    done = lessons.end(scene.store, scene.deed(), lesson.id, "we ask for an introduction in the first month").lesson
    assert (done.state, done.ended_by) == ("done", ANA)
    assert tasks(scene) == [("Acme", ANA, "hit", "open")]
    with pytest.raises(Refused, match="closed"):
        lessons.look(scene.store, scene.deed(), lesson.id)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "What did we learn"),
        ({"condition": "luck"}, "Choose what is looked for"),
        ({"way": Way.ASKED, "condition": ""}, "Put it as a question"),
        ({"way": Way.OURS, "condition": ""}, "What do we change"),
        ({"number": 0}, "out of range"),
        ({"due_on": TODAY - timedelta(days=1)}, "is not ahead of us"),
        ({"owner_id": GONE}, "has left"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_do(sqlite_scene: Scene, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        draw(sqlite_scene, lost(sqlite_scene), **fields)


def test_of_a_client_who_was_not_lost_no_lesson_is_drawn(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="/client lost"):
        draw(sqlite_scene, sqlite_scene.account())


def test_lessons_are_drawn_by_who_kept_it_who_leads_and_who_looks_into_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    globex = lost(scene)
    with pytest.raises(NotAllowed):
        draw(scene, globex, by=BEN)
    setting_work.set_lead(scene.store, scene.deed(CHRIS), ANA, BEN)
    assert draw(scene, globex, by=BEN).made_by == BEN
    with pytest.raises(NotAllowed):
        draw(scene, globex, by=DANA)


def test_a_repeated_request_draws_it_once(scene: Scene) -> None:
    globex = lost(scene)
    new = NewLesson(globex.id, "Call more", Way.COMPUTED, DUE, "silent")
    same = scene.deed(request_id=request_id())
    lessons.draw(scene.store, same, new)
    with pytest.raises(Repeated):
        lessons.draw(scene.store, same, new)


def test_every_deed_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    lesson = draw(scene, lost(scene))
    lessons.look(scene.store, scene.deed(), lesson.id)
    lessons.end(scene.store, scene.deed(), lesson.id)
    with scene.look() as session:
        mine = select(Audit.deed).where(col(Audit.deed).startswith("lesson.")).order_by(col(Audit.id))
        assert list(session.exec(mine)) == ["lesson.draw", "lesson.look", "lesson.end"]


def test_who_left_us_is_not_asked_and_their_accounts_tasks_wait_for_whoever_keeps_them(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    globex = lost(scene)
    scene.account("Acme", owner_id=BEN)
    with scene.store.write() as session:
        gone = people.get(session, TEAM, BEN)
        assert gone is not None
        gone.deactivated_at = scene.now
    lessons.look(scene.store, scene.deed(), draw(scene, globex).id)
    draw(scene, globex, way=Way.ASKED, condition="", task="True?")
    assert tasks(scene) == [("Acme", None, "hit", "open")]
