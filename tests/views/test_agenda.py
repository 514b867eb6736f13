from __future__ import annotations

from typing import Any

import pytest

from bot.facts import AccountFacts, RemarkFact, StepFact
from bot.policy import TraitKind
from bot.promise_facts import BreakdownFact, PromiseFact, WishFact
from bot.titles import Role
from bot.views.agenda import agenda, main_contact
from bot.views.post import Post
from bot.views.traits import TraitShown
from tests.rules.build import NOW, account, ago, contact, day, meeting
from tests.views.reading import HOSTILE, accepted, words

JANE = contact("Jane", roles=(Role.MAIN_CONTACT,), last_met_at=ago(30))


def remark(text: str = "who else uses it?", **changes: Any) -> RemarkFact:
    said = {"id": "r1", "said_by": "Jane", "reported_by": "Ana", "reported_at": ago(3), "due_on": day(3), **changes}
    return RemarkFact(text=text, **said)


def promise(text: str, *, is_ours: bool) -> PromiseFact:
    return PromiseFact(id=text, text=text, is_ours=is_ours, made_at=ago(3), due_on=day(7), contact="", owner_id=None)


def wish(text: str) -> WishFact:
    said: dict[str, Any] = {"contact": "", "owner_id": None, "noted_at": ago(9), "every": "month", "days": 30}
    return WishFact(id="w1", text=text, due_on=day(4), delivered_on=None, **said)


def breakdown(text: str, *, recovered: bool) -> BreakdownFact:
    at = ago(1) if recovered else None
    return BreakdownFact("b1", text, day(-3), None, ago(3), at, "")


def step(text: str, due_in: int | None = 5) -> StepFact:
    due_on = None if due_in is None else day(due_in)
    return StepFact("s1", "p1", "Onboarding", "onboarding", text, "step", ago(3), due_on)


def proud(text: str) -> TraitShown:
    return TraitShown("t1", TraitKind.PROUD, text)


def texts(post: Post) -> list[str]:
    return [block["text"]["text"] for block in post.blocks if block["type"] == "section"]


def told(facts: AccountFacts, *known: TraitShown) -> str:
    return words(accepted(agenda(facts, NOW, known)))


def test_with_nothing_open_there_is_still_something_to_ask() -> None:
    said = told(account())
    for part in (
        "Agenda: Acme",
        "What has changed on your side since 13 May?",
        "What else would you like from us",
        "when?",
    ):
        assert part in said
    assert "For us" not in said


def test_it_names_the_main_contact_and_the_day() -> None:
    assert "Nobody there is noted as the main contact yet" in told(account(contacts=(contact("Kim"),)))
    said = told(account(contacts=(contact("Kim"), JANE), meetings=(meeting(5),)))
    assert "main contact yet" not in said
    assert "Acme with Jane, 18 May" in said
    assert "The meeting after this one: when?" in said


def test_what_is_open_between_us_stands_in_the_text_to_copy_and_the_rest_below_it() -> None:
    facts = account(
        remarks=(remark(),),
        promises=(promise("the new draft", is_ours=True), promise("the figures", is_ours=False)),
        wishes=(wish("a usage report"),),
        breakdowns=(breakdown("the import failed", recovered=True),),
        steps=(step("Meet their CFO"), step("A card", None)),
    )
    post = accepted(agenda(facts, NOW, [proud("their new plant")]))
    [box] = [told for told in texts(post) if told.startswith("```\n")]
    for line in (
        "You said\n• “who else uses it?”: our answer",
        "What did not work\n• the import failed: put right; does it hold?",
        "We promised\n• the new draft, by 20 May",
        "From you\n• the figures, by 20 May",
        "What you would like from us\n• a usage report, next by 17 May",
    ):
        assert line in box
    assert "Meet their CFO" not in box
    assert "proud" not in box
    assert "• Meet their CFO, by 18 May\n• A card" in words(post)
    assert "*Good to know*\n• Proud of their new plant" in words(post)


def test_who_left_is_not_met_and_of_several_it_is_who_was_met_last() -> None:
    gone = contact("Gone", roles=(Role.MAIN_CONTACT,), left_at=ago(3), last_met_at=ago(4))
    never = contact("Never", roles=(Role.MAIN_CONTACT,))
    assert main_contact(account(contacts=(never, gone, JANE))) == JANE
    assert main_contact(account(contacts=(gone,))) is None


def test_of_many_things_the_first_are_told_and_the_others_counted() -> None:
    said = told(account(remarks=tuple(remark(f"remark {number} {'x' * 300}", id=f"r{number}") for number in range(40))))
    assert "and 34 more" in said


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_typed_stays_words(hostile: str) -> None:
    facts = account(
        name=hostile[:80], remarks=(remark(hostile),) * 9, steps=(step(hostile),) * 9, wishes=(wish(hostile),) * 9,
        promises=(promise(hostile, is_ours=True),) * 9, breakdowns=(breakdown(hostile, recovered=False),) * 9,
    )  # fmt: skip
    post = accepted(agenda(facts, NOW, [proud(hostile)] * 9))
    [box] = [told for told in texts(post) if told.startswith("```\n")]
    assert box.count("```") == 2
