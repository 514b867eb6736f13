from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from bot.policy import Direction, Kind
from bot.work import accounts, settings, sources, touches
from bot.work.deed import Deed
from bot.work.sources import TEXT, Source
from bot.work.touches import NewTouch
from storage import account_parts, audit, workspaces
from storage import accounts as account_rows
from storage.tables import Account
from tests.handlers.channel import acme, heard, logged, people, say, stranger
from tests.handlers.office import ANA, BEN, DANA, ERIK, HEALTH, SHARED, Office

SILENT: dict[str, Callable[[Office], Any]] = {
    "a bot": lambda office: event(office, user="U0TEND", bot_id="B0TEND"),
    "an edit": lambda office: event(office, subtype="message_changed", hidden=True),
    "a deletion": lambda office: event(office, subtype="message_deleted", hidden=True),
    "somebody who joins": lambda office: event(office, subtype="channel_join"),
    "a reply shown in the channel too": lambda office: event(office, subtype="thread_broadcast"),
    "nobody": lambda office: event(office, user=None),
}


def event(office: Office, **content: Any) -> int:
    """Slack tells of something in the shared channel; the status that it is answered with."""
    told = {
        "type": "message",
        "channel": SHARED,
        "channel_type": "channel",
        "user": ERIK,
        "text": "hello",
        "ts": f"{office.now.timestamp():.6f}",
        **content,
    }
    body = {"type": "event_callback", "team_id": office.team_id, "event_id": "Ev1", "event": told}
    status: int = office.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status
    assert office.desk.told.rest(30)
    return status


def account(office: Office, account_id: str) -> Account:
    with office.store.read() as session:
        found = account_rows.get(session, office.team_id, account_id)
    assert found is not None
    return found


def test_a_message_of_theirs_counts_as_from_the_client(office: Office) -> None:
    id_ = acme(office)
    erik = office.contact(id_, "Erik Lund", slack_user_id=ERIK)
    say(office, ERIK)
    [touch] = logged(office, id_)
    assert (touch.kind, touch.direction, touch.source, touch.note) == ("message", "from-client", "channel", "")
    assert touch.external_id == f"{SHARED}:2026-05-12"
    assert people(office, touch) == ([], [erik])
    assert account(office, id_).last_contact_at == touch.occurred_at


def test_a_message_of_ours_counts_as_to_the_client(office: Office) -> None:
    id_ = acme(office)
    say(office, BEN)
    [touch] = logged(office, id_)
    assert (touch.direction, people(office, touch)) == ("to-client", ([BEN], []))
    assert account(office, id_).last_contact_at is None


@pytest.mark.parametrize("order", [(ERIK, ANA, BEN), (BEN, ANA, ERIK), (ANA, ERIK, ANA, ERIK, BEN)])
def test_an_exchange_within_a_day_is_one_two_way_touch(office: Office, order: tuple[str, ...]) -> None:
    id_ = acme(office)
    erik = office.contact(id_, "Erik Lund", email="erik@acme.test")
    for user in order:
        office.now += timedelta(minutes=10)
        say(office, user)
    [touch] = logged(office, id_)
    assert touch.direction == "two-way"
    assert people(office, touch) == ([ANA, BEN], [erik])


def test_each_day_of_the_account_is_a_touch_of_its_own(office: Office) -> None:
    id_ = acme(office, owner_id=ANA)  # who lives in Lisbon, an hour ahead of UTC
    for hours in (0, 12.9, 13.1):
        office.now = office.now.replace(hour=10) + timedelta(hours=hours)
        say(office, ERIK)
        office.now = office.now.replace(day=12)
    assert [touch.external_id for touch in logged(office, id_)] == [f"{SHARED}:2026-05-12", f"{SHARED}:2026-05-13"]


def test_the_touch_is_audited_as_tends_own_deed_with_who_joined(office: Office) -> None:
    id_ = acme(office)
    say(office, ERIK)
    say(office, ANA)
    with office.store.read() as session:
        rows = [row for row in audit.of_account(session, office.team_id, id_) if row.deed.startswith("touch.")]
    edited, made = rows
    assert [(row.deed, row.person_id) for row in rows] == [("touch.edit", None), ("touch.log", None)]
    assert (made.after or {})["direction"] == "from-client"
    assert (edited.after or {})["direction"] == "two-way"


