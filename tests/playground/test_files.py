from __future__ import annotations

from slack_sdk import WebClient

from bot.playground.standin import Standin
from tests.playground.conftest import HEALTH
from tests.playground.refusals import error_of


def test_a_file_is_uploaded_in_three_steps_and_shared(slack: Standin, client: WebClient) -> None:
    client.files_upload_v2(channel=HEALTH, filename="accounts.csv", content="name\nAcme\n", initial_comment="All")
    (message,) = slack.messages(HEALTH)
    assert (message.text, message.files[0].name) == ("All", "accounts.csv")
    assert message.files[0].content == b"name\nAcme\n"


def test_a_file_whose_bytes_never_came_cannot_be_completed(client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.csv", length=3)
    files = [{"id": announced["file_id"], "title": "A"}]
    assert error_of(client.files_completeUploadExternal, files=files) == "file_not_found"
