"""Litmus tests, a campaign and the pulse, with a hostile text in every field."""

from __future__ import annotations

from bot.litmus.questions import ours
from bot.playground.modals import View
from bot.playground.world import Message
from bot.work.checks import clean
from storage.tables import Campaign, LitmusView, Worry
from tests.faults.hostile.fields import LONGEST
from tests.faults.hostile.stage import Stage
from tests.handlers.office import ANA, CHRIS

_YESSES = {one.key: "partly" for one in ours().asked}


def tested(stage: Stage, plain: str) -> None:
    """A campaign with one view, which is closed, told of and put on a plan; what an owner would worry about."""
    said, why = stage.text[:LONGEST], f"{stage.text[:200]}{stage.acts}"
    with stage.keeping("a campaign", Campaign.why, clean(why)) as told:
        start = _form(stage, _answer(stage, "/client litmus", CHRIS), "campaign.start", CHRIS)
        told.append(stage.submit(start, CHRIS, due_on="2026-06-01", why=why))
    stage.office.wait_days(0.01)
    with stage.keeping("a view", LitmusView.words, clean(said)) as told:
        view = _form(stage, _answer(stage, f'/client litmus "{plain}"'), "litmus.give", ANA)
        told.append(stage.submit(view, words=said, **_YESSES))
    _form(stage, _answer(stage, "/client litmus"), "litmus.next", ANA)
    stage.press(_answer(stage, "/client litmus", CHRIS), "campaign.end", user=CHRIS)
    with stage.keeping("a worry", Worry.words, clean(said)) as told:
        worried = _form(stage, _answer(stage, "/client pulse"), "pulse.tell", ANA)
        told.append(stage.submit(worried, accounts=[stage.chosen(plain)["value"]], how=said))
    for line, user in (("/client litmus", CHRIS), (f'/client litmus "{plain}"', ANA), ("/client pulse", ANA)):
        stage.type(line, user)
    stage.type("/client pulse", CHRIS)


def _form(stage: Stage, shown: Message, action: str, user: str) -> View:
    view = stage.press(shown, action, next(iter(stage.values(shown, action)), None), user).view
    assert view is not None, action
    return view


def _answer(stage: Stage, line: str, user: str = ANA) -> Message:
    """What is read after a command; its buttons are left alone."""
    seen = stage.office.type(line, user)
    told = seen.message or seen.ephemerals[-1]
    assert told is not None
    return told
