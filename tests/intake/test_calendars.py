"""Calendars that log themselves: served here, read by Tend, and what comes of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlmodel import select

from bot.installing.keys import seal_anew
from bot.intake.calendars import fetch, reading
from bot.intake.calendars.fetch import CannotFetch
from bot.intake.calendars.reading import CannotRead
from bot.tend import Tend
from bot.work import erasure, sources, touches
from bot.work.checks import NOTE_LIMIT
from bot.work.deed import Deed
from storage import calendars
from storage import touches as touch_rows
from storage.engine import Store
from storage.tables import Calendar, Meeting, Message, Touch
from storage.vault import Vault
from tests.handlers.office import ANA, BEN, CHRIS, Office

FILES = Path(__file__).parent / "calendars"
KEY = Fernet.generate_key().decode()


@dataclass
class Shelf:
    """A server of calendars: what it answers, and how often it was asked."""

    content: bytes = b""
    status: int = 200
    location: str = ""
    asked: int = 0
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/secret-1234/basic.ics"

    def put(self, name: str) -> None:
        self.content = (FILES / f"{name}.ics").read_bytes()


@contextmanager
def serving() -> Iterator[Shelf]:
    shelf = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shelf.asked += 1
            self.send_response(shelf.status)
            if shelf.location:
                self.send_header("Location", shelf.location)
            self.end_headers()
            self.wfile.write(shelf.content)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        shelf.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield shelf
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving() as made:
        yield made


@dataclass(frozen=True)
class Desk:
    """The office, with an account whose contact stands in the calendars, and a vault."""

    office: Office
    shelf: Shelf
    acme: str
    jane: str

    @property
    def tend(self) -> Tend:
        return self.office.tend

    def add(self, user: str = ANA) -> str:
        """Add the calendar, and wait until it was read for the first time; all that was said."""
        before = len(self.office.slack.ephemeral(user))
        first = self.office.says(f"/client calendar {self.shelf.address}", user)
        self.office.slack.until(lambda: len(self.office.slack.ephemeral(user)) > before + 1)
        return " ".join([first, *(message.text for message in self.office.slack.ephemeral(user)[before + 1 :])])

    def read(self, user: str = ANA) -> reading.CalendarRead:
        return reading.read(self.tend, self.office.team_id, user)

    def touches(self) -> list[Touch]:
        with self.office.store.read() as session:
            return list(session.exec(select(Touch).order_by(Touch.occurred_at)))  # type: ignore[arg-type]

    def planned(self) -> list[date]:
        with self.office.store.read() as session:
            return sorted(one.planned_on for one in session.exec(select(Meeting)) if one.kept_by is None)

    def row(self, user: str = ANA) -> Calendar | None:
        with self.office.store.read() as session:
            return calendars.get(session, self.office.team_id, user)


@pytest.fixture
def desk(sqlite_store: Store, shelf: Shelf) -> Iterator[Desk]:
    office = Office(sqlite_store)
    office.tend = replace(office.tend, vault=Vault([KEY]), private_calendars=True)
    with office:
        acme = office.account("Acme Corp", domains=["acme.com"])
        yield Desk(office, shelf, acme, office.contact(acme, "Jane Doe", email="jane@acme.com"))


def test_past_meetings_with_clients_become_touches_once_and_coming_ones_cover_the_account(desk: Desk) -> None:
    desk.shelf.put("google")
    desk.add()

    first, again = desk.read(), desk.read()

    met = [touch.occurred_at for touch in desk.touches()]
    assert met[-1] == datetime(2026, 4, 28, 9, 0, tzinfo=UTC)
    assert {(touch.kind, touch.direction, touch.source, touch.note) for touch in desk.touches()} == {
        ("meeting", "two-way", "calendar", "")
    }
    assert (first.accounts, again.logged) == (("Acme Corp",), 0)
    assert desk.planned()[:2] == [date(2026, 5, 13), date(2026, 5, 19)]
    assert "covered" in desk.office.says("/client why Acme").lower()


def test_adding_a_calendar_tells_what_was_found_in_it_and_never_shows_its_address(desk: Desk) -> None:
    desk.shelf.put("google")

    told = desk.add()

    assert "I am reading your calendar at `127.0.0.1`" in told
    assert "with *Acme Corp*" in told
    shown = desk.office.says("/client calendar")
    assert "secret-1234" not in told + shown
    row = desk.row()
    assert row is not None
    assert "secret-1234" not in row.address


def test_a_meeting_that_two_of_us_have_in_their_calendars_is_one_touch_with_both(desk: Desk) -> None:
    desk.shelf.put("icloud")
    for user in (ANA, CHRIS):
        desk.add(user)
        desk.read(user)

    [touch] = desk.touches()
    with desk.office.store.read() as session:
        ours = touch_rows.people_of(session, desk.office.team_id, [touch.id])
    assert sorted(ours[touch.id]) == [ANA, CHRIS]
    assert touch.occurred_at == datetime(2026, 4, 30, 21, 0, tzinfo=UTC)


def test_whoever_declined_was_not_there_and_a_cancelled_meeting_was_none(desk: Desk) -> None:
    desk.shelf.put("outlook")
    desk.add(BEN)
    assert desk.read(BEN).found == 0

    desk.add(ANA)
    assert desk.read(ANA).found == 1
    assert [touch.occurred_at.day for touch in desk.touches()] == [6]


def test_a_meeting_that_is_moved_or_called_off_covers_no_longer(desk: Desk) -> None:
    desk.shelf.put("google")
    desk.add()
    desk.read()
    assert date(2026, 5, 13) in desk.planned()

    moved = desk.shelf.content.replace(b"20260513T16", b"20260515T16")
    desk.shelf.content = moved
    desk.read()
    assert desk.planned()[:2] == [date(2026, 5, 15), date(2026, 5, 19)]

    desk.shelf.content = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    desk.read()
    assert desk.planned() == []


def test_a_meeting_that_people_planned_themselves_stays_whatever_the_calendar_says(desk: Desk) -> None:
    desk.office.says("/touch Acme call next 19 May")
    desk.shelf.put("google")
    desk.add()
    desk.read()

    assert "Removed" not in desk.office.says("/client calendar off")
    assert desk.planned() == [date(2026, 5, 19)]


def test_a_touch_that_was_undone_does_not_come_back(desk: Desk) -> None:
    desk.shelf.put("icloud")
    desk.add()
    desk.read()
    [touch] = desk.touches()
    touches.undo(desk.office.store, desk.office.deed(), touch.id)

    assert desk.read().logged == 0
    assert len(desk.touches()) == 1


def test_an_account_that_does_not_listen_to_calendars_gets_nothing(desk: Desk) -> None:
    sources.set_source(desk.office.store, desk.office.deed(), desk.acme, "calendar", on=False)
    desk.shelf.put("google")
    desk.add()

    assert desk.read().found == 0
    assert (desk.touches(), desk.planned()) == ([], [])


def test_titles_are_kept_only_where_that_is_switched_on(desk: Desk) -> None:
    sources.set_source(desk.office.store, desk.office.deed(), desk.acme, "text", on=True)
    desk.shelf.put("outlook")
    desk.add()
    desk.read()

    assert [touch.note for touch in desk.touches()] == ["Quarterly review"]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("<!channel> & <@U0ANA> `*x*`", "<!channel> & <@U0ANA> `*x*`"),
        ("\u202eevil\x07 \x1b[31mred", "evil [31mred"),
        ('=HYPERLINK("x")\'; DROP TABLE touches', '=HYPERLINK("x")\'; DROP TABLE touches'),
        ("long " * 2_000, None),
        ("\x07", ""),
    ],
)
def test_hostile_titles_and_guests_are_kept_without_harm_or_left_away(desk: Desk, title: str, kept: str | None) -> None:
    sources.set_source(desk.office.store, desk.office.deed(), desk.acme, "text", on=True)
    desk.shelf.put("outlook")
    guest = "ATTENDEE;CN=<!channel>:mailto:\u202e<!channel>@acme.com\r\nATTENDEE:mailto:a\x07@acme.com\r\n"
    content = desk.shelf.content.decode().replace("Quarterly review", title).replace("ATTENDEE", f"{guest}ATTENDEE", 1)
    desk.shelf.content = content.encode()
    said = desk.add()
    [touch] = desk.touches()

    assert touch.note == kept if kept is not None else 0 < len(touch.note) <= NOTE_LIMIT
    assert "<!channel>" not in said + desk.office.says("/client touches Acme") + desk.office.says("/client show Acme")


def test_calendars_are_read_every_half_hour_by_the_tick_and_each_by_one_process(desk: Desk) -> None:
    desk.shelf.put("google")
    desk.add()
    asked = desk.shelf.asked

    assert reading.read_next(desk.tend)
    assert not reading.read_next(desk.tend)
    desk.office.now += timedelta(minutes=31)
    assert reading.read_next(desk.tend)
    assert not reading.read_next(desk.tend)
    assert desk.shelf.asked == asked + 2


def test_a_calendar_that_stays_away_is_told_to_its_owner_once(desk: Desk) -> None:
    desk.shelf.status = 404
    desk.add()
    for _ in range(6):
        desk.office.now += timedelta(minutes=31)
        assert reading.read_next(desk.tend)

    with desk.office.store.read() as session:
        told = [one.body for one in session.exec(select(Message)) if one.kind == "notice"]
    assert [body and body["about"] for body in told] == ["calendar"]
    assert "404" in desk.office.says("/client calendar")


def test_what_is_no_calendar_is_told_and_changes_nothing(desk: Desk) -> None:
    desk.shelf.content = b"<html>Sign in</html>"
    desk.add()

    with pytest.raises(CannotRead, match="no calendar"):
        desk.read()


def test_a_calendar_is_read_no_more_when_its_owner_says_so_or_is_erased(desk: Desk) -> None:
    desk.shelf.put("google")
    desk.add()
    desk.read()
    before = len(desk.touches())

    desk.office.says("/client calendar off")
    assert desk.row() is None
    assert (desk.planned(), len(desk.touches())) == ([], before)

    desk.add(BEN)
    erasure.person(desk.office.store, Deed(desk.office.team_id, None, desk.office.now), BEN)
    assert desk.row(BEN) is None


def test_addresses_are_sealed_anew_when_the_key_changes(desk: Desk) -> None:
    desk.shelf.put("google")
    desk.add()
    row = desk.row()
    assert row is not None
    key = Fernet.generate_key().decode()

    assert seal_anew(desk.office.store, Vault([key, KEY])) == 1
    again = desk.row()
    assert again is not None
    assert Vault([key]).open(again.address, reading.owner(desk.office.team_id, ANA)) == desk.shelf.address


def test_without_a_key_no_address_is_taken(desk: Desk) -> None:
    with Office(desk.office.store) as other:
        assert "TEND_ENCRYPTION_KEYS" in other.says(f"/client calendar {desk.shelf.address}")
    assert desk.row() is None


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x.ics",
        "https://localhost/x.ics",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/x.ics",
        "https://[::1]/x.ics",
        "https://[::ffff:127.0.0.1]/x.ics",
        "https://0x7f.1/x.ics",
        "http://8.8.8.8/x.ics",
    ],
)
def test_an_address_does_not_lead_into_our_own_network_nor_past_encryption(address: str) -> None:
    with pytest.raises(CannotFetch, match=r"network of our own|https alone|no such host"):
        fetch.fetch(fetch.tidy(address), private=False)


@pytest.mark.parametrize("typed", ["", "acme", "ftp://x/y", "file:///etc/passwd", "https://", "javascript:alert(1)"])
def test_what_is_no_address_is_refused_with_what_one_looks_like(typed: str) -> None:
    with pytest.raises(CannotFetch):
        fetch.tidy(typed)


def test_a_calendar_that_leads_in_circles_or_is_too_large_is_left(shelf: Shelf) -> None:
    shelf.status, shelf.location = 302, shelf.address
    with pytest.raises(CannotFetch, match="without end"):
        fetch.fetch(shelf.address, private=True)

    shelf.status, shelf.location, shelf.content = 200, "", b"x" * (fetch.MOST + 1)
    with pytest.raises(CannotFetch, match="larger than 5 MB"):
        fetch.fetch(shelf.address, private=True)


def test_webcal_is_https() -> None:
    assert fetch.tidy(" webcal://p1.icloud.com/x ") == "https://p1.icloud.com/x"
