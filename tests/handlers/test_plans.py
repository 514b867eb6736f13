"""Plans, by what people do: the command, the form, the buttons on the plan and on a card."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from bot.playground.modals import View
from bot.playground.world import Message
from bot.work import contacts, plans, remarks
from bot.work.deed import Deed
from bot.work.plans import NewPlan, NewStep, PlanKept
from bot.work.remarks import NewRemark
from storage.tables import Plan, Step
from tests.handlers.office import ANA, BEN, CHRIS, ERIK, Office


def opened(office: Office, line: str, user: str = ANA) -> View:
    view = office.type(line, user).view
    assert view is not None
    return view


def answer(office: Office, line: str, user: str = ANA) -> Message:
    seen = office.type(line, user)
    said = seen.message or seen.ephemerals[-1]
    assert said is not None
    return said


def steps(office: Office) -> list[Step]:
    with office.store.read() as session:
        return list(session.exec(select(Step).order_by(col(Step.position))))


def plan(office: Office) -> Plan:
    with office.store.read() as session:
        return session.exec(select(Plan)).one()


def laid(office: Office, account_id: str, playbook: str = "onboarding", **fields: Any) -> PlanKept:
    deed = Deed(office.team_id, ANA, office.now)
    return plans.open_plan(office.store, deed, NewPlan(account_id, playbook, **fields))


def ticks(view: View) -> list[str]:
    """The steps that can be ticked, as they read."""
    boxes = [block["element"] for block in view.blocks if block.get("block_id", "").startswith("steps")]
    return [option["text"]["text"] for box in boxes for option in box["options"]]


def card(office: Office, user: str = ANA) -> Message:
    """The day's message that tells of a step."""
    [told] = [message for message in office.slack.dm(user) if "nudge.step_do" in str(message.blocks)]
    return told


def test_without_a_plan_the_form_offers_what_the_account_lacks_and_says_where_it_stands(office: Office) -> None:
    acme = office.account(owner_id=ANA)
    office.contact(acme, "Kim Lee", level="executive")
    view = opened(office, "/client plan acme")
    assert "Meet Kim Lee for the first time" in ticks(view)
    assert "We know 1 person there, 1 of them senior, none met." in str(view.blocks)


def test_what_is_ticked_and_written_is_laid_and_shown_with_its_progress(office: Office) -> None:
    office.account(owner_id=ANA)
    view = opened(office, "/client plan acme onboarding")
    seen = office.submit(
        view, steps0=["kickoff", "promises"], to="They stay", lead=BEN, own="- send the book by 3 June\n• call Jane"
    )
    assert [(one.key, str(one.due_on)) for one in steps(office)] == [
        ("kickoff", "2026-05-19"), ("promises", "2026-05-19"), ("", "2026-06-03"), ("", "None"),
    ]  # fmt: skip
    assert (plan(office).to_text, plan(office).lead_id) == ("They stay", BEN)
    assert "0 of 4 done" in seen.text
    told = office.says("/client plan acme")
    for part in (
        "Onboarding",
        "They stay",
        f"☐ send the book · <@{ANA}> hears of it · by 3 June",
        "no day yet",
        "▱▱▱▱▱▱▱▱▱▱ 0 of 4 done",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("acme onboarding", "Onboarding"),
        ('"Acme Corp" Onboarding', "Onboarding"),
        ("Acme Corp relationship for life", "Relationship for life"),
        ("Acme: onboarding", "Onboarding"),
    ],
)
def test_a_playbook_is_named_by_its_key_or_title(office: Office, typed: str, title: str) -> None:
    office.account(owner_id=ANA)
    assert f"*{title}* for *Acme Corp*" in str(opened(office, f"/client plan {typed}").blocks)


def test_an_account_may_be_called_like_a_playbook(office: Office) -> None:
    office.account("Rescue Ltd", owner_id=ANA, aliases=["rescue"])
    assert "for *Rescue Ltd*" in str(opened(office, "/client plan rescue").blocks)


def test_one_that_nobody_wrote_is_told_with_those_there_are(office: Office) -> None:
    office.account(owner_id=ANA)
    told = office.says("/client plan Acme Corp nonsense")
    assert "no playbook “nonsense”" in told
    assert "onboarding, relationship" in told


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("rescue", '/client rescue "Acme Corp" and what happened'),
        ("contact_left", '/client left "Acme Corp" and their name'),
        ("winback", '/client winback "Acme Corp"'),
        ("lesson", "/client lessons"),
    ],
)
def test_a_plan_that_something_else_lays_is_asked_for_there(office: Office, key: str, told: str) -> None:
    office.account(owner_id=ANA)
    assert told in office.says(f"/client plan acme {key}")


def test_a_step_that_has_stalled_is_in_the_digest(office: Office) -> None:
    office.touch(acme := office.account(owner_id=ANA))
    laid(office, acme, only=[], own=[NewStep("Call their CFO", due_on=office.now.date())])
    office.wait_days(9)
    told = office.says("/client digest")
    assert "Call their CFO" in told
    assert "critical" in told


def test_who_may_not_open_a_plan_is_told_who_may(office: Office) -> None:
    office.account(owner_id=ANA)
    assert "can open a plan for a client; ask" in office.says("/client plan acme", BEN)


def test_done_skip_and_move_on_the_plan(office: Office) -> None:
    acme = office.account(owner_id=ANA)
    first, second, third, *_ = laid(office, acme).steps
    shown = answer(office, "/client plan acme")
    assert "1 of 9 done" in office.press(shown, "step.do", value=first.id).text
    view = office.press(shown, "step.skip", value=second.id).view
    assert view is not None
    assert "1 of 8 done · 1 skipped" in office.submit(view, why="they wrote it down themselves").text
    view = office.press(shown, "step.move", value=third.id).view
    assert view is not None
    assert "by 30 June" in office.submit(view, owner=BEN, due_on="2026-06-30").text
    assert [(one.state, one.owner_id) for one in steps(office)[:3]] == [("done", ANA), ("skipped", ANA), ("open", BEN)]
    again = office.press(shown, "step.do", value=first.id)
    assert "This was done before" in again.text


