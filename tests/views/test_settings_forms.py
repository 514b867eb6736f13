from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.backtest.figures import Asked, Effect
from bot.policy import Direction, Kind, Policy, Tier
from bot.preferences import CHOICES, Event, Frequency, Preferences
from bot.rules import RULES as EVERY_RULE
from bot.views import policy_changes
from bot.views.forms.settings import counts, effect, hours, ladder, personal, rules, tier
from bot.views.forms.settings.personal import PersonalForm
from tests.views.reading import HOSTILE, accepted_view, assert_harmless, words

TODAY = date(2026, 5, 12)
POLICY = Policy()
OWN = PersonalForm(Preferences(), None, 9, (0, 1, 2, 3, 4))
MORE = Effect(30, 40, 40, Asked({"quiet": 46}, 12), Asked({"quiet": 58}, 15))


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(block for block in view["blocks"] if block.get("block_id") == name)["element"]
    return found


def told(view: dict[str, Any]) -> str:
    """All words of a view, those of its alert too."""
    alerts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "alert"]
    return "\n".join([*alerts, words(view["blocks"])])


@pytest.mark.parametrize(
    "form", [tier.tier(POLICY, Tier.KEY), counts.counts(POLICY), ladder.ladder(POLICY, "C1"), rules.rules(POLICY)]
)
def test_slack_takes_the_form_of_every_group(form: dict[str, Any]) -> None:
    accepted_view(form)


@pytest.mark.parametrize("days", [0, 20, 366])
def test_the_hours_take_any_number_of_days_off(days: int) -> None:
    off = frozenset(TODAY + timedelta(days=ahead) for ahead in range(days))
    form = accepted_view(hours.hours(replace(POLICY, days_off=off, country="PT"), "Portugal"))
    assert field(form, "country")["initial_option"]["value"] == "PT"
    assert any(block.get("block_id") == "days_off" for block in form["blocks"]) is (days < 300)


@pytest.mark.parametrize("event", Event)
def test_whatever_somebody_asked_for_is_in_their_form(event: Event) -> None:
    for often in CHOICES[event]:
        own = replace(OWN, preferences=Preferences(7, TODAY, {event: often}), working_days=[0, 1])
        form = accepted_view(personal.settings(own))
        assert field(form, personal.field_of(event))["initial_option"]["value"] == often
        assert field(form, "hour")["initial_option"]["value"] == "7"
        assert field(form, "muted_until")["initial_date"] == TODAY.isoformat()
        assert [one["value"] for one in field(form, "days")["initial_options"]] == ["0", "1"]


def test_what_was_chosen_rule_by_rule_stands_in_the_field_of_how_often() -> None:
    chosen = {"quiet": Frequency.HOME, "senior": Frequency.HOME, "remark": Frequency.DAILY, "old": Frequency.NEVER}
    form = accepted_view(personal.settings(replace(OWN, preferences=Preferences(rules=chosen))))

    def of(often: Frequency) -> list[str]:
        element = field(form, personal.rules_field(often))
        assert {option["value"] for option in element["options"]} == EVERY_RULE.keys()
        return [option["value"] for option in element.get("initial_options", [])]

    assert {often: of(often) for often in personal.OF_RULES} == {
        Frequency.DAILY: ["remark"], Frequency.WEEKLY: [], Frequency.HOME: ["quiet", "senior"], Frequency.NEVER: [],
    }  # fmt: skip


def test_the_way_to_the_workspace_s_settings_is_there_for_admins_only() -> None:
    kinds = [
        [block["type"] for block in accepted_view(personal.settings(replace(OWN, is_admin=is_admin)))["blocks"]]
        for is_admin in (False, True)
    ]
    assert ["actions" in some for some in kinds] == [False, True]
    assert "<@U0CHRIS>" in words(personal.settings(replace(OWN, admins=["U0CHRIS"]))["blocks"])


def test_what_counts_now_is_told_with_kinds_that_are_alike_together() -> None:
    text = words(counts.counts(Policy.from_overrides({"counts": {"call/to-client": []}}))["blocks"])
    assert "• e-mail, message, delivery: contact, reach / contact / reach" in text
    assert "• call: contact, reach, met / contact / nothing" in text


def test_an_effect_is_told_in_a_sentence_with_both_numbers() -> None:
    view = accepted_view(effect.effect(MORE, ["`budget`: `7` → `5`"], {"budget": 5}, "id"))
    assert "This would have asked for 12 more nudges in the last 30 days: 58 instead of 46." in told(view)
    assert "Quiet: 46 → 58" in told(view)
    assert "15 would be open instead of 12" in told(view)
    assert "`budget`: `7` → `5`" in told(view)
    assert (view["submit"]["text"], view["close"]["text"]) == ("Apply", "Back")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (46, 45, "1 fewer nudge in the last 30 days: 45 instead of 46"),
        (46, 46, "as many nudges in the last 30 days as were asked for: 46"),
        (0, 1_200, "1,200 more nudges in the last 30 days: 1,200 instead of 0"),
    ],
)
def test_more_fewer_and_as_many_are_said_as_such(before: int, after: int, said: str) -> None:
    assert said in effect.gist(replace(MORE, before=Asked({"quiet": before}, 1), after=Asked({"quiet": after}, 1)))


def test_a_sample_says_that_it_is_one() -> None:
    view = effect.effect(replace(MORE, accounts=10_000, counted=400), [], {"budget": 5}, "id")
    assert "asked for about 12 more" in told(view)
    assert "400 of your 10,000 accounts" in told(view)


def test_without_accounts_and_without_a_count_there_is_a_choice_all_the_same() -> None:
    for view in (effect.effect(None, [], {"budget": 5}, "id"), effect.uncounted(effect.MEANS, [], {"budget": 5}, "id")):
        assert accepted_view(view)["submit"]["text"] == "Apply"
    assert "submit" not in accepted_view(effect.counting(effect.MEANS, 10_000, ["x"], "id"))
    assert "10,000 accounts" in told(effect.counting(effect.MEANS, 10_000, ["x"], "id"))


def test_slack_takes_an_effect_however_much_it_tells() -> None:
    before, after = (Asked(dict.fromkeys(EVERY_RULE, 10_000 + place), 10**6) for place in range(2))
    everything: dict[str, list[str]] = {f"{kind}/{way}": ["thanks"] for kind in Kind for way in Direction}
    off = [f"2026-12-{day:02}" for day in range(1, 32)]
    lines = policy_changes.lines(Policy(), Policy.from_overrides({"counts": everything, "days_off": off}))
    accepted_view(effect.effect(Effect(30, 10_000, 400, before, after), lines, {"counts": everything}, "id"))
    assert "`counts note two-way`: `nothing` → `thanks`" in lines


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_comes_to_life_in_an_effect(text: str) -> None:
    lines = policy_changes.lines(Policy(), Policy.from_overrides({"country": text}))
    assert_harmless(told(accepted_view(effect.effect(MORE, lines, {"country": text[:300]}, "id"))))
