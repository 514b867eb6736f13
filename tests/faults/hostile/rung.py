"""What was left alone until its day comes up at home, in a workspace in which one text is typed everywhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.faults.hostile.after import at_home
from tests.faults.hostile.losing import LOST
from tests.faults.hostile.promised import press, put
from tests.faults.hostile.stage import Stage
from tests.faults.hostile.time import pass_days
from tests.handlers.office import ANA, CHRIS

WELL, WORRYING = "Well One", "Worrying One"
_WAIT = 5  # days, a Monday among them


def rung(stage: Stage) -> None:
    """Days pass over what was noted of a client who is well, of one who is not, and of one who left."""
    for name in (WELL, WORRYING):
        stage.submit(stage.opened("/client add"), name=name, owner=ANA)
    _well(stage)
    _worrying(stage)
    _decide(stage)
    pass_days(stage.office, _WAIT)
    at_home(stage)
    _kept_late(stage)


def _well(stage: Stage) -> None:
    """They may be asked for more, and wish for something; Ana's view of them is wanted."""
    stage.type(f'/touch "{WELL}" call temp:+1: {stage.text[:200]}')
    for _ in range(2):
        stage.type(f'/client grow "{WELL}" upsell tomorrow: {stage.text[:200]}')
    for _ in range(3):
        put(stage, "wish", "wish", WELL)
    press(stage, f'/client litmus "{WELL}"', "litmus.open", {"due_on": _day(stage, 2 * _WAIT - 1)})


def _worrying(stage: Stage) -> None:
    """They are unhappy, one promise to them was not kept, and the day of another goes by: signals."""
    stage.type(f'/touch "{WORRYING}" call temp:-2: {stage.text[:200]}')
    for _ in range(2):
        put(stage, "promise", "promise", WORRYING)
    press(stage, f'/client promise "{WORRYING}"', "promise.break", {"note": stage.text[:200]})


def _decide(stage: Stage) -> None:
    """They are to be asked to come back, soon."""
    said = stage.text[:200]
    wanted: dict[str, Any] = {"wanted": "yes", "why": said, "next": _day(stage, _WAIT), "change": said, "keeper": ANA}
    press(stage, f'/client winback "{LOST}"', "winback.decide", wanted, CHRIS)


def _kept_late(stage: Stage) -> None:
    on = {"on": str(stage.office.now.date()), "note": stage.text[:200]}
    press(stage, f'/client promise "{WORRYING}"', "promise.keep", on)


def _day(stage: Stage, ahead: int) -> str:
    return str(stage.office.now.date() + timedelta(days=ahead))
