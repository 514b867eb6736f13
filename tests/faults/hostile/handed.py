"""Files and text are handed over in a direct message, with one text everywhere in them."""

from __future__ import annotations

import csv
import io

from bot.playground.world import Message
from storage.tables import Account
from tests.faults.hostile.fields import LONGEST
from tests.faults.hostile.files import as_read
from tests.faults.hostile.stage import Stage
from tests.handlers.channel import WAIT_S, heard, say
from tests.handlers.office import CHRIS, Office


def hand_over(stage: Stage) -> None:
    """What people drop and write into their direct message with Tend."""
    office, whole = stage.office, stage.text.encode(errors="ignore").decode().replace("\0", "")
    dm, name, dropped = office.slack.world.dm(CHRIS).id, f"{whole[:60]}dropped", io.StringIO()
    csv.writer(dropped).writerows([["name", "tier"], [name, "key"], ["Another one", whole[:200]]])
    with stage.keeping("a file that was dropped", Account.name, as_read(name)):
        for action in ("import.leave", "import.columns"):
            before = office.slack.socket.acknowledgements
            office.slack.drop(CHRIS, dm, f"{whole[:40]}.csv".replace("/", ""), dropped.getvalue())
            heard(office, before)
            assert office.tend.imports.rest(WAIT_S)
            stage.explore(stage.press(_offering(office, action), action, user=CHRIS).view, CHRIS)
            assert office.tend.imports.rest(WAIT_S)
        stage.press_all(office.slack.dm(CHRIS)[-1], CHRIS)
        assert office.tend.imports.rest(WAIT_S)
    say(office, CHRIS, stage.text[:LONGEST], dm)
    assert office.tend.imports.rest(WAIT_S)
    stage.press_all(office.slack.dm(CHRIS)[-1], CHRIS)


def _offering(office: Office, action_id: str) -> Message:
    """The newest message to Chris that has a button, once it is there."""

    def found() -> Message | None:
        return next((one for one in reversed(office.slack.dm(CHRIS)) if action_id in str(one.blocks)), None)

    office.slack.until(found, WAIT_S)
    message = found()
    assert message is not None
    return message
