from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, Complete
from slack_sdk import WebClient

from bot.playground.standin import Standin
from tests.playground.conftest import ANA, BEN, DANA, ERIK, HEALTH, SHARED
from tests.playground.connect import connected
from tests.playground.test_page_api import Page
from tests.playground.test_workflows import STEP


@pytest.fixture
def page(slack: Standin) -> Page:
    return Page(slack)


def packed(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "content": b64encode(content).decode()}


def read(page: Page, file_id: str, user: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(f"{page.url}/play/file/{file_id}?user={user}") as answer:  # noqa: S310
        return answer.headers["Content-Disposition"], answer.read()


def test_files_are_sent_with_a_message_and_read_by_whoever_is_there(page: Page) -> None:
    files = [packed("list of ours.csv", b"a,b\n"), packed("b.png", b"\x89PNG")]
    sent = page.act("say", user=ANA, channel=HEALTH, text="both", files=files)["message"]
    assert [(f["name"], f["kind"], f["size"], f["is_picture"]) for f in sent["files"]] == [
        ("list of ours.csv", "CSV", 4, False),
        ("b.png", "PNG", 4, True),
    ]
    disposition, content = read(page, sent["files"][0]["id"], BEN)
    assert (disposition, content) == ("attachment; filename*=utf-8''list%20of%20ours.csv", b"a,b\n")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(page, sent["files"][0]["id"], DANA)


def test_what_is_no_file_is_refused(page: Page) -> None:
    for broken in ({"name": "a.csv", "content": "§"}, packed("a.csv", b"")):
        assert page.act("say", user=ANA, channel=HEALTH, text="", files=[broken])["error"] in (
            "bad_content",
            "empty_file",
        )
    assert page.look(f"channel/{HEALTH}", user=ANA)["messages"] == []


def test_what_the_app_uploaded_is_read_too(page: Page, client: WebClient) -> None:
    client.files_upload_v2(channel=HEALTH, filename="export.csv", content="name\nAcme\n")
    (message,) = page.look(f"channel/{HEALTH}", user=ANA)["messages"]
    assert read(page, message["files"][0]["id"], ANA)[1] == b"name\nAcme\n"


def test_a_message_is_corrected_and_taken_back_by_whoever_wrote_it(page: Page) -> None:
    said = page.act("say", user=ANA, channel=HEALTH, text="caled")["message"]
    named = {"channel": HEALTH, "ts": said["ts"]}
    assert page.act("edit", user=BEN, text="x", **named)["error"] == "not_yours"
    edited = page.act("edit", user=ANA, text="called", **named)["message"]
    assert (edited["text"], edited["edited"]) == ("called", True)
    assert page.act("delete", user=ANA, **named) == {"ok": True}
    assert page.look(f"channel/{HEALTH}", user=ANA)["messages"] == []


def test_somebody_of_another_company_is_there_with_its_name_and_without_the_app(page: Page) -> None:
    (erik,) = (user for user in page.look("start")["users"] if user["id"] == ERIK)
    assert (erik["kind"], erik["company"], erik["can_act"]) == ("external", "Acme", True)
    sidebar = page.look("sidebar", user=ERIK)
    assert ([channel["id"] for channel in sidebar["channels"]], sidebar["dms"]) == ([SHARED], [])


def test_a_step_is_offered_run_and_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(STEP)
    with Standin(manifest=path) as slack, connected(slack) as app:
        heard = weighs(app)
        page = Page(slack)
        (offered,) = page.look("start")["functions"]
        assert (offered["title"], [one["name"] for one in offered["inputs"]]) == (
            "Weigh something",
            ["thing", "kilos", "who"],
        )
        assert page.act("run", user=ANA, callback_id="weigh", inputs={})["message"] == "thing is missing"
        page.act("run", user=ANA, callback_id="weigh", inputs={"thing": "an anvil"})
        slack.until(lambda: all(step.ended for step in slack.core.steps.all))
        (step,) = page.look("workflows", user=ANA)["steps"]
        assert page.look("workflows", user=BEN)["steps"] == []
    assert heard == [{"thing": "an anvil"}]
    assert (step["title"], step["state"], step["outputs"]) == ("Weigh something", "completed", {"heavy": True})


def weighs(app: App) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []

    @app.function("weigh")
    def weigh(inputs: dict[str, Any], complete: Complete) -> None:
        heard.append(inputs)
        complete(outputs={"heavy": True})

    return heard
