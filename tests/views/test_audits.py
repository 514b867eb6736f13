"""Who leads the audit of a loss, as people read it, also where that is somebody from outside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.audits.neutral import Involvement
from bot.audits.story import Story
from bot.views import audits
from bot.views.audit_report import Report, markdown
from bot.views.audits import AuditShown
from bot.views.forms import audit as forms
from tests.views.reading import HOSTILE, accepted, accepted_view, buttons, words

TODAY = date(2026, 5, 13)
STORY = Story(date(2024, 1, 1), date(2026, 5, 12), (), (), None, 0)
ROE = "Jane Roe, Roe Advisers"


def shown(**changes: Any) -> AuditShown:
    told: dict[str, Any] = {"audit_id": "u1", "account": "Acme", "state": "open", "ended_on": date(2026, 5, 12)}
    told |= {"due_on": date(2026, 5, 26), "leader_id": None, "findings": (), "story": STORY, "months": ()}
    return AuditShown(**{**told, "today": TODAY, "chooses": True, **changes})


def report(**changes: Any) -> str:
    told: dict[str, Any] = dict.fromkeys(("value", "decided_by", "words", "attraction"), "")
    told |= {"account": "Acme", "tier": "key", "reasons": (), "exit_on": None, "answers": (), "story": STORY}
    return markdown(
        Report(**{**told, "months": (), "findings": (), "turning_on": None, "written_on": TODAY, **changes})
    )


def test_somebody_from_outside_is_offered_only_where_nobody_of_ours_could_lead() -> None:
    assert audits.OUTSIDE in buttons(audits.overview(shown()))
    for other in ({"candidates": [Involvement("U0ERIK", "Erik")]}, {"leader_id": "U0ERIK"}, {"chooses": False}):
        assert audits.OUTSIDE not in buttons(audits.overview(shown(**other)))
    led = audits.overview(shown(leader_id="U0CHRIS", outsider=ROE))
    assert audits.OUTSIDE not in buttons(led)
    assert "Jane Roe, Roe Advisers, from outside; <@U0CHRIS> keeps the notes" in words(led)
    assert "had nothing to do with the account" not in words(led)


def test_the_report_says_that_it_was_led_from_outside() -> None:
    assert f"- Led from outside, by {ROE}: everybody of ours had to do with the account\n" in report(outsider=ROE)
    assert "outside" not in report()


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_the_name_is_slack_takes_it_and_nothing_comes_alive(text: str) -> None:
    accepted(audits.overview(shown(leader_id="U0CHRIS", outsider=text[:200], account=text)))
    accepted(audits.overview(shown(account=text)))
    accepted(audits.invited(text, text[:200], TODAY, TODAY))
    accepted_view(forms.outsider("u1", text))
