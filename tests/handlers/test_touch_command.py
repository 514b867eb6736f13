from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.playground.seen import Seen
from storage.tables import Touch, TouchContact, TouchPerson
from tests.handlers.office import ANA, BEN, GENERAL, SHARED, Office


@pytest.fixture
def acme(office: Office) -> str:
    account = office.account("Acme Corp", aliases=["acme"], tier="key")
    office.contact(account, "Jane Doe", title="CFO")
    return account


def touches(office: Office) -> list[Touch]:
    with office.store.read() as session:
        return list(session.exec(select(Touch).where(Touch.undone_at.is_(None)).order_by(Touch.id)))  # type: ignore[union-attr]


def form(seen: Seen) -> dict[str, object]:
    """What stands in the form that opened, by field."""
    assert seen.view is not None, seen
    first = {}
    for block in seen.view.blocks:
        if block["type"] == "input":
            element = block["element"]
            given = [element[name] for name in element if name.startswith("initial")]
            first[block["block_id"]] = given[0] if given else None
    return first


def test_the_touch_of_the_issue_is_logged_and_answered(any_office: Office) -> None:
    account = any_office.account("Acme Corp", aliases=["acme"], tier="key")
    any_office.contact(account, "Jane Doe", title="CFO")
    any_office.touch(account, days_ago=20)
    said = any_office.says("/touch acme call with Jane yesterday: renewal looks fine next 2w")
    for part in (
        "call with Jane Doe",
        "*Acme Corp*",
        "yesterday, 11 May",
        "renewal looks fine",
        "_Next:_ 26 May",
        "Quiet: ✓ calm (was ◐ due), rings",
        "26 May 2026",
        "Now: ✓ calm",
        "Last talk before this: 22 April, 19 days earlier",
        "Edit",
        "Undo",
    ):
        assert part in said
    logged = touches(any_office)[-1]
    assert (logged.kind, logged.direction, logged.note) == ("call", "two-way", "renewal looks fine")
    assert logged.occurred_at.date().isoformat() == "2026-05-11"
    with any_office.store.read() as session:
        assert [
            row.person_id for row in session.exec(select(TouchPerson).where(TouchPerson.touch_id == logged.id))
        ] == [ANA]
        assert len(session.exec(select(TouchContact)).all()) == 1


def test_what_was_sent_is_an_attempt_and_resets_no_contact_clock(office: Office, acme: str) -> None:
    office.touch(acme, days_ago=20)
    said = office.says("/touch acme sent the June report")
    assert "delivery to the client" in said
    assert "does not reset the contact clock" in said
    assert "Now: ◐ due" in said


def test_their_cfo_is_found_by_the_title(office: Office, acme: str) -> None:
    assert "call with Jane Doe" in office.says("/touch Acme call with their CFO yesterday: renewal looks fine, next 2w")


def test_a_person_of_ours_can_be_named(office: Office, acme: str) -> None:
    said = office.says("/touch acme lunch with Jane and @ben")
    assert "meal with Jane Doe" in said
    assert f"<@{BEN}>" in said


def test_smart_quotes_and_a_small_typo_are_understood(office: Office, acme: str) -> None:
    assert "*Acme Corp*" in office.says("/touch “Acme Corp” call")
    assert "*Acme Corp*" in office.says("/touch acmee call")


def test_a_back_dated_touch_says_so_and_moves_nothing_backwards(office: Office, acme: str) -> None:
    office.touch(acme, days_ago=1)
    said = office.says("/touch acme call on 1 March")
    assert "1 March" in said
    assert "Quiet:" not in said


def test_an_email_that_nobody_is_said_to_have_answered_is_an_attempt(office: Office, acme: str) -> None:
    assert "An attempt" in office.says("/touch acme email about the contract")
    assert "An attempt" not in office.says("/touch acme email from Jane about the contract")


def test_a_linked_channel_needs_no_name(office: Office) -> None:
    office.account("Acme Corp", channels=[SHARED])
    assert "*Acme Corp*" in office.says("/touch call: all well", channel=SHARED)


def test_nothing_typed_opens_the_form(office: Office, acme: str) -> None:
    assert form(office.type("/touch")) | {"occurred_on": "2026-05-12", "account": None} == form(office.type("/touch"))


