"""`/client lessons`: what losses taught; of one loss with its name; `new` draws one, `export` makes a text of all."""

from __future__ import annotations

from bot.exporting import training
from bot.nudges.lessons import shown
from bot.nudges.slack import Trouble
from bot.views import exports as export_views
from bot.views import lessons as views
from bot.views import refusals
from bot.views.lessons import LessonShown, Page
from bot.work import exports as export_work
from handlers import lessons as forms
from handlers import which
from handlers.answer import NOTHING, Answer, Later
from handlers.visit import Visit
from storage import lessons, losses

_EXPORT = {"export": False, "export anonymous": True, "export anonymously": True, "anonymous export": True}


def run(visit: Visit, rest: str) -> Answer:
    """List them, draw a new one, or have all as a file."""
    said = " ".join(rest.split()).casefold()
    if said == "new":
        return forms.new(visit, "")
    if said in _EXPORT:
        return _export(visit, is_anonymous=_EXPORT[said])
    with visit.tend.store.read() as session:
        account = which.leading(session, visit, rest)[0] if said or visit.chosen else None
        found = lessons.all_of(session, visit.team_id, views.MOST + 1, account.id if account else None)
        listed = shown(session, visit.team_id, found[: views.MOST], visit.zone, visit.person.id)
        loss = _to_tell(visit, account.id) if account and found else None
    page = Page(
        listed,
        visit.today,
        more=len(found) > views.MOST,
        account=(account.id, account.name) if account else None,
        loss_id=loss,
        pushes=pushes(listed),
    )
    return Answer(views.lessons(page))


def pushes(listed: list[LessonShown]) -> list[tuple[int, str]]:
    """What was lost behind the changes of our own that are at work, each loss once, by currency."""
    behind = {one.account_id: one for one in listed if one.way == "ours" and one.state == "open" and one.value_minor}
    sums: dict[str, int] = {}
    for one in behind.values():
        if one.currency:
            sums[one.currency] = sums.get(one.currency, 0) + (one.value_minor or 0)
    return [(minor, currency) for currency, minor in sums.items()]


def _to_tell(visit: Visit, account_id: str) -> str | None:
    """The loss that can still be told to everybody."""
    with visit.tend.store.read() as session:
        lost = [one for one in losses.of_account(session, visit.team_id, account_id) if one.state == "lost"]
        told = lost and lessons.word_of(session, visit.team_id, lost[0].id)
    return lost[0].id if lost and not told else None


def _export(visit: Visit, *, is_anonymous: bool) -> Answer:
    with visit.tend.store.read() as session:
        export_work.check_lessons(session, visit.deed())
    key = ("training", visit.team_id, visit.person.id, is_anonymous)
    return Answer(export_views.text_on_its_way(), later=Later(key, lambda: _sent(visit, is_anonymous)))


def _sent(visit: Visit, is_anonymous: bool) -> Answer:
    try:
        training.send(visit.tend, visit.deed(), is_anonymous=is_anonymous)
    except Trouble:
        return Answer(refusals.say(export_views.NOT_TAKEN), failed=True)
    return NOTHING
