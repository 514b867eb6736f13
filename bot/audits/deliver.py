"""The report of an audit as a file, in a thread of the direct message of whoever asks for it."""

from __future__ import annotations

import re

from bot import directory
from bot.nudges.slack import FAILURES, client_of, trouble
from bot.tend import Tend
from bot.views import audits as views


def send(tend: Tend, team_id: str, person_id: str, account: str, report: str) -> None:
    """Post a word and, in its thread, the report. Raises `Trouble` where Slack does not take it."""
    client = client_of(tend.slack, team_id)
    try:
        channel = directory.open_dm(tend, team_id, person_id)
        word = client.chat_postMessage(channel=channel, text=views.handed_over(account))
        client.files_upload_v2(
            channel=channel,
            thread_ts=str(word["ts"]),
            file_uploads=[{"filename": _name(account), "title": f"What we learn from {account}", "content": report}],
        )
    except FAILURES as error:
        raise trouble(error) from error


def _name(account: str) -> str:
    """`what-we-learn-from-acme-corp.md`."""
    plain = re.sub(r"[^\w]+", "-", account.casefold()).strip("-")
    return f"what-we-learn-from-{plain[:60] or 'a-client'}.md"