@pytest.mark.parametrize("who", SILENT)
def test_what_nobody_wrote_is_not_counted(office: Office, who: str) -> None:
    id_ = acme(office)
    assert SILENT[who](office) == 200
    assert logged(office, id_) == []


def test_a_file_and_an_answer_in_a_thread_are_written_by_somebody(office: Office) -> None:
    id_ = acme(office)
    event(office, subtype="file_share")
    event(office, user=ANA, thread_ts="1.2")
    assert [touch.direction for touch in logged(office, id_)] == ["two-way"]


def test_edits_and_deletions_leave_what_was_counted(office: Office) -> None:
    id_ = acme(office)
    message = say(office, ERIK)
    before = office.slack.socket.acknowledgements
    office.slack.edit(ERIK, message, "another word")
    office.slack.delete(ERIK, message)
    heard(office, before, times=2)
    assert [touch.direction for touch in logged(office, id_)] == ["from-client"]


def test_nothing_counts_in_a_channel_that_is_linked_to_nothing_or_shared_with_nobody(office: Office) -> None:
    globex = office.account("Globex", channels=[HEALTH])
    say(office, ERIK)
    say(office, ANA, channel=HEALTH)
    assert logged(office, globex) == []


def test_a_guest_counts_only_where_they_are_known_to_be_theirs(office: Office) -> None:
    id_ = acme(office)
    office.slack.world.channels[SHARED].members.add(DANA)
    say(office, DANA)
    assert logged(office, id_) == []
    accounts.edit(office.store, office.deed(), id_, {"domains": ["freelance.test"]})
    say(office, DANA)
    assert [touch.direction for touch in logged(office, id_)] == ["from-client"]


def test_nothing_counts_while_it_is_switched_off(office: Office) -> None:
    id_ = acme(office)
    sources.set_source(office.store, office.deed(), id_, Source.CHANNEL, on=False)
    say(office, ERIK)
    assert logged(office, id_) == []
    sources.set_source(office.store, office.deed(), id_, Source.CHANNEL, on=True)
    say(office, ERIK)
    assert len(logged(office, id_)) == 1


def test_no_word_is_kept_or_logged_unless_that_is_switched_on(office: Office) -> None:
    id_ = acme(office)
    with capture_logs() as logs:
        say(office, ERIK, "the secret launch")
        sources.set_source(office.store, office.deed(), id_, TEXT, on=True)
        say(office, ANA, "of @ben & Co")
    [touch] = logged(office, id_)
    assert touch.note == "of @Ben Okafor & Co"
    assert "secret" not in repr(logs)


def test_a_message_that_slack_tells_again_late_moves_nothing_back(office: Office) -> None:
    id_ = acme(office)
    early = f"{(office.now - timedelta(hours=3)).timestamp():.6f}"
    event(office)
    event(office, user=ANA, ts=early)
    [touch] = logged(office, id_)
    assert (touch.direction, touch.occurred_at) == ("two-way", office.now)
    yesterday = f"{(office.now - timedelta(days=1)).timestamp():.6f}"
    event(office, ts=yesterday)
    assert account(office, id_).last_contact_at == office.now
    assert len(logged(office, id_)) == 2


def test_a_touch_that_was_undone_or_moved_stays_so(office: Office) -> None:
    id_, globex = acme(office), office.account("Globex")
    say(office, ERIK)
    [touch] = logged(office, id_)
    moved = NewTouch(globex, Kind.MESSAGE, Direction.FROM_CLIENT, touch.occurred_at)
    touches.edit(office.store, office.deed(), touch.id, moved)
    say(office, ANA)
    assert (logged(office, id_), [one.direction for one in logged(office, globex)]) == ([], ["from-client"])
    touches.undo(office.store, office.deed(), touch.id)
    say(office, ANA)
    assert logged(office, id_) == logged(office, globex) == []


def test_two_channels_of_one_account_are_one_touch_a_day(office: Office) -> None:
    office.slack.world.channels[HEALTH].is_ext_shared = True
    id_ = acme(office, channels=[SHARED, HEALTH])
    say(office, ERIK)
    say(office, ANA, channel=HEALTH)
    assert [touch.direction for touch in logged(office, id_)] == ["two-way"]


