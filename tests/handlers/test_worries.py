"""What an owner would worry about is theirs and their lead's to know, and so is that there is something."""

from __future__ import annotations

import json
import re

from tests.handlers.office import ANA, BEN, CHRIS, Office
from tests.handlers.test_litmus import SECRET, WAYS, acme, form, words_to


def test_that_somebody_worries_cannot_be_counted_out_by_others(office: Office) -> None:
    account_id = acme(office)
    office.touch(account_id, 2, temperature=-1)
    ways = [*WAYS, "/client list", "/client early", "/client list early"]

    def seen() -> list[str]:
        said = [office.says(line, user) for user in (BEN, CHRIS) for line in ways if line != "/client pulse"]
        return [*said, *(home(office, user) for user in (BEN, CHRIS))]

    before = seen()
    assert "1 signal that they may be about to leave" in before[2]
    view = form(office, office.type("/client pulse").message, "pulse.tell", ANA)
    office.submit(view, accounts=[account_id], how=SECRET)

    assert seen() == before
    own = office.says("/client why Acme", ANA)
    assert "2 signals that they may be about to leave" in own
    assert "a word that was told in private" in own
    office.wait_days(1)
    assert "a word that was told in private" in words_to(office, ANA)
    assert "private" not in words_to(office, BEN)


def home(office: Office, user: str) -> str:
    office.slack.open_home(user)
    shown = office.slack.home(user)
    assert shown is not None
    return re.sub(r'"block_id": "\w+"', "", json.dumps(shown.content))
