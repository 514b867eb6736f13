"""`/client snooze Acme until 1 June: summer break`: leave an account in peace for a while."""

from __future__ import annotations

from bot.views import problems
from bot.views.forms import snooze as forms
from handlers import deeds, which
from handlers.answer import Answer
from handlers.arguments import parse_snooze
from handlers.dates import read_date
from handlers.visit import Visit
from storage import clocks


def run(visit: Visit, rest: str) -> Answer:
    """Snooze the account; without a day, ask in the form."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.snooze(None, None))
        line = parse_snooze(
            rest,
            is_account=which.known(session, visit),
            today=visit.today,
            read_date=read_date,
            default_account=which.linked(session, visit) is not None,
        )
        account = which.account(session, visit, line.account_text)
        watching = clocks.of(session, visit.team_id, [account.id]).get(account.id, {})
        before = max((clock.snoozes for clock in watching.values()), default=0)
    if line.until_on is None or (before and not line.reason):
        reasons = [problems.sentence(str(problem)) for problem in line.problems]
        view = forms.snooze(
            (account.id, account.name), line.until_on, before=before, reason=line.reason, problem="\n".join(reasons)
        )
        return Answer(view=view)
    return deeds.snooze_account(visit, account.id, line.until_on, line.reason)
