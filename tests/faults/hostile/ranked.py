"""Who ought to be key, in a workspace in which one text is typed everywhere."""

from __future__ import annotations

from tests.faults.hostile.losing import OPEN
from tests.faults.hostile.rung import WELL, WORRYING
from tests.faults.hostile.scenes import SHARED_ACCOUNT
from tests.faults.hostile.stage import Stage
from tests.handlers.office import CHRIS


def ranked(stage: Stage, plain: str) -> None:
    """Of five it is on record since when they are clients: who is longest held ought to be key."""
    for year, name in enumerate((plain, WELL, WORRYING, SHARED_ACCOUNT, OPEN), start=2011):
        stage.type(f'/client edit "{name}" since:{year}-01-01')
    stage.type("/client key", CHRIS)
    stage.type(f'/client key "{plain}"', CHRIS)
