"""CSV files of everything, sent to whoever asks for them, in their own direct message with the bot."""

from __future__ import annotations

import io
from collections.abc import Sequence

from bot import directory
from bot.intake import files
from bot.nudges.slack import FAILURES, client_of, trouble
from bot.tend import Tend
from bot.views import exports as views
from bot.work import exports as work
from bot.work.deed import Deed


def send(tend: Tend, deed: Deed, nouns: Sequence[str]) -> None:
    """Send a file of each noun in one message. Raises `Trouble` where Slack does not take them."""
    person_id = str(deed.person_id)
    written = {noun: _written(tend, deed.team_id, noun) for noun in nouns}
    counts = {noun: count for noun, (_, count) in written.items()}
    work.note(tend.store, deed, counts)
    uploads = [
        {"filename": f"{noun}.csv", "title": f"{noun}.csv", "content": text} for noun, (text, _) in written.items()
    ]
    try:
        client_of(tend.slack, deed.team_id).files_upload_v2(
            channel=directory.open_dm(tend, deed.team_id, person_id),
            file_uploads=uploads,
            initial_comment=views.sent(counts),
        )
    except FAILURES as error:
        raise trouble(error) from error


def _written(tend: Tend, team_id: str, noun: str) -> tuple[bytes, int]:
    """A file and how many rows are in it; marked as UTF-8, which Excel does not see otherwise."""
    out = io.StringIO()
    count = files.export(noun, tend.store, team_id, out)
    return out.getvalue().encode("utf-8-sig"), count
