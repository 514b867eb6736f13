"""The workspace's forms: tiers, what counts, days, rules, channels."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.work.accounts import link_channel
from bot.work.deed import Deed
from tests.handlers.office import ANA, BEN, CHRIS, HEALTH, SHARED, Office
from tests.handlers.settings import Counted, alert_channel, kept, last_word, opened, person, see_effect, top, words


def test_a_clock_that_is_set_to_its_default_is_not_kept(office: Office, counted: Counted) -> None:
    office.says("/client settings tier key senior 30", CHRIS)
    assert office.submit(opened(office, "tier key"), CHRIS, senior="60").ok
    assert "There is no account yet" in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {}
    assert counted.tried == []


def test_what_counts_is_changed_for_several_kinds_at_once(office: Office, counted: Counted) -> None:
    office.account()
    sent = {"kinds": ["email", "message"], "directions": ["to-client"], "resets": ["contact", "reach"]}
    see_effect(office, counted, "counts", **sent)
    assert office.submit(top(office), CHRIS).ok
    resets = ["contact", "reach"]
    assert kept(office) == {"counts": {"email/to-client": resets, "message/to-client": resets}}
    office.slack.until(lambda: "counted the times of every account anew" in last_word(office), seconds=20)

    sent = {"kinds": ["email", "message"], "directions": ["to-client"], "usual": ["yes"]}
    see_effect(office, counted, "counts", **sent)
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {}


def test_days_and_holidays_show_their_effect_and_so_do_hours_alone(office: Office, counted: Counted) -> None:
    office.account()
    view = opened(office, "hours")
    offered = [line["text"]["text"] for line in office.slack.suggest(CHRIS, view, "country", "portu").options]
    assert offered == ["Portugal"]
    portugal = {"text": {"type": "plain_text", "text": "Portugal"}, "value": "PT"}
    assert office.submit(view, CHRIS, country=portugal, days_off="2026-12-24", daily_hour="8").ok
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    assert date(2026, 12, 25) in counted.tried[0][1].days_off
    assert "comes at 8:00 where its reader is instead of 9:00" in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {"country": "PT", "days_off": ["2026-12-24"], "daily_hour": 8}

    assert office.submit(opened(office, "hours"), CHRIS, daily_hour="9", opens="8").ok
    assert "comes at 9:00 where its reader is instead of 8:00" in words(top(office))
    assert "would have waited for 8:00 to 18:00, instead of 0 for 9:00 to 18:00" in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {"country": "PT", "days_off": ["2026-12-24"], "working_hours": [8, 18]}


def test_another_channel_says_of_how_many_accounts_it_will_be_told_before_it_is_chosen(office: Office) -> None:
    for name in ("Acme", "Globex", "Initech"):
        office.account(name)
    link_channel(office.store, Deed(office.team_id, None, office.now), office.account("Umbrella"), "C0UMBRELLA")
    assert office.submit(opened(office, "ladder"), CHRIS, channel=HEALTH, untouched_days="5").ok
    assert f"3 accounts without a channel of their own will be told of in <#{HEALTH}>" in words(top(office))
    assert "would lie untouched for 5 working days" in words(top(office))
    assert alert_channel(office) is None

    assert office.submit(top(office), CHRIS).ok

    assert (alert_channel(office), kept(office)) == (HEALTH, {"untouched_days": 5})
    assert office.submit(opened(office, "ladder"), CHRIS, channel=None).ok
    assert "will be told of in no channel any more" in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert alert_channel(office) is None


def test_where_there_is_no_account_the_ladder_holds_at_once(office: Office) -> None:
    sent = {"channel": HEALTH, "channels_hear": "critical", "critical_to_lead": "no", "untouched_days": "5"}
    assert office.submit(opened(office, "ladder"), CHRIS, **sent).ok
    assert kept(office) == {"channels_hear": "critical", "critical_to_lead": False, "untouched_days": 5}
    assert alert_channel(office) == HEALTH
    assert office.submit(opened(office, "ladder"), CHRIS, channel=None).ok
    assert alert_channel(office) is None


def test_what_the_rules_go_by_shows_its_effect(office: Office, counted: Counted) -> None:
    office.account()
    see_effect(office, counted, "rules", flagship_share="30%", rhythm_levels="0.3 0.6 0.9")
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {"flagship_share": 0.3, "rhythm_levels": [0.3, 0.6, 0.9]}


@pytest.mark.parametrize(
    ("group", "values", "field", "why"),
    [
        ("tier key", {"early": "14", "due": "10"}, "due", "ascend, like 10, 14 and 21"),
        ("tier key", {"senior": "0"}, "senior", "at least 1"),
        ("hours", {"opens": "18", "closes": "9"}, "closes", "two hours, like 9-18"),
        ("hours", {"days_off": "christmas"}, "days_off", "days like 2026-12-24"),
        ("ladder", {"budget": "51"}, "budget", "at most 50"),
        ("ladder", {"channel": SHARED}, "channel", "another company"),
        ("rules", {"flagship_share": "lots"}, "flagship_share", "a share from 5% to 100%"),
        ("rules", {"rhythm_levels": "0.6 0.3 0.9"}, "rhythm_levels", "three rising numbers"),
        (
            "counts",
            {"kinds": ["call"], "directions": ["two-way"], "resets": ["met"], "usual": ["yes"]},
            "usual",
            "not both",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    office: Office, group: str, values: dict[str, Any], field: str, why: str
) -> None:
    view = opened(office, group)
    assert why in office.submit(view, CHRIS, **values).errors[field]
    assert kept(office) == {}
    assert top(office).id == view.id


def test_a_form_sent_as_it_opened_changes_nothing(office: Office) -> None:
    for group in ("tier light", "hours", "ladder", "rules"):
        assert office.submit(opened(office, group), CHRIS).ok
        office.slack.until(lambda: "Nothing was changed" in last_word(office), seconds=20)
        assert office.slack.views(CHRIS) == []
    assert office.submit(opened(office, "personal", ANA)).ok
    assert (kept(office), person(office).preferences) == ({}, None)


def test_more_than_a_form_can_carry_is_refused_with_another_way(office: Office) -> None:
    days = ",".join(f"2027-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 21))
    assert "/client settings" in office.submit(opened(office, "hours"), CHRIS, days_off=days).errors["working_days"]


def test_members_do_not_get_to_the_workspace_s_forms(office: Office) -> None:
    office.says("/client settings role @ben admin", CHRIS)
    view = opened(office, "tier key", BEN)
    office.says("/client settings role @ben member", CHRIS)
    assert "Only an admin can" in office.submit(view, BEN, senior="30").errors["early"]
    assert kept(office) == {}
