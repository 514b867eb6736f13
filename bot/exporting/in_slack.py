"""CSV files of everything, sent to whoever asks for them, in their own direct message with the bot."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from bot import directory
from bot.exporting.nouns import export
from bot.intake.batches import batches
from bot.nudges.slack import FAILURES, client_of, trouble
from bot.tend import Tend
from bot.views import exports as views
from bot.work import exports as work
from bot.work.deed import Deed

_Written = Mapping[str, tuple[bytes, int]]
_TOGETHER = 10  # files in a message


def send(tend: Tend, deed: Deed, nouns: Sequence[str]) -> None:
    """Send a file of each noun; of several, those that have something in them. Raises `Trouble` where Slack does not.

    A message holds ten files.
    """
    written = {noun: _written(tend, deed.team_id, noun) for noun in nouns}
    full = {noun: file for noun, file in written.items() if file[1]} or {nouns[0]: written[nouns[0]]}
    work.note(tend.store, deed, _counts(full))
    try:
        channel = directory.open_dm(tend, deed.team_id, str(deed.person_id))
        for some in batches(full, _TOGETHER):
            _upload(tend, deed.team_id, channel, {noun: full[noun] for noun in some})
    except FAILURES as error:
        raise trouble(error) from error


def _upload(tend: Tend, team_id: str, channel: str, written: _Written) -> None:
    client_of(tend.slack, team_id).files_upload_v2(
        channel=channel,
        file_uploads=[
            {"filename": f"{noun}.csv", "title": f"{noun}.csv", "content": text} for noun, (text, _) in written.items()
        ],
        initial_comment=views.sent(_counts(written)),
    )


def _counts(written: _Written) -> dict[str, int]:
    return {noun: count for noun, (_, count) in written.items()}


def _written(tend: Tend, team_id: str, noun: str) -> tuple[bytes, int]:
    """A file and how many rows are in it; marked as UTF-8, which Excel does not see otherwise."""
    out = io.StringIO()
    count = export(noun, tend.store, team_id, out)
    return out.getvalue().encode("utf-8-sig"), count
