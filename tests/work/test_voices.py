from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.intervals import MONTHLY
from bot.policy import Kind, Policy
from bot.views import kit
from bot.views.voices import Lone, Voices, in_brief, voices
from bot.voices import voices_of
from bot.work import breakdowns, erasure, promises, remarks, touches, wishes
from bot.work.breakdowns import NewBreakdown
from bot.work.promises import NewPromise
from bot.work.remarks import NewRemark
from bot.work.wishes import NewWish
from storage.portfolio import Owners
from storage.tables import Account
from tests.views.reading import words as words_in
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene

JUNE = date(2026, 6, 1)


def read(scene: Scene, owners: Owners = None, **page: Any) -> Voices:
    with scene.look() as session:
        return voices_of(session, TEAM, owners, Policy(), scene.now, **page)


def old(scene: Scene, *names: str, **fields: Any) -> list[Account]:
    """Accounts of more than ninety days."""
    now, scene.now = scene.now, scene.ago(200)
    made = [scene.account(name, **fields) for name in names]
    scene.now = now
    return made


def lone(told: Voices) -> list[str]:
    return [one.name for one in told.lone]


def test_an_account_of_which_only_its_owner_speaks_has_one_voice(scene: Scene) -> None:
    acme, globex = old(scene, "Acme", "Globex")
    scene.touch(acme, 1, by=ANA)
    scene.touch(globex, 1, by=BEN)
    told = read(scene)
    assert (lone(told), told.total, told.loggers) == (["Acme"], 1, ["Ben Okafor"])


@pytest.mark.parametrize("how", ["remark", "promise", "wish", "breakdown", "note"])
def test_whatever_somebody_else_puts_on_record_is_a_voice(sqlite_scene: Scene, how: str) -> None:
    scene = sqlite_scene
    [acme] = old(scene, "Acme")
    deed = scene.deed(BEN)
    if how == "remark":
        remarks.pass_on(scene.store, deed, NewRemark(acme.id, "who else?"))
    elif how == "promise":
        promises.make(scene.store, deed, NewPromise(acme.id, "a list", JUNE))
    elif how == "wish":
        wishes.note(scene.store, deed, NewWish(acme.id, "a report", MONTHLY, JUNE))
    elif how == "breakdown":
        breakdowns.report(scene.store, deed, NewBreakdown(acme.id, "no export"))
    else:
        scene.touch(acme, 1, by=BEN, kind=Kind.NOTE, note="they seem tired")
    assert lone(read(scene)) == []


