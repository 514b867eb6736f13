"""People of ours whom somebody names: known to Tend before anything is done with them."""

from __future__ import annotations

from collections.abc import Iterable

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.views import refusals
from bot.work.deed import Refused
from handlers.visit import Visit


def meet(visit: Visit, ids: Iterable[str | None]) -> None:
    """Have Slack tell of those whom we do not know yet. Raises `Refused` when it cannot."""
    for id_ in dict.fromkeys(filter(None, ids)):
        try:
            directory.person(visit.tend, visit.team_id, id_)
        except (SlackClientError, OSError) as error:
            raise Refused(refusals.unknown_person(id_), id_) from error
