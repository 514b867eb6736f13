"""One's own settings, in a form and in a line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.preferences import Event, Frequency, Preferences
from tests.handlers.office import ANA, CHRIS, Office
from tests.handlers.settings import Counted, kept, last_word, opened, person, top


def test_one_s_own_settings_are_changed_in_one_form(office: Office) -> None:
    sent: dict[str, Any] = {
        "hour": "7",
        "days": ["0", "1"],
        "hear_nudges": "weekly",
        "hear_lead": "never",
        "muted_until": "2026-05-15",
    }
    assert office.submit(opened(office, "personal", ANA), **sent, away_from="2026-06-01", away_until="2026-06-12").ok
    ana = person(office)
    asked = {Event.NUDGES: Frequency.WEEKLY, Event.LEAD: Frequency.NEVER}
    assert Preferences.of(ana.preferences) == Preferences(7, date(2026, 5, 15), asked)
    assert (ana.working_days, str(ana.away_until)) == ([0, 1], "2026-06-12")
    office.slack.until(lambda: "`/client unmute`" in last_word(office, ANA), seconds=20)

    view = opened(office, "personal", ANA)
    sent = {"hour": "default", "days": [], "hear_nudges": "daily", "hear_lead": "daily", "muted_until": None}
    assert office.submit(view, **sent, away_from=None, away_until=None).ok
    ana = person(office)
    assert (ana.preferences, ana.working_days, ana.away_from) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"away_from": "2026-06-01"}, "away_until", "first and a last day"),
        ({"muted_until": "2026-05-11"}, "muted_until", "That day has been"),
        ({"muted_until": "2026-09-11"}, "muted_until", "31 days of quiet"),
    ],
)
def test_what_somebody_cannot_have_is_said_at_its_field(
    office: Office, values: dict[str, Any], field: str, why: str
) -> None:
    assert why in office.submit(opened(office, "personal", ANA), **values).errors[field]


def test_an_admin_goes_on_from_their_own_settings_to_the_workspace_s(office: Office, counted: Counted) -> None:
    office.account()
    own = opened(office, "personal")
    group = office.press(own, "settings.open", CHRIS, "tier light").view
    assert group is not None
    assert group.content["title"]["text"] == "Tier light"
    assert office.submit(group, CHRIS, senior="170").ok
    assert len(office.slack.views(CHRIS)) == 3
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    assert office.submit(top(office), CHRIS).ok
    assert office.slack.views(CHRIS) == []
    assert kept(office) == {"tiers": {"light": {"senior": 170}}}


@pytest.mark.parametrize(
    "line", ["/client mute until friday", "/client settings mute until 15 May", "/client mute 15 May"]
)
def test_quiet_is_asked_for_in_a_line_that_says_how_to_end_it(office: Office, line: str) -> None:
    said = office.says(line)
    assert "until 15 May, that day included" in said
    assert "`/client unmute`" in said
    assert "`/client unmute`" in office.says("/client settings")
    assert "You hear of everything again" in office.says("/client unmute")
    assert person(office).preferences is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("settings hear nudges weekly", "about your accounts *weekly*"),
        ("settings hear lead never", "goes to your backups, else your lead, else the channel"),
        ("settings hear digest daily", "“digest” comes weekly, monthly or never"),
        ("settings hear everything", "nudges daily / weekly / home / never"),
        ("settings hour 7", "comes at 7:00, where you are"),
        ("settings hour default", "comes at 9:00, as for everybody"),
        ("settings hour noon", "Say the hour, like /client settings hour 8"),
        ("settings hour 24", "from 0 to 23"),
        ("mute until the cows come home", "I need to know until when"),
        ("mute until 1 December", "31 days of quiet are the most"),
    ],
)
def test_one_s_own_are_said_in_a_line(office: Office, line: str, said: str) -> None:
    assert said in office.says(f"/client {line}")
