from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.views import plans as views
from bot.views.forms import plan as forms
from bot.views.forms.plan import OfferShown, PlanForm
from bot.views.plans import PlanShown, StepShown
from bot.views.refusals import say
from tests.views.reading import HOSTILE, accepted, accepted_view, assert_harmless, buttons, words

TODAY = date(2026, 5, 12)
DUE = date(2026, 5, 19)


def step(number: int = 1, **changes: Any) -> StepShown:
    return replace(StepShown(f"s{number}", f"Step {number}", owner_id="U0ANA", due_on=DUE), **changes)


def done(number: int = 1, **changes: Any) -> StepShown:
    return step(number, **{"state": "done", "done_by": "U0BEN", "done_on": TODAY, **changes})


def plan(*steps: StepShown, **changes: Any) -> PlanShown:
    return replace(PlanShown("p1", "a1", "Acme", "onboarding", "Onboarding", TODAY, steps), **changes)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], "no steps yet"),
        ([step()], "▱▱▱▱▱▱▱▱▱▱ 0 of 1 done"),
        ([done(), step(2), step(3)], "▰▰▰▱▱▱▱▱▱▱ 1 of 3 done"),
        ([done(), step(2, state="skipped")], "▰▰▰▰▰▰▰▰▰▰ 1 of 1 done · 1 skipped"),
        ([step(due_on=TODAY - timedelta(days=1)), step(2, due_on=TODAY)], "▱▱▱▱▱▱▱▱▱▱ 0 of 2 done · 1 past the day"),
        ([step(state="skipped"), step(2, state="skipped")], "2 steps skipped, nothing else to do"),
        ([done(n) for n in range(19)] + [step(20)], "▰▰▰▰▰▰▰▰▰▱ 19 of 20 done"),
    ],
)
def test_progress_is_a_bar_and_the_same_in_words(steps: Sequence[StepShown], told: str) -> None:
    assert views.progress(steps, TODAY) == told


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (step(), "☐ Step 1 · <@U0ANA> · by 19 May"),
        (step(owner_id=None, due_on=None), "☐ Step 1 · no day yet"),
        (step(owner_id=None, keeper_id="U0BEN"), "☐ Step 1 · <@U0BEN> hears of it · by 19 May"),
        (step(keeper_id="U0BEN"), "☐ Step 1 · <@U0ANA> · by 19 May"),
        (step(owner_id=None, keeper_id="U0BEN", due_on=None), "☐ Step 1 · no day yet"),
        (step(due_on=date(2026, 5, 4)), "☐ Step 1 · <@U0ANA> · by 4 May (past)"),
        (step(kind="audience"), "☐ to be told: Step 1 · <@U0ANA> · by 19 May"),
        (done(note="they were happy"), "✓ Step 1 · done on 12 May by <@U0BEN>: they were happy"),
        (
            done(kind="measure", note="it holds", client_told=False),
            "✓ measure: Step 1 · done on 12 May by <@U0BEN> · client not told yet: it holds",
        ),
        (done(state="skipped", note="no need"), "– Step 1 · skipped on 12 May by <@U0BEN>: no need"),  # noqa: RUF001
    ],
)
def test_a_step_is_one_line(one: StepShown, told: str) -> None:
    assert views.step_line(one, TODAY) == told


def test_a_plan_shows_from_where_to_where_and_its_open_steps_have_buttons() -> None:
    shown = plan(done(), step(2), from_text="nobody senior", to="friends", lead_id="U0BEN")
    post = accepted(views.plans("Acme", "a1", [shown], TODAY, [("relationship", "Relationship for life")]))
    for part in ("_From:_ nobody senior", "_To:_ friends", "led by <@U0BEN>", "1 of 2 done", "✓ Step 1"):
        assert part in words(post)
    made = buttons(post)
    assert {made[name]["value"] for name in ("step.do", "step.skip", "step.move")} == {"s2"}
    assert {made[name]["value"] for name in ("plan.add", "plan.offer", "plan.end")} == {"p1"}
    assert made["plan.lay.0"]["value"] == "a1:relationship"


def test_a_plan_that_comes_and_goes_with_something_else_is_not_ended_by_itself() -> None:
    assert "plan.end" in buttons(views.laid(plan(step()), TODAY))
    assert "plan.end" not in buttons(views.laid(plan(step(), playbook="rescue"), TODAY))


def test_however_many_plans_and_steps_there_are_slack_takes_it() -> None:
    many = [
        plan(*(step(n, text="&" * 3_000) for n in range(60)), id=f"p{number}", title="T" * 80) for number in range(9)
    ]
    ended = [plan(done(), id=f"e{n}", state="done", ended_on=TODAY, outcome="o" * 3_000) for n in range(9)]
    accepted(views.plans("A" * 80, "a1", [*many, *ended], TODAY, [(f"k{n}", "T" * 80) for n in range(30)]))
    accepted(views.laid(many[0], TODAY))


def test_plans_that_ended_are_told_with_what_came_of_them() -> None:
    over = plan(done(), state="dropped", ended_on=TODAY, outcome="they merged")
    post = accepted(views.plans("Acme", "a1", [over], TODAY, []))
    assert "*Onboarding*: dropped on 12 May: they merged" in words(post)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_typed_stays_words(hostile: str) -> None:
    one = done(text=hostile, note=hostile)
    shown = plan(
        one, step(2, text=hostile), account=hostile[:80], title=hostile[:80],
        from_text=hostile, to=hostile, outcome=hostile,
    )  # fmt: skip
    for post in (
        views.plans(shown.account, "a1", [shown], TODAY, [("k", shown.title)]),
        views.laid(shown, TODAY),
        views.settled(one, shown, TODAY, was_last=False),
        views.moved(one, shown, TODAY),
        views.added([one], shown, TODAY),
        views.edited(shown, TODAY),
        views.ended(replace(shown, state="done", ended_on=TODAY), TODAY),
        views.after_leaving(say("Noted."), shown, TODAY),
        views.offered(say("Added."), "a1", "onboarding", shown.title),
    ):
        accepted(post)
    offers = [OfferShown(f"k{n}", hostile or "x", "the owner", DUE) for n in range(40)]
    form = PlanForm("a1", shown.account, "mine", shown.title, hostile, hostile, hostile, "U0ANA", offers)
    for view in (
        forms.lay(form, TODAY),
        forms.offer("p1", shown.title, shown.account, offers, TODAY),
        forms.edit("p1", shown.title, hostile, hostile, "U0ANA"),
        forms.add("p1", "a1", shown.title),
        forms.skipped("s1", hostile),
        forms.proven("s1", hostile),
        forms.moved("s1", hostile, "U0ANA", DUE),
        forms.ended("p1", shown.title, shown.account, 3),
    ):
        assert_harmless(words(accepted_view(view)))


def test_of_a_long_step_the_rest_stands_below_its_tick() -> None:
    text = "Ask what they would like from us, for any part of their business, and how often they would like it"
    view = accepted_view(forms.offer("p1", "Plan", "Acme", [OfferShown("k", text, "the owner", DUE)], TODAY))
    [box] = [block["element"] for block in view["blocks"] if block.get("block_id") == "steps0"]
    [option] = box["options"]
    assert option["text"]["text"].endswith("…")
    assert option["description"]["text"].startswith("the owner, by 19 May · …")
    assert len(option["description"]["text"]) <= 75


def test_where_nothing_lacks_the_form_says_so() -> None:
    assert "Nothing is lacking" in words(forms.offer("p1", "Plan", "Acme", [], TODAY))