def test_a_day_that_has_been_is_told_at_its_field_and_nothing_is_lost(office: Office) -> None:
    acme = office.account(owner_id=ANA)
    laid(office, acme)
    shown = answer(office, "/client plan acme")
    view = office.press(shown, "step.move", value=steps(office)[0].id).view
    assert view is not None
    assert "not ahead of us" in str(office.submit(view, due_on="2026-05-01").errors)


def test_a_measure_asks_for_its_proof(office: Office) -> None:
    kept = laid(office, office.account(owner_id=ANA), only=[], own=[NewStep("Two people check", kind="measure")])
    view = office.press(answer(office, "/client plan acme"), "step.do", value=kept.steps[0].id).view
    assert view is not None
    told = office.submit(view, proof="three reports without a fault", told=["yes"]).text
    assert "client told: three reports without a fault" in told


def test_a_step_is_added_by_the_form_and_what_else_is_offered_leaves_out_what_is_there(office: Office) -> None:
    acme = office.account(owner_id=ANA)
    kept = laid(office, acme, "relationship", only=["meal"])
    shown = answer(office, "/client plan acme")
    view = office.press(shown, "plan.add", value=kept.plan.id).view
    assert view is not None
    assert "a day to come" in office.submit(view, text="Send a card", due_on="2026-05-01").errors["due_on"]
    assert "cannot be" in office.submit(view, text="Send a card", owner=ERIK, due_on=None).errors["owner"]
    assert "☐ Send a card" in office.submit(view, text="Send a card", owner=BEN, due_on="2026-05-20").text
    office.contact(acme, "Kim Lee", level="executive")
    view = office.press(shown, "plan.offer", value=kept.plan.id).view
    assert view is not None
    assert "Meet Kim Lee for the first time" in ticks(view)
    assert not [text for text in ticks(view) if "breakfast" in text]


def test_where_a_plan_leads_and_who_leads_it_can_be_said_anew(office: Office) -> None:
    kept = laid(office, office.account(owner_id=ANA), to="friends")
    view = office.press(answer(office, "/client plan acme"), "plan.edit", value=kept.plan.id).view
    assert view is not None
    told = office.submit(view, **{"from": "strangers", "to": "friends for life", "lead": BEN}).text
    assert "_From:_ strangers\n_To:_ friends for life" in told
    assert (plan(office).to_text, plan(office).lead_id) == ("friends for life", BEN)


def test_a_plan_ends_with_a_word_on_what_came_of_it(office: Office) -> None:
    kept = laid(office, office.account(owner_id=ANA))
    view = office.press(answer(office, "/client plan acme"), "plan.end", value=kept.plan.id).view
    assert view is not None
    assert "open: skipped with it" in str(view.blocks)
    assert "is dropped" in office.submit(view, state="dropped", outcome="they merged").text
    assert (plan(office).state, plan(office).outcome) == ("dropped", "they merged")


def test_whose_step_it_is_hears_of_it_and_does_it_from_the_card(office: Office) -> None:
    acme = office.account(owner_id=ANA)
    laid(office, acme, only=[], own=[NewStep("Call their CFO", owner_id=BEN, due_on=office.now.date())])
    office.wait_days(1)
    told = card(office, BEN)
    assert "Call their CFO" in office.read(told)
    office.press(told, "nudge.step_do", BEN)
    assert (steps(office)[0].state, steps(office)[0].done_by) == ("done", BEN)


def test_who_left_leaves_a_plan_behind_and_the_answer_says_so(office: Office) -> None:
    office.contact(office.account(owner_id=ANA), "Jane Doe")
    told = office.says("/client left acme Jane Doe")
    assert "there is a plan for the next weeks" in told
    assert "Find out who follows Jane Doe" in told


def test_onboarding_is_offered_when_an_account_is_added_and_not_laid_by_itself(office: Office) -> None:
    added = answer(office, '/client add "Initech" tier:key')
    assert steps(office) == []
    view = office.press(added, "plan.lay.0").view
    assert view is not None
    assert "Onboarding" in str(view.blocks)


def test_who_adds_an_account_for_somebody_else_is_not_asked(office: Office) -> None:
    assert "plan.lay" not in str(answer(office, "/client add Initech owner:@ben", CHRIS).blocks)


def test_the_agenda_is_built_from_what_is_open(office: Office) -> None:
    acme = office.account(owner_id=ANA)
    jane = office.contact(acme, "Jane Doe")
    deed = Deed(office.team_id, ANA, office.now)
    contacts.edit(office.store, deed, jane, {"roles": ["main-contact"]})
    remarks.pass_on(office.store, deed, NewRemark(acme, "who else uses it?", said_by=jane))
    laid(office, acme, only=["kickoff"])
    told = office.says("/client agenda acme", BEN)
    for part in (
        "Acme Corp with Jane Doe",
        "You said",
        "“who else uses it?”: our answer",
        "Open steps of our plan",
    ):
        assert part in told


@pytest.mark.parametrize("line", ["/client plan", "/client agenda"])
def test_without_an_account_the_form_asks_for_it(office: Office, line: str) -> None:
    laid(office, office.account(owner_id=ANA))
    view = opened(office, line)
    [acme] = office.slack.suggest(ANA, view, "account", "acm").options
    seen = office.submit(view, account=acme)
    assert "Onboarding" in seen.text or "Agenda" in seen.text