def test_what_logs_itself_is_nobodys_voice_and_what_was_undone_is_none(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    [acme] = old(scene, "Acme")
    scene.touch(acme, 1, by=BEN, source="calendar", external_id="1")
    undone = scene.touch(acme, 1, by=BEN)
    touches.undo(scene.store, scene.deed(BEN), undone.touch.id)
    assert lone(read(scene)) == ["Acme"]


def test_what_is_long_ago_is_heard_no_more_and_new_accounts_have_time(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    [acme] = old(scene, "Acme")
    now, scene.now = scene.now, scene.ago(100)
    scene.touch(acme, by=BEN)
    remarks.pass_on(scene.store, scene.deed(BEN), NewRemark(acme.id, "who else?"))
    scene.now = now
    scene.account("New")
    told = read(scene)
    assert (lone(told), told.remarks, told.loggers) == (["Acme"], 0, [])


def test_an_account_that_is_nobodys_has_whatever_voice_there_is(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one, two = old(scene, "One", "Two", owner_id=None)
    scene.touch(one, 1, by=ANA)
    assert [(one.name, one.owner_id) for one in read(scene).lone] == [(two.name, None)]


def test_who_leads_sees_their_own_and_accounts_that_are_paused_are_left_in_peace(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    old(scene, "Anas")
    old(scene, "Bens", owner_id=BEN)
    old(scene, "Paused", status="paused", paused_until=JUNE)
    assert lone(read(scene)) == ["Anas", "Bens"]
    assert lone(read(scene, [BEN])) == ["Bens"]
    assert lone(read(scene, [])) == []
    assert (lone(read(scene, page=2, size=1)), read(scene, page=2, size=1).total) == (["Bens"], 2)


def test_those_who_pass_on_are_thanked_in_the_order_of_the_alphabet(scene: Scene) -> None:
    [acme] = old(scene, "Acme")
    first = remarks.pass_on(scene.store, scene.deed(CHRIS), NewRemark(acme.id, "who else?")).remark
    for who in (BEN, BEN, BEN):
        remarks.pass_on(scene.store, scene.deed(who), NewRemark(acme.id, "who else?"))
    remarks.address(scene.store, scene.deed(ANA), first.id)
    told = read(scene)
    assert (told.remarks, told.answered, told.relayers) == (4, 1, ["Ben Okafor", "Chris Meyer"])
    said = words_in(voices(told).blocks)
    assert "4 remarks passed on, 1 of them answered. Thank you, Ben Okafor and Chris Meyer." in said


def test_who_was_erased_is_not_named(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    [acme] = old(scene, "Acme")
    remarks.pass_on(scene.store, scene.deed(BEN), NewRemark(acme.id, "who else?"))
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    assert (read(scene).remarks, read(scene).relayers) == (1, [])


def told(**changes: Any) -> Voices:
    quiet: dict[str, Any] = {"days": 90, "remarks": 0, "answered": 0, "relayers": [], "loggers": [], "lone": []}
    return Voices(**{**quiet, "total": 0, **changes})


def test_where_nobody_passes_anything_on_it_is_said_how_and_nobody_is_named() -> None:
    said = words_in(voices(told()).blocks)
    assert "It takes seconds: `/heard" in said
    assert "<@" not in said
    assert "No account on record for 90 days lacks a voice beside its owner's. ✓" in said


def test_where_all_have_a_voice_nothing_is_said_of_accounts_that_are_not_counted(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.account("New")
    old(scene, "Paused", status="paused", paused_until=JUNE)
    told = read(scene)
    for blocks in (voices(told).blocks, kit.post("Home", told.blocks()).blocks):
        said = words_in(blocks)
        assert "every account" not in said
        assert "Newer and paused ones are not counted." in said


def test_a_list_of_accounts_has_a_button_for_more() -> None:
    some = [Lone(f"Client {n}", "U0ANA") for n in range(25)]
    post = voices(told(lone=some, total=60))
    assert "One voice so far: 60 accounts" in words_in(post)
    assert "+35 more" in str(post.blocks)
    assert "+10 more" in str(voices(told(lone=some, total=60, page=2)).blocks)


def test_names_stay_text() -> None:
    said = words_in(voices(told(lone=[Lone("<!channel> *A*")], total=1, remarks=1, relayers=["<@U0BEN>"])).blocks)
    assert "<!channel>" not in said
    assert "<@U0BEN>" not in said


def test_a_digest_thanks_and_asks_and_is_silent_where_there_is_neither() -> None:
    assert in_brief(told()) == []
    [thanks, asks] = in_brief(told(remarks=2, relayers=["Ben"], lone=[Lone("Acme")], total=4))
    assert thanks == "2 remarks passed on. Thank you, Ben."
    assert "only the owner's voice is heard of *Acme* and 3 more" in asks
    assert in_brief(told(loggers=["Ana"])) == ["Logged for a colleague's client. Thank you, Ana."]


def test_the_days_are_a_setting(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    [acme] = old(scene, "Acme")
    scene.now -= timedelta(days=100)
    scene.touch(acme, by=BEN)
    scene.now += timedelta(days=100)
    with scene.look() as session:
        assert lone(voices_of(session, TEAM, None, Policy(voice_days=120), scene.now)) == []
