from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.nudges.portfolio import refit
from storage import requests
from storage.tables import Message, Person, Request, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, CHRIS, CLEO, DAY, MORNING, TEAM, TUESDAY, House
from tests.nudges.post import PostOffice


def leave(house: House, person_id: str, **columns: Any) -> None:
    house.change(Person, (TEAM, person_id), deactivated_at=TUESDAY - DAY, **columns)


def asked(house: House) -> list[str]:
    return sorted(message.recipient for message in house.messages(kind="notice"))


def test_the_accounts_of_an_owner_who_left_are_listed_once_for_their_lead(house: House) -> None:
    for name in ("Globex", "Acme"):
        house.account(name, silent_days=1)
    house.account("Gone", silent_days=1, status="lost")
    house.account("Fine", silent_days=1, owner_id=CLEO)
    leave(house, ANA)

    for night in range(3):
        refit(house.store, TUESDAY + night * DAY)

    [notice] = house.messages(kind="notice")
    assert (notice.recipient, notice.not_before) == (BEN, TUESDAY)
    assert notice.body == {"about": "reassign", "person": ANA, "accounts": ["Acme", "Globex"]}


def test_without_a_lead_who_is_here_the_admins_are_asked_and_without_them_the_alert_channel(house: House) -> None:
    house.account("Acme", silent_days=1)
    leave(house, ANA)
    leave(house, BEN)
    refit(house.store, TUESDAY)
    assert asked(house) == [CHRIS]

    house.account("Globex", silent_days=1, owner_id=CLEO)
    leave(house, CHRIS)
    leave(house, CLEO)
    refit(house.store, TUESDAY + DAY)
    [told_of_cleo, told_of_ana] = sorted(house.messages(kind="notice"), key=lambda message: message.recipient)
    assert (told_of_cleo.recipient, told_of_cleo.slot[:15]) == (ALERTS, f"reassign:{CLEO}")
    assert (told_of_ana.recipient, told_of_ana.slot[:14]) == (CHRIS, f"reassign:{ANA}")


def test_with_nobody_to_ask_it_is_asked_as_soon_as_there_is_somebody(house: House) -> None:
    house.account("Acme", silent_days=1)
    house.change(Workspace, TEAM, alert_channel_id=None)
    for person_id in (ANA, BEN, CHRIS):
        leave(house, person_id)
    refit(house.store, TUESDAY)
    assert asked(house) == []

    house.change(Workspace, TEAM, alert_channel_id=ALERTS)
    refit(house.store, TUESDAY + DAY)
    assert asked(house) == [ALERTS]


def test_the_list_is_read_within_working_hours(post_office: PostOffice) -> None:
    post_office.house.account("Acme", silent_days=1)
    leave(post_office.house, ANA)
    night = MORNING + timedelta(hours=18)

    post_office.tick(night)
    assert post_office.posts(BEN) == []
    post_office.tick(MORNING + DAY)

    [post] = post_office.posts(BEN)
    assert "1 account needs a new owner: *Acme*" in post.text


def test_requests_are_forgotten_after_a_week(house: House) -> None:
    with house.store.write() as session:
        for days in (1, 6, 8):
            requests.claim(session, TEAM, f"{days} days ago", TUESDAY - days * DAY, None)

    refit(house.store, TUESDAY)

    assert {row.request_id for row in house.rows(Request)} == {"1 days ago", "6 days ago"}
    assert house.rows(Message) == []
