from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.policy import Cadence, Counts, Direction, Kind, Level, Policy, Tier, TierPolicy

ROOT = Path(__file__).parent.parent / "bot"


def test_what_differs_in_a_tier_is_laid_over_its_defaults() -> None:
    policy = Policy.from_overrides({"tiers": {"key": {"contact": [5, 7, 9], "litmus_months": 3}}})

    assert policy.tier(Tier.KEY).contact == Cadence(5, 7, 9)
    assert policy.tier(Tier.KEY).litmus_months == 3
    assert policy.tier(Tier.KEY).senior == Policy().tier(Tier.KEY).senior
    assert policy.tier(Tier.LIGHT) == Policy().tier(Tier.LIGHT)


def test_every_setting_is_gone_by_somewhere() -> None:
    rooms = [file for file in ROOT.rglob("*.py") if "policy" not in file.parts]
    read = set(re.findall(r"\bpolicy\.(\w+)", "".join(file.read_text() for file in rooms)))
    clocks = set(
        re.findall(r"\b(?:clocks|tier\([^()]*(?:\.tier)?\))\.(\w+)", "".join(file.read_text() for file in rooms))
    )

    assert {field.name for field in fields(Policy)} - {"tiers", "counts", "channels_rules"} - read == set()
    assert {field.name for field in fields(TierPolicy)} - clocks == set()


def test_what_touches_reset_is_laid_over_the_default_table() -> None:
    policy = Policy.from_overrides({"counts": {"email/to-client": ["contact", "reach"], "note/two-way": []}})

    assert policy.resets(Kind.EMAIL, Direction.TO_CLIENT) == {Counts.CONTACT, Counts.REACH}
    assert policy.resets(Kind.CALL, Direction.TWO_WAY) == Policy().resets(Kind.CALL, Direction.TWO_WAY)
    assert Policy().resets(Kind.EMAIL, Direction.TO_CLIENT) == {Counts.REACH}


@pytest.mark.parametrize(
    ("overrides", "why"),
    [
        ({"tiers": {"gold": {}}}, "gold is not a tier; it is one of key, standard, light"),
        ({"tiers": {"key": {"lunch": 3}}}, "lunch is not a clock of a tier"),
        ({"tiers": {"key": {"contact": [10, 10, 21]}}}, "three days that ascend"),
        ({"tiers": {"key": {"contact": [0, 10, 21]}}}, "three days that ascend"),
        ({"tiers": {"key": {"contact": [10, 14]}}}, "three days that ascend"),
        ({"tiers": {"key": {"contact": 14}}}, "three days that ascend"),
        ({"tiers": {"key": {"senior": 0}}}, "senior takes one whole number of days, from 1 to 1,095"),
        ({"tiers": {"key": {"senior": True}}}, "senior takes one whole number of days"),
        ({"tiers": {"key": {"litmus_months": 61}}}, "litmus takes one whole number of months, from 1 to 60"),
        ({"counts": {"fax/two-way": []}}, "fax is not a kind of touch"),
        ({"counts": {"email": []}}, "not a direction"),
        ({"counts": {"email/to-client": ["joy"]}}, "joy is not something that a touch resets"),
        ({"channels_rules": {"quiet": "loud"}}, "loud is nothing to hear; it is one of early, due, critical, nothing"),
        ({"channels": {"C1": {"hears": "weekly"}}}, "weekly is nothing to hear"),
        ({"channels": {"C1": {"digest": "daily"}}}, "daily is nothing to hear; it is one of weekly, monthly, never"),
        ({"channels": {"C1": {"colour": "red"}}}, "colour is nothing that a channel chooses"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(overrides: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Policy.from_overrides(overrides)


@pytest.mark.parametrize(
    ("rule", "channel_id", "heard_from"),
    [
        ("quiet", "C1", "nothing"),  # this channel's for this rule
        ("senior", "C1", "early"),  # this channel's for everything
        ("senior", "C2", "critical"),  # everybody's for this rule
        ("thanks", "C2", "due"),  # everybody's for everything
        ("quiet", "C2", "early"),
        ("neglect", "C3", "due"),
        ("senior", "", "critical"),
    ],
)
def test_of_what_a_channel_hears_the_most_particular_choice_holds(rule: str, channel_id: str, heard_from: str) -> None:
    policy = Policy.from_overrides(
        {
            "channels_rules": {"senior": "critical", "quiet": "critical"},
            "channels": {
                "C1": {"hears": "early", "rules": {"quiet": "nothing"}},
                "C2": {"rules": {"quiet": "early"}},
                "C3": {"digest": "never"},
            },
        }
    )

    assert policy.heard_from(rule, channel_id) == heard_from
    assert policy.channel_hears(rule, Level.DUE, channel_id) is (heard_from in ("early", "due"))


def test_a_rule_of_another_version_in_what_channels_hear_is_read_over() -> None:
    policy = Policy.from_overrides({"channels_rules": {"gone": "early"}, "channels": {"C1": {"rules": {"new": "due"}}}})

    assert policy.heard_from("quiet", "C1") == Policy().channels_hear


@pytest.mark.parametrize(
    ("overrides", "own", "others"),
    [
        ({}, "weekly", "weekly"),
        ({"channels_digest": "monthly", "channels": {"C1": {"digest": "weekly"}}}, "weekly", "monthly"),
        ({"channels_hear": "nothing"}, "never", "never"),
        ({"channels_hear": "nothing", "channels": {"C1": {"digest": "weekly"}}}, "weekly", "never"),
        ({"channels_hear": "nothing", "channels": {"C1": {"hears": "due"}}}, "never", "never"),
        ({"channels": {"C1": {"hears": "nothing"}}}, "weekly", "weekly"),
        ({"channels": {"C1": {"digest": "never"}}}, "never", "weekly"),
    ],
)
def test_a_channels_own_choice_of_digests_comes_before_that_for_all(
    overrides: dict[str, Any], own: str, others: str
) -> None:
    policy = Policy.from_overrides(overrides)

    assert (policy.channel_digest("C1"), policy.channel_digest("C2")) == (own, others)
