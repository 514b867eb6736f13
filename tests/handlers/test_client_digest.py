from __future__ import annotations

from typing import Any

import pytest

from bot.playground.world import Message
from bot.work import settings
from bot.work.deed import Deed
from tests.handlers.office import ANA, BEN, CHRIS, DANA, GENERAL, HEALTH, Office


@pytest.fixture
def team(office: Office) -> Office:
    """Ben leads Ana; hers is quiet, his was spoken to, and one is nobody's."""
    office.touch(office.account("Acme"), 40)
    office.touch(office.account("Globex", owner_id=BEN), 2)
    office.account("Initech", owner_id=None)
    settings.set_lead(office.store, Deed(office.team_id, None, office.now), ANA, BEN)
    office.wait_days(1)
    return office


def digest(office: Office, user: str, line: str = "/client digest", channel: str = GENERAL) -> Message:
    seen = office.type(line, user, channel)
    assert seen.ok, seen
    found: Message | None = seen.message or seen.ephemerals[-1]
    assert found is not None
    assert found.ephemeral_to == user
    return found


def title(message: Message) -> str:
    return next((str(block["text"]["text"]) for block in message.blocks if block["type"] == "header"), "")


def rows(message: Message) -> list[list[Any]]:
    tables = [block for block in message.blocks if block["type"] == "data_table"]
    return [[cell["text"] for cell in row] for table in tables for row in table["rows"][1:]]


def test_an_owner_sees_theirs(team: Office) -> None:
    told = digest(team, ANA)

    assert title(told) == "Your clients since 6 May"
    assert "Of 1 account: " in told.text
    assert [row[0] for row in rows(told)] == ["Acme"]


def test_a_lead_sees_their_teams_and_their_own(team: Office) -> None:
    told = digest(team, BEN)

    assert title(told) == "Your team's clients since 6 May"
    assert "Of 2 accounts: " in told.text
    assert "1 touch; 1 of 2 accounts spoken to." in told.text


def test_an_admin_sees_all_of_them(team: Office) -> None:
    team.says("/client settings role me admin", CHRIS)
    told = digest(team, CHRIS)

    assert title(told) == "Our clients since 6 May"
    assert "Of 3 accounts: " in told.text


def test_the_months_report_is_shown_on_demand(team: Office) -> None:
    told = digest(team, BEN, "/client digest month")

    assert title(told) == "Portfolio report: your team's clients since 1 April"
    charts = [block["title"] for block in told.blocks if block["type"] == "data_visualization"]
    assert charts == ["Accounts that wait, week by week", "Accounts by level and tier"]


def test_one_account_can_be_named(team: Office) -> None:
    told = digest(team, BEN, "/client digest acme")

    assert title(told) == "Acme since 6 May"
    assert [block["title"] for block in told.blocks if block["type"] == "data_visualization"] == ["Touches per month"]
    assert rows(told) == []


def test_in_a_channel_that_is_linked_it_is_about_its_account(team: Office) -> None:
    team.says(f"/client edit Globex channel:<#{HEALTH}>", BEN)

    assert title(digest(team, ANA, channel=HEALTH)) == "Globex since 6 May"


def test_how_it_says_that_it_comes_less_often_works_as_typed(team: Office) -> None:
    assert "/client settings hear digest monthly" in team.read(digest(team, BEN))
    view = team.type("/client settings hear digest monthly", BEN).view
    assert view is not None
    assert "digest *monthly*" in str(view.blocks)
    assert team.submit(view, BEN).ok
    assert "less often: `/client settings hear digest never`" in team.read(digest(team, BEN))


def test_who_owns_nothing_is_told_what_to_do(team: Office) -> None:
    team.says("/client owner Acme <@U0BEN>", BEN)

    assert digest(team, ANA).text.startswith("No account is yours.")


def test_a_name_that_nobody_knows_is_asked_about(team: Office) -> None:
    assert "Acme" in team.says("/client digest acmee", ANA)


def test_a_guest_sees_nothing(team: Office) -> None:
    assert "Acme" not in team.says("/client digest Acme", DANA)


def test_what_comes_first_can_be_logged_from_there(team: Office) -> None:
    seen = team.press(digest(team, ANA), "nudge.log")

    assert seen.view is not None
    assert "Acme" in str(seen.view.content)


def test_where_slack_refuses_charts_and_tables_it_comes_in_words(team: Office) -> None:
    team.slack.faults.refuse_blocks("data_table", "data_visualization")
    told = digest(team, ANA)

    assert {block["type"] for block in told.blocks} <= {"header", "section", "context"}
    assert "Acme     standard" in team.read(told)
