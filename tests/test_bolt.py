from __future__ import annotations

from typing import Any

import pytest
from structlog.contextvars import get_contextvars

from bot.bolt import named

OURS, THEIRS = "T0OURS", "T0THEIRS"


@pytest.mark.parametrize(
    "body",
    [
        {"event_id": "R1", "team_id": THEIRS, "authorizations": [{"team_id": OURS}]},
        {"event_id": "R1", "team_id": OURS, "authorizations": []},
        {"trigger_id": "R1", "team": {"id": OURS}, "user": {"team_id": THEIRS}},
        {"trigger_id": "R1", "team": None, "user": {"team_id": OURS}},
    ],
    ids=["by another company", "uninstalled", "pressed by another company", "in an organisation"],
)
def test_what_is_logged_of_a_request_names_the_workspace_that_has_us(body: dict[str, Any]) -> None:
    with named(body):
        assert get_contextvars() == {"request_id": "R1", "team_id": OURS}
    assert get_contextvars() == {}
