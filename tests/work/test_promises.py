from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.gather import facts_of
from bot.policy import Policy
from bot.work import accounts, contacts, erasure, promises
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from bot.work.promises import NewPromise, Side
from storage import promises as rows
from storage.promises import Tally
from storage.tables import Audit, Clock, Nudge, Promise
from tests.work.scene import ANA, BEN, CHRIS, DANA, ERIK, TEAM, Scene, request_id

FRIDAY = date(2026, 5, 15)
TODAY = date(2026, 5, 12)


def made(scene: Scene, account_id: str, by: str = ANA, due_on: date = FRIDAY, **fields: Any) -> Promise:
    new = NewPromise(account_id, fields.pop("text", "the new price list"), due_on, **fields)
    return promises.make(scene.store, scene.deed(by), new).promise


def again(scene: Scene, promise: Promise) -> Promise:
    with scene.look() as session:
        found = rows.get(session, TEAM, promise.id)
    assert found is not None
    return found


def ringing(scene: Scene, rule: str = "promise") -> list[tuple[str, str | None, str]]:
    """What is open: subject, who hears it first, and how loud."""
    with scene.look() as session:
        open_ = select(Nudge).where(Nudge.rule == rule, col(Nudge.closed_at).is_(None))
        return [(one.subject, one.hearer_id, one.level) for one in session.exec(open_)]


def clocks(scene: Scene) -> set[str]:
    with scene.look() as session:
        return set(session.exec(select(Clock.subject).where(Clock.rule == "promise")))


def test_a_promise_is_theirs_who_made_it_and_is_warned_of_before_its_day(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    one = made(scene, acme.id, BEN, due_on=date(2026, 5, 14))
    assert (one.side, one.person_id, one.owner_id, one.made_by, one.state) == ("ours", BEN, BEN, BEN, "open")
    assert ringing(scene) == [(one.id, BEN, "early")]


def test_a_far_day_has_a_clock_and_rings_later(sqlite_scene: Scene) -> None:
    one = made(sqlite_scene, sqlite_scene.account().id, due_on=date(2026, 7, 1))
    assert (clocks(sqlite_scene), ringing(sqlite_scene)) == ({one.id}, [])


def test_what_they_promised_is_seen_to_by_whoever_keeps_the_account(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    jane = scene.contact(acme)
    one = made(scene, acme.id, BEN, side=Side.THEIRS, contact_id=jane.id)
    assert (one.side, one.person_id, one.contact_id, one.owner_id) == ("theirs", BEN, jane.id, ANA)
    assert made(scene, acme.id, BEN, side=Side.THEIRS, owner_id=CHRIS).owner_id == CHRIS
    assert made(scene, scene.account("Nobodys", owner_id=None).id, BEN, side=Side.THEIRS).owner_id is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "  "}, "What was promised"),
        ({"due_on": TODAY - timedelta(days=1)}, "is not ahead of us"),
        ({"due_on": date(2029, 1, 1)}, "more than two years ahead"),
        ({"contact_id": "nobody"}, "not on record at Acme"),
        ({"owner_id": DANA}, "a guest here"),
        ({"person_id": ERIK}, "from another company"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word(sqlite_scene: Scene, fields: dict[str, Any], words: str) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match=words):
        made(sqlite_scene, acme.id, **fields)
    with sqlite_scene.look() as session:
        assert session.exec(select(Promise)).all() == []


def test_today_is_a_day_to_keep_a_promise_by(sqlite_scene: Scene) -> None:
    one = made(sqlite_scene, sqlite_scene.account().id, due_on=TODAY)
    assert ringing(sqlite_scene) == [(one.id, ANA, "due")]


def test_what_was_kept_is_silent_and_its_card_says_so(scene: Scene) -> None:
    one = made(scene, scene.account().id, due_on=TODAY)
    deed = scene.deed(ANA, request_id())
    done = promises.keep(scene.store, deed, one.id).promise
    assert (done.state, done.settled_on, done.settled_by, done.settled_at) == ("kept", TODAY, ANA, scene.now)
    assert (ringing(scene), clocks(scene)) == ([], set())
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "promise"))
    assert nudge.closed_why == "kept on 12 May, by Ana Souza"
    with pytest.raises(Repeated):
        promises.keep(scene.store, deed, one.id)
    with pytest.raises(Refused, match="This was kept, as was said before by Ana Souza"):
        promises.not_kept(scene.store, scene.deed(), one.id, "no")


