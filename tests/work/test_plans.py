from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nudges.sweep import sweep
from bot.playbooks import ours
from bot.titles import ContactLevel, Role
from bot.work import accounts, contacts, documents, erasure, plans
from bot.work.contacts import NewContact
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from bot.work.plans import NewPlan, NewStep, PlanKept
from storage import people
from storage import plans as rows
from storage.tables import Account, Audit, Clock, Message, Nudge, Plan, Step
from tests.work.scene import ANA, BEN, CHRIS, GONE, NOW, TEAM, Scene, request_id

MAX = "U0MAX"


def laid(scene: Scene, account: Account, playbook: str = "onboarding", **fields: Any) -> PlanKept:
    return plans.open_plan(scene.store, scene.deed(), NewPlan(account.id, playbook, **fields))


def step(scene: Scene, step_id: str) -> Step:
    with scene.look() as session:
        found = rows.step(session, TEAM, step_id)
    assert found is not None
    return found


def plan(scene: Scene, plan_id: str) -> Plan:
    with scene.look() as session:
        found = rows.get(session, TEAM, plan_id)
    assert found is not None
    return found


def plans_of(scene: Scene, account: Account, playbook: str | None = None) -> list[Plan]:
    with scene.look() as session:
        return rows.open_of(session, TEAM, account.id, playbook)


def ringing(scene: Scene) -> list[str]:
    """What is open of steps: the subjects of their nudges and clocks."""
    with scene.look() as session:
        nudges = session.exec(select(Nudge.subject).where(Nudge.rule == "step", col(Nudge.closed_at).is_(None)))
        clocks = session.exec(select(Clock.subject).where(Clock.rule == "step"))
        return sorted({*nudges, *clocks})


def by_key(kept: PlanKept) -> dict[str, Step]:
    return {one.key: one for one in kept.steps}


def test_a_playbook_becomes_steps_with_owners_by_role_and_days_in_working_days(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA, backup_id=BEN, sponsor_id=CHRIS)
    kept = laid(scene, acme, from_text="new", to="friends")
    assert (kept.plan.title, kept.plan.from_text, kept.plan.to_text, kept.plan.version) == (
        "Onboarding", "new", "friends", 0,
    )  # fmt: skip
    steps = by_key(kept)
    assert (steps["kickoff"].owner_id, steps["kickoff"].due_on) == (ANA, date(2026, 5, 19))
    assert (steps["second_line"].owner_id, steps["senior"].owner_id) == (BEN, CHRIS)
    assert [one.position for one in kept.steps] == list(range(len(kept.steps)))
    assert ringing(scene) == sorted(one.id for one in kept.steps if one.due_on)


def test_a_role_that_nobody_has_falls_to_the_owner_and_nobody_who_left_is_asked(sqlite_scene: Scene) -> None:
    steps = by_key(laid(sqlite_scene, sqlite_scene.account(owner_id=ANA)))
    assert (steps["second_line"].owner_id, steps["senior"].owner_id) == (ANA, ANA)
    orphan = sqlite_scene.account("Orphan", owner_id=ANA)
    with sqlite_scene.store.write() as session:
        row = session.get(Account, (TEAM, orphan.id))
        assert row is not None
        row.owner_id = GONE
    steps = by_key(plans.open_plan(sqlite_scene.store, sqlite_scene.deed(CHRIS), NewPlan(orphan.id, "onboarding")))
    assert steps["kickoff"].owner_id is None


