"""What people read after a loss: kind, short, and harmless whatever stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.attention import Held, Share
from bot.endings import Confidence, LossReason, Reason
from bot.policy import Policy, Tier
from bot.views import aftermath, lessons, never_again, openings, training, winbacks
from bot.views.aftermath import Freed, Kindness
from bot.views.forms import lesson as lesson_forms
from bot.views.forms import opening as opening_forms
from bot.views.forms import winback as winback_forms
from bot.views.forms.lesson import LessonForm
from bot.views.forms.winback import WinbackForm
from bot.views.lessons import LessonShown, Page
from bot.views.never_again import Word
from bot.views.openings import OpeningShown, Well
from bot.views.training import Taught
from bot.views.winbacks import WinbackShown
from tests.views.reading import HOSTILE, accepted, accepted_view, buttons, words

TODAY = date(2026, 5, 12)
LESSON = LessonShown("s1", "Globex", "a1", "Nobody senior was known", "computed", "no_senior", due_on=TODAY)


def lesson(**changes: Any) -> LessonShown:
    return replace(LESSON, **changes)


def share(name: str) -> Share:
    return Share(Held("a", name, Tier.KEY, 90), 1, 6.4, 0.1, None, by_value=False, policy=Policy())


def test_a_lesson_says_what_is_looked_for_by_whom_and_how_far_its_tasks_are() -> None:
    told = lessons.shown(
        lesson(open=2, done=1, skipped=1, owner_id="U0BEN", value_minor=9_000_00, currency="EUR"), TODAY
    )
    assert "_From *Globex*, 9,000 EUR a year_ · looked for: nobody senior is known · <@U0BEN> by 12 May" in told
    assert "1 of 4 tasks done, 1 skipped" in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Not looked for yet."),
        ({"looked_on": TODAY, "looked_of": 9}, "Every account is free of it. ✓"),
        ({"condition": "senior_unmet", "number": 40}, "(40 days)"),
        ({"condition": "few_known"}, "(3 people)"),
        ({"condition": "gone"}, "something that is no longer looked for"),
        ({"way": "asked", "task": "Did we ask?"}, "owners are asked: Did we ask?"),
        ({"way": "ours", "task": "Answer in a day"}, "we change: Answer in a day"),
        ({"state": "done", "outcome": "we do it now"}, "✓ Learned: "),
        ({"state": "dropped"}, "Dropped: "),
    ],
)
def test_each_lesson_tells_how_it_stands(changes: dict[str, Any], said: str) -> None:
    assert said in lessons.shown(lesson(**changes), TODAY)


def test_what_can_be_done_is_offered_to_whom_it_concerns() -> None:
    assert set(buttons(lessons.lessons(Page([lesson()], TODAY)))) == {lessons.LOOK, lessons.END, lessons.NEW}
    asked = lesson(way="asked", is_asked=True)
    assert set(buttons(lessons.lessons(Page([asked], TODAY)))) == {lessons.ANSWER, lessons.END, lessons.NEW}
    told = Page([lesson(state="done")], TODAY, account=("a1", "Globex"), loss_id="l1")
    assert set(buttons(lessons.lessons(told))) == {lessons.NEW, lessons.TELL}


def test_behind_what_we_change_stands_what_was_lost() -> None:
    page = Page([lesson(way="ours", task="x")], TODAY, pushes=[(90_000_00, "EUR"), (10_00, "GBP")])
    assert "stand 90,000 EUR and 10 GBP a year that we lost." in lessons.lessons(page).text


def test_without_lessons_it_says_what_one_is() -> None:
    assert "A lesson is one sentence" in words(accepted(lessons.lessons(Page([], TODAY))))


def test_a_full_page_of_lessons_is_one_that_slack_takes() -> None:
    page = Page([lesson(text="t" * 3000, outcome="o" * 3000)] * lessons.MOST, TODAY, more=True, loss_id="l1")
    accepted(lessons.lessons(page))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_people_typed_comes_alive(hostile: str) -> None:
    one = lesson(text=hostile, account=hostile, task=hostile, outcome=hostile, open=1)
    accepted(
        lessons.lessons(Page([one, replace(one, way="ours"), replace(one, way="asked")], TODAY, account=("a", hostile)))
    )
    accepted(lessons.drawn(one, TODAY))
    accepted(lessons.looked(one, 3, 1))
    accepted(lessons.ended(one))
    accepted(
        never_again.post(Word("w", hostile, TODAY, 1, "EUR", (), hostile, [hostile] * 30, "U0ANA", ["U0BEN"] * 90))
    )
    shown = WinbackShown("a", hostile, TODAY, TODAY, True, hostile, hostile, hostile, TODAY, "U0ANA")
    accepted(winbacks.one(shown, TODAY, [hostile]))
    accepted(winbacks.listed([shown] * winbacks.MOST, TODAY, more=True))
    accepted(winbacks.decided(shown, TODAY))
    accepted(winbacks.none(hostile))
    opening = OpeningShown("o", hostile, "referral", hostile, TODAY, "U0ANA", outcome=hostile)
    accepted(openings.of_account(("a", hostile), [opening] * openings.MOST, TODAY, ""))
    accepted(openings.well([Well("a", hostile, 3, 1)] * openings.WELL, 99))
    accepted(openings.noted(opening, TODAY, "x"))
    accepted(aftermath.kindness(Kindness(hostile, TODAY, 3, "U0BEN")))
    accepted(aftermath.freed(Freed(hostile, 3, 90, [share(hostile)])))
    accepted_view(lesson_forms.draw(LessonForm(("a", hostile), hostile, problem="x")))
    accepted_view(lesson_forms.answer("s", hostile, hostile, [(str(n), hostile or "x") for n in range(120)]))
    accepted_view(lesson_forms.end("s", hostile))
    accepted_view(
        winback_forms.decide(WinbackForm(("a", hostile), True, hostile, TODAY, hostile, hostile, "U0ANA", [hostile]))
    )
    accepted_view(opening_forms.note(("a", hostile), text=hostile, problem="x"))
    accepted_view(opening_forms.asked("o", hostile, hostile))
    accepted_view(never_again.form("l", hostile, "C0HEALTH", "x"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "to be decided by 12 May: do we want them back, and why?"),
        ({"wanted": True, "next_on": date(2027, 5, 3)}, "we want them back, and ask on 3 May 2027"),
        ({"wanted": False, "state": "closed"}, "we let them go"),
        ({"state": "back"}, "they came back. ✓"),
    ],
)
def test_a_win_back_says_where_it_stands(changes: dict[str, Any], said: str) -> None:
    shown = replace(WinbackShown("a", "Globex", TODAY), **changes)
    assert said in winbacks.one(shown, TODAY).text


def test_nobody_waits_for_a_word_is_a_good_thing_to_hear() -> None:
    assert "✓" in winbacks.listed([], TODAY, more=False).text


def test_the_kind_word_names_no_fault_and_asks_for_nothing() -> None:
    said = words(aftermath.kindness(Kindness("Globex", None, 0)))
    assert "tell somebody whom you like to talk to" in said
    assert "it asks nothing of you" in said
    assert "?" not in said


TAUGHT = Taught(
    account="Globex",
    tier=Tier.KEY,
    years=4,
    ended_on=TODAY,
    value_minor=90_000_00,
    currency="EUR",
    reasons=[Reason(LossReason.PRICE, Confidence.STATED)],
    words="Ana never called *us*",
    attraction="a younger agency",
    findings=["Nobody senior was known"],
    lessons=[("Know somebody senior", "nobody senior is known", "1 of 2 tasks done")],
    warned=61,
)


def test_the_text_to_learn_from_tells_each_loss_with_what_it_taught() -> None:
    text = training.markdown([TAUGHT], TODAY)
    assert "## 1. Globex" in text
    assert "90,000 EUR a year" in text
    assert "> Ana never called \\*us\\*" in text
    assert "would have warned 61 days before the end" in text
    assert "- **Know somebody senior** nobody senior is known (1 of 2 tasks done)" in text


def test_without_names_it_tells_of_the_client_by_what_they_were() -> None:
    text = training.markdown([TAUGHT], TODAY, without=lambda said: said.replace("Ana", "somebody"))
    assert "## 1. A key client of 4 years" in text
    assert "Globex" not in text
    assert "90,000" not in text
    assert "> somebody never called" in text
