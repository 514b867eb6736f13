"""Somebody who uses the playground's page, by what they see of it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

TRAVEL_MS = 120_000


class Visitor:
    """Acts on the page by roles, labels and words. Every method waits for what it needs."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # ---- coming and going ----

    def come_to(self, url: str) -> None:
        """Opens the page and waits until it can be used."""
        self.page.goto(url)
        expect(self.page.locator("body[data-ready]")).to_be_attached()

    def act_as(self, name: str) -> None:
        """Becomes another person, by their full name."""
        person = self.page.get_by_role("radiogroup", name="Act as").get_by_role("radio", name=name)
        person.check(force=True)
        self.settle()

    def open(self, place: str) -> None:
        """Goes to a place as the left side calls it: "#client-health", "Tend", "Tend Home"."""
        self.places.get_by_role("link", name=re.compile(rf"^(# ?)?{re.escape(place.lstrip('#'))}( |$)")).first.click()
        self.settle()
        expect(self.page.get_by_role("main").get_by_role("heading", level=2)).to_have_text(place)

    def open_dm(self) -> None:
        """Goes to the direct messages with the bot."""
        self.open("Tend")

    def open_home(self) -> None:
        """Goes to the bot's Home."""
        self.open("Tend Home")

    def settle(self) -> None:
        """Waits until the page shows what its address says."""
        address = self.page.evaluate("window.location.hash")
        expect(self.page.locator("body")).to_have_attribute("data-at", address)

    # ---- doing ----

    def type(self, text: str) -> None:
        """Writes a message or a command into the composer and sends it, once no form lies over it."""
        expect(self.modal).to_be_hidden()
        self.composer.fill(text)
        self.composer.press("Escape")
        self.composer.press("Enter")

    def reply(self, text: str) -> None:
        """Answers in the open thread."""
        field = self.thread.get_by_role("textbox", name="Reply in the thread")
        field.fill(text)
        field.press("Enter")

    def press(self, button: str, within: Locator | None = None) -> None:
        """Presses a button by its words; the last such one on the page unless told where."""
        place = within or (self.modal if self.modal.is_visible() else self.page.get_by_role("main"))
        place.get_by_role("button", name=button, exact=True).last.click()

    def fill(self, label: str, value: str) -> None:
        """Fills in an input of the open modal, whatever its kind."""
        control = self.modal.get_by_label(label, exact=False).first
        kind = control.evaluate("control => control.tagName + (control.getAttribute('role') ?? '')")
        if kind == "SELECT":
            control.select_option(label=value)
        elif kind == "INPUTcombobox":
            control.fill(value)
            self.modal.locator(".picker").get_by_role("option", name=value).first.click()
        elif kind.startswith("DIV"):
            control.get_by_label(value).check()
        else:
            control.fill(value)

    def value(self, label: str) -> str:
        """What stands in an input of the open modal."""
        return self.modal.get_by_label(label, exact=False).first.input_value()

    def submit(self) -> None:
        """Presses the modal's main button."""
        self.modal.locator("button[type=submit]").click()

    def shortcut(self, name: str, message: Locator) -> None:
        """Runs a message shortcut from a message's menu."""
        message.hover()
        message.get_by_role("button", name="More actions").click()
        self.page.get_by_role("menuitem", name=name).click()

    def open_thread(self, message: Locator) -> None:
        """Opens a message's thread at the right."""
        message.hover()
        message.get_by_role("button", name="Reply in thread").click()
        expect(self.thread).to_be_visible()

    def travel(self, journey: str) -> None:
        """Travels "1 hour", "1 day", "1 week" or "1 month" ahead, and waits for the arrival."""
        button = self.page.get_by_role("button", name=f"+{journey}", exact=True)
        button.click()
        expect(self.page.locator("body.travelling")).to_have_count(0, timeout=TRAVEL_MS)
        expect(button).to_be_enabled(timeout=TRAVEL_MS)

    # ---- looking ----

    @property
    def places(self) -> Locator:
        return self.page.get_by_role("navigation", name="Places")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("main").get_by_role("textbox", name="Message ")

    @property
    def modal(self) -> Locator:
        return self.page.locator("dialog.modal")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("complementary", name="Thread")

    @property
    def home(self) -> Locator:
        return self.page.locator(".home")

    @property
    def now(self) -> str:
        """The playground's moment as the header shows it: "2026-05-12T08:00:00.000Z"."""
        return self.page.locator(".time-machine time").get_attribute("datetime") or ""

    def message(self, text: str) -> Locator:
        """The newest message on the main line that contains these words."""
        return self.page.get_by_role("main").get_by_role("article").filter(has_text=text).last

    def messages(self) -> list[str]:
        """The words of every message on the main line, oldest first."""
        return self.page.get_by_role("main").get_by_role("article").locator(".content").all_inner_texts()

    def unread(self, place: str) -> int:
        """How many unread messages the left side counts for a place."""
        row = self.places.get_by_role("listitem").filter(has_text=place.lstrip("#")).first
        badge = row.locator(".badge")
        return int(badge.inner_text().split()[0]) if badge.count() else 0

    def see(self, text: str) -> Locator:
        """Waits until a message with these words stands on the main line, and gives it."""
        message = self.message(text)
        expect(message).to_be_visible()
        return message
