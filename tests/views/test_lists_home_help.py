from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.policy import Level
from bot.views import help as help_view
from bot.views import help_by_role, lists
from bot.views.choices import Typed, ambiguous_account, carries, unknown_account
from bot.views.lists import AccountLine, Page, Ring
from bot.views.problems import refused, touch
from bot.work.roles import Role
from tests.views.reading import HOSTILE, accepted, buttons, section_that_names, words

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
ACME = AccountLine("Acme Corp", "key", Level.DUE, "U0ANA", date(2026, 4, 28))
RING = Ring(NOW + timedelta(days=3), "Acme Corp", "quiet", Level.DUE, "No word from them for 11 days.")


def page(total: int, number: int = 1) -> Page:
    return Page("Accounts", "list", number, total, "There is no account yet.")


def test_a_line_of_a_list_says_level_tier_owner_and_last_contact() -> None:
    text = section_that_names(lists.accounts(page(1), [ACME], TODAY), "Acme Corp")
    for part in ("◐ due", "key", "<@U0ANA>", "28 April, 14 days ago"):
        assert part in text


def test_an_account_that_was_never_spoken_to_says_so() -> None:
    assert "no contact logged yet" in words(lists.accounts(page(1), [AccountLine("Acme", "key", None)], TODAY))


def test_a_snoozed_account_is_not_called_calm() -> None:
    snoozed = AccountLine("Acme", "key", None, snoozed_until=date(2026, 6, 1))
    text = words(lists.accounts(page(1), [snoozed], TODAY))
    assert "snoozed until 1 June" in text
    assert "calm" not in text


def test_more_than_a_page_has_a_button_for_the_next() -> None:
    more = buttons(lists.accounts(page(60), [ACME] * lists.PAGE, TODAY))["list.more"]
    assert more["text"]["text"] == "+35 more"
    assert json.loads(more["value"]) == {"verb": "list", "page": 2}
    assert "list.more" not in buttons(lists.accounts(page(60, number=3), [ACME] * 10, TODAY))


def test_an_empty_list_says_what_to_do() -> None:
    assert words(lists.accounts(page(0), [], TODAY)).startswith("There is no account yet.")


def test_what_rings_is_told_with_its_day_and_reason() -> None:
    text = section_that_names(lists.rings(page(1), [RING]), "Acme Corp")
    for part in ("15 May 2026", "Quiet ◐ due", "11 days"):
        assert part in text


@pytest.mark.parametrize("many", [0, 1, 7, 300])
@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_any_list(many: int, text: str) -> None:
    lines = [AccountLine(text, "key", Level.DUE, "U0ANA", TODAY, say=text)] * min(many, lists.PAGE)
    accepted(lists.accounts(page(many), lines, TODAY))
    accepted(lists.rings(page(many), [Ring(NOW, text, "quiet", Level.DUE, text)] * min(many, lists.PAGE)))


def test_help_has_an_example_for_every_verb() -> None:
    text = words(accepted(help_by_role.overview(Role.ADMIN, is_empty=False)))
    for verb, line in help_view.VERBS.items():
        assert line.example.startswith(f"/client {verb}")
        assert line.example in text
    assert help_view.TOUCH.example in text


def test_an_unknown_verb_gets_the_nearest_and_all_of_them() -> None:
    text = words(help_view.unknown_verb("wy acme", "wy", ["why"]))
    assert "Did you mean `/client why acme`?" in text
    assert "`wy acme`" in text


def test_an_unknown_verb_alone_gets_an_example_and_one_like_none_gets_all() -> None:
    assert "Did you mean `/client why Acme`?" in words(help_view.unknown_verb("wy", "wy", ["why"]))
    assert "This is what I know" in words(help_view.unknown_verb("xyz acme", "xyz", []))


def test_where_no_name_is_near_it_is_said_how_to_find_one() -> None:
    text = words(unknown_account("Zebra <Ltd>", [], Typed("/touch", "Zebra <Ltd> call", "Zebra <Ltd> call")))
    assert "Did you mean" not in text
    assert "`/client list` shows them all" in text
    assert "`/client add Zebra &lt;Ltd&gt;`" in text


def test_an_unknown_account_is_answered_with_the_nearest_as_buttons_and_a_new_one() -> None:
    post = unknown_account("globx", [("a1", "Globex"), ("a2", "Globo")], Typed("/touch", "globx call", "globx call"))
    found = buttons(post)
    assert [button["text"]["text"] for button in found.values()] == ["Globex", "Globo", "Add it"]
    assert json.loads(found["account.pick.0"]["value"]) == {"command": "/touch", "line": "globx call", "account": "a1"}
    assert json.loads(found["account.add"]["value"])["name"] == "globx"


def test_two_accounts_alike_are_told_apart_by_buttons() -> None:
    post = ambiguous_account(
        "acme", [("a1", "Acme Corp"), ("a2", "Acme Ltd")], Typed("/client", "why acme", "why acme")
    )
    assert list(buttons(post)) == ["account.pick.0", "account.pick.1"]


def test_a_line_too_long_for_a_button_keeps_its_verb() -> None:
    long = Typed("/client", "why " + "x" * 3000, "why …")
    assert not carries(long)
    assert json.loads(buttons(unknown_account("x", [("a1", "X")], long))["account.pick.0"]["value"])["line"] == "why"


def test_everything_typed_comes_back_however_long() -> None:
    typed = "acme call: " + "0123456789" * 400
    back = "".join(part for part in words(refused("Too long.", typed)).split("`") if "0123456789" in part)
    assert back.count("0123456789") >= 390
    assert len(back) >= len(typed)


def test_a_touch_that_was_not_logged_offers_the_form() -> None:
    post = touch(["“30 February” is not a date"], Typed("/touch", "acme call 30 February", "acme call 30 February"))
    assert "Not logged yet" in post.text
    assert json.loads(buttons(post)["touch.form"]["value"])["line"] == "acme call 30 February"


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_any_question_back(text: str) -> None:
    typed = Typed("/touch", text, text)
    accepted(unknown_account(text, [("a" * 32, text)] * 3, typed))
    accepted(ambiguous_account(text, [("a" * 32, text)] * 300, typed))
    accepted(touch([text], typed))
    accepted(refused(text, text))
    accepted(help_view.unknown_verb(text, text, ["why"]))
