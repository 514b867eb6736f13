from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from threading import Event as Signal
from typing import Any

import pytest
from sqlmodel import select

from bot.backtest.figures import Asked, Effect
from bot.playground.modals import View
from bot.policy import Policy
from bot.preferences import Event, Frequency, Preferences
from bot.work.accounts import link_channel
from bot.work.deed import Deed
from handlers import effects
from storage.engine import Store
from storage.tables import Audit, Person, Workspace
from tests.handlers.office import ANA, BEN, CHRIS, HEALTH, SHARED, Office


class Counted:
    """Stands for the replay: it ends when it is let go, and may fail."""

    def __init__(self) -> None:
        self.tried: list[tuple[Policy, Policy]] = []
        self.may_end = Signal()
        self.fails = False

    def __call__(self, store: Store, team_id: str, now: datetime, before: Policy, after: Policy) -> Effect:
        self.tried.append((before, after))
        assert self.may_end.wait(60)
        if self.fails:
            raise RuntimeError("no")
        return Effect(30, 1, 1, Asked({"quiet": 46}, 1), Asked({"quiet": 58}, 1))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    counted = Counted()
    monkeypatch.setattr(effects, "effect", counted)
    yield counted
    counted.may_end.set()


def opened(office: Office, group: str, person: str = CHRIS) -> View:
    shown = office.type("/client settings", person).message
    assert shown is not None
    view = office.press(shown, "settings.open", person, group).view
    assert view is not None
    return view


def top(office: Office, person: str = CHRIS) -> View:
    return office.slack.views(person)[-1]


def words(view: View) -> str:
    return str(view.blocks)


def see_effect(office: Office, counted: Counted, group: str, **values: Any) -> View:
    """Send a form, and wait until its effect is there."""
    assert office.submit(opened(office, group), CHRIS, **values).ok
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    return top(office)


def kept(office: Office) -> dict[str, Any]:
    with office.store.read() as session:
        return session.exec(select(Workspace)).one().policy


def alert_channel(office: Office) -> str | None:
    with office.store.read() as session:
        return session.exec(select(Workspace)).one().alert_channel_id


def person(office: Office, user_id: str = ANA) -> Person:
    with office.store.read() as session:
        return session.exec(select(Person).where(Person.id == user_id)).one()


def last_word(office: Office, user_id: str = CHRIS) -> str:
    return office.read(office.slack.ephemeral(user_id)[-1])


def test_a_tier_shows_its_effect_while_it_is_counted_and_then_and_is_applied(office: Office, counted: Counted) -> None:
    office.account()
    assert office.submit(opened(office, "tier key"), CHRIS, early="5", due="7", critical="9").ok
    assert "I am counting" in words(top(office))
    assert kept(office) == {}
    counted.may_end.set()
    office.slack.until(lambda: "12 more nudges in the last 30 days: 58 instead of 46" in words(top(office)), seconds=20)

    assert office.submit(top(office), CHRIS).ok

    assert kept(office) == {"tiers": {"key": {"contact": [5, 7, 9]}}}
    assert office.slack.views(CHRIS) == []
    office.slack.until(lambda: "`tier key contact`: `10 14 21` → `5 7 9`" in last_word(office), seconds=20)
    with office.store.read() as session:
        row = session.exec(select(Audit).where(Audit.deed == "settings.policy")).one()
    assert (row.person_id, row.after) == (CHRIS, {"tiers": {"key": {"contact": [5, 7, 9]}}})


def test_back_leads_to_the_form_as_it_was_and_nothing_is_changed(office: Office, counted: Counted) -> None:
    office.account()
    see_effect(office, counted, "tier key", early="5", due="7", critical="9")
    office.slack.close(CHRIS, top(office).id)
    assert top(office).callback_id == "form.settings_tier"
    assert top(office).values["early"]["early"]["value"] == "5"
    assert kept(office) == {}


def test_an_effect_that_is_not_wanted_any_more_is_no_trouble(office: Office, counted: Counted) -> None:
    office.account()
    assert office.submit(opened(office, "tier key"), CHRIS, senior="30").ok
    office.slack.close(CHRIS, top(office).id)
    counted.may_end.set()
    assert office.says("/client settings budget", CHRIS)
    assert top(office).callback_id == "form.settings_tier"


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("tier key senior 30", {"tiers": {"key": {"senior": 30}}}),
        ("counts email to-client contact reach", {"counts": {"email/to-client": ["contact", "reach"]}}),
        ("flagship_share 50%", {"flagship_share": 0.5}),
    ],
)
def test_also_what_is_typed_in_a_line_is_applied_only_after_its_effect_was_seen(
    office: Office, counted: Counted, line: str, changed: dict[str, Any]
) -> None:
    office.account()
    assert office.type(f"/client settings {line}", CHRIS).view is not None
    assert kept(office) == {}
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    assert "12 more" in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == changed


def test_what_moves_no_clock_says_who_would_have_heard_what_before_it_is_applied(
    office: Office, counted: Counted
) -> None:
    office.account(owner_id=ANA)
    office.wait_days(20)
    view = office.type("/client settings budget 1", CHRIS).view
    assert view is not None
    assert "would have had more to say than 1 card" in words(view)
    assert "`budget`: `7` → `1`" in words(view)
    assert kept(office) == {}

    assert office.submit(view, CHRIS).ok

    assert kept(office) == {"budget": 1}
    assert counted.tried == []


def test_what_moves_no_clock_holds_at_once_where_there_is_no_account_to_tell_of(office: Office) -> None:
    assert "`budget` is `3` now" in office.says("/client settings budget 3", CHRIS)


def test_an_effect_that_is_there_before_its_form_waits_for_it(
    office: Office, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.client._BETWEEN_LOOKS_S", 0.0)
    office.account()
    office.slack.faults.add("views.update", "not_found", times=3)
    assert "Apply" in str(see_effect(office, counted, "tier key", senior="30").content["submit"])


def test_what_cannot_be_counted_can_be_applied_all_the_same(office: Office, counted: Counted) -> None:
    office.account()
    counted.fails = True
    assert "I could not count" in words(see_effect(office, counted, "tier key", senior="30"))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {"tiers": {"key": {"senior": 30}}}


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


def test_what_takes_long_to_count_follows_though_no_clock_moves(office: Office) -> None:
    office.account()
    view = office.type("/client settings attention_new_days 60", CHRIS).view
    assert view is not None
    office.slack.until(lambda: "would get too little of our attention" in words(top(office)), seconds=20)
    assert "No clock moves by this." in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {"attention_new_days": 60}


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


def test_what_was_applied_from_the_home_tab_is_told_there(office: Office, counted: Counted) -> None:
    office.account()
    office.slack.open_home(CHRIS)
    home = office.slack.home(CHRIS)
    assert home is not None
    own = office.press(home, "home.settings", CHRIS).view
    assert own is not None
    group = office.press(own, "settings.open", CHRIS, "tier light").view
    assert group is not None
    assert office.submit(group, CHRIS, senior="170").ok
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    assert office.submit(top(office), CHRIS).ok
    office.slack.until(lambda: "`tier light senior`" in str(office.slack.home(CHRIS)), seconds=20)


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
