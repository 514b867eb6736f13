from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import App, BoltRequest, BoltResponse
from starlette.requests import Request

from bot.web.bodies import MOST
from bot.web.payloads import DEEPEST
from bot.web.signature import MAX_AGE_S, Claim, sign
from bot.web.slack import SlackRequests

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = datetime.fromtimestamp(1531420618, UTC)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = urlencode({"command": "/touch", "text": "Acme payload", "team_id": "T1", "user_id": "U1"}).encode()


class Bolt(App):
    """Answers whatever comes, and keeps it."""

    def __init__(self) -> None:
        self.heard: list[BoltRequest] = []

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        self.heard.append(req)
        if "odd" in req.body:
            raise AttributeError("odd")
        return BoltResponse(status=404 if "unknown" in req.body else 200, body="")


@pytest.fixture
def bolt() -> Bolt:
    return Bolt()


@pytest.fixture
def slack(bolt: Bolt) -> SlackRequests:
    return SlackRequests(bolt, SECRET, lambda: NOW)


def headers_of(body: bytes, content_type: str = FORM, at: str | None = None, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(NOW.timestamp())) if at is None else at
    return {
        "content-type": content_type,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(secret, timestamp.encode(), body).decode(),
    }


def post(slack: SlackRequests, body: bytes | list[bytes], headers: dict[str, str] | None = None) -> int:
    """The status that a request gets; a list of bytes arrives in as many pieces."""
    pieces = body if isinstance(body, list) else [body]
    told = headers_of(b"".join(pieces)) if headers is None else headers
    raw = [(name.encode(), value.encode()) for name, value in told.items()]
    left: Iterator[bytes] = iter(pieces)

    async def receive() -> dict[str, Any]:
        piece = next(left, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def take() -> int:
        request = Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive)
        return (await slack.take(request)).status_code

    return anyio.run(take)


def test_slacks_own_example_is_signed_as_slack_says() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = b"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"

    assert sign(SECRET, b"1531420618", body) == signature


def test_what_slack_signed_is_taken_as_it_was_sent(slack: SlackRequests, bolt: Bolt) -> None:
    assert post(slack, COMMAND) == 200
    assert bolt.heard[0].body["text"] == "Acme payload"


@given(body=st.binary(max_size=300), at=st.integers(0, 10**11), flip=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_signature_holds_for_its_own_bytes_moment_and_secret_alone(body: bytes, at: int, flip: int, bit: int) -> None:
    timestamp = str(at).encode()
    signature = sign(SECRET, timestamp, body)
    claim = Claim(timestamp, signature)
    changed = bytearray(body or b"\0")
    changed[flip % len(changed)] ^= 1 << bit
    forged = bytearray(signature)
    forged[flip % len(forged)] ^= 1 << bit

    assert claim.holds(SECRET, body)
    assert not claim.holds(SECRET, changed)
    assert not claim.holds(SECRET + "x", body)
    assert not Claim(str(at + 1).encode(), signature).holds(SECRET, body)
    assert not Claim(timestamp, bytes(forged)).holds(SECRET, body)


@given(signature=st.binary(max_size=80), body=st.binary(max_size=50))
def test_no_other_bytes_are_a_signature(signature: bytes, body: bytes) -> None:
    assert Claim(b"1", signature).holds(SECRET, body) is (signature == sign(SECRET, b"1", body))


@pytest.mark.parametrize("drift", [-MAX_AGE_S, -1, 0, MAX_AGE_S])
def test_a_signature_is_good_for_five_minutes(slack: SlackRequests, drift: int) -> None:
    at = str(int(NOW.timestamp()) + drift)
    assert post(slack, COMMAND, headers_of(COMMAND, at=at)) == 200


ODD = [
    "", "now", "-1", "1e9", "1531420618.5", " 1531420618", "1_531_420_618", "+1531420618", "0x5B478A8A", "NaN",
    "9" * 500, "1531420000", "1531420919", "1531420317", "\u0663",
]  # fmt: skip


@pytest.mark.parametrize("at", ODD)
def test_an_odd_or_old_moment_is_refused_however_well_it_is_signed(slack: SlackRequests, bolt: Bolt, at: str) -> None:
    assert post(slack, COMMAND, headers_of(COMMAND, at=at)) == 401
    assert bolt.heard == []


@given(at=st.text(st.characters(codec="latin-1"), max_size=20))
def test_no_moment_breaks_the_guard(at: str) -> None:
    told = [(b"x-slack-request-timestamp", at.encode("latin-1")), (b"x-slack-signature", b"v0=")]
    claim = Claim.of(told, NOW)
    assert claim is None or abs(int(at) - NOW.timestamp()) <= MAX_AGE_S


@pytest.mark.parametrize(
    "changes",
    [
        {"x-slack-signature": None},
        {"x-slack-request-timestamp": None},
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0="},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v1=" + sign(SECRET, b"1531420618", COMMAND).decode()[3:]},
        {"x-slack-signature": sign("another", b"1531420618", COMMAND).decode()},
        {"x-slack-signature": "v0=é"},
    ],
)
def test_a_bad_or_missing_signature_is_refused(
    slack: SlackRequests, bolt: Bolt, changes: dict[str, str | None]
) -> None:
    told = {**headers_of(COMMAND), **changes}
    assert post(slack, COMMAND, {name: value for name, value in told.items() if value is not None}) == 401
    assert bolt.heard == []


