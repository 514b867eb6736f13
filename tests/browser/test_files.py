from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from bot.playground.standin import Standin
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.long

CSV = {"name": "accounts.csv", "mimeType": "text/csv", "buffer": b"name\nAcme\n"}


def attach(visitor: Visitor, *files: object) -> Locator:
    """Chooses files with the button; the list of what is attached."""
    with visitor.page.expect_file_chooser() as chooser:
        visitor.press("Attach files")
    chooser.value.set_files(list(files))  # type: ignore[arg-type]
    return visitor.page.get_by_role("main").get_by_role("list", name="Attached files")


def test_a_file_is_attached_sent_and_read_by_the_bot(visitor: Visitor, slack: Standin) -> None:
    visitor.open_dm()
    attached = attach(visitor, CSV)
    expect(attached.get_by_role("listitem")).to_contain_text("accounts.csv 10 bytes")
    visitor.composer.press("Enter")
    visitor.see("accounts.csv has 2 lines")
    expect(attached).to_be_hidden()
    assert slack.dm("U0ANA")[0].files[0].content == b"name\nAcme\n"


def test_what_stands_in_a_message_can_be_saved(visitor: Visitor, tmp_path: Path) -> None:
    attach(visitor, CSV)
    visitor.press("Send")
    with visitor.page.expect_download() as download:
        visitor.see("counted.txt").get_by_role("link", name="counted.txt").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert (saved.name, saved.read_text()) == ("counted.txt", "2 lines")


def test_a_file_is_dropped_anywhere_and_goes_with_the_words(visitor: Visitor, slack: Standin) -> None:
    drop(visitor.page.get_by_role("main").get_by_role("heading", name="#client-health"), "note.txt", "one")
    drop(visitor.page.get_by_role("list", name="Messages", exact=True), "other.txt", "two")
    visitor.press("Remove other.txt")
    visitor.type("Here it is")
    visitor.see("note.txt has 1 lines")
    said = slack.messages("C0HEALTH")[0]
    assert (said.text, [(file.name, file.content) for file in said.files]) == ("Here it is", [("note.txt", b"one")])


def test_what_could_not_be_sent_is_still_there(visitor: Visitor) -> None:
    attached = attach(visitor, {**CSV, "buffer": b""})
    visitor.type("All of them")
    expect(visitor.page.get_by_role("main").get_by_role("alert")).to_contain_text("accounts.csv is empty")
    expect(visitor.composer).to_have_value("All of them")
    expect(attached.get_by_role("listitem")).to_have_count(1)


def drop(node: Locator, name: str, content: str) -> None:
    """Drops a file where somebody points."""
    node.evaluate(
        """(node, [name, content]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([content], name));
            for (const kind of ["dragover", "drop"])
                node.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
        }""",
        [name, content],
    )
