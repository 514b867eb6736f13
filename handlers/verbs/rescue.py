"""`/client rescue Acme the launch failed: "we cannot trust you"`: a client is in danger. Once it is open, its board."""

from __future__ import annotations

from collections.abc import Callable

from bot.views.forms import rescue as forms
from bot.views.forms.rescue import RescueForm
from handlers import rescues, which
from handlers.answer import Answer
from handlers.rescueline import first_word, parse_rescue, told
from handlers.visit import Visit
from storage import rescues as rows
from storage.tables import Account, Rescue

_UNDER_WAY = "A rescue is under way already. What you typed is here: keep it as how it stands now?"


def run(visit: Visit, rest: str) -> Answer:
    """Open a rescue; without a reason ask in the form. While one is under way, show it or do what the word says."""
    with visit.tend.store.read() as session:
        if which.none_named(session, visit, rest):
            return Answer(view=forms.open_(RescueForm()))
        account, after = which.leading(session, visit, rest)
        under_way = rows.open_of(session, visit.team_id, [account.id]).get(account.id)
    if under_way is not None:
        return _go_on(visit, under_way, account, after)
    line = parse_rescue(after)
    if not line.why:
        return Answer(view=forms.open_(RescueForm(account=(account.id, account.name))))
    return rescues.open_(visit, rescues.named(visit, account.id, line))


def _go_on(visit: Visit, rescue: Rescue, account: Account, after: str) -> Answer:
    word, rest = first_word(after)
    if not word:
        return rescues.show(visit, rescue.id)
    if word in ("lost", "lose"):
        return rescues.lost(visit, account)
    do = _WORDS.get(word)
    if do is None:
        return rescues.review(visit, rescue.id, told(after), _UNDER_WAY)
    return do(visit, rescue.id, told(rest))


_WORDS: dict[str, Callable[[Visit, str, str], Answer]] = {
    "show": lambda visit, rescue_id, _: rescues.show(visit, rescue_id),
    "review": rescues.review,
    "step": lambda visit, rescue_id, _: rescues.step(visit, rescue_id),
    "prepare": lambda visit, rescue_id, _: rescues.prepare(visit, rescue_id),
    "people": lambda visit, rescue_id, _: rescues.change(visit, rescue_id),
    "saved": lambda visit, rescue_id, said: rescues.end(visit, rescue_id, "saved", said),
    "over": lambda visit, rescue_id, said: rescues.end(visit, rescue_id, "", said),
    "end": lambda visit, rescue_id, said: rescues.end(visit, rescue_id, "", said),
}
