import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def form(visitor: Visitor) -> Locator:
    """The form of the one step that there is."""
    visitor.open("Workflows")
    return visitor.page.get_by_role("form", name="Shout")


def test_a_step_is_run_with_a_form_and_its_outcome_is_shown(visitor: Visitor, form: Locator) -> None:
    form.get_by_label("Words").fill("ho")
    form.get_by_label("How often").fill("3")
    form.get_by_label("At whom").select_option("Ben Okafor")
    visitor.press("Run the workflow")
    run = visitor.page.get_by_role("list", name="Runs").get_by_role("listitem")
    expect(run).to_contain_text("Done")
    expect(run).to_contain_text("HOHOHO")
    expect(run.get_by_role("definition").last).to_have_text("Ben Okafor")


def test_a_step_that_fails_says_why(visitor: Visitor, form: Locator) -> None:
    form.get_by_label("Words").fill("hush")
    form.get_by_label("At whom").select_option("Ben Okafor")
    visitor.press("Run the workflow")
    expect(visitor.page.get_by_role("list", name="Runs")).to_contain_text("That cannot be shouted")


def test_what_is_missing_is_said_at_its_field(visitor: Visitor, form: Locator) -> None:
    visitor.press("Run the workflow")
    expect(form.get_by_label("Words")).to_have_accessible_description(
        "What to shout Please complete this required field."
    )
    expect(form.locator("[aria-invalid]")).to_have_count(2)
    expect(visitor.page.get_by_role("list", name="Runs").get_by_role("listitem")).to_have_count(0)
