"""`/client wish Acme "a usage report" monthly`: what they would like from us; without words, all of it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bot.intervals import MONTHLY, Interval, nth
from bot.shown import wishes_shown
from bot.views import problems
from bot.views import wishes as views
from bot.views.forms import account as account_forms
from bot.views.forms import wish as forms
from bot.views.forms.wish import WishForm
from bot.work.wishes import NewWish
from handlers import dateshape, which, wishes
from handlers.answer import Answer
from handlers.dates import read_date
from handlers.named import one_of_ours, one_of_theirs, unread
from handlers.namefirst import name_first
from handlers.visit import Visit
from handlers.wishline import WishLine, parse_wish
from storage import wishes as rows
from storage.tables import Account


def run(visit: Visit, rest: str) -> Answer:
    """Put the wish on record; what is missing or in doubt is asked for in the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=account_forms.which("wish", "A wish"))
        name, after = name_first(session, visit, rest)
        account = which.account(session, visit, name)
        said = parse_wish(after, visit.today, read_date)
        if said.is_empty:
            return _listed(session, visit, account)
        contact, doubt = one_of_theirs(session, account, said.who)
    owner_id, unsure = one_of_ours(visit, said.people)
    first_on = said.first_on or _first(visit, said.every)
    problem = [*doubt, *unsure, *_day_problems(visit, said), *unread(said.unread)]
    if problem or not said.words or said.every is None or first_on is None:
        form = WishForm(
            account=(account.id, account.name),
            text=said.words,
            every=said.every,
            first_on=first_on or nth(MONTHLY, visit.today, 1),
            contact=contact,
            owner_id=owner_id,
            problem="\n".join(problem),
        )
        return Answer(view=forms.note(form))
    return wishes.note(
        visit, NewWish(account.id, said.words, said.every, first_on, contact[0] if contact else None, owner_id)
    )


def _first(visit: Visit, every: Interval | None) -> date | None:
    """Without a day, what comes again and again is due one interval on; what is wanted once needs a day."""
    return nth(every, visit.today, 1) if every and every.count else None


def _listed(session: Session, visit: Visit, account: Account) -> Answer:
    found = rows.of_account(session, visit.team_id, account.id, limit=views.MOST + 1)
    listed = wishes_shown(session, visit.team_id, found[: views.MOST])
    return Answer(views.wishes(account.name, account.id, listed, visit.today, more=len(found) > views.MOST))


def _day_problems(visit: Visit, said: WishLine) -> list[str]:
    wrong = []
    if said.every_text and said.every is None:
        wrong.append(f"“{said.every_text}” is no rhythm that I can read: try monthly, or every 2 weeks")
    if said.first_text and said.first_on is None:
        why, example = dateshape.why_not(said.first_text, prefer="future")
        wrong.append(f"“{said.first_text}” {why}: try {example}")
    if said.first_on is not None and said.first_on < visit.today:
        wrong.append(f"“{said.first_text}” has gone by: from when on?")
    return [problems.sentence(one) for one in wrong]
