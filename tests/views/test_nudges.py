from __future__ import annotations

import pytest

from bot.policy import Level
from bot.views.card import Card
from bot.views.nudges import channel_post, daily, notice
from tests.views.reading import HOSTILE, accepted, buttons, section_that_names, words

BUTTONS = ["nudge.log", "nudge.did", "nudge.snooze", "nudge.take", "nudge.not_useful", "nudge.why"]


def card(**said: object) -> Card:
    plain = {
        "nudge_id": "n1",
        "account_id": "a1",
        "account_name": "Acme Corp",
        "rule": "quiet",
        "level": Level.DUE,
        "reason": "No word from them for 16 days; a key account is called quiet after 14.",
        "clears": "A call.",
        "last_touch": "call on 3 May with Jane Doe: renewal looks fine",
        "owner_id": "U0ANA",
    }
    return Card(**{**plain, **said})  # type: ignore[arg-type]


def test_a_card_says_account_level_reason_last_touch_and_what_clears_it() -> None:
    text = section_that_names(daily([card()], 0), "Acme Corp")
    for part in ("◐ due", "16 days", "call on 3 May with Jane Doe", "A call."):
        assert part in text


def test_a_card_has_the_six_buttons_and_each_names_its_nudge() -> None:
    found = buttons(daily([card()], 0))
    assert list(found) == BUTTONS
    assert {button["value"] for button in found.values()} == {"n1"}


def test_what_the_reader_took_is_not_offered_to_be_taken_again() -> None:
    rest = [action for action in BUTTONS if action != "nudge.take"]
    assert list(buttons(daily([card(taken_by="U0ANA", reader_id="U0ANA")], 0))) == rest
    assert list(buttons(daily([card(taken_by="U0BEN", reader_id="U0ANA")], 0))) == BUTTONS
    assert list(buttons(channel_post([card(taken_by="U0ANA", reader_id="C0HEALTH")]))) == BUTTONS
    assert list(buttons(channel_post([card()]))) == BUTTONS


def test_only_a_senior_gap_asks_who_should_be_met() -> None:
    assert list(buttons(daily([card(rule="senior")], 0))) == [*BUTTONS, "nudge.whom"]


def test_a_level_is_a_word_and_a_shape() -> None:
    shown = [words(daily([card(level=level)], 0)) for level in Level]
    assert ["○ early" in shown[0], "◐ due" in shown[1], "● critical" in shown[2]] == [True] * 3


def test_an_answered_card_is_one_line_without_buttons() -> None:
    post = daily([card(closed_why="spoken to on 12 May, by Ana")], 0)
    assert buttons(post) == {}
    assert "spoken to on 12 May, by Ana" in section_that_names(post, "Acme Corp")
    assert "All answered" in post.text


def test_a_reader_who_is_not_the_owner_hears_why() -> None:
    assert "Ben is away until 12 May" in words(daily([card(because="Ben is away until 12 May")], 0))


def test_what_lies_beyond_the_budget_leads_to_the_home_tab() -> None:
    assert "+4 more nudges: see the Home tab" in words(daily([card()], 4))
    assert "+1 more nudge: see the Home tab" in words(daily([card()], 1))


def test_the_heading_counts_the_clients_that_are_shown_and_says_so_where_there_are_more() -> None:
    many = [card(nudge_id=f"n{n}", account_id=f"a{n}", account_name=f"Client {n}") for n in range(20)]
    assert daily(many[:2], 0).text.startswith("2 clients to look after:")
    assert daily(many[:2], 3).text.startswith("2 clients to look after first:")
    assert daily(many, 0).text.startswith("15 clients to look after first:")
    assert "15 clients to look after first" in words(daily(many, 0))
    assert daily([card(closed_why="spoken to on 12 May, by Ana")], 3).text == "All of these are answered"


def test_owners_are_not_told_that_an_account_is_theirs_and_everybody_else_is_told_whose() -> None:
    assert "<@U0ANA>" not in words(daily([card()], 0))
    assert "<@U0ANA>" in words(daily([card(because="nobody acted for 3 working days")], 0))
    assert "<@U0ANA>" in words(channel_post([card()]))


def test_a_buttons_spoken_label_begins_with_what_stands_on_it_and_names_the_account() -> None:
    for button in buttons(channel_post([card()])).values():
        assert button["accessibility_label"] == f"{button['text']['text']}: Acme Corp"


def test_a_summary_in_a_channel_names_each_account_in_a_line_with_a_button() -> None:
    post = channel_post([card(nudge_id=f"n{n}", account_id=f"a{n}", account_name=f"Client {n}") for n in range(9)])
    assert "9 clients to look after" in post.text
    for n in range(9):
        assert f"Client {n}*" in section_that_names(post, f"*Client {n}*")


def test_who_took_it_is_said() -> None:
    assert "taken by <@U0BEN>" in words(channel_post([card(taken_by="U0BEN")]))


@pytest.mark.parametrize("many", [0, 1, 7, 300])
@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_any_number_of_cards_with_any_text(many: int, text: str) -> None:
    some = [
        card(
            account_id=str(n),
            account_name=text,
            reason=text,
            clears=text,
            last_touch=text,
            because=text,
            closed_why=why,
        )
        for n in range(many)
        for why in ("" if n % 3 else text,)
    ]
    accepted(daily(some, many))
    accepted(channel_post(some))


@pytest.mark.parametrize(
    "body",
    [
        {"about": "undeliverable", "recipient": "C0HEALTH", "failure": "is_archived"},
        {"about": "undeliverable", "recipient": "U0BEN", "failure": "<!channel>"},
        {"about": "no_channel"},
        {"about": "reassign", "person": "U0BEN", "accounts": ["<!channel> & <b>", "x" * 5000, *["Acme"] * 300]},
        {"about": "say", "text": "<!channel>" * 1000},
    ],
)
def test_slack_takes_every_notice(body: dict[str, object]) -> None:
    accepted(notice(body))


def test_a_notice_about_a_person_does_not_tell_to_choose_another_channel() -> None:
    text = words(notice({"about": "undeliverable", "recipient": "U0BEN", "failure": "user_disabled"}))
    assert "a direct message to <@U0BEN>: their Slack account is switched off" in text
    assert "settings channel" not in text


def test_accounts_without_an_owner_are_listed_with_the_command_that_gives_them_one() -> None:
    one = words(notice({"about": "reassign", "person": "U0BEN", "accounts": ["Acme"]}))
    assert "1 account needs a new owner: *Acme*. Give one away with `/client owner &lt;account&gt; @person`." in one
    two = words(notice({"about": "reassign", "person": "U0BEN", "accounts": ["Acme", "Globex"]}))
    assert "<@U0BEN> is no longer here, and 2 accounts need a new owner: *Acme* and *Globex*." in two


def test_a_notice_about_a_channel_says_what_is_wrong_and_what_to_do() -> None:
    text = words(notice({"about": "undeliverable", "recipient": "C0HEALTH", "failure": "not_in_channel"}))
    assert "<#C0HEALTH>" in text
    assert "/invite @Tend" in text
