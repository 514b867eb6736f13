"""What channels hear, in words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy import Policy
from bot.views import rooms
from bot.views.forms.settings import channel, ladder
from bot.views.policy_changes import lines

ACME = "C0ACME"
ROOM = {ACME: {("quiet", "due"): 12, ("quiet", "critical"): 3, ("senior", "early"): 5}}
BESIDE = {**ROOM, "C0HEALTH": {("quiet", "due"): 4, ("quiet", "early"): 6}}


def policy(own: dict[str, Any] | None = None, **overrides: Any) -> Policy:
    return Policy.from_overrides({**overrides, **({"channels": {ACME: own}} if own else {})})


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (None, "<#C0ACME> hears what all channels do. Channels hear what there is once due; a digest comes weekly."),
        ({"hears": "early"}, "<#C0ACME> hears what there is from early on."),
        ({"hears": "critical"}, "<#C0ACME> hears only what is critical."),
        ({"hears": "nothing", "digest": "never"}, "<#C0ACME> hears nothing; no digest comes."),
        (
            {"rules": {"senior": "early", "quiet": "nothing"}, "digest": "never"},
            "<#C0ACME> hears what all channels do, but Quiet never and Senior gap from early on; no digest comes.",
        ),
    ],
)
def test_what_a_channel_hears_is_told_in_a_sentence(own: dict[str, Any] | None, said: str) -> None:
    assert rooms.told(policy(own), ACME) == said


def test_where_channels_hear_nothing_no_digest_is_told_of_to_any_but_those_that_chose_one() -> None:
    silent = policy(channels_hear="nothing")
    assert rooms.told(silent).endswith("; no digest comes.")
    assert "as all channels: never" in str(channel.channel(silent, ACME))
    chose = policy({"digest": "weekly"}, channels_hear="nothing")
    assert rooms.told(chose, ACME).endswith("a digest comes weekly.")


def test_exceptions_are_told_in_a_few_words_and_nothing_where_there_is_none() -> None:
    assert list(rooms.exceptions(Policy())) == []
    assert list(rooms.exceptions(policy({"hears": "due"}, channels_rules={"quiet": "critical"}))) == [
        "But channels hear of Quiet only critical",
        "Channels that chose for themselves: <#C0ACME>",
    ]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            {"rules": {"quiet": "critical"}},
            ["Of 15 nudges about Quiet in the last 30 days, <#C0ACME> would have heard 3 instead of 15."],
        ),
        ({"hears": "early"}, ["Of 20 nudges in the last 30 days, <#C0ACME> would have heard 20 instead of 15."]),
        ({"digest": "never"}, ["<#C0ACME> gets no digest any more; until now one comes weekly."]),
        ({"digest": "monthly"}, ["<#C0ACME> gets a digest monthly instead of weekly, from the next one on."]),
        ({"digest": "weekly"}, []),
    ],
)
def test_what_a_channel_would_have_heard_is_counted_by_rule_and_level(own: dict[str, Any], said: list[str]) -> None:
    assert rooms.effects(Policy(), policy(own), ROOM) == said


def test_a_digest_that_comes_again_is_told_as_instead_of_none() -> None:
    assert rooms.effects(policy({"digest": "never"}), policy(), ROOM) == [
        "<#C0ACME> gets a digest weekly instead of none, from the next one on."
    ]


def test_of_what_all_channels_hear_what_one_chose_for_itself_is_heard_as_it_chose() -> None:
    silent = {"hears": "nothing"}
    changed = policy(silent, channels_hear="early"), policy(silent, channels_rules={"quiet": "critical"})
    assert [rooms.effects(policy(silent), after, BESIDE) for after in changed] == [
        ["Of 30 nudges in the last 30 days, channels would have heard 10 instead of 4."],
        ["Of 25 nudges about Quiet in the last 30 days, channels would have heard 0 instead of 4."],
    ]


def test_what_becomes_another_for_one_channel_is_not_counted_in_others() -> None:
    assert rooms.effects(Policy(), policy({"hears": "early"}), {"C0HEALTH": BESIDE["C0HEALTH"]}) == [
        "Of 0 nudges in the last 30 days, <#C0ACME> would have heard 0 instead of 0."
    ]


def test_of_a_channel_where_nothing_is_told_that_is_said_once_instead_of_counts() -> None:
    after = policy({"hears": "early", "digest": "monthly"})
    assert rooms.effects(Policy(), after, ROOM, {ACME, "C0BESIDE"}) == [
        "Nothing is told in <#C0ACME> as of now: no account has it for its own channel, and it is not the alert "
        "channel. What you choose holds once it is one of them."
    ]


def test_of_many_rules_the_first_are_told_and_the_rest_counted() -> None:
    after = policy({"rules": dict.fromkeys("abcdefghij", "early")})
    assert rooms.effects(Policy(), after, ROOM)[-1] == "+2 more"


def test_each_choice_is_told_before_and_after() -> None:
    before = policy({"hears": "due", "rules": {"quiet": "early"}}, channels_rules={"senior": "early"})
    assert lines(before, policy({"rules": {"quiet": "nothing"}, "digest": "never"})) == [
        "channels hear `senior`: `early` → `default`",
        "<#C0ACME> hears `everything`: `due` → `default`",
        "<#C0ACME> hears `digest`: `default` → `never`",
        "<#C0ACME> hears `quiet`: `early` → `nothing`",
    ]


@pytest.mark.parametrize("form", ["ladder", "channel"])
def test_a_form_shows_the_rules_that_are_heard_otherwise_each_at_its_level(form: str) -> None:
    now = policy({"rules": {"senior": "nothing"}}, channels_rules={"senior": "nothing"})
    view = ladder.ladder(now, None) if form == "ladder" else channel.channel(now, ACME)

    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}

    assert [one["value"] for one in fields["rules_nothing"]["initial_options"]] == ["senior"]
    assert "initial_options" not in fields["rules_early"]
    offered = {one["value"] for one in fields["rules_due"]["options"]}
    assert {"quiet", "senior"} <= offered
    assert not {"rescue", "audit", "winback"} & offered
