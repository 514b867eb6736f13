from __future__ import annotations

from sqlmodel import select

from bot.anonymous import SOMEBODY
from bot.playground.modals import View
from bot.views.mrkdwn import plain
from storage.tables import Contact, Person
from tests.handlers.office import ANA, BEN, CHRIS, Office


def confirmed(office: Office, line: str, user: str = ANA) -> View:
    """The form that asks whether they are sure."""
    seen = office.type(line, user)
    assert seen.view is not None, seen
    return seen.view


def names(office: Office) -> set[str]:
    with office.store.read() as session:
        return {contact.name for contact in session.exec(select(Contact))}


def test_a_contact_is_erased_once_that_is_confirmed(office: Office) -> None:
    office.contact(office.account("Acme"), "Jane Doe", email="jane@acme.test")

    form = confirmed(office, "/client erase Acme: Jane Doe")
    assert "Jane Doe" in str(form.content)
    assert names(office) == {"Jane Doe"}

    assert office.submit(form).ok
    assert names(office) == {SOMEBODY}
    assert "Done." in office.slack.ephemeral(ANA)[-1].text
    assert "Jane" not in office.slack.ephemeral(ANA)[-1].text


def test_a_colleague_is_erased_by_an_admin(office: Office) -> None:
    form = confirmed(office, "/client erase @ben", CHRIS)

    assert office.submit(form, CHRIS).ok
    with office.store.read() as session:
        assert session.get(Person, (office.team_id, BEN)) is None


def test_nobody_else_erases_a_colleague(office: Office) -> None:
    assert "Only an admin can erase a colleague" in office.says("/client erase @ben", BEN)


def test_what_is_refused_after_the_form_is_told(office: Office) -> None:
    office.contact(office.account("Acme"), "Jane Doe")
    first, second = confirmed(office, "/client erase Acme Jane"), confirmed(office, "/client erase Acme Jane", CHRIS)
    assert office.submit(first).ok

    office.submit(second, CHRIS)

    form = confirmed(office, "/client erase @chris", CHRIS)
    office.submit(form, CHRIS)
    assert "cannot erase yourself" in office.slack.ephemeral(CHRIS)[-1].text


def test_nothing_typed_or_nobody_known_is_told_with_an_example(office: Office) -> None:
    office.contact(office.account("Acme"), "Jane Doe")

    assert "/client erase Acme: Jane Doe" in plain(office.says("/client erase"))
    assert "not sure who “Jone”" in office.says("/client erase Acme: Jone")
    assert "not sure who" in office.says("/client erase @nobody", CHRIS)


def test_where_nobody_is_near_it_is_told_how_to_see_who_is_there(office: Office) -> None:
    office.account("Acme Corp")
    said = office.says('/client erase "Acme Corp": Xylander')
    assert '“Xylander” is at Acme Corp. Who is there: /client show "Acme Corp"' in said


def test_an_erased_colleague_is_shown_without_a_mention(office: Office) -> None:
    acme = office.account("Acme", owner_id=BEN)
    office.touch(acme, 3, people=[BEN])
    office.submit(confirmed(office, "/client erase @ben", CHRIS), CHRIS)

    for line in ("show Acme", "why Acme", "touches Acme", "list"):
        said = office.says(f"/client {line}")
        assert "XGONE" not in said, line
    assert SOMEBODY in office.says("/client show Acme")
    assert office.type("/client edit Acme").view is not None