def test_two_signatures_are_none(slack: SlackRequests) -> None:
    signed = [(name.encode(), value.encode()) for name, value in headers_of(COMMAND).items()]
    assert Claim.of(signed, NOW)
    assert Claim.of([*signed, (b"x-slack-signature", b"v0=")], NOW) is None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"", JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b"1", JSON),
        (b'"command"', JSON),
        (b"null", JSON),
        (b'{"type": 1}', JSON),
        (b'{"type": "event_callback"}', JSON),
        (b'{"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": []}', JSON),
        (b'{"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": {"type": 5}}', JSON),
        (b'{"type": "block_actions", "user": "U1"}', JSON),
        (b'{"type": "block_actions", "user": {"id": "U1"}, "actions": [1]}', JSON),
        (b'{"type": "url_verification"}', JSON),
        (b'{"type": "x", "user": {"id": "U1"}, "n": ' + b"9" * 5000 + b"}", JSON),
        (b'{"type": "x\xff"}', JSON),
        (b'{"type": "block_actions", "user": {"id": "U1"}, "actions": [{}]}', JSON),
        (b'{"type": "block_actions", "user": {"id": "U1"}, "actions": []}', JSON),
        (b'{"type": "view_submission", "user": {"id": "U1"}}', JSON),
        (b"command=%2Ftouch", FORM),
        (b"payload=%7B", FORM),
        (b"payload=%5B%5D", FORM),
        (b"payload=", FORM),
        (b"command=%FF", FORM),
        (b"\xff\xfe", FORM),
        (b"&".join(b"a%d=1" % n for n in range(200)), FORM),
        (COMMAND, "text/plain"),
        (COMMAND, ""),
        (b'{"unknown": 1, "command": "/x", "user_id": "U1"}', JSON),
        (b'{"odd": 1, "command": "/x", "user_id": "U1"}', JSON),
        ((b'{"a":' * 60_000) + b"1" + b"}" * 60_000, JSON),
        (b"[" * (MOST - 1), JSON),
    ],
)
def test_a_body_that_slack_never_sends_is_refused(slack: SlackRequests, body: bytes, content_type: str) -> None:
    assert post(slack, body, headers_of(body, content_type)) == 400