def test_the_day_it_was_kept_may_have_been_before_but_is_not_to_come(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = made(scene, scene.account().id)
    with pytest.raises(Refused, match="still to come"):
        promises.keep(scene.store, scene.deed(), one.id, TODAY + timedelta(days=1))
    assert promises.keep(scene.store, scene.deed(), one.id, date(2026, 5, 8)).promise.settled_on == date(2026, 5, 8)


def test_what_was_not_kept_needs_a_word_and_counts_and_asks_for_a_talk(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, days_ago=9)
    one = made(scene, acme.id, due_on=TODAY)
    with pytest.raises(Refused, match="Please say what happened"):
        promises.not_kept(scene.store, scene.deed(), one.id, " ")
    promises.not_kept(scene.store, scene.deed(), one.id, "the printer was ill")
    assert (again(scene, one).state, again(scene, one).client_told) == ("broken", False)
    assert (ringing(scene), ringing(scene, "broken")) == ([], [("", None, "early")])
    with scene.look() as session:
        [fact] = facts_of(session, TEAM, [acme.id], Policy(), scene.now)[acme.id].broken_since(TODAY)
    assert (fact.id, fact.broken_on, fact.client_told) == (one.id, TODAY, False)
    scene.touch(acme)
    assert ringing(scene, "broken") == []


def test_where_the_client_knows_nobody_is_asked_to_tell_them(sqlite_scene: Scene) -> None:
    one = made(sqlite_scene, sqlite_scene.account().id)
    promises.not_kept(sqlite_scene.store, sqlite_scene.deed(), one.id, "ill", client_told=True)
    assert ringing(sqlite_scene, "broken") == []


def test_what_both_let_go_counts_as_nothing(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    one = made(scene, acme.id)
    promises.release(scene.store, scene.deed(), one.id, "they do not need it any more")
    with scene.look() as session:
        facts = facts_of(session, TEAM, [acme.id], Policy(), scene.now)[acme.id]
        assert (facts.promises, facts.broken) == ((), ())
        assert rows.tally(session, TEAM, [acme.id], date(2026, 1, 1)) == {}


def test_another_day_is_counted_and_another_person_sees_to_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = made(scene, scene.account().id, due_on=TODAY)
    moved = promises.move(scene.store, scene.deed(), one.id, due_on=date(2026, 6, 1), note="they agreed").promise
    assert (moved.due_on, moved.moved, moved.note, ringing(scene)) == (date(2026, 6, 1), 1, "they agreed", [])
    given = promises.move(scene.store, scene.deed(), one.id, due_on=date(2026, 6, 1), owner_id=BEN).promise
    assert (given.moved, given.owner_id) == (1, BEN)


def test_the_tally_tells_kept_late_and_broken_ones_of_ours_since_a_day(scene: Scene) -> None:
    acme, other = scene.account(), scene.account("Other")
    in_time, late, broken, theirs, elsewhere = (
        made(scene, account.id, due_on=TODAY, side=side)
        for account, side in [(acme, Side.OURS)] * 3 + [(acme, Side.THEIRS), (other, Side.OURS)]
    )
    made(scene, acme.id)
    promises.keep(scene.store, scene.deed(), in_time.id)
    promises.not_kept(scene.store, scene.deed(), broken.id, "ill")
    promises.not_kept(scene.store, scene.deed(), theirs.id, "ill")
    promises.keep(scene.store, scene.deed(), elsewhere.id)
    scene.now += timedelta(days=3)
    promises.keep(scene.store, scene.deed(), late.id)
    with scene.look() as session:
        assert rows.tally(session, TEAM, [acme.id, other.id], TODAY) == {
            acme.id: Tally(kept=1, late=1, broken=1),
            other.id: Tally(kept=1),
        }
        assert rows.tally(session, TEAM, [acme.id], FRIDAY) == {acme.id: Tally(late=1)}


def test_whoever_it_was_given_to_may_settle_it_and_who_it_does_not_concern_may_not(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = made(scene, scene.account(owner_id=CHRIS).id, CHRIS, owner_id=BEN)
    with pytest.raises(NotAllowed, match="Only whoever it was given to"):
        promises.keep(scene.store, scene.deed(ANA), one.id)
    assert promises.keep(scene.store, scene.deed(BEN), one.id).promise.state == "kept"


def test_another_owner_of_the_account_sees_to_what_the_old_one_saw_to(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    hers, bens = made(scene, acme.id), made(scene, acme.id, BEN)
    accounts.set_owner(scene.store, scene.deed(ANA), acme.id, CHRIS)
    assert (again(scene, hers).owner_id, again(scene, bens).owner_id) == (CHRIS, BEN)


def test_every_deed_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    one, two, three = made(scene, acme.id), made(scene, acme.id), made(scene, acme.id)
    promises.move(scene.store, scene.deed(), one.id, due_on=date(2026, 6, 1))
    promises.keep(scene.store, scene.deed(), one.id)
    promises.not_kept(scene.store, scene.deed(), two.id, "ill")
    promises.release(scene.store, scene.deed(), three.id, "gone")
    with scene.look() as session:
        told = session.exec(select(Audit).where(col(Audit.deed).startswith("promise."))).all()
    assert sorted(one.deed for one in told) == sorted(
        ["promise.make"] * 3 + ["promise.move", "promise.kept", "promise.broken", "promise.released"]
    )


def test_the_same_request_makes_it_once(scene: Scene) -> None:
    deed, new = scene.deed(BEN, request_id()), NewPromise(scene.account().id, "a list", FRIDAY)
    done = promises.make(scene.store, deed, new)
    with pytest.raises(Repeated) as told:
        promises.make(scene.store, deed, new)
    assert told.value.result_id == done.promise.id


def test_names_go_from_promises_when_somebody_is_erased(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    jane = scene.contact(acme, "Jane Doe")
    one = made(scene, acme.id, BEN, text="Jane gets a list from Ben Okafor", contact_id=jane.id)
    erasure.contact(scene.store, scene.deed(CHRIS), jane.id)
    assert again(scene, one).text == "somebody who left gets a list from Ben Okafor"
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    found = again(scene, one)
    assert "Ben" not in found.text
    assert BEN not in (found.owner_id, found.person_id, found.made_by)


def test_a_contact_who_left_is_still_whom_it_was_promised_to(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    jane = scene.contact(acme)
    one = made(scene, acme.id, contact_id=jane.id)
    contacts.mark_left(scene.store, scene.deed(), jane.id)
    assert again(scene, one).contact_id == jane.id


def test_what_was_said_of_a_promise_by_mistake_is_taken_back_and_its_clock_goes_on(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = made(scene, scene.account(owner_id=ANA).id, due_on=TODAY)
    promises.keep(scene.store, scene.deed(), one.id)
    assert (ringing(scene), clocks(scene)) == ([], set())
    back = promises.reopen(scene.store, scene.deed(), one.id).promise
    assert (back.state, back.due_on, back.settled_on, back.settled_by, back.note) == ("open", TODAY, None, None, "")
    assert ringing(scene) == [(one.id, ANA, "due")]
    with pytest.raises(Refused, match="open already"):
        promises.reopen(scene.store, scene.deed(), one.id)
    with scene.look() as session:
        [told] = session.exec(select(Audit).where(Audit.deed == "promise.reopen"))
    assert (told.person_id, told.before and told.before["state"], told.after) == (ANA, "kept", {"state": "open"})


def test_a_promise_that_was_said_to_be_broken_by_mistake_counts_no_more(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    one = made(scene, acme.id)
    promises.not_kept(scene.store, scene.deed(), one.id, "the printer was ill")
    assert [subject for subject, *_ in ringing(scene, "broken")] == [""]
    with pytest.raises(NotAllowed):
        promises.reopen(scene.store, scene.deed(BEN), one.id)
    back = promises.reopen(scene.store, scene.deed(CHRIS), one.id).promise
    assert (back.state, back.client_told, back.note) == ("open", None, "")
    assert ringing(scene, "broken") == []
    with scene.look() as session:
        assert rows.tally(session, TEAM, [acme.id], TODAY) == {}
    assert promises.keep(scene.store, scene.deed(), one.id).promise.state == "kept"
