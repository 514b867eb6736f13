"""What is open with a client, by forms and buttons in a real browser: promises, wishes, and what broke."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def visitor(with_tend: Visitor) -> Visitor:
    with_tend.open("#general")
    return with_tend


def wrong_at(visitor: Visitor, label: str, why: str) -> None:
    """Wait until something wrong is said at a field."""
    field = visitor.modal.get_by_label(label, exact=False).first
    expect(field).to_have_accessible_description(re.compile(re.escape(why)))


def test_a_promise_is_put_on_record_in_its_form_and_not_kept(visitor: Visitor) -> None:
    visitor.type("/client promise")
    visitor.fill("Account", "Hartwell & Stone")
    visitor.submit()
    visitor.press("New promise: Hartwell & Stone", visitor.see("No promise to or from Hartwell & Stone"))
    visitor.fill("What was promised?", "the new price list")
    visitor.fill("By when?", "2026-05-04")
    visitor.fill("Who of theirs", "Marcus Stone")
    visitor.submit()
    wrong_at(visitor, "By when?", "“by” is a day to come")
    assert visitor.value("What was promised?") == "the new price list"
    visitor.fill("By when?", "2026-05-15")
    visitor.submit()
    made = visitor.see("we promised Marcus Stone “the new price list” by 15 May")
    expect(made).to_contain_text("@Ana Souza sees to it")

    visitor.press("Not kept: the new price list", made)
    visitor.fill("What happened?", "the figures came late")
    visitor.submit()
    expect(visitor.see("Not kept: we promised")).to_contain_text("Tell them before they ask")


def test_a_line_with_a_day_that_is_none_opens_the_form_with_all_that_was_typed(visitor: Visitor) -> None:
    visitor.type('/client promise hartwell "the new price list" by the 31st of June')
    expect(visitor.modal).to_contain_text("31st of June")
    assert visitor.value("What was promised?") == "the new price list"
    visitor.fill("By when?", "2026-06-30")
    visitor.submit()
    made = visitor.see("by 30 June")
    visitor.press("Move: the new price list", made)
    visitor.fill("The new day", "2026-07-03")
    visitor.submit()
    moved = visitor.see("Changed: we promised them “the new price list” by 3 July")

    expect(moved).to_contain_text("@Ana Souza sees to it")


def test_a_wish_is_noted_with_its_rhythm_delivered_and_taken_back(visitor: Visitor) -> None:
    visitor.type("/client wish quarry")
    visitor.press("New wish: Quarry Foods", visitor.see("What would Quarry Foods like from us"))
    visitor.fill("What would they like?", "a look at their figures")
    visitor.fill("How often?", "quarterly")
    visitor.fill("By when first?", "2026-05-01")
    visitor.submit()
    wrong_at(visitor, "By when first?", "“by” is a day to come")
    assert visitor.value("What would they like?") == "a look at their figures"
    visitor.fill("By when first?", "2026-05-29")
    visitor.submit()
    noted = visitor.see("would like “a look at their figures” quarterly")
    expect(noted).to_contain_text("The first is due by 29 May")

    visitor.press("Delivered: a look at their figures", noted)
    visitor.submit()
    delivered = visitor.see("✓ Delivered on 11 May")
    expect(delivered).to_contain_text("It is logged as a touch, too")
    delivered.get_by_role("button", name="Not delivered after all").click()
    expect(visitor.see("Taken back")).to_contain_text("due by 29 May")


def test_what_broke_is_recovered_not_yet_and_verified(visitor: Visitor) -> None:
    visitor.type("/client broke hartwell")
    visitor.press("Something broke: Hartwell & Stone", visitor.see("✓ Nothing of ours broke for Hartwell & Stone"))
    visitor.fill("What broke?", "the nightly export failed")
    visitor.fill("When?", "2026-05-20")
    visitor.submit()
    wrong_at(visitor, "When?", "still to come")
    assert visitor.value("What broke?") == "the nightly export failed"
    visitor.fill("When?", "2026-05-10")
    visitor.submit()
    broke = visitor.see("something of ours broke on 10 May")

    visitor.press("Recovered: the nightly export failed", broke)
    visitor.fill("What was done to put it right?", "sent by hand, and an alarm is set")
    visitor.submit()
    recovered = visitor.see("Nobody has verified it yet")
    visitor.press("Verified: the nightly export failed", recovered)
    visitor.fill("How did you see that it works?", "last night's export arrived")
    visitor.submit()
    expect(visitor.modal.get_by_label("Does the client know?")).to_have_attribute("aria-invalid", "true")
    assert visitor.value("How did you see that it works?") == "last night's export arrived"
    visitor.fill("Does the client know?", "yes, they know what broke and what we did")
    visitor.submit()
    expect(visitor.see("Thank you. It rings no more.")).to_contain_text("the client knows")
