from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from bot.policy import Policy
from bot.views.can_be_set import RULES, SPEAKING
from bot.views.settings import SettingsShown, settings, typed
from bot.work.policy_values import plain
from tests.views.reading import accepted, words

TODAY = date(2026, 5, 12)
SHOWN = SettingsShown(
    policy=Policy(), channel_id=None, lead_id=None, away_from=None, away_until=None, today=TODAY, working_days=None
)
PLAIN = sorted({field.name for field in fields(Policy)} - {"tiers", "counts"})


def test_every_plain_setting_has_words() -> None:
    assert sorted([*RULES, *SPEAKING]) == PLAIN


@pytest.mark.parametrize("name", PLAIN)
def test_a_setting_is_shown_with_its_value_as_it_is_typed(name: str) -> None:
    value = getattr(Policy(), name)
    assert f"`{name}` `{typed(name, value)}`: " in words(settings(SHOWN))
    assert Policy.from_overrides({name: plain(name, typed(name, value))}) == Policy()


def test_what_was_changed_is_shown() -> None:
    policy = replace(Policy(), rhythm_levels=(0.3, 0.6, 0.9), rhythm_bounds=(1.0, 1.0), country="PT")
    text = words(settings(replace(SHOWN, policy=policy)))
    for part in ("`rhythm_levels` `0.3,0.6,0.9`", "`rhythm_bounds` `1,1`", "`country` `PT`"):
        assert part in text


def test_a_year_of_days_off_is_cut_short() -> None:
    policy = replace(Policy(), days_off=frozenset(TODAY + timedelta(days=ahead) for ahead in range(366)))
    post = settings(replace(SHOWN, policy=policy))
    accepted(post)
    assert "…`: days that do not count" in words(post)