@pytest.mark.parametrize(("deep", "status"), [(DEEPEST - 1, 200), (DEEPEST, 400)])
def test_a_body_may_be_so_deep_and_no_deeper(slack: SlackRequests, deep: int, status: int) -> None:
    body = b'{"command": "/x", "user_id": "U1", "a": ' + b"[" * deep + b"]" * deep + b"}"
    assert post(slack, body, headers_of(body, JSON)) == status


NAMES = ("type", "user", "team", "event", "id", "actions", "command", "view")
PARTS = st.none() | st.booleans() | st.floats() | st.text()
ANY = st.recursive(PARTS, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner))


@given(payload=ANY)
def test_no_json_breaks_the_guard(payload: Any) -> None:
    body = json.dumps(payload).encode()
    assert post(SlackRequests(Bolt(), SECRET, lambda: NOW), body, headers_of(body, JSON)) in (200, 400)


@pytest.mark.parametrize(("size", "status"), [(MOST, 200), (MOST + 1, 413), (5 * MOST, 413)])
def test_a_body_may_be_so_large_and_no_larger(slack: SlackRequests, size: int, status: int) -> None:
    body = COMMAND + b"&x=" + b"1" * (size - len(COMMAND) - 3)
    assert post(slack, body) == status
    assert post(slack, [body[at : at + 60_000] for at in range(0, size, 60_000)]) == status
    assert post(slack, body, {**headers_of(body), "content-length": str(size)}) == status


def test_a_body_without_end_is_not_heard_out(slack: SlackRequests) -> None:
    async def for_ever() -> int:
        heard = 0

        async def receive() -> dict[str, Any]:
            nonlocal heard
            heard += 1
            return {"type": "http.request", "body": b"1" * 100_000, "more_body": True}

        raw = [(name.encode(), value.encode()) for name, value in headers_of(b"").items()]
        request = Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive)
        assert (await slack.take(request)).status_code == 413
        return heard

    assert anyio.run(for_ever) < 200


def test_a_sender_who_dawdles_is_hung_up_on(slack: SlackRequests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.bodies.WITHIN_S", 0.02)

    async def dawdle() -> int:
        async def receive() -> dict[str, Any]:
            await anyio.sleep_forever()
            raise AssertionError

        raw = [(name.encode(), value.encode()) for name, value in headers_of(b"").items()]
        request = Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive)
        return (await slack.take(request)).status_code

    assert anyio.run(dawdle) == 400


def test_large_bodies_of_all_requests_share_one_room(slack: SlackRequests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.bodies.SHARED", 300_000)
    body = COMMAND + b"&x=" + b"1" * 200_000
    raw = [(name.encode(), value.encode()) for name, value in headers_of(body).items()]

    async def crowd() -> list[int]:
        go, found = anyio.Event(), []

        async def one() -> None:
            async def pieces() -> AsyncIterator[bytes]:
                yield body[:190_000]
                await go.wait()
                yield body[190_000:]

            left = pieces()

            async def receive() -> dict[str, Any]:
                piece = await anext(left, None)
                return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

            request = Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive)
            found.append((await slack.take(request)).status_code)

        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(one)
            await anyio.wait_all_tasks_blocked()
            go.set()
        return found

    assert sorted(anyio.run(crowd)) == [200, 200, 413, 413]
    assert anyio.run(crowd).count(200) == 2  # the room was given back


@pytest.mark.parametrize(
    ("body", "retry", "once"),
    [
        ({"command": "/touch", "user_id": "U1"}, None, True),
        ({"command": "/touch", "user_id": "U1"}, "1", True),
        ({"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": {"type": "x"}}, None, True),
        ({"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": {"type": "x"}}, "1", False),
    ],
)
def test_only_events_are_sent_again_by_slack(
    slack: SlackRequests, bolt: Bolt, body: dict[str, Any], retry: str | None, once: bool
) -> None:
    raw = json.dumps(body).encode()
    told = headers_of(raw, JSON) | ({"x-slack-retry-num": retry} if retry else {})
    assert post(slack, raw, told) == 200
    assert bolt.heard[0].context["once"] is once
