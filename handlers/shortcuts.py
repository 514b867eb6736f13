"""Shortcuts: what people begin from Slack's own menus, also in threads, where commands do not work."""

from __future__ import annotations

from typing import Any

from bot.directory import LookUpFailed
from bot.intake import channels
from bot.policy import Direction, Kind
from bot.views import mrkdwn, problems
from bot.views.forms import touch as forms
from bot.views.forms.touch import TouchForm
from bot.work.checks import NOTE_LIMIT
from handlers import drafting, quoted
from handlers.answer import Answer
from handlers.quoted import Quoted
from handlers.visit import Visit
from storage import accounts, touches


def new_touch(visit: Visit, _payload: dict[str, Any]) -> Answer:
    """Log a client touch, from anywhere."""
    return Answer(view=forms.log(drafting.empty(visit)))


def touch_from_message(visit: Visit, payload: dict[str, Any]) -> Answer:
    """Log a message as a touch: the form, filled with all that the message tells."""
    message = quoted.read(visit, payload)
    said_in = _logs_itself(visit, message)
    form = TouchForm(
        account=message.account,
        kind=Kind.MESSAGE if message.direction else None,
        direction=message.direction or Direction.TWO_WAY,
        occurred_on=message.at.astimezone(visit.zone).date(),
        people=message.people or (visit.person.id,),
        contacts=message.contacts,
        note=_note(message),
        link=message.link,
        said_at=message.at,
        said_in=said_in,
        problem=" ".join(filter(None, [_known(visit, message, said_in), _unsure(message)])),
    )
    return Answer(view=forms.log(form))


def _note(message: Quoted) -> str:
    """What was said; with who said it, where the touch does not tell."""
    author = message.author
    told = author is None or author.id in message.people or any(name == author.name for _, name in message.contacts)
    return mrkdwn.cut(message.text if told or author is None else f"{author.name}: {message.text}", NOTE_LIMIT)


def _logs_itself(visit: Visit, message: Quoted) -> str:
    """The channel, where what is written in it counts by itself."""
    channel_id = visit.channel_id or ""
    try:
        return channel_id if message.account and channels.logs_itself(visit.tend, visit.team_id, channel_id) else ""
    except LookUpFailed:
        return ""


def _known(visit: Visit, message: Quoted, said_in: str) -> str:
    """What is on record of the message already."""
    if not said_in:
        return _logged_before(visit, message)
    with visit.tend.store.read() as session:
        touch = channels.of_day(session, visit.team_id, said_in, message.at)
    return problems.logs_itself(touch.note if touch else "")


def _logged_before(visit: Visit, message: Quoted) -> str:
    with visit.tend.store.read() as session:
        touch = touches.of_link(session, visit.team_id, message.link) if message.link else None
        account = accounts.get(session, visit.team_id, touch.account_id) if touch else None
    return problems.logged_before(touch.logged_by, account.name) if touch and account else ""


def _unsure(message: Quoted) -> str:
    return problems.which_of([name for _, name in message.perhaps]) if message.perhaps else ""