def test_in_a_linked_channel_the_form_knows_the_account(office: Office) -> None:
    account = office.account("Acme Corp", channels=[SHARED])
    assert form(office.type("/touch", channel=SHARED))["account"]["value"] == account  # type: ignore[index]


def test_a_touch_without_a_kind_is_asked_for_it_with_all_that_was_said(office: Office, acme: str) -> None:
    known = form(office.type("/touch acme: they like the new team"))
    assert known["account"]["value"] == acme  # type: ignore[index]
    assert known["kind"] is None
    assert known["note"] == "they like the new team"
    assert touches(office) == []


def test_an_unknown_contact_is_asked_for_and_stays_in_the_note(office: Office, acme: str) -> None:
    seen = office.type("/touch acme call with Robert yesterday: wants a visit")
    known = form(seen)
    assert known["note"] == "with Robert: wants a visit"
    assert known["occurred_on"] == "2026-05-11"
    assert seen.view is not None
    assert "`Robert`" in seen.view.blocks[0]["text"]["text"]
    assert touches(office) == []


def test_an_unknown_account_offers_the_nearest_and_carries_on_with_the_line(office: Office, acme: str) -> None:
    office.account("Globex")
    asked = office.type("/touch Akme Corporation call yesterday: all well")
    assert "I know no account `Akme Corporation`" in asked.text
    assert "`Akme Corporation call yesterday: all well`" in asked.text
    assert touches(office) == []
    assert asked.message is not None
    office.press(asked.message, "account.pick.0")
    logged = touches(office)[-1]
    assert (logged.account_id, logged.note) == (acme, "all well")
    assert "*Acme Corp*" in office.read(office.slack.ephemeral(ANA)[-1])


def test_an_unknown_account_can_be_added_and_the_touch_goes_on(office: Office) -> None:
    asked = office.type("/touch Zorblax call: first contact")
    assert asked.message is not None
    opened = office.press(asked.message, "account.add").view
    assert opened is not None
    office.submit(opened)
    assert touches(office)[-1].note == "first contact"
    assert "*Zorblax*" in office.read(office.slack.ephemeral(ANA)[-1])


def test_the_account_may_stand_anywhere_in_the_line(office: Office, acme: str) -> None:
    said = office.says("/touch yesterday call with Jane at Acme: all well")
    assert "call with Jane Doe · *Acme Corp* · yesterday, 11 May" in said


def test_who_was_met_is_not_lost_where_no_account_is_named(office: Office, acme: str) -> None:
    known = form(office.type("/touch call with Jane and @ben yesterday: all well"))
    assert known["note"] == "with Jane: all well"
    assert known["people"] == [BEN]


def test_two_accounts_alike_are_asked_about(office: Office) -> None:
    office.account("Acme Corp")
    ltd = office.account("Acme Limited")
    asked = office.type("/touch acme call")
    assert "could be 2 accounts" in asked.text
    assert asked.message is not None
    office.press(asked.message, "account.pick.1")
    assert touches(office)[-1].account_id == ltd


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/touch acme call 30 February", "“30 February” is not a date"),
        ("/touch acme call tomorrow", "“tomorrow” is still to come"),
    ],
)
def test_a_day_that_cannot_be_is_told_and_the_form_is_one_press_away(
    office: Office, acme: str, line: str, sentence: str
) -> None:
    asked = office.type(line)
    assert sentence in asked.text
    assert f"`{line.removeprefix('/touch ')}`" in asked.text
    assert touches(office) == []
    assert asked.message is not None
    assert form(office.press(asked.message, "touch.form"))["account"]["value"] == acme  # type: ignore[index]


def test_four_thousand_characters_of_note_are_refused_and_come_back_whole(office: Office, acme: str) -> None:
    said = office.says("/touch acme call: " + "word " * 800)
    assert "3,000 is the most" in said
    assert said.count("word") >= 795
    assert touches(office) == []


@pytest.mark.parametrize("line", ['/touch "”', "/touch “”", "/touch ''", '/touch ""'])
def test_only_quotes_open_the_form(office: Office, acme: str, line: str) -> None:
    assert office.type(line).ok
    assert touches(office) == []


