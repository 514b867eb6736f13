"""A client in danger, from the word that something happened to the end of the rescue, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long

HEARD = "We cannot trust you any more."


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    with_tend.open("#client-health")
    return with_tend


def test_a_rescue_is_opened_in_its_form_and_lives_on_its_board(visitor: Visitor) -> None:
    visitor.type("/client rescue")
    visitor.fill("Account", "Hartwell & Stone")
    visitor.fill("What did they say?", HEARD)
    visitor.submit()
    happened = visitor.modal.get_by_label("What happened?")
    expect(happened).to_have_attribute("aria-invalid", "true")
    happened.fill("the launch failed")
    room = visitor.modal.get_by_label("Where it is spoken of")
    expect(room.get_by_role("option", name="#northwind-shared")).to_have_count(0)
    visitor.fill("Where it is spoken of", "#random")
    visitor.submit()
    expect(room).to_have_accessible_description(re.compile("I cannot see that channel"))
    assert (visitor.value("What happened?"), visitor.value("What did they say?")) == ("the launch failed", HEARD)
    visitor.fill("Where it is spoken of", "#client-health")
    visitor.submit()
    board = visitor.see("It is open")
    expect(board).to_contain_text("Speak with them by")
    expect(board).to_contain_text(HEARD)

    visitor.press("Log a talk: Hartwell & Stone", board)
    assert visitor.value("Account") == "Hartwell & Stone"
    visitor.fill("What was it?", "call")
    visitor.fill("What was it about?", "they want to hear of a fault from us")
    visitor.submit()
    visitor.see("they want to hear of a fault")
    visitor.type("/client rescue hartwell")
    expect(visitor.see("Rescue: Hartwell & Stone")).to_contain_text("✓ Spoken with")


def test_steps_are_ticked_and_a_measure_is_done_with_its_proof(visitor: Visitor) -> None:
    visitor.type('/client rescue hartwell the launch failed: "never again"')
    board = visitor.see("It is open")
    board.get_by_role("button", name="Done: Find out what happened").click()
    expect(visitor.see("Find out what happened, from everybody")).to_contain_text("1 of 6 done")

    visitor.press("Add a step: Hartwell & Stone", board)
    visitor.fill("What is to be done?", "somebody on duty calls within the hour")
    visitor.fill("What is it?", "a measure: it keeps this from happening again")
    visitor.fill("By when", "2026-05-02")
    visitor.submit()
    expect(visitor.modal.get_by_label("By when")).to_have_accessible_description(re.compile("“by” is a day to come"))
    assert visitor.value("What is to be done?") == "somebody on duty calls within the hour"
    visitor.fill("By when", "2026-05-20")
    visitor.submit()
    with_measure = visitor.see("Measures")
    visitor.press("Done: somebody on duty calls within the hour", with_measure)
    visitor.submit()
    expect(visitor.modal.get_by_label("How do we know that it works?")).to_have_attribute("aria-invalid", "true")
    visitor.fill("How do we know that it works?", "they were called after ten minutes")
    visitor.modal.get_by_label("They were told").check()
    visitor.submit()

    expect(visitor.see("they were called after ten minutes")).to_contain_text("client told")


def test_how_it_stands_is_told_and_at_last_how_it_ended(visitor: Visitor) -> None:
    visitor.type("/client rescue fjord")
    board = visitor.see("Rescue: Fjord Insurance")
    expect(board).to_contain_text("You told us it was tested")
    visitor.press("Review: Fjord Insurance", board)
    visitor.fill("How does it stand?", "they sound relieved")
    visitor.fill("What is next?", "Ben sends the note by Friday")
    visitor.submit()
    expect(visitor.see("Noted: whoever helps reads it")).to_contain_text("they sound relieved")

    visitor.type("/client rescue fjord over they were heard within the hour")
    expect(visitor.modal.get_by_label("What worked, or what did not?")).to_have_value("they were heard within the hour")
    visitor.submit()
    how = visitor.modal.get_by_label("How did it end?")
    expect(how).to_have_attribute("aria-invalid", "true")
    visitor.fill("How did it end?", "saved: they stay")
    visitor.submit()
    expect(visitor.see("✓ saved")).to_contain_text("they were heard within the hour")
