from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.playbooks import When, Who
from bot.views import papers as views
from bot.views.forms import paper as forms
from bot.views.papers import PaperShown, VersionShown
from tests.views.reading import HOSTILE, accepted, accepted_view, buttons, words

TODAY = date(2026, 5, 12)
RESCUE = PaperShown("playbook", "rescue", "Rescue", 6)


def test_each_is_told_with_whose_it_is_and_who_may_changes_it() -> None:
    mine = replace(RESCUE, key="mine", title="Mine", version=3, is_ours=False, is_off=True, count=1)
    told = words(accepted(views.papers([RESCUE, mine], may_change=True)))
    assert "*Rescue* `rescue` · 6 steps · as it came" in told
    assert "*Mine* `mine` · 1 step · yours, version 3 · *off*" in told
    assert set(buttons(views.papers([RESCUE], may_change=False))) == {"playbook.show", "playbook.fetch"}
    assert buttons(views.papers([mine], may_change=True))["playbook.switch"]["value"] == "playbook:mine:on"


def test_however_many_there_are_slack_takes_it() -> None:
    many = [replace(RESCUE, key=f"k{number}", title="T" * 80) for number in range(60)]
    assert "And 40 more" in words(accepted(views.papers(many, may_change=True)))
    versions = [VersionShown(number, TODAY, "U0ANA") for number in range(30, 0, -1)]
    accepted(views.paper(replace(RESCUE, lines=["l" * 300] * 40, versions=versions), TODAY, may_change=True))


def test_earlier_versions_can_be_brought_back_by_who_may() -> None:
    shown = replace(RESCUE, version=2, versions=[VersionShown(2, TODAY, is_off=True), VersionShown(1, TODAY, "U0ANA")])
    post = accepted(views.paper(shown, TODAY, may_change=True))
    assert "Version 1: changed on 12 May by <@U0ANA>" in words(post)
    assert buttons(post)["playbook.back"]["value"] == "playbook:rescue:1"
    assert "playbook.back" not in buttons(views.paper(shown, TODAY, may_change=False))


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("when", When)
def test_every_word_of_a_playbook_has_its_words(who: Who, when: When) -> None:
    said = views.step_words("Call them", who, 5, when)
    assert said.startswith("Call them (")
    assert (";" in said) is (when is not When.ALWAYS)
    assert "within 5 working days" in said
    assert "at once" in views.step_words("Call them", who, 0, when)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_typed_stays_words(hostile: str) -> None:
    shown = replace(RESCUE, title=hostile[:80], about=hostile, lines=[hostile] * 3)
    for post in (
        views.papers([shown], may_change=True),
        views.paper(shown, TODAY, may_change=True),
        views.put(shown.title, 3, is_off=False),
        views.mistakes(hostile, [hostile]),
        views.on_its_way(shown.title),
    ):
        accepted(post)
    accepted_view(forms.change("playbook", "rescue", shown.title, hostile[:3_000]))
