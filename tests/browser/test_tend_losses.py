"""The end of an account in a real browser: the gate before it, the exit interview, and the audit after it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long

WORDS = "You were never there when it mattered."


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    with_tend.open("#general")
    return with_tend


def test_a_key_account_is_not_let_go_before_somebody_tried_and_asked(visitor: Visitor) -> None:
    visitor.type("/client lost hartwell 10 May")
    assert visitor.value("When does it end?") == "2026-05-10"
    visitor.fill("What was it worth a year?", "a lot")
    visitor.fill("In their own words", WORDS)
    visitor.submit()
    worth = visitor.modal.get_by_label("What was it worth a year?")
    expect(worth).to_have_accessible_description(re.compile("“a lot” is not an amount"))
    worth.fill("180000 EUR")
    visitor.submit()
    said = visitor.modal.get_by_label("Why, in what they said themselves")
    expect(said).to_have_accessible_description(re.compile("reason"))
    visitor.fill("Why, in what they said themselves", "the price")
    visitor.submit()

    expect(visitor.modal).to_contain_text("we let none go without trying and asking")
    for missing in ("no rescue with a step or a talk in it", "no exit interview is on record"):
        expect(visitor.modal).to_contain_text(missing)
    expect(visitor.modal.get_by_label("Close it all the same?")).to_have_count(0)
    assert (visitor.value("In their own words"), visitor.value("When does it end?")) == (WORDS, "2026-05-10")
    expect(visitor.modal.get_by_role("button", name="Remove the price")).to_be_visible()


def test_a_lead_closes_it_all_the_same_and_chooses_who_looks_back(visitor: Visitor) -> None:
    visitor.act_as("Ben Okafor")
    visitor.open("#general")
    visitor.type(f'/client lost hartwell 10 May price stated: "{WORDS}"')
    expect(visitor.modal.get_by_role("button", name="Remove the price")).to_be_visible()
    visitor.submit()
    why = visitor.modal.get_by_label("Close it all the same?")
    why.fill("their parent company decided it")
    assert visitor.value("In their own words") == WORDS
    visitor.submit()
    closed = visitor.see("is closed. I am sorry")
    expect(closed).to_contain_text("Its audit is open")

    closed.get_by_role("button", name="The audit").click()
    audit = visitor.see("What we learn from Hartwell & Stone")
    expect(audit).to_contain_text("Nobody leads it yet. It could be")
    audit.get_by_role("button", name="Choose who leads it").click()
    visitor.fill("Leader", "Ana Souza")
    visitor.submit()
    leader = visitor.modal.get_by_label("Leader")
    expect(leader).to_have_accessible_description(re.compile("had to do with|was there|neutral"))
    visitor.fill("Leader", "Chris Meyer")
    visitor.submit()
    expect(visitor.see("@Chris Meyer leads the audit")).to_contain_text("Hartwell & Stone")


def test_what_they_said_at_the_end_is_noted_question_by_question(visitor: Visitor) -> None:
    visitor.type('/client leaving hartwell until 30 June: "it got too dear"')
    visitor.see("Hartwell & Stone is leaving until 30 June").get_by_role("button", name="Exit interview").click()
    guide = visitor.see("there was none yet")
    guide.get_by_role("button", name="Note what they said").click()
    visitor.fill("Exit interview on", "2026-05-20")
    visitor.modal.get_by_role("textbox").last.fill("A person of yours who knows our season.")
    visitor.submit()
    on = visitor.modal.get_by_label("Exit interview on")
    expect(on).to_have_accessible_description(re.compile("still to come"))
    expect(visitor.modal.get_by_role("textbox").last).to_have_value("A person of yours who knows our season.")
    on.fill("2026-05-08")
    visitor.submit()
    visitor.see("on 8 May, with 1 answer")

    visitor.type("/client exit hartwell")
    expect(visitor.see("a conversation, on 8 May")).to_contain_text("A person of yours who knows our season.")


def test_an_audit_gathers_findings_and_ends_in_a_report(visitor: Visitor) -> None:
    visitor.act_as("Chris Meyer")
    visitor.open_dm()
    visitor.type("/client audit kestrel")
    audit = visitor.see("What we learn from Kestrel Hotels")
    expect(audit).to_contain_text("2 findings")
    audit.get_by_role("button", name="Add a finding").click()
    visitor.submit()
    finding = visitor.modal.get_by_label("Finding")
    expect(finding).to_have_attribute("aria-invalid", "true")
    finding.fill("Nobody senior was met after Christmas.")
    visitor.submit()
    with_it = visitor.see("Nobody senior was met after Christmas.")
    expect(with_it).to_contain_text("3 findings")

    with_it.get_by_role("button", name="Conclude").click()
    visitor.submit()
    visitor.see("thank you for looking closely and fairly")
    report = visitor.see("the report of the audit is in the thread")
    visitor.open_thread(report)
    file = visitor.thread.get_by_role("link", name="What we learn from Kestrel Hotels")
    expect(file).to_contain_text("Markdown")
