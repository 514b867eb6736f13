"""People of ours whom somebody names: known to Tend before anything is done with them."""

from __future__ import annotations

from collections.abc import Iterable

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.views import problems, refusals
from bot.work import desk, find
from bot.work.deed import Refused
from handlers.answer import at
from handlers.visit import Visit


def named(visit: Visit, mention: str) -> str:
    """The id of whom a mention in a line means, be it one that Slack did not make out ("@ana"). Raises `Refused`."""
    if not mention.startswith("@"):
        return mention
    try:
        with visit.tend.store.read() as session:
            return find.person(session, visit.team_id, mention.removeprefix("@")).id
    except (find.Unknown, find.Ambiguous) as doubt:
        near = doubt.nearest if isinstance(doubt, find.Unknown) else doubt.candidates
        raise Refused(problems.unsure_of(mention, [name for _, name in near])) from doubt


def meet(visit: Visit, ids: Iterable[str | None]) -> None:
    """Have Slack tell of those whom we do not know yet. Raises `Refused` when it cannot."""
    for id_ in dict.fromkeys(filter(None, ids)):
        try:
            directory.person(visit.tend, visit.team_id, id_)
        except (SlackClientError, OSError) as error:
            raise Refused(refusals.unknown_person(id_), id_) from error


def chosen(visit: Visit, field: str, *ids: str | None) -> None:
    """Whoever is chosen in a field of a form is one of ours; who is not is said at that field."""
    with at(field):
        meet(visit, ids)
        with visit.tend.store.read() as session:
            for id_ in filter(None, ids):
                desk.one_of_ours(session, visit.deed(), id_, "the one who sees to it")
