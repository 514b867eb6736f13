"""Help fits its reader."""

from __future__ import annotations

import pytest

from bot.intake import pasted
from bot.views.help import ALONE, VERBS
from bot.views.help_by_role import one, overview
from bot.views.welcome import EXAMPLE
from bot.work.roles import Role
from tests.handlers.office import ANA, BEN, CHRIS, Office
from tests.views.reading import accepted, words

LEADS, SETS_UP, BEGINS = "For leads", "Set-up", "How to begin"


def test_a_member_sees_what_members_do_a_lead_what_leads_do_and_an_admin_all(office: Office) -> None:
    office.account()
    office.type("/client settings lead @ana @ben", CHRIS)

    member, lead, admin = (office.says("/client help", user) for user in (ANA, BEN, CHRIS))
    assert [LEADS in said for said in (member, lead, admin)] == [False, True, True]
    assert [SETS_UP in said for said in (member, lead, admin)] == [False, False, True]
    assert BEGINS not in member
    assert "/touch" in member
    assert "/client import" not in member


@pytest.mark.parametrize("line", ["/client", "/client help", "/touch help"])
def test_where_there_is_no_client_yet_it_begins_with_how_to_begin(office: Office, line: str) -> None:
    said = office.says(line)
    assert said.index(BEGINS) < said.index("Every day")


@pytest.mark.parametrize(
    "line", ["/client help snooze", "/client help /client snooze", "/client help snooze Acme until June"]
)
def test_one_command_is_told_with_its_examples(office: Office, line: str) -> None:
    said = office.says(line)
    assert VERBS["snooze"].example in said
    assert "/client snooze Acme 2w" in said
    assert VERBS["mute"].example not in said


def test_help_for_a_word_that_is_no_command_names_the_nearest(office: Office) -> None:
    said = office.says("/client help snoze")
    assert "I do not know `snoze`" in said
    assert f"Did you mean `{VERBS['snooze'].example}`" in said


def test_every_command_has_a_page_and_stands_in_an_admins_help() -> None:
    everything = words(accepted(overview(Role.ADMIN, is_empty=True)))
    for name, line in {**VERBS, **ALONE}.items():
        assert line.example in words(accepted(one(name)))
        assert line.example in everything


def test_what_stands_first_is_what_one_types_every_day_and_no_more() -> None:
    said = words(accepted(overview(Role.MEMBER, is_empty=False)))
    daily = said[said.index("Every day") : said.index("What they say")]
    shown = {name for name in VERBS if f"*/client {name}*" in daily}
    assert {"show", "why", "contact", "snooze"} <= shown
    assert len(shown) <= 15


def test_the_three_lines_of_the_example_can_be_pasted_as_they_stand() -> None:
    text = "\n".join(EXAMPLE)
    assert pasted.is_list(text)
    assert pasted.read(text).header == ["name", "tier", "annual_value", "currency"]
