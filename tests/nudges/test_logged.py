from __future__ import annotations

from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from tests.nudges.house import MORNING, TEAM
from tests.nudges.post import PostOffice


def test_what_is_logged_of_a_message_names_its_workspace_and_never_the_client(post_office: PostOffice) -> None:
    post_office.house.settle(post_office.house.account("Zanzibar", silent_days=15))
    post_office.slack.faults.add("chat.postMessage", "internal_error")

    with capture_logs([merge_contextvars]) as logged:
        post_office.send(MORNING)

    [trouble] = [event for event in logged if event["event"] == "outbox.trouble"]
    assert (trouble["team_id"], bool(trouble["message_id"])) == (TEAM, True)
    assert "Zanzibar" not in str(logged)
