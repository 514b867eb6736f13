from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy import Level
from bot.rules import Verdict
from bot.views.account import Sheet
from bot.views.why import of_card
from tests.views.reading import HOSTILE, accepted, section_that_names, words
from tests.views.test_account import ACME, DAY, NOW, QUIET, SHEET

SENIOR = Verdict(
    rule="senior", subject="", steps=((NOW - DAY, Level.DUE),), reason="Nobody senior was met.",
    clears="A talk with Jane.", threshold="90 days",
)  # fmt: skip
PROMISES = [
    Verdict("promise", str(number), ((NOW - DAY, level),), f"Promise {number} is late.", "Keep it.", "its day")
    for number, level in enumerate((Level.EARLY, Level.CRITICAL, Level.DUE))
]
ALL = replace(SHEET, verdicts=[SENIOR, QUIET, *PROMISES])


def test_the_rule_of_the_card_is_told_in_full_and_first() -> None:
    post = accepted(of_card(ALL, "quiet", ""))
    text = section_that_names(post, "Quiet")
    for part in ("○ early", "_Threshold:_ 14 days, key tier", "15 May 2026", "1 May: call with Jane Doe", "A call."):
        assert part in text
    assert words(post).index("*Quiet*") < words(post).index("*Senior gap*")
    assert "for the rule *Quiet*" in post.text


def test_every_other_rule_has_one_line_with_its_loudest_clock() -> None:
    text = words(of_card(ALL, "quiet", ""))
    assert "• *Senior gap* · ◐ due: Nobody senior was met." in text
    assert "• *Promise* · ● critical: Promise 1 is late. (+2 more)" in text
    assert text.index("*Promise*") < text.index("*Senior gap*")
    assert text.count("_Clears it:_") == 1
    assert '`/client why "Acme Corp"`' in text


def test_of_several_clocks_of_a_rule_it_is_the_cards_own() -> None:
    text = words(of_card(ALL, "promise", "2"))
    assert "Promise 2 is late" in text.split("*The other rules*")[0]
    assert "• *Promise* · ● critical: Promise 1 is late. (+1 more)" in text


@pytest.mark.parametrize(("rule", "told"), [("promise", "Promise 0 is late"), ("wish", "has nothing to say of")])
def test_a_clock_that_has_gone_leaves_what_its_rule_says_now(rule: str, told: str) -> None:
    assert told in words(of_card(ALL, rule, "gone")).split("*The other rules*")[0]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("many", [0, 1, 60])
def test_whatever_it_is_called_and_however_much_watches_it_slack_takes_it(name: str, many: int) -> None:
    verdicts = [replace(QUIET, rule=rule, reason=name * 20) for rule in ("quiet", *(f"r{n}" for n in range(many)))]
    post = accepted(of_card(Sheet(replace(ACME, name=name), verdicts, NOW, NOW.date()), "quiet", ""))
    assert len(post.blocks) <= 48, "a question whether it was useful fits below"
