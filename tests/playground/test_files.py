from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.playground.errors import NotPossible
from bot.playground.standin import Standin
from bot.playground.world import Message
from tests.playground.conftest import ANA, BEN, ERIK, HEALTH, SHARED, client_of
from tests.playground.hears import hears
from tests.playground.refusals import error_of
from tests.playground.test_tokens_and_limits import MANIFEST

ACCOUNTS = "name,owner\nAcme,ana\n"


def fetch(url: str, token: str | None) -> tuple[str, str]:
    """What a file's address answers: its type and its words."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310
        return answer.headers.get_content_type(), answer.read().decode()


@pytest.fixture
def dropped(slack: Standin) -> Message:
    """A list that Ana dropped into her direct messages with the app."""
    return slack.drop(ANA, slack.world.dm(ANA).id, "accounts.csv", ACCOUNTS, text="All of them")


def test_a_dropped_file_is_told_with_its_message(slack: Standin, app: App) -> None:
    heard, shared = hears(app), hears(app, "file_shared")
    dm = slack.world.dm(ANA).id
    slack.drop(ANA, dm, "accounts.csv", ACCOUNTS)
    slack.until(lambda: heard and shared)

    event = heard[0]["event"]
    assert (event["subtype"], event["channel_type"], event["user"], event["text"]) == ("file_share", "im", ANA, "")
    (file,) = event["files"]
    told = {name: file[name] for name in ("name", "mimetype", "filetype", "size", "user", "ims")}
    assert told == {
        "name": "accounts.csv",
        "mimetype": "text/csv",
        "filetype": "csv",
        "size": len(ACCOUNTS),
        "user": ANA,
        "ims": [dm],
    }
    assert shared[0]["event"]["file_id"] == file["id"]


def test_a_file_is_read_with_the_bot_s_token(slack: Standin, client: WebClient, dropped: Message) -> None:
    file = client.files_info(file=dropped.files[0].id)["file"]
    for address in (file["url_private"], file["url_private_download"]):
        assert fetch(address, slack.bot_token) == ("text/csv", ACCOUNTS)
    assert [call.ok for call in slack.calls("download")] == [True, True]


@pytest.mark.parametrize("token", [None, "xoxb-other", "xapp-stand-in"])
def test_whoever_may_not_read_a_file_gets_a_page_to_sign_in(
    slack: Standin, client: WebClient, dropped: Message, token: str | None
) -> None:
    address = client.files_info(file=dropped.files[0].id)["file"]["url_private_download"]
    media, words = fetch(address, token)
    assert media == "text/html"
    assert ACCOUNTS not in words
    assert not slack.calls("download")[0].ok


def test_reading_files_needs_its_scope(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST.replace("messages_tab_enabled: false", "messages_tab_enabled: true"))
    with Standin(manifest=path) as slack:
        dropped = slack.drop(ANA, slack.world.dm(ANA).id, "a.csv", "a")
        address = f"{slack.page_url}files-pri/{slack.team_id}-{dropped.files[0].id}/a.csv"
        assert error_of(client_of(slack).files_info, file=dropped.files[0].id) == "missing_scope"
        assert fetch(address, slack.bot_token)[0] == "text/html"


def test_a_file_where_the_bot_is_not_is_not_there_for_it(slack: Standin, client: WebClient) -> None:
    elsewhere = slack.drop(ANA, "C0NOBOT", "secret.csv", "x")
    assert error_of(client.files_info, file=elsewhere.files[0].id) == "file_not_found"
    assert error_of(client.files_info, file="F9999") == "file_not_found"


def test_a_download_can_go_wrong_like_a_call(slack: Standin, client: WebClient, dropped: Message) -> None:
    address = client.files_info(file=dropped.files[0].id)["file"]["url_private"]
    slack.faults.add("download", "html")
    with pytest.raises(urllib.error.HTTPError, match="503"):
        fetch(address, slack.bot_token)
    assert fetch(address, slack.bot_token)[1] == ACCOUNTS


def test_where_another_company_is_a_message_tells_only_that_files_info_has_to_be_asked(
    slack: Standin, app: App, client: WebClient
) -> None:
    heard = hears(app)
    slack.drop(ERIK, SHARED, "order.pdf", b"%PDF")
    slack.until(lambda: heard)

    (file,) = heard[0]["event"]["files"]
    assert (file["file_access"], "url_private" in file) == ("check_file_info", False)
    told = client.files_info(file=file["id"])["file"]
    assert (told["name"], told["user_team"], told["mode"]) == ("order.pdf", "T0ACME", "hosted")


def test_history_tells_files_too(slack: Standin, client: WebClient) -> None:
    slack.share(ANA, HEALTH, {"a.csv": b"1", "b.bin": b"2"}, "two")
    (message,) = client.conversations_history(channel=HEALTH)["messages"]
    assert [(f["name"], f["filetype"], f["is_public"]) for f in message["files"]] == [
        ("a.csv", "csv", True),
        ("b.bin", "binary", True),
    ]


def test_what_slack_s_client_does_not_take_is_not_dropped(tmp_path: Path, slack: Standin) -> None:
    with pytest.raises(NotPossible, match="empty"):
        slack.drop(ANA, HEALTH, "nothing.csv", b"")
    with pytest.raises(NotPossible, match="not in the channel"):
        slack.drop(ERIK, HEALTH, "a.csv", b"a")
    assert slack.world.files == {}


def test_a_file_is_uploaded_in_three_steps_and_shared(slack: Standin, client: WebClient) -> None:
    client.files_upload_v2(channel=HEALTH, filename="accounts.csv", content="name\nAcme\n", initial_comment="All")
    (message,) = slack.messages(HEALTH)
    assert (message.text, message.files[0].name) == ("All", "accounts.csv")
    assert message.files[0].content == b"name\nAcme\n"


def test_an_uploaded_file_can_answer_in_a_thread(slack: Standin, client: WebClient) -> None:
    question = slack.say(BEN, HEALTH, "the list?")
    client.files_upload_v2(channel=HEALTH, filename="a.csv", content="a", thread_ts=question.ts)
    told: Any = client.conversations_replies(channel=HEALTH, ts=question.ts)["messages"]
    assert [(m.get("reply_count"), len(m.get("files", ()))) for m in told] == [(1, 0), (None, 1)]


def test_a_file_whose_bytes_never_came_cannot_be_completed(client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.csv", length=3)
    files = [{"id": announced["file_id"], "title": "A"}]
    assert error_of(client.files_completeUploadExternal, files=files) == "file_not_found"
