from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.litmus.outcome import Logged, Result, View, weigh
from bot.litmus.questions import MOST, MOST_ASKED, Question, ours
from bot.playground.blocks import problems_with
from bot.policy import Band, Tier
from bot.views import campaigns, litmus, pulse
from bot.views.campaigns import CampaignShown, Covered, Outcome, Portfolio
from bot.views.forms import litmus as forms
from bot.views.forms.litmus import ViewForm
from bot.views.litmus import Asked, Told, Underway
from bot.views.pulse import PulseShown, Worried
from tests.views.reading import HOSTILE, accepted, accepted_view, buttons, words

TODAY = date(2026, 5, 12)
DUE = date(2026, 5, 26)
ASKED = Asked("c1", "", "Acme", 1, 0, DUE)
CAMPAIGN = CampaignShown("c1", "", "U0CHRIS", TODAY, DUE, tests=8, closed=2, asked=20, given=5)


def weighed(say: str = "yes", *, logged: float | None = 1.0, words_: str = "", owner: str = "") -> Result:
    questions = ours().questions
    views = [View({one.key: say for one in questions}, words=words_)]
    views += [View({one.key: owner for one in questions}, is_owner=True)] if owner else []
    return weigh(questions, {one.key: Logged(logged, "31 days quiet") for one in questions if one.rule}, views, 4)


def told(result: Result, **fields: Any) -> Told:
    return Told("t1", "Acme", TODAY, result, **fields)


def test_who_is_asked_reads_what_for_and_that_nobody_sees_it_before_the_end() -> None:
    post = accepted(litmus.asked(ASKED, TODAY))
    assert "Would *Acme* stay with us, and how do we know?" in words(post)
    assert "Nobody sees what you answer before the test is closed; then it is told without your name" in words(post)
    assert buttons(post)["litmus.next"]["value"] == "c1"


def test_of_many_clients_there_is_one_message_with_a_bar_and_a_button_for_the_next() -> None:
    post = accepted(litmus.asked(Asked("c1", "It is May.", "", 10, 4, DUE), TODAY))
    assert "It is May." in words(post)
    assert "▰▰▰▰▱▱▱▱▱▱ 4 of 10 given" in words(post)
    assert buttons(post)["litmus.next"]["text"]["text"] == "Next"


@pytest.mark.parametrize("done", [replace(ASKED, given=1), replace(ASKED, is_closed=True)])
def test_who_gave_all_or_is_too_late_reads_so_and_has_no_button(done: Asked) -> None:
    post = accepted(litmus.asked(done, TODAY))
    assert "Thank you" in words(post)
    assert buttons(post) == {}


def test_an_open_test_tells_how_many_views_are_given_and_never_what_they_say() -> None:
    post = accepted(litmus.underway(Underway("t1", "Acme", "U0ANA", DUE, 4, 3, mine=False, may_close=True), TODAY))
    assert "▰▰▰▰▰▰▰▱▱▱ 3 of 4 views, until 26 May" in words(post)
    assert set(buttons(post)) == {"litmus.give", "litmus.close"}
    other = litmus.underway(Underway("t1", "Acme", "U0ANA", DUE, 4, 3, mine=None, may_close=False), TODAY)
    assert buttons(other) == {}


def test_a_result_has_a_band_a_score_a_bar_for_each_question_and_what_to_do() -> None:
    post = accepted(litmus.result(told(weighed("no", logged=0.25), may_plan=True), TODAY))
    said = words(post)
    assert "*Acme*: ● at risk · ▰▱▱▱▱▱▱▱▱▱ 12 of 100" in said
    assert "1 of 4 views" in said
    assert "It is not certain that they would sign again today (has to hold)" in said
    assert "Nobody senior is known, or was met in time (has to hold): 31 days quiet" in said
    assert "and 6 more" in said
    assert "litmus.plan" in buttons(post)
    [chart] = [block for block in post.blocks if block["type"] == "data_visualization"]
    assert [point["value"] for point in chart["chart"]["series"][0]["data"]][:2] == [0, 0]


