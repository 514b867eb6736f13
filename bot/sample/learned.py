"""What the loss of the sample portfolio taught: a lesson that is looked for everywhere, one of our own, and a win-back.

And what could grow on a client who is well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.tend import Tend
from bot.work import find, lessons, openings, winbacks
from bot.work.deed import Deed
from bot.work.lessons import NewLesson, Way
from bot.work.openings import Kind, NewOpening
from bot.work.winbacks import Wanted
from storage import people


def lay_out(tend: Tend, deed: Deed, told: dict[str, Any]) -> None:
    """Lay it out as it is told: people are e-mail addresses, `due`, `next` and `ask` are days to come."""
    with tend.store.read() as session:
        lost = find.account(session, deed.team_id, told["account"])
        growing = find.account(session, deed.team_id, told["growing"]["account"])
        ours = {one.email: one.id for one in people.all_of(session, deed.team_id)}
    today, by = deed.now.date(), replace(deed, person_id=ours[told["by"]])
    for one in told["lessons"]:
        way = Way(one["way"])
        due_on = today + timedelta(days=one["due"])
        new = NewLesson(lost.id, one["text"], way, due_on, one.get("condition", ""), one.get("number"), one["task"])
        drawn = lessons.draw(tend.store, by, new).lesson
        if way is Way.COMPUTED:
            lessons.look(tend.store, by, drawn.id)
    wanted = told["winback"]
    next_on = today + timedelta(days=wanted["next"])
    decided = Wanted(lost.id, True, wanted["why"], next_on, wanted["change"], wanted["burdens"], ours[wanted["keeper"]])
    winbacks.decide(tend.store, by, decided)
    grows = told["growing"]
    ask_on = today + timedelta(days=grows["ask"])
    openings.note(tend.store, by, NewOpening(growing.id, Kind(grows["kind"]), grows["text"], ask_on))
