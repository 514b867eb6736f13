"""Lists, a page at a time: `list`, `mine`, `quiet`, `senior`, `upcoming`."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.policy import Level
from bot.views import lists as views
from bot.views.lists import AccountLine, Page
from handlers.answer import Answer
from handlers.visit import Visit
from storage import lists
from storage.lists import Listed

Say = Callable[[Session, Visit, Sequence[Listed]], dict[str, str]]


def accounts(
    visit: Visit,
    rest: str,
    *,
    title: str,
    verb: str,
    empty: str,
    owner_id: str | None = None,
    rule: str | None = None,
    say: Say | None = None,
) -> Answer:
    """A page of accounts. `say`: a sentence by account id, in place of when it was last spoken to."""
    with visit.tend.store.read() as session:

        def page(number: int) -> tuple[list[Listed], int]:
            start = (number - 1) * views.PAGE
            return lists.accounts(session, visit.team_id, limit=views.PAGE, offset=start, owner_id=owner_id, rule=rule)

        number = page_number(rest)
        found, total = page(number)
        if not found and number > 1:
            number = last_page(total)
            found, total = page(number)
        said = say(session, visit, found) if say else {}
    lines = [_line(listed, visit, said.get(listed.account.id, "")) for listed in found]
    return Answer(views.accounts(Page(title, verb, number, total, empty), lines, visit.today))


def page_number(rest: str) -> int:
    """The page that was asked for; the first when none was."""
    return max(1, int(rest)) if rest.isdecimal() and len(rest) < 5 else 1


def last_page(total: int) -> int:
    """The number of the last page of so many lines."""
    return max(1, math.ceil(total / views.PAGE))


def more(value: str) -> tuple[str, str]:
    """The verb and the page that a "+N more" button asks for."""
    asked = json.loads(value)
    return str(asked["verb"]), str(asked["page"])


def _line(listed: Listed, visit: Visit, say: str) -> AccountLine:
    account = listed.account
    snoozed = listed.snoozed_until if listed.snoozed_until and listed.snoozed_until > visit.now else None
    return AccountLine(
        name=account.name,
        tier=account.tier,
        level=Level(listed.level) if listed.level else None,
        owner_id=account.owner_id,
        last_contact_on=_local(account.last_contact_at, visit),
        say=say,
        snoozed_until=_local(snoozed, visit),
    )


def _local(moment: datetime | None, visit: Visit) -> date | None:
    return moment.astimezone(visit.zone).date() if moment else None