def test_strengths_stand_beside_what_nobody_could_say_and_where_views_part() -> None:
    apart = accepted(litmus.result(told(weighed("partly", owner="yes")), TODAY))
    assert "• Somebody senior is known and was met in time" in words(apart)
    assert "would they sign again? 1 yes and 1 partly; the owner's view: yes" in words(apart)
    assert "The owner's view" in str(apart.blocks)
    unsure = words(litmus.result(told(weighed("unsure")), TODAY))
    assert "*Nobody else could say*" in unsure


def test_the_change_since_the_last_time_is_told() -> None:
    post = accepted(litmus.result(told(weighed("no"), before=weighed("yes"), before_on=date(2025, 11, 3)), TODAY))
    assert "before, on 3 November 2025: ✓ strong · ▰▰▰▰▰▰▰▰▰▰ 100 of 100" in words(post)
    assert "*Worse than before*" in words(post)


def test_words_are_shown_to_those_who_may_read_them_alone() -> None:
    result = weighed("partly", words_="they dislike our invoices")
    assert "dislike" in words(litmus.result(told(result, shows_words=True), TODAY))
    assert "dislike" not in words(litmus.result(told(result), TODAY))


def test_what_an_owner_was_not_asked_is_no_no_of_theirs_in_the_chart() -> None:
    asked, logged = ours().asked, [one for one in ours().questions if one.rule]
    views = [View({one.key: "partly" for one in asked}), View({one.key: "yes" for one in asked}, is_owner=True)]
    result = weigh(ours().questions, {one.key: Logged(1.0, "") for one in logged}, views, 4)
    blocks = accepted(litmus.result(told(result), TODAY)).blocks
    both, rest = (block["chart"] for block in blocks if block["type"] == "data_visualization")
    [owners] = [one["data"] for one in both["series"] if one["name"] == "The owner's view"]
    assert [point["value"] for point in owners] == [100] * len(asked)
    assert [one["name"] for one in rest["series"]] == ["Result"]


def test_where_only_the_owner_could_say_anything_it_says_so_and_has_no_chart() -> None:
    asked = [one for one in ours().questions if not one.rule]
    only = weigh(asked, {}, [View({one.key: "unsure" for one in asked}, is_owner=True)], 1)
    post = accepted(litmus.result(told(only), TODAY))
    assert "nobody but the owner could say anything" in words(post)
    assert all(block["type"] != "data_visualization" for block in post.blocks)


def test_whose_worry_it_is_stands_before_the_account() -> None:
    worried = Worried("U0ANA", "Acme", "they went silent", TODAY)
    said = words(accepted(pulse.pulse(PulseShown([], [worried], False, False), TODAY)))
    assert "• <@U0ANA> · *Acme*: they went silent (12 May)" in said


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_people_type_every_word_of_it_can_be_sent(name: str) -> None:
    long = Question(key="k" * 40, text="t" * 200, weight=1, strength="s" * 200, weakness="w" * 200, step="x" * 300)
    many = [long.model_copy(update={"key": f"{'k' * 37}{number:02}"}) for number in range(MOST)]
    views = [View({one.key: "no" for one in many}, words=name * 3), View({one.key: "yes" for one in many}, True)]
    result = weigh(many, {}, views)
    shown = Told("t1", name, TODAY, result, before=result, before_on=TODAY, shows_words=True, may_plan=True)
    accepted(litmus.result(shown, TODAY, account_id="a1"))
    accepted(litmus.asked(replace(ASKED, account=name, why=name), TODAY))
    accepted(litmus.underway(Underway("t1", name, "U0ANA", DUE, 4, 3, mine=True, may_close=True), TODAY))
    accepted(litmus.untested(name, "a1", may_open=True))
    accepted(litmus.without_views(name, DUE, 3, TODAY))
    accepted(litmus.planned(name, [name] * MOST))
    accepted(litmus.opened(name, 3, DUE, TODAY))
    accepted(litmus.given(name, 3, changed=False, is_closed=False))
    asked = [(one.key, one.text) for one in many[:MOST_ASKED]]
    accepted_view(forms.view(ViewForm("t1", name, asked, 3, True, {asked[0][0]: "no"}, name)))
    accepted_view(forms.open_test("a1", name, DUE, ["U0ANA"] * 30))
    outcomes = [Outcome(name, Band.SHAKY, 50, 3, 1), Outcome(name or "x", None, None, 3, 0)] * 60
    finished = campaigns.finished(replace(CAMPAIGN, why=name), outcomes, TODAY)
    assert problems_with(finished.blocks, "message") == []  # what stands in a table is no mrkdwn
    covered = [Covered(tier, 6, 10, 3) for tier in Tier]
    portfolio = Portfolio(covered, {Band.SHAKY: 3}, outcomes, replace(CAMPAIGN, why=name), 3, "c1", may_open=True)
    accepted(campaigns.overview(portfolio, TODAY))
    worried = [Worried("U0ANA", name, name, TODAY)] * 40
    accepted(pulse.pulse(PulseShown(worried, worried, True, True, 8, 3, TODAY), TODAY))
    accepted_view(forms.pulse([(f"a{number}", name or "x") for number in range(100)], ["a1"], name))