@pytest.mark.parametrize("line", ["/touch 🎉", "/touch שלום עולם", "/touch ::: ,,,", "/touch <!channel>", "/touch `x`"])
def test_what_names_no_account_is_answered_and_harmless(office: Office, acme: str, line: str) -> None:
    seen = office.type(line)
    assert seen.ok
    assert "<!channel>" not in seen.text
    assert touches(office) == []


def test_an_account_with_a_dangerous_name_is_shown_harmlessly(office: Office) -> None:
    assert "&lt;!channel&gt; &amp; &lt;b&gt;" in office.says('/client add "<!channel> & <b>"')
    said = office.says('/touch "<!channel> & <b>" call: `code` <!here> & more')
    assert "*&lt;!channel&gt; &amp; &lt;b&gt;*" in said
    assert "&lt;!here&gt; &amp; more" in said
    assert touches(office)[-1].note == "`code` <!here> & more"


def test_right_to_left_notes_are_kept_as_they_are(office: Office, acme: str) -> None:
    office.says("/touch acme call: שלום עולם")
    assert touches(office)[-1].note == "שלום עולם"


def test_client_log_is_touch(office: Office, acme: str) -> None:
    assert "Logged: call" in office.says("/client log acme call")


def test_an_undone_touch_counts_no_more(office: Office, acme: str) -> None:
    office.touch(acme, days_ago=20)
    logged = office.type("/touch acme call")
    assert logged.message is not None
    office.press(logged.message, "touch.undo")
    assert "Undone: the call" in office.read(office.slack.ephemeral(ANA)[-1])
    assert "Now: ◐ due" in office.read(office.slack.ephemeral(ANA)[-1])
    assert len(touches(office)) == 1


def test_an_edited_touch_is_corrected_and_keeps_its_hour(office: Office, acme: str) -> None:
    logged = office.type("/touch acme call: all well")
    before = touches(office)[-1]
    assert logged.message is not None
    opened = office.press(logged.message, "touch.edit").view
    assert opened is not None
    office.now += timedelta(minutes=10)
    assert office.submit(opened, note="all very well", temperature="2").ok
    after = touches(office)[-1]
    assert (after.id, after.note, after.temperature) == (before.id, "all very well", 2)
    assert after.occurred_at == before.occurred_at
    assert "Corrected: call" in office.read(office.slack.ephemeral(ANA)[-1])


@pytest.mark.parametrize("line", ["/touch help", "/touch ?"])
def test_help_is_given(office: Office, line: str) -> None:
    assert "What you can type" in office.says(line)


def test_a_second_talk_on_a_day_says_so(office: Office, acme: str) -> None:
    assert "The first touch on record here" in office.says("/touch acme call: one")
    office.now += timedelta(hours=1)
    assert "Last talk before this: the same day." in office.says("/touch acme call: two")
    assert "Nothing earlier is on record here" in office.says("/touch acme call on 1 March")


def test_a_clock_of_one_contact_names_them(office: Office, acme: str) -> None:
    john = office.contact(acme, "John Roe", title="CEO")
    office.touch(acme, days_ago=70, contacts=[john])
    office.says("/touch acme call with Jane yesterday")
    assert "Senior gap (Jane Doe): ✓ calm" in office.says("/touch acme call with John")


def test_people_of_other_companies_are_not_proposed_as_ours(office: Office, acme: str) -> None:
    seen = office.type("/touch acme call with Jane and @erk")
    assert seen.view is not None
    assert "I am not sure who of us `@erk` is" in seen.view.blocks[0]["text"]["text"]
    assert "Erik" not in seen.view.blocks[0]["text"]["text"]


def test_a_touch_goes_only_to_the_one_who_typed_it(office: Office, acme: str) -> None:
    office.type("/touch acme call: secret")
    assert office.slack.messages(GENERAL) == []
    assert office.slack.ephemeral(BEN) == []


@pytest.mark.parametrize("line", ["/touch #acme-shared call: all well", "/touch call #acme-shared: all well"])
def test_a_channel_means_the_account_that_is_linked_to_it(office: Office, line: str) -> None:
    acme = office.account("Acme Corp", channels=["C0ACME"])
    assert "Acme Corp" in office.says(line)
    with office.store.read() as session:
        touch = session.exec(select(Touch)).one()
    assert (touch.account_id, touch.kind, touch.note) == (acme, "call", "all well")
    assert "Why: Acme Corp" in office.says("/client why #acme-shared")
