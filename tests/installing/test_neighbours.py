"""What people of one workspace see of another: nothing."""

from __future__ import annotations

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot import doctor
from bot.doctor import Health
from handlers.call import Call
from storage.tables import Person
from tests.installing.street import ANA, GENERAL, HERE, THERE, ZOE, ZOES_GENERAL, Street, settings

SHARED, ERIK = "C0ACME", "U0ERIK"
BUTTON = {
    "type": "button",
    "text": {"type": "plain_text", "text": "+1 more"},
    "action_id": "list.more",
    "value": '{"verb": "list", "page": 1}',
}


def test_who_belongs_to_another_customer_of_ours_is_a_stranger_in_a_shared_channel(street: Street) -> None:
    street.install_both()
    street.slack.world.users[ERIK].team_id = THERE
    assert street.slack.command(ANA, GENERAL, '/client add "Hartwell"').ok
    assert street.there.command(ZOE, ZOES_GENERAL, '/client add "Lumen"').ok
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    sent = street.tend.slack.of(HERE).chat_postMessage(channel=SHARED, text="x", blocks=blocks)
    message = street.slack.world.message(SHARED, sent["ts"])
    assert message is not None

    street.slack.press(ERIK, message, "list.more")

    [told] = street.slack.ephemeral(ERIK)
    assert "its own company only" in told.text
    assert ("Hartwell" in told.text, "Lumen" in told.text) == (False, False)
    assert street.rows(Person, team_id=THERE, id=ERIK) == []


def test_in_an_organisation_people_act_in_other_workspaces_than_their_first() -> None:
    pressed = {"team": {"id": HERE}, "user": {"id": ANA, "team_id": "T0FIRST"}}

    assert Call({**pressed, "enterprise": {"id": "E0ORG"}}, HERE).teams == {HERE}
    assert Call({**pressed, "enterprise": None}, HERE).teams == {HERE, "T0FIRST"}


def test_doctor_says_whether_every_token_can_be_decrypted(street: Street) -> None:
    street.install_both()

    told = list(doctor.examine(settings(street.slack), street.tend))
    assert [finding.health for finding in told] == [Health.GOOD] * 3
    assert told[-1].says == "2, and every token can be decrypted"

    other = SecretStr(Fernet.generate_key().decode())
    told = list(doctor.examine(settings(street.slack, tend_encryption_keys=other), street.tend))
    assert told[-1].health is Health.BAD
    assert "TEND_ENCRYPTION_KEYS" in told[-1].advice
