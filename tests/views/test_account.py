from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.facts import AccountFacts, Calendar, ContactFact, ContactLevel
from bot.policy import Level, Status, Tier
from bot.rules import Verdict
from bot.views.account import Sheet, show, why
from tests.views.reading import HOSTILE, accepted, section_that_names, words

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
DAY = timedelta(days=1)
JANE = ContactFact(
    "c1", "Jane Doe", "CFO", ContactLevel.EXECUTIVE, ("champion",), True, NOW - 90 * DAY, None, NOW - 9 * DAY
)
ACME = AccountFacts(
    team_id="T1",
    id="a1",
    name="Acme Corp",
    tier=Tier.KEY,
    status=Status.ACTIVE,
    started_at=datetime(2019, 4, 1, 12, tzinfo=UTC),
    added_at=NOW,
    calendar=Calendar(),
    owner_id="U0ANA",
    annual_value_minor=12000000,
    currency="EUR",
    contacts=(JANE,),
)
QUIET = Verdict(
    rule="quiet",
    subject="",
    steps=((NOW - DAY, Level.EARLY), (NOW + 3 * DAY, Level.DUE)),
    reason="No word from them for 11 days; a key account is called quiet after 14.",
    clears="A call.",
    threshold="14 days, key tier",
    since=NOW - 11 * DAY,
    rests_on=("t1",),
)
SHEET = Sheet(ACME, [QUIET], NOW, NOW.date(), entries={"t1": "1 May: call with Jane Doe"})


def test_why_gives_each_rule_with_its_clock_threshold_entries_and_what_clears_it() -> None:
    text = section_that_names(why(SHEET), "Quiet")
    for part in ("○ early", "14 days, key tier", "due on", "15 May 2026", "1 May: call with Jane Doe", "A call."):
        assert part in text


def test_why_says_until_when_a_rule_is_snoozed() -> None:
    sheet = replace(SHEET, snoozed={("quiet", ""): NOW + 20 * DAY})
    assert "snoozed until" in section_that_names(why(sheet), "Quiet")
    assert "snoozed" not in words(why(replace(SHEET, snoozed={("quiet", ""): NOW - DAY})))


def test_show_names_the_people_on_both_sides() -> None:
    text = words(show(SHEET))
    for part in ("<@U0ANA>", "Jane Doe", "CFO", "executive", "champion", "can hire or fire us", "met 3 May"):
        assert part in text


def test_show_tells_tier_value_and_since_when() -> None:
    text = words(show(SHEET))
    for part in ("tier key", "120,000 EUR a year", "client since 1 April 2019"):
        assert part in text


def test_show_tells_of_an_account_without_owner_and_contacts_what_to_do() -> None:
    text = words(show(replace(SHEET, facts=replace(ACME, owner_id=None, contacts=()))))
    assert "No owner yet" in text
    assert '/client contact "Acme Corp" Jane Doe, VP Operations' in text


def test_show_keeps_those_who_left_apart() -> None:
    gone = replace(JANE, id="c2", name="John Roe", left_at=NOW)
    assert "No longer there: John Roe" in words(show(replace(SHEET, facts=replace(ACME, contacts=(JANE, gone)))))


def test_a_lost_account_is_left_in_peace() -> None:
    assert "left in peace" in words(why(replace(SHEET, verdicts=[])))


@pytest.mark.parametrize("many", [0, 1, 7, 300])
@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_any_account(many: int, text: str) -> None:
    contacts = tuple(
        replace(JANE, id=str(n), name=text, title=text, left_at=NOW if n % 2 else None) for n in range(many)
    )
    verdicts = [replace(QUIET, subject=str(n), reason=text, clears=text, threshold=text) for n in range(many)]
    sheet = Sheet(
        facts=replace(ACME, name=text[:80], contacts=contacts),
        verdicts=verdicts,
        now=NOW,
        today=NOW.date(),
        aliases=[text] * min(many, 20),
        domains=[text] * min(many, 20),
        channels=["C0HEALTH"] * min(many, 20),
        helpers=["U0BEN"] * min(many, 20),
        closures=[(date(2026, 12, 20), date(2027, 1, 3))] * min(many, 20),
        entries={"t1": "a call"},
    )
    accepted(show(sheet))
    accepted(why(sheet))


def test_more_clocks_than_a_message_holds_are_counted() -> None:
    many = [QUIET, *(replace(QUIET, rule="step", subject=str(n)) for n in range(60))]
    shown = why(replace(SHEET, verdicts=many))

    assert len(shown.blocks) <= 48, "a question whether it was useful fits below"
    assert "+26 more clocks, none louder than these" in words(shown)
    assert "more clocks" not in words(why(SHEET))
