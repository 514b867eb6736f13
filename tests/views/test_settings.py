from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from bot.policy import Direction, Kind, Policy
from bot.preferences import Event, Frequency, Preferences
from bot.views.can_be_set import ALL, RULES, SPEAKING
from bot.views.forms.settings.groups import GROUPS
from bot.views.settings import policy_is, typed
from bot.views.settings_shown import SettingsShown, settings
from bot.work.policy_values import plain
from tests.views.reading import accepted, words

TODAY = date(2026, 5, 12)
SHOWN = SettingsShown(
    policy=Policy(), channel_id=None, lead_id=None, away_from=None, away_until=None, today=TODAY, working_days=None
)
PLAIN = sorted({field.name for field in fields(Policy)} - {"tiers", "counts", "channels_rules", "channels"})


def test_every_plain_setting_has_words() -> None:
    assert sorted([*RULES, *SPEAKING]) == PLAIN


@pytest.mark.parametrize("name", PLAIN)
def test_a_setting_is_typed_as_it_is_shown_and_told_with_what_it_is_for(name: str) -> None:
    value = getattr(Policy(), name)
    assert Policy.from_overrides({name: plain(name, typed(name, value))}) == Policy()
    assert ALL[name] in policy_is(name, value)


def test_only_the_rules_that_go_by_something_else_are_told_one_by_one() -> None:
    policy = replace(Policy(), rhythm_levels=(0.3, 0.6, 0.9), rhythm_bounds=(1.0, 1.0))
    text = words(settings(replace(SHOWN, policy=policy)))
    for part in ("`rhythm_levels` `0.3,0.6,0.9`: how odd", "`rhythm_bounds` `1,1`: ", "The others are as by default"):
        assert part in text
    assert "flagship_accounts" not in text
    assert f"All {len(RULES)} are as by default" in words(settings(SHOWN))


def test_what_counts_otherwise_than_by_default_is_told() -> None:
    counts = {"email/to-client": ["contact", "reach"], "call/from-client": []}
    text = words(settings(replace(SHOWN, policy=Policy.from_overrides({"counts": counts}))))
    assert "email to-client resets *contact, reach*" in text
    assert "call from-client resets *nothing*" in text


def test_what_channels_hear_otherwise_is_told_in_a_few_words() -> None:
    heard = {"channels_rules": {"quiet": "critical"}, "channels": {"C0ACME": {"hears": "nothing"}}}
    text = words(settings(replace(SHOWN, policy=Policy.from_overrides(heard))))
    assert "But channels hear of Quiet only critical" in text
    assert "Channels that chose for themselves: <#C0ACME>" in text
    assert "chose for themselves" not in words(settings(SHOWN))


def test_where_channels_hear_nothing_their_digests_are_told_as_what_they_are() -> None:
    assert "Digests for channels: weekly" in words(settings(SHOWN))
    silent = replace(SHOWN, policy=Policy(channels_hear="nothing"))
    assert "Digests for channels: never" in words(settings(silent))


def test_the_reader_s_own_are_told_in_a_few_lines() -> None:
    own = Preferences(7, TODAY, {Event.NUDGES: Frequency.WEEKLY, Event.LEAD: Frequency.NEVER})
    text = words(settings(replace(SHOWN, preferences=own, working_days=[0, 2])))
    assert "Your message of the day comes at *7:00*, Monday and Wednesday\n" in text
    assert "about your accounts *weekly*, as a lead *never*, the digest *weekly*" in text
    assert "I leave you in peace until 12 May. Sooner: `/client unmute`" in text
    over = replace(own, muted_until=TODAY - timedelta(days=1))
    assert "in peace" not in words(settings(replace(SHOWN, preferences=over)))


def test_who_may_not_change_the_workspace_has_a_button_for_their_own_only() -> None:
    def buttons_of(role: str) -> list[str]:
        post = accepted(settings(replace(SHOWN, role=role, admins=["U0CHRIS"])))
        return [block["accessory"]["value"] for block in post.blocks if "accessory" in block]

    assert buttons_of("member") == ["personal"]
    assert buttons_of("admin") == ["personal", *GROUPS]
    assert "working_days" not in words(settings(SHOWN))


@pytest.mark.parametrize("role", ["member", "admin"])
def test_slack_takes_the_settings_whatever_is_set(role: str) -> None:
    days = frozenset(TODAY + timedelta(days=ahead) for ahead in range(366))
    nothing: dict[str, list[str]] = {f"{kind}/{way}": [] for kind in Kind for way in Direction}
    policy = replace(
        Policy.from_overrides({"counts": nothing}), days_off=days, untouched_days=0, critical_to_lead=False
    )
    text = words(accepted(settings(replace(SHOWN, policy=policy, role=role))))
    assert "366 more days off" in text
    assert "only what nobody else can be told" in text