def test_while_slack_cannot_tell_who_spoke_nothing_counts_and_the_next_message_does(office: Office) -> None:
    id_ = acme(office)
    freya = stranger(office)
    office.slack.faults.add("users.info", "500", times=1)
    with capture_logs() as logs:
        say(office, freya, "the secret launch")
    assert logged(office, id_) == []
    assert [line["event"] for line in logs if "counted" in line["event"]] == ["message.not_counted"]
    assert "secret" not in repr(logs)
    say(office, freya)
    assert [touch.direction for touch in logged(office, id_)] == ["from-client"]


def test_while_slack_cannot_tell_of_the_channel_nothing_counts(office: Office) -> None:
    id_ = acme(office)
    office.slack.faults.add("conversations.info", "500", times=1)
    say(office, ANA)
    assert logged(office, id_) == []
    say(office, ANA)
    assert len(logged(office, id_)) == 1


def test_slack_is_not_asked_at_each_message(office: Office) -> None:
    acme(office)
    for user in (ERIK, ANA):
        say(office, user)
    before = len(office.slack.calls())
    for _ in range(3):
        office.now += timedelta(minutes=10)
        for user in (ERIK, ANA):
            say(office, user)
    assert len(office.slack.calls()) == before


def test_nothing_is_ever_posted_where_the_client_reads(office: Office) -> None:
    acme(office)
    for user in (ERIK, ANA):
        say(office, user)
    office.wait_days(1)
    assert [message.user for message in office.slack.messages(SHARED)] == [ERIK, ANA]
    assert office.slack.calls("chat.postEphemeral") == []


def test_an_event_that_could_not_be_taken_is_refused_so_that_slack_tells_it_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme(office)

    def fails(*_: Any) -> None:
        raise RuntimeError("for a test")

    monkeypatch.setattr("bot.intake.channels.is_counted", fails)
    with capture_logs():
        assert event(office) == 500


def test_a_channel_that_goes_by_another_id_stays_what_it_was_chosen_for(office: Office) -> None:
    id_ = acme(office, channels=["G0ACME"])
    settings.set_alert_channel(office.store, Deed(office.team_id, None, office.now), "G0ACME")
    for _ in range(2):
        event(office, type="channel_id_changed", old_channel_id="G0ACME", new_channel_id=SHARED)
    say(office, ERIK)
    assert len(logged(office, id_)) == 1
    with office.store.read() as session:
        workspace = workspaces.get(session, office.team_id)
        renamed = [row for row in audit.of_account(session, office.team_id, id_) if row.deed == "account.edit"]
    assert workspace is not None
    assert workspace.alert_channel_id == SHARED
    assert [(row.before, row.after) for row in renamed] == [({"channels": ["G0ACME"]}, {"channels": [SHARED]})]


def test_who_reads_a_linked_channel_is_learned_as_soon_as_slack_tells(office: Office) -> None:
    acme(office)

    def learned(kind: str, shared: bool) -> bool | None:
        office.slack.world.channels[SHARED].is_ext_shared = shared
        event(office, type=kind, event_ts=f"{kind}.1", is_ext_shared=shared)
        with office.store.read() as session:
            return account_parts.is_shared(session, office.team_id, SHARED)

    assert learned("channel_shared", True) is True
    assert learned("channel_unshared", False) is False
    asked = len(office.slack.calls("conversations.info"))
    event(office, type="channel_unshared", channel="C0ELSEWHERE", event_ts="3.1")
    assert len(office.slack.calls("conversations.info")) == asked, "of a channel that is linked to nothing nobody asks"


def test_a_touch_says_where_it_comes_from(office: Office) -> None:
    id_ = acme(office)
    say(office, ERIK)
    assert "12 May: message from the client · from a shared channel" in office.says("/client touches Acme Corp")
    assert "message from the client · from a shared channel" in office.says("/client show Acme Corp")
    assert len(logged(office, id_)) == 1


def test_a_warning_that_is_open_is_closed_by_what_they_write(office: Office) -> None:
    id_ = acme(office, tier="key")
    office.touch(id_, days_ago=16)
    office.wait_days(1)
    [warning] = office.slack.dm(ANA)
    assert "17 days" in office.read(warning)
    say(office, ERIK)
    office.wait_days(0.01)
    [warning] = office.slack.dm(ANA)
    assert "Acme Corp*: heard from on 13 May" in office.read(warning)