def test_only_what_the_account_lacks_is_laid_and_each_person_has_a_step_of_their_own(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    scene.contact(acme, "Kim Lee", level=ContactLevel.EXECUTIVE)
    scene.contact(acme, "Lea Old", roles=[Role.INDIRECT, Role.MAIN_CONTACT])
    kept = laid(scene, acme, "relationship")
    told = [one.text for one in kept.steps]
    assert "Meet Kim Lee for the first time" in told
    assert any(text.startswith("Keep Lea Old in the know") for text in told)
    assert not {"find_senior", "main_contact", "second_contact"} & {one.key for one in kept.steps}
    assert {"next_meeting", "meal"} <= {one.key for one in kept.steps}


def test_of_what_is_offered_only_what_was_ticked_is_laid_with_ones_own_steps_behind(sqlite_scene: Scene) -> None:
    own = [NewStep("Send them the book", due_on=date(2026, 6, 1))]
    kept = laid(sqlite_scene, sqlite_scene.account(), only=["kickoff", "nonsense"], own=own)
    assert [(one.key, one.text) for one in kept.steps][1:] == [("", "Send them the book")]
    assert kept.steps[0].key == "kickoff"


def test_one_plan_of_a_kind_is_open_at_a_time_and_there_is_no_playbook_that_nobody_wrote(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    laid(sqlite_scene, acme)
    with pytest.raises(Refused, match="has an open plan of that kind already"):
        laid(sqlite_scene, acme)
    with pytest.raises(Refused, match="There is no playbook “nonsense”"):
        laid(sqlite_scene, acme, "nonsense")


def test_a_step_that_is_done_or_skipped_is_silent_and_its_card_says_so(scene: Scene) -> None:
    kept = laid(scene, scene.account(owner_id=ANA))
    first, second = kept.steps[:2]
    scene.now = NOW + timedelta(days=10)
    while sweep(scene.store, scene.now):
        pass
    deed = scene.deed(BEN, request_id())
    plans.do_step(scene.store, deed, first.id, "they were happy")
    with pytest.raises(Repeated):
        plans.do_step(scene.store, deed, first.id)
    plans.skip_step(scene.store, scene.deed(ANA), second.id, "they did it themselves")
    done, skipped = step(scene, first.id), step(scene, second.id)
    assert (done.state, done.note, done.done_by, done.done_at) == ("done", "they were happy", BEN, scene.now)
    assert (skipped.state, skipped.note, skipped.done_by) == ("skipped", "they did it themselves", ANA)
    assert not {first.id, second.id} & {*ringing(scene)}
    with scene.look() as session:
        why = {one.subject: one.closed_why for one in session.exec(select(Nudge).where(Nudge.rule == "step"))}
    assert why[first.id] == "done on 22 May, by Ben Okafor: they were happy"
    assert why[second.id] == "skipped on 22 May, by Ana Souza: they did it themselves"


def test_what_is_settled_cannot_be_settled_again_and_to_skip_takes_a_reason(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    first = laid(scene, scene.account(owner_id=ANA)).steps[0]
    with pytest.raises(Refused, match="why it is skipped"):
        plans.skip_step(scene.store, scene.deed(), first.id, " ")
    plans.do_step(scene.store, scene.deed(), first.id)
    with pytest.raises(Refused, match="This was done before, by Ana Souza"):
        plans.skip_step(scene.store, scene.deed(), first.id, "no")


def test_a_measure_is_done_when_there_is_proof_and_keeps_whether_the_client_was_told(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    kept = laid(scene, scene.account(owner_id=ANA))
    added = plans.add_step(
        scene.store, scene.deed(), kept.plan.id, NewStep("Two people check each report", kind="measure")
    )
    with pytest.raises(Refused, match="there is proof"):
        plans.do_step(scene.store, scene.deed(), added.step.id)
    plans.do_step(scene.store, scene.deed(), added.step.id, "three reports without a fault", client_told=True)
    done = step(scene, added.step.id)
    assert (done.state, done.note, done.client_told) == ("done", "three reports without a fault", True)


def test_a_moved_step_rings_on_its_new_day_for_its_new_owner(scene: Scene) -> None:
    scene.now = NOW
    first = laid(scene, scene.account(owner_id=ANA)).steps[0]
    scene.now = NOW + timedelta(days=9)
    while sweep(scene.store, scene.now):
        pass
    plans.move_step(scene.store, scene.deed(), first.id, owner_id=BEN, due_on=date(2026, 6, 30))
    moved = step(scene, first.id)
    assert (moved.owner_id, moved.due_on) == (BEN, date(2026, 6, 30))
    with scene.look() as session:
        nudge = session.exec(select(Nudge).where(Nudge.subject == first.id)).one()
    assert nudge.closed_at is not None


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ({"text": " "}, "What is to be done"),
        ({"text": "x" * 3_001}, "3,000"),
        ({"text": "call", "due_on": date(2026, 5, 11)}, "not ahead of us"),
        ({"text": "call", "owner_id": GONE}, "has left"),
        ({"text": "call", "contact_id": "nobody"}, "not on record at this client"),
    ],
)
def test_what_cannot_be_a_step_is_refused(sqlite_scene: Scene, new: dict[str, Any], why: str) -> None:
    kept = laid(sqlite_scene, sqlite_scene.account())
    with pytest.raises(Refused, match=why):
        plans.add_step(sqlite_scene.store, sqlite_scene.deed(), kept.plan.id, NewStep(**new))


def test_a_plan_has_room_for_so_many_steps(sqlite_scene: Scene) -> None:
    kept = laid(sqlite_scene, sqlite_scene.account(), only=[], own=[NewStep(f"step {n}") for n in range(60)])
    with pytest.raises(Refused, match="60 steps"):
        plans.add_step(sqlite_scene.store, sqlite_scene.deed(), kept.plan.id, NewStep("one more"))


def test_what_else_is_offered_is_added_once(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    kept = laid(scene, acme, "relationship", only=["meal"])
    kim = scene.contact(acme, "Kim Lee", level=ContactLevel.EXECUTIVE)
    offered = [f"meet_senior:{kim.id}", "meal"]
    new = plans.add_steps(scene.store, scene.deed(), kept.plan.id, offered, [NewStep("a card")]).new
    assert [(one.text, one.position) for one in new] == [("Meet Kim Lee for the first time", 1), ("a card", 2)]


def test_a_plan_that_closes_itself_is_over_with_its_last_step_and_others_wait_for_a_word(scene: Scene) -> None:
    closing = laid(scene, scene.account("One"), "closing", only=["thanks", "money"])
    plans.do_step(scene.store, scene.deed(), closing.steps[0].id)
    last = plans.skip_step(scene.store, scene.deed(), closing.steps[1].id, "nothing is open")
    assert (last.was_last, plan(scene, closing.plan.id).state) == (True, "done")
    lasting = laid(scene, scene.account("Two"), "relationship", only=["wishes"])
    done = plans.do_step(scene.store, scene.deed(), lasting.steps[0].id)
    assert (done.was_last, plan(scene, lasting.plan.id).state) == (False, "open")


def test_where_a_plan_leads_is_said_anew_and_what_it_was_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    kept = laid(scene, scene.account(), from_text="here", to="there", lead_id=BEN)
    plans.edit_plan(scene.store, scene.deed(), kept.plan.id, "here", "further", CHRIS)
    assert (plan(scene, kept.plan.id).to_text, plan(scene, kept.plan.id).lead_id) == ("further", CHRIS)
    with scene.look() as session:
        told = session.exec(select(Audit).where(Audit.deed == "plan.edit")).one()
    assert (told.before, told.after) == (
        {"to_text": "there", "lead_id": BEN}, {"to_text": "further", "lead_id": CHRIS},
    )  # fmt: skip
    with pytest.raises(Refused, match="has left"):
        plans.edit_plan(scene.store, scene.deed(), kept.plan.id, "here", "further", GONE)


@pytest.mark.parametrize(("dropped", "state"), [(False, "done"), (True, "dropped")])
def test_what_is_open_on_a_plan_that_ends_is_silent(sqlite_scene: Scene, dropped: bool, state: str) -> None:
    scene = sqlite_scene
    kept = laid(scene, scene.account())
    ended = plans.end_plan(scene.store, scene.deed(), kept.plan.id, "went well", dropped=dropped)
    assert (ended.plan.state, ended.plan.outcome, ended.plan.ended_by, ended.plan.ended_at) == (
        state, "went well", ANA, NOW,
    )  # fmt: skip
    assert {one.state for one in ended.steps} == {"skipped"}
    assert ringing(scene) == []
    with pytest.raises(Refused, match="is over"):
        plans.add_step(scene.store, scene.deed(), kept.plan.id, NewStep("late"))


def test_a_new_owner_of_the_account_has_the_steps_of_the_one_before_and_no_others(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA, backup_id=BEN)
    kept = by_key(laid(scene, acme))
    plans.do_step(scene.store, scene.deed(), kept["people"].id)
    accounts.set_owner(scene.store, scene.deed(), acme.id, CHRIS)
    owners = [step(scene, kept[key].id).owner_id for key in ("kickoff", "second_line", "people")]
    assert owners == [CHRIS, BEN, ANA]


def test_whose_step_it_is_and_who_leads_the_plan_may_move_it_and_any_of_ours_may_do_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=ANA)
    kept = laid(scene, acme, lead_id=BEN)
    mine, other = kept.steps[:2]
    with pytest.raises(NotAllowed, match="whoever it was given to"):
        plans.skip_step(scene.store, scene.deed(new_here(scene)), mine.id, "no")
    plans.move_step(scene.store, scene.deed(BEN), mine.id, owner_id=MAX)
    plans.skip_step(scene.store, scene.deed(MAX), mine.id, "not mine to do")
    plans.do_step(scene.store, scene.deed(MAX), other.id)
    with pytest.raises(NotAllowed):
        plans.open_plan(scene.store, scene.deed(MAX), NewPlan(acme.id, "relationship"))


def new_here(scene: Scene) -> str:
    """A member who keeps no account."""
    with scene.store.write() as session:
        flags: dict[str, Any] = dict.fromkeys(("is_bot", "is_guest", "is_stranger", "is_admin"), False)
        people.told(session, TEAM, MAX, name="Max", email=None, tz="UTC", deactivated_at=None, seen_at=NOW, **flags)
    return MAX


def test_every_deed_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    kept = laid(scene, scene.account())
    first, second, third = kept.steps[:3]
    plans.do_step(scene.store, scene.deed(), first.id)
    plans.skip_step(scene.store, scene.deed(), second.id, "no")
    plans.move_step(scene.store, scene.deed(), third.id, owner_id=BEN)
    added = plans.add_step(scene.store, scene.deed(), kept.plan.id, NewStep("more")).step
    plans.end_plan(scene.store, scene.deed(), kept.plan.id)
    with scene.look() as session:
        told = session.exec(select(Audit).where(col(Audit.deed).regexp_match(r"^(plan|step)\."))).all()
    assert {
        ("plan.open", kept.plan.id), ("step.done", first.id), ("step.skipped", second.id), ("step.move", third.id),
        ("step.add", added.id), ("plan.end", kept.plan.id),
    } <= {(one.deed, one.subject_id) for one in told}  # fmt: skip


def test_who_left_leaves_a_plan_of_thirty_days_behind(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    jane = scene.contact(acme)
    done = contacts.mark_left(scene.store, scene.deed(BEN), jane.id)
    [open_plan] = plans_of(scene, acme)
    assert done.plan is not None
    assert (open_plan.id, open_plan.title, open_plan.about) == (done.plan.id, "Jane Doe left", jane.id)
    with scene.look() as session:
        steps = rows.steps_of(session, TEAM, [open_plan.id])[open_plan.id]
    assert [one.key for one in steps] == ["successor", "introduction", "where_to", "first_meeting"]
    assert {one.owner_id for one in steps} == {ANA}
    assert {one.contact_id for one in steps} == {jane.id}
    assert max(one.due_on for one in steps if one.due_on) <= NOW.date() + timedelta(days=30)


def test_who_comes_back_ends_the_plan_that_their_going_began(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    jane = scene.contact(acme)
    contacts.mark_left(scene.store, scene.deed(), jane.id)
    contacts.add(scene.store, scene.deed(), NewContact(acme.id, "Jane Doe"))
    assert plans_of(scene, acme) == []
    assert ringing(scene) == []


def test_nothing_is_laid_for_who_left_where_that_playbook_is_switched_off_or_we_lost_them(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    lost = accounts.NewAccount("Gone", lost_on=date(2026, 5, 1))
    gone = accounts.add(scene.store, scene.deed(None), lost).account
    assert contacts.mark_left(scene.store, scene.deed(), scene.contact(gone).id).plan is None
    documents.switch(scene.store, scene.deed(CHRIS), "playbook", "contact_left", on=False)
    acme = scene.account("Acme")
    assert contacts.mark_left(scene.store, scene.deed(), scene.contact(acme).id).plan is None


def test_a_workspaces_own_playbook_is_laid_instead_of_ours_and_a_plan_keeps_the_version_it_came_from(
    scene: Scene,
) -> None:
    text = 'key = "closing"\ntitle = "Farewell"\n[[steps]]\nkey = "cake"\ntext = "Bring a cake"\ndays = 3\n'
    documents.put(scene.store, scene.deed(CHRIS), "playbook", text)
    kept = laid(scene, scene.account(), "closing")
    documents.put(scene.store, scene.deed(CHRIS), "playbook", text.replace("cake", "pie"))
    assert (kept.plan.title, kept.plan.version, [one.text for one in kept.steps]) == ("Farewell", 1, ["Bring a cake"])
    documents.bring_back(scene.store, scene.deed(CHRIS), "playbook", "closing", 0)
    assert len(laid(scene, scene.account("Two"), "closing").steps) == 6
    assert ours("closing").count("[[steps]]") == 6


def test_who_is_erased_goes_from_plans_also_by_their_first_name(scene: Scene) -> None:
    acme = scene.account(owner_id=ANA)
    jane = scene.contact(acme)
    contacts.mark_left(scene.store, scene.deed(), jane.id)
    kept = laid(scene, acme, "relationship", to="Jane Doe trusts us", lead_id=BEN, only=[])
    added = plans.add_step(scene.store, scene.deed(), kept.plan.id, NewStep("ask Jane", contact_id=jane.id)).step
    plans.do_step(scene.store, scene.deed(BEN), added.id, "Jane was glad")
    erasure.contact(scene.store, scene.deed(ANA), jane.id)
    with scene.look() as session:
        told = [str(row.model_dump()) for of in (Plan, Step, Nudge, Audit, Message) for row in session.exec(select(of))]
    assert [words for words in told if "Jane" in words] == []
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    assert str(plan(scene, kept.plan.id).lead_id).startswith("XGONE")
    assert str(step(scene, added.id).done_by).startswith("XGONE")
