"""A playbook, or the questions, as a file of TOML in the direct message of whoever asks."""

from __future__ import annotations

from bot import directory
from bot.nudges.slack import FAILURES, client_of, trouble
from bot.shelf import Paper
from bot.tend import Tend
from bot.views import papers as views


def send(tend: Tend, team_id: str, person_id: str, paper: Paper) -> None:
    """Send it. Raises `Trouble` where Slack does not take it."""
    name = f"{paper.key}.toml"
    try:
        client_of(tend.slack, team_id).files_upload_v2(
            channel=directory.open_dm(tend, team_id, person_id),
            file_uploads=[{"filename": name, "title": name, "content": paper.text.encode()}],
            initial_comment=views.sent(paper.title),
        )
    except FAILURES as error:
        raise trouble(error) from error
