from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import and_
from sqlmodel import col, select

from bot.facts import AccountFacts
from bot.gather import facts_of
from bot.litmus import own
from bot.litmus.outcome import from_json
from bot.litmus.questions import ours
from bot.nudges.sweep import sweep
from bot.policy import Band, Policy
from bot.work import documents, erasure, litmus
from bot.work import settings as setting_work
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from storage import litmus as rows
from storage import people
from storage.tables import Audit, Message, MessageNudge, Nudge
from tests.work.litmused import DUE, KEYS, again, answers, give, opened
from tests.work.scene import ANA, BEN, CHRIS, DANA, TEAM, Scene, request_id


def test_only_who_was_asked_gives_a_view_and_answers_every_question(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    one = litmus.open_test(scene.store, scene.deed(), acme.id)
    with pytest.raises(Refused, match="you were not among them"):
        give(scene, one.test.id, CHRIS)
    for said in ({}, answers(renew="perhaps"), dict.fromkeys(KEYS[1:], "yes")):
        with pytest.raises(Refused, match="Please answer each question"):
            litmus.give_view(scene.store, scene.deed(ANA), one.test.id, said)
    with pytest.raises(NotAllowed):
        give(scene, one.test.id, DANA)


def test_what_was_asked_twice_is_done_once(sqlite_scene: Scene) -> None:
    scene, request = sqlite_scene, request_id()
    acme = scene.account()
    one = litmus.open_test(scene.store, scene.deed(ANA, request), acme.id)
    with pytest.raises(Repeated):
        litmus.open_test(scene.store, scene.deed(ANA, request), acme.id)
    deed = scene.deed(ANA, request_id())
    litmus.give_view(scene.store, deed, one.test.id, answers())
    with pytest.raises(Repeated):
        litmus.give_view(scene.store, deed, one.test.id, answers())


def test_the_audit_log_says_that_a_view_was_given_and_never_what(sqlite_scene: Scene) -> None:
    one = opened(sqlite_scene)
    give(sqlite_scene, one.test.id, BEN, answers("no"), "they are leaving")
    with sqlite_scene.look() as session:
        entries = session.exec(select(Audit).where(col(Audit.deed).startswith("litmus."))).all()
    assert [entry.deed for entry in entries] == ["litmus.open", "litmus.view"]
    assert not any(word in f"{entry.before}{entry.after}" for entry in entries for word in ("no", "leaving", "renew"))


def test_a_reminder_is_a_word_to_that_person_in_their_day_and_never_in_a_channel(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    setting_work.set_alert_channel(scene.store, scene.deed(CHRIS), "C0ALERT")
    one = opened(scene)
    for person in (ANA, CHRIS):
        give(scene, one.test.id, person)
    scene.now += timedelta(days=12)  # the last call
    while sweep(scene.store, scene.now):
        pass
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "litmus", Nudge.subject != ""))
        assert (nudge.hearer_id, nudge.manner) == (BEN, "private")
        link = and_(col(MessageNudge.message_id) == col(Message.id), col(MessageNudge.nudge_id) == nudge.id)
        assert session.exec(select(Message.recipient, Message.kind).join(MessageNudge, link)).all() == [(BEN, "daily")]
    give(scene, one.test.id, BEN)
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "litmus", Nudge.subject != ""))
    assert nudge.closed_at == scene.now


def test_what_a_litmus_test_found_is_a_fact_and_so_is_the_view_that_is_waited_for(scene: Scene) -> None:
    one = opened(scene)
    give(scene, one.test.id, ANA)
    give(scene, one.test.id, BEN, answers("partly"))
    assert [(fact.is_open, fact.asked, fact.given) for fact in facts(scene, one).litmus_tests] == [(True, 3, 2)]
    [waited_for] = facts(scene, one).litmus_views
    assert (waited_for.person_id, waited_for.person, waited_for.due_on) == (CHRIS, "Chris Meyer", DUE)
    give(scene, one.test.id, CHRIS)
    [tested] = facts(scene, one).litmus_tests
    assert (tested.is_open, tested.band, tested.score) == (False, Band.SHAKY, again(scene, one.test.id).score)
    assert facts(scene, one).litmus_views == ()


def test_nobody_waits_for_the_view_of_who_left(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    with scene.store.write() as session:
        gone = people.get(session, TEAM, BEN)
        assert gone is not None
        gone.deactivated_at = scene.now
    assert {view.person_id for view in facts(scene, one).litmus_views} == {ANA, CHRIS}


def facts(scene: Scene, one: litmus.LitmusOpened) -> AccountFacts:
    with scene.look() as session:
        return facts_of(session, TEAM, [one.account.id], Policy(), scene.now)[one.account.id]


OWN = '[[questions]]\nkey = "stay"\ntext = "Do they stay?"\nweight = 1\nstrength = "They do"\nweakness = "They go"\n'


def test_a_workspace_asks_its_own_questions_and_a_test_those_it_was_opened_with(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    before = opened(scene)
    documents.put(scene.store, scene.deed(CHRIS), "questions", OWN)
    give(scene, before.test.id, BEN)
    litmus.close_test(scene.store, scene.deed(ANA), before.test.id)
    after = litmus.open_test(scene.store, scene.deed(), before.account.id)
    with pytest.raises(Refused, match="Please answer each question"):
        give(scene, after.test.id, BEN)
    give(scene, after.test.id, BEN, {"stay": "no"})
    litmus.close_test(scene.store, scene.deed(ANA), after.test.id)
    result = from_json(again(scene, after.test.id).result or {})
    assert ([one.key for one in result.points], result.score) == (["stay"], 0)
    documents.switch(scene.store, scene.deed(CHRIS), "questions", "litmus", on=False)
    with scene.look() as session:
        assert own.load(session, TEAM) == ours()


def test_questions_with_a_mistake_are_refused_with_its_line(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match=r"Line 4: “weight”.*it says “0”"):
        documents.put(sqlite_scene.store, sqlite_scene.deed(CHRIS), "questions", OWN.replace("= 1", "= 0"))


def test_somebody_who_is_erased_stands_in_no_view_and_no_result(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    give(scene, one.test.id, CHRIS, answers("partly"), "Ben Okafor says they are leaving")
    give(scene, one.test.id, BEN, answers("no"), "they are leaving")
    litmus.close_test(scene.store, scene.deed(ANA), one.test.id)
    score = again(scene, one.test.id).score
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    with scene.look() as session:
        views = rows.views(session, TEAM, one.test.id)
    kept = again(scene, one.test.id)
    said = f"{kept.result}{[(view.person_id, view.words) for view in views]}"
    assert BEN not in said
    assert "Okafor" not in said
    assert "they are leaving" in said
    assert (len(views), kept.score) == (2, score)
