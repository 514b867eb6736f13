from __future__ import annotations

import json

import pytest

from bot.views.sources import SWITCH
from bot.work.sources import TEXT, Source, is_on
from storage import accounts, audit
from storage.tables import Account
from tests.handlers.channel import acme
from tests.handlers.office import ANA, BEN, ELSEWHERE, HEALTH, SHARED, Office


def account(office: Office, account_id: str) -> Account:
    with office.store.read() as session:
        found = accounts.get(session, office.team_id, account_id)
    assert found is not None
    return found


def test_the_switches_are_shown_as_they_stand(office: Office) -> None:
    acme(office)
    text = office.says("/client sources Acme Corp")
    for said in ("Messages in a shared channel*: on", "Calendar entries*: on", "HTTP intake*: on", "message*: off"):
        assert said in text
    assert f"<#{SHARED}>: I am in it, and so are people of another company" in text


def test_a_switch_is_set_by_a_word_and_by_a_button_and_audited(office: Office) -> None:
    id_ = acme(office)
    assert "Calendar entries*: off" in office.says("/client sources Acme Corp calendar off")
    assert "message*: on" in office.says("/client sources text on", channel=SHARED)
    assert (is_on(account(office, id_), Source.CALENDAR), is_on(account(office, id_), TEXT)) == (False, True)
    shown = office.type("/client sources acme corp").ephemerals[0]
    value = json.dumps({"account": id_, "source": "calendar", "on": True})
    office.press(shown, SWITCH, value=value)
    assert is_on(account(office, id_), Source.CALENDAR)
    with office.store.read() as session:
        rows = [row for row in audit.of_account(session, office.team_id, id_) if row.deed == "account.sources"]
    assert [(row.person_id, row.before, row.after) for row in rows] == [
        (ANA, {"calendar": False}, {"calendar": True}),
        (ANA, {"text": False}, {"text": True}),
        (ANA, {"calendar": True}, {"calendar": False}),
    ]


def test_setting_a_switch_as_it_stands_is_no_change(office: Office) -> None:
    id_ = acme(office)
    office.says("/client sources Acme Corp intake on")
    with office.store.read() as session:
        assert [row.deed for row in audit.of_account(session, office.team_id, id_)] == ["account.add"]


def test_only_who_keeps_the_account_switches(office: Office) -> None:
    id_ = acme(office, owner_id=BEN)
    assert "can switch on or off what logs itself" in office.says("/client sources Acme Corp channel off")
    assert is_on(account(office, id_), Source.CHANNEL)


@pytest.mark.parametrize("typed", ["fax off", "channel", "channel maybe", "channel off now"])
def test_what_is_no_switch_is_refused_with_an_example(office: Office, typed: str) -> None:
    acme(office)
    assert 'For example: /client sources "Acme Corp" channel off' in office.says(f"/client sources Acme Corp {typed}")


def test_without_a_name_the_form_asks_for_the_account(office: Office) -> None:
    view = office.type("/client sources").view
    assert view is not None
    assert view.content["title"]["text"] == "What logs itself"


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (SHARED, "From now on messages in <#C0ACME> count by themselves"),
        (HEALTH, "Nobody of another company is in <#C0HEALTH>"),
    ],
)
def test_whoever_links_a_channel_is_told_what_counts_there(office: Office, channel: str, said: str) -> None:
    office.account("Acme Corp")
    text = office.says(f"/client edit Acme Corp channel:<#{channel}|x>")
    assert said in text
    assert ("/client sources" in text) == (channel == SHARED)


def test_whoever_links_a_channel_that_tend_is_not_in_is_told_to_invite_it(office: Office) -> None:
    office.slack.world.channels[ELSEWHERE].is_ext_shared = True
    text = office.says(f"/client add Acme Corp channel:<#{ELSEWHERE}|x>")
    assert f"I am not in <#{ELSEWHERE}>" in text
    assert "/invite @Tend" in text


def test_whoever_links_a_channel_of_an_account_that_does_not_listen_is_told_so(office: Office) -> None:
    office.account("Acme Corp")
    office.says("/client sources Acme Corp channel off")
    text = office.says(f"/client edit Acme Corp channel:<#{SHARED}|x>")
    assert "Messages there do not count for *Acme Corp*: that is switched off" in text