def test_a_campaign_under_way_has_a_bar_of_views_and_one_of_accounts() -> None:
    covered = [Covered(Tier.KEY, 6, 10, 3), Covered(Tier.LIGHT, 12, 4, 4)]
    post = accepted(campaigns.overview(Portfolio(covered, {}, [], CAMPAIGN, may_open=True), TODAY))
    assert "▰▰▱▱▱▱▱▱▱▱ 5 of 20 views" in words(post)
    assert "▰▰▱▱▱▱▱▱▱▱ 2 of 8 accounts closed" in words(post)
    assert "*Key* ▰▰▰▱▱▱▱▱▱▱ 3 of 10 accounts tested in 6 months" in words(post)
    assert post.text == "7 of 14 clients tested in time"
    assert set(buttons(post)) == {"campaign.end"}


def test_the_form_of_a_campaign_wants_a_tier_and_says_so() -> None:
    view = accepted_view(forms.campaign(DUE))
    assert {block["block_id"] for block in view["blocks"] if not block.get("optional")} == {"tiers", "due_on"}


def test_without_a_campaign_a_lead_can_begin_one_and_a_member_cannot() -> None:
    nothing = Portfolio([], {}, [])
    assert set(buttons(campaigns.overview(replace(nothing, may_open=True), TODAY))) == {"campaign.start"}
    assert buttons(campaigns.overview(nothing, TODAY)) == {}


def test_a_finished_campaign_tells_the_weakest_first() -> None:
    outcomes = [
        Outcome("Fine", Band.STRONG, 90, 3, 3, 70),
        Outcome("Nobody said", None, None, 3, 0),
        Outcome("Poor", Band.AT_RISK, 20, 3, 2),
        Outcome("Poorer", Band.AT_RISK, 10, 3, 2),
    ]
    post = accepted(campaigns.finished(CAMPAIGN, outcomes, TODAY))
    assert "1 ✓ strong, 2 ● at risk and 1 without a result." in words(post)
    [table] = [block for block in post.blocks if block["type"] == "data_table"]
    assert [row[0]["text"] for row in table["rows"][1:]] == ["Poorer", "Poor", "Fine", "Nobody said"]


def test_who_may_ask_learns_when_the_next_round_begins_by_itself_and_how_to_end_that() -> None:
    next_on = date(2026, 8, 10)
    told = words(accepted(pulse.pulse(PulseShown([], [], True, True, next_on=next_on), TODAY)))
    assert "I ask all owners by myself on 10 August, each in private." in told
    assert "`/client settings pulse_every_days 0`" in told
    for nobody in (PulseShown([], [], True, False, next_on=next_on), PulseShown([], [], True, True)):
        assert "by myself" not in words(pulse.pulse(nobody, TODAY))


def test_the_pulse_says_who_can_read_it_and_counts_without_naming_who_has_not_answered() -> None:
    post = accepted(pulse.pulse(PulseShown([], [], True, True, 8, 4, TODAY), TODAY))
    assert "▰▰▰▰▰▱▱▱▱▱ 4 of 8 owners answered" in words(post)
    assert pulse.PRIVATE in words(post)
    member = pulse.pulse(PulseShown([], [], False, False, 8, 4, TODAY), TODAY)
    assert "answered" not in words(member)
    assert buttons(member) == {}
