"""The one-line language of `/touch`. Today is Wednesday, 20 May 2026; Acme, also "acme corp", is an account."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.policy import Direction, Kind
from handlers import words
from handlers.dates import read_date
from handlers.grammar import Problem, TouchDraft, parse_touch, unparse

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 5, 20)
ACCOUNTS = {"acme", "acme corp", "call center inc", "booking.com", "l'oréal", "<!channel> & <b>"}


def knows(name: str) -> bool:
    return name.casefold() in ACCOUNTS


def parse(line: str, *, default_account: bool = False) -> TouchDraft:
    return parse_touch(line, is_account=knows, today=TODAY, read_date=read_date, default_account=default_account)


def draft(account: str = "acme", **said: object) -> TouchDraft:
    return replace(TouchDraft(account_text=account), **said)  # type: ignore[arg-type]


EXAMPLES = [
    (
        "Acme call with their CFO yesterday: renewal looks fine, next 2w",
        draft("Acme", kind="call", contacts=("CFO",), occurred_text="yesterday", occurred_on=date(2026, 5, 19),
              note="renewal looks fine", next_text="2w", next_on=date(2026, 6, 3)),
    ),
    (
        "acme call with Jane yesterday: renewal looks fine next 2w",
        draft(kind="call", contacts=("Jane",), occurred_text="yesterday", occurred_on=date(2026, 5, 19),
              note="renewal looks fine", next_text="2w", next_on=date(2026, 6, 3)),
    ),
    ("acme sent the June report", draft(kind="delivery", direction="to-client", note="sent the June report")),
    (
        "acme e-mail from Jane 3 days ago",
        draft(kind="email", direction="from-client", contacts=("Jane",), occurred_text="3 days ago",
              occurred_on=date(2026, 5, 17)),
    ),
    (
        "call with Jane at Acme Corp yesterday: fine",
        draft("Acme Corp", kind="call", contacts=("Jane",), occurred_text="yesterday", occurred_on=date(2026, 5, 19),
              note="fine"),
    ),
    ("call acme with Jane", draft(kind="call", contacts=("Jane",))),
    ("lunch with Acme: fine", draft("Acme", kind="meal", note="fine")),
    ("yesterday email from acme",
     draft(kind="email", direction="from-client", occurred_text="yesterday", occurred_on=date(2026, 5, 19))),
    ("acme left a voicemail", draft(kind="attempt", direction="to-client")),
    (
        '"Acme Corp" lunch with "Jane Doe" and @ben on 12 May temp:+1',
        draft("Acme Corp", kind="meal", contacts=("Jane Doe",), people=("@ben",), occurred_text="12 May",
              occurred_on=date(2026, 5, 12), temperature=1),
    ),
    (
        "\u201cAcme Corp\u201d lunch with \u201cJane Doe\u201d and <@U0BEN|ben> on 12 May temp:\u22121",
        draft("Acme Corp", kind="meal", contacts=("Jane Doe",), people=("U0BEN",), occurred_text="12 May",
              occurred_on=date(2026, 5, 12), temperature=-1),
    ),
    ("acme thanks: for the cake", draft(kind="thanks", direction="to-client", note="for the cake")),
    ("acme note: they seem busy", draft(kind="note", note="they seem busy")),
    ("acme: called Jane: fine", draft(kind="call", contacts=("Jane",), note="fine")),
    ("acme Jane emailed: wants a word",
     draft(kind="email", direction="from-client", contacts=("Jane",), note="wants a word")),
    ("acme Proposal sent", draft(kind="delivery", direction="to-client", note="Proposal sent")),
    ("acme met Jane and Tom for a chat", draft(kind="meeting", contacts=("Jane", "Tom"), note="for a chat")),
    ("acme emailed NDA", draft(kind="email", direction="to-client", note="emailed NDA")),
    ("acme meeting with 5 people", draft(kind="meeting", note="meeting with 5 people")),
    ("acme call w/ Jane", draft(kind="call", contacts=("Jane",))),
    ("ACME CALL WITH JANE AND TOM", draft("ACME", kind="call", contacts=("JANE", "TOM"))),
    ("acme lunch with Jane, they asked for a plan",
     draft(kind="meal", contacts=("Jane",), note="they asked for a plan")),
    ("acme they called", draft(kind="call", direction="from-client")),
    ("acme their CFO called", draft(kind="call", direction="from-client", contacts=("CFO",))),
    ("acme emailed the offer", draft(kind="email", direction="to-client", note="emailed the offer")),
    ("acme email", draft(kind="email")),
    ("acme emailed with Jane", draft(kind="email", contacts=("Jane",))),
    ("acme email to Jane", draft(kind="email", direction="to-client", contacts=("Jane",))),
    ("acme spoke to Jane", draft(kind="call", contacts=("Jane",))),
    ("acme call with them", draft(kind="call", direction="two-way")),
    ("acme called, no answer", draft(kind="attempt", direction="to-client", note="called, no answer")),
    ("acme tried to call", draft(kind="attempt", direction="to-client", note="tried to call")),
    ("acme call about renewal", draft(kind="call", note="call about renewal")),
    ("acme call about renewal: went well", draft(kind="call", note="call about renewal: went well")),
    ("acme lunch call", draft(kind="meal", note="lunch call")),
    (
        "acme 12 May with Jane and Tom video call",
        draft(kind="video", contacts=("Jane", "Tom"), occurred_text="12 May", occurred_on=date(2026, 5, 12)),
    ),
    (
        "acme meeting with Jane Doe, Tom & their head of IT about prices",
        draft(kind="meeting", contacts=("Jane Doe", "Tom", "head of IT"), note="about prices"),
    ),
    (
        "acme met with Jan van der Berg on 2026-05-12, next call on 3 June",
        draft(kind="meeting", contacts=("Jan van der Berg",), occurred_text="2026-05-12",
              occurred_on=date(2026, 5, 12), next_text="call on 3 June", next_on=date(2026, 6, 3)),
    ),
    (
        "acme coffee with jane doe: all fine, next Friday",
        draft(kind="meal", contacts=("jane doe",), note="all fine", next_text="Friday", next_on=date(2026, 5, 22)),
    ),
    ("acme call next: 2w", draft(kind="call", next_text="2w", next_on=date(2026, 6, 3))),
    ("acme call next:2w", draft(kind="call", next_text="2w", next_on=date(2026, 6, 3))),
    ("acme call next:3 June", draft(kind="call", next_text="3 June", next_on=date(2026, 6, 3))),
    ("acme call +2w: fine", draft(kind="call", note="fine", next_text="2w", next_on=date(2026, 6, 3))),
    ("acme +10d, call with Jane", draft(kind="call", contacts=("Jane",), next_text="10d", next_on=date(2026, 5, 30))),
    ("acme call with Jane +2W", draft(kind="call", contacts=("Jane",), next_text="2w", next_on=date(2026, 6, 3))),
    ("acme call: they need +2w", draft(kind="call", note="they need +2w")),
    ("acme call about +3m of revenue", draft(kind="call", note="call about +3m of revenue")),
    ("acme call next week", draft(kind="call", next_text="week", next_on=date(2026, 5, 27))),
    ("acme call: ok temp:+1 next:10d",
     draft(kind="call", note="ok", temperature=1, next_text="10d", next_on=date(2026, 5, 30))),
    ("acme call temp: -2: angry", draft(kind="call", temperature=-2, note="angry")),
    ("acme meeting: next steps agreed", draft(kind="meeting", note="next steps agreed")),
    ("acme meeting: next 2w they decide", draft(kind="meeting", note="next 2w they decide")),
    ("acme sent an offer valid until Friday",
     draft(kind="delivery", direction="to-client", note="sent an offer valid until Friday")),
    (
        "acme sent the invoice of 3 May yesterday",
        draft(kind="delivery", direction="to-client", note="sent the invoice of 3 May", occurred_text="yesterday",
              occurred_on=date(2026, 5, 19)),
    ),
    ("acme call: at 15:30, see <https://x.test/a:b|x.test/a:b>", draft(kind="call", note="at 15:30, see x.test/a:b")),
    ("acme call :tada: yes", draft(kind="call", note="call :tada: yes")),
    ("acme call with <mailto:vp@acme.test|vp@acme.test>", draft(kind="call", contacts=("vp@acme.test",))),
    ("<http://Booking.com|Booking.com> visit", draft("Booking.com", kind="visit")),
    ("call center inc visit", draft("call center inc", kind="visit")),
    ("Globx Corp meeting", draft("Globx Corp", kind="meeting")),
    ("Globx Corp", draft("Globx Corp")),
    ("acme, call", draft(kind="call")),
    ("call with Jane", draft("", kind="call", contacts=("Jane",))),
    ("&lt;!channel&gt; &amp; &lt;b&gt; call: a &lt; b", draft("<!channel> & <b>", kind="call", note="a < b")),
    ("<!channel> & <b> call", draft("<!channel> & <b>", kind="call")),
    ("acme call: <@U0BEN|ben> will ask <#C1|sales>", draft(kind="call", note="@ben will ask #sales")),
    ("acme kind:meeting direction:from-client with:Jane on:monday who:<@U1|ana>",
     draft(kind="meeting", direction="from-client", contacts=("Jane",), people=("U1",), occurred_text="monday",
           occurred_on=date(2026, 5, 18))),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), EXAMPLES, ids=[line for line, _ in EXAMPLES])
def test_a_line_says_what_happened(line: str, expected: TouchDraft) -> None:
    assert parse(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", draft("")),
        ("   ", draft("")),
        ('""', draft("")),
        ('"', draft('"')),
        ("\u201c\u201d", draft("")),
        ("🙂", draft("🙂")),
        ("שלום עולם call: תודה", draft("שלום עולם", kind="call", note="תודה")),
        (":", draft("")),
        (": only a note", draft("", note="only a note")),
        ("acme: hello", draft(note="hello")),
        ("acme call: " + "x" * 4000, draft(kind="call", note="x" * 4000)),
        ("acme call: a\n- b\n- c", draft(kind="call", note="a\n- b\n- c")),
    ],
)
def test_odd_lines_are_read_as_they_are(line: str, expected: TouchDraft) -> None:
    assert parse(line) == expected


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("acme call 30 February", Problem("on", "30 February", "is not a date", "28 February or yesterday")),
        (
            "acme call on:soonish",
            Problem("on", "soonish", "is not a date that I can read", "12 May, 2026-05-12 or yesterday"),
        ),
        ("acme call 03/04/2026", Problem("on", "03/04/2026", "could be 3 April 2026 or 4 March 2026", "3 April 2026")),
        (
            "acme call tomorrow",
            Problem("on", "tomorrow", "is still to come, and a touch is what has been", "yesterday, or next:tomorrow"),
        ),
        (
            "acme call 3 June",
            Problem("on", "3 June", "is still to come, and a touch is what has been", "yesterday, or next:3 June"),
        ),
        ("acme call 12 May 13 May", Problem("on", "13 May", "is a second date beside 12 May", "on:yesterday")),
        ("acme call: ok, next 30 February", Problem("next", "30 February", "is not a date", "28 February or 2w")),
        ("acme call next:yesterday", Problem("next", "yesterday", "has gone by", "next 2w, or next 3 June")),
        ("acme call temp:+5", Problem("temp", "+5", "is not a temperature from -2 to +2", "temp:+1")),
        ("acme kind:foo", Problem("kind", "foo", "is not a kind that I know", "kind:call")),
        ("acme direction:up", Problem("direction", "up", "is not a direction that I know", "direction:from-client")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_kept_with_its_problem(line: str, problem: Problem) -> None:
    read = parse(line)
    assert read.problems == (problem,)
    assert problem.read in unparse(read)
    assert read.account_text == "acme"


def test_a_day_that_is_refused_is_no_date_and_keeps_its_words() -> None:
    read = parse("acme call tomorrow, next 31 June")
    assert (read.occurred_on, read.next_on) == (None, None)
    assert (read.occurred_text, read.next_text) == ("tomorrow", "31 June")


def test_a_problem_reads_as_a_sentence() -> None:
    (problem,) = parse("acme call 30 February").problems
    assert str(problem) == "“30 February” is not a date; try 28 February or yesterday"


def test_problems_are_told_in_one_order_however_they_were_typed() -> None:
    read = parse("acme next:foo temp:9 on:bar kind:baz")
    assert [problem.part for problem in read.problems] == ["kind", "on", "temp", "next"]


def test_the_longest_known_name_is_the_account() -> None:
    assert parse("Acme Corp call").account_text == "Acme Corp"
    assert parse("acme corporate call").account_text == "acme"


def test_a_known_name_may_be_typed_with_a_curly_apostrophe_when_names_are_compared_so() -> None:
    read = parse_touch(
        "L\u2019Oréal call", is_account=lambda name: name == "L\u2019Oréal", today=TODAY, read_date=read_date
    )
    assert read.account_text == "L\u2019Oréal"


def test_a_quoted_beginning_is_the_account_even_where_the_channel_has_one() -> None:
    assert parse('"Globex" call', default_account=True).account_text == "Globex"


def test_in_a_linked_channel_prose_alone_is_the_note() -> None:
    assert parse("renewal looks fine", default_account=True) == draft("", note="renewal looks fine")
    assert parse("renewal looks fine") == draft("renewal looks fine")


def test_in_a_linked_channel_words_before_a_kind_may_still_be_a_name() -> None:
    assert parse("Globx call", default_account=True).account_text == "Globx"


def test_the_parts_may_come_in_any_order() -> None:
    one = parse("acme call with Jane on 12 May temp:+1 next 2w")
    two = parse("acme next 2w on 12 May temp:+1 call with Jane")
    assert one == two


def test_a_title_of_another_word_that_is_no_person_stays_in_the_note() -> None:
    read = parse("acme call about their renewal")
    assert read.contacts == ()
    assert read.note == "call about their renewal"


def test_every_kind_and_direction_of_the_policy_has_its_words() -> None:
    assert set(words.KINDS) == {kind.value for kind in Kind}
    assert set(words.DIRECTIONS) == {direction.value for direction in Direction}
    for kind in Kind:
        assert words.KIND_OF[kind.value] == kind.value
    for direction in Direction:
        assert words.DIRECTION_OF[direction.value] == direction.value


@pytest.mark.parametrize("phrase", sorted(words.KIND_OF))
def test_every_synonym_is_understood_where_it_stands_alone(phrase: str) -> None:
    read = parse(f"acme {phrase}")
    assert read.kind == words.KIND_OF[phrase]
    assert read.note == ""


def test_four_thousand_characters_before_the_note_are_read_in_an_instant() -> None:
    started = time.process_time()
    parse("acme " + "next with their on 12 until " * 150)
    parse('"' * 4000)
    parse("acme call: " + " " * 4000 + "x")
    assert time.process_time() - started < 2


_SCRAPS = [
    *words.KIND_OF, *words.DIRECTION_OF, "with", "their", "from", "to", "they", "next", "temp", "temp:+1", "temp:9",
    "on", "yesterday", "12", "May", "2w", "30 February", "tomorrow", "3 days ago", "Friday", "next:2w", "next: 2w",
    "next:3", "+2w", "+0d", "June", "on:monday", "kind:call", "kind:foo", "direction:x", "who:<@U1|ana>", "<@U2|ben>",
    "@tom", '"@x"', "who:ben", "who:@", 'with:"@x"', "Jane", "Doe", "jane", ",", "and", "&amp;", "&", ":", "a:",
    '"Acme Corp"', '"', "\u201c", "\u201d", "acme", "Corp,", "CFO", "IT", "of", "<#C1|gen>",
    "<mailto:a@b.test|a@b.test>", "<https://x.test|x y>", ":tada:", "🙂", "שלום", "\u202e", 'with:"a b"', "with:",
    "next:foo", "-", "\u2013", "until", "head", "foo:bar", '""', "&lt;", "<!channel>", "03/04/2026", "\n",
]  # fmt: skip
_MARKED = ["zqa", "zqb", "Zqc", "zqd,", "zqe", "ZQF", "zqg:", "(zqh)"]

scraps = st.lists(st.one_of(st.sampled_from(_SCRAPS), st.text(max_size=6)), max_size=12)
lines = st.one_of(st.text(max_size=200), scraps.map(" ".join), scraps.map("".join))


@unhurried
@given(lines, st.booleans())
def test_a_draft_that_is_written_out_is_read_back_the_same(line: str, default_account: bool) -> None:
    read = parse(line, default_account=default_account)
    assert parse(str(read), default_account=default_account) == read


@unhurried
@given(st.lists(st.one_of(st.sampled_from(_SCRAPS), st.sampled_from(_MARKED)), max_size=12).map(" ".join))
def test_no_word_that_was_typed_is_lost(line: str) -> None:
    read = parse(line)
    texts = [read.account_text, *read.people, *read.contacts, read.occurred_text, read.note, read.next_text]
    kept = " ".join([*texts, *(problem.read for problem in read.problems)])
    for word in re.findall("zq[a-h]", line, re.IGNORECASE):
        assert word in kept


@unhurried
@given(lines)
def test_a_draft_holds_only_what_can_be(line: str) -> None:
    read = parse(line)
    assert read.kind is None or read.kind in set(Kind)
    assert read.direction is None or read.direction in set(Direction)
    assert read.temperature is None or -2 <= read.temperature <= 2
    assert read.occurred_on is None or read.occurred_on <= TODAY
    assert read.next_on is None or read.next_on >= TODAY
    assert bool(read.occurred_text) >= bool(read.occurred_on)
    assert bool(read.next_text) >= bool(read.next_on)
    assert all(person and (person.startswith("@") or person.isupper() or person.isdigit()) for person in read.people)


names = (
    st.text("abcXYZ -'&<>\"é", min_size=1, max_size=20).map(str.strip).filter(lambda name: name.strip(" ,;-\"'") != "")
)


@unhurried
@given(names)
def test_any_known_name_is_found_whole_when_it_is_quoted(name: str) -> None:
    read = parse(unparse(TouchDraft(account_text=name, kind="call", note="fine")))
    assert (read.account_text, read.kind, read.note) == (name, "call", "fine")


@unhurried
@given(st.text(max_size=300).filter(lambda note: note == note.strip() and "next" not in note and "temp" not in note))
def test_a_note_comes_back_as_it_was_written(note: str) -> None:
    assert parse(unparse(TouchDraft(account_text="acme", kind="call", note=note))).note == note
