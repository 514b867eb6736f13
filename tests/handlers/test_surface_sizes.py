"""Whatever anybody can ask for is something that Slack shows, with none, one, some, many or ten thousand accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.nudges.schedule import tick
from handlers.verbs import VERBS
from storage import workspaces
from tests.bench.portfolio import account_name
from tests.faults.hostile.stage import Stage
from tests.handlers.office import ANA, CHRIS, HEALTH, Office
from tests.handlers.test_home_sizes import LONG, lay_out

LAST = ("erase", "export")  # they take away what others would show, or make files of it


@pytest.mark.parametrize("many", [7, *(pytest.param(many, marks=pytest.mark.long) for many in (0, 1, 300, 10_000))])
def test_slack_takes_every_answer_form_and_message(office: Office, many: int) -> None:
    lay_out(office, many)
    with office.store.write() as session:
        workspaces.set_alert_channel(session, office.team_id, HEALTH)
    stage = Stage(office, "Acme")
    for verb in sorted(VERBS, key=lambda verb: (verb in LAST, verb)):
        for rest in ("", f'"{account_name(0)}{LONG}"', "2"):
            for user in (ANA, CHRIS):
                stage.type(f"/client {verb} {rest}".strip(), user)
    office.now += timedelta(days=1)
    tick(office.tend, office.now)
    stage.look_everywhere()
    assert stage.faults == []
