from __future__ import annotations

from slack_sdk import WebClient

from bot.playground.standin import Standin
from tests.playground.conftest import ANA, BEN, DANA, ERIK
from tests.playground.refusals import error_of


def test_a_person_has_time_zone_title_and_address(client: WebClient) -> None:
    ana = client.users_info(user=ANA)["user"]
    assert (ana["tz"], ana["real_name"], ana["deleted"]) == ("Europe/Lisbon", "Ana Souza", False)
    assert ana["profile"]["email"] == "ana@brightside.test"
    assert ana["tz_offset"] in (0, 3600)


def test_guests_and_people_of_another_company_can_be_told_apart(client: WebClient) -> None:
    assert client.users_info(user=DANA)["user"]["is_restricted"] is True
    erik = client.users_info(user=ERIK)["user"]
    assert (erik["team_id"], erik["is_stranger"]) == ("T0ACME", False)


def test_somebody_deactivated_is_told_without_time_zone(slack: Standin, client: WebClient) -> None:
    slack.world.users[BEN].deleted = True
    ben = client.users_info(user=BEN)["user"]
    assert ben["deleted"] is True
    assert "tz" not in ben


def test_the_list_has_everybody_page_by_page(client: WebClient) -> None:
    ids = {u["id"] for page in client.users_list(limit=4) for u in page["members"]}
    assert ids == {"U0ANA", "U0BEN", "U0CHRIS", "U0DANA", "U0ERIK", "U0TEND"}


def test_an_address_finds_an_active_person(slack: Standin, client: WebClient) -> None:
    assert client.users_lookupByEmail(email="Ana@Brightside.test")["user"]["id"] == ANA
    slack.world.users[ANA].deleted = True
    assert error_of(client.users_lookupByEmail, email="ana@brightside.test") == "users_not_found"


def test_an_unknown_person_is_not_found(client: WebClient) -> None:
    assert error_of(client.users_info, user="U0NOBODY") == "user_not_found"


def test_auth_test_says_who_the_bot_is(slack: Standin, client: WebClient) -> None:
    told = client.auth_test()
    assert (told["user_id"], told["team_id"], told["team"]) == ("U0TEND", slack.team_id, "Brightside Studio")
