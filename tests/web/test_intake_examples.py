"""The examples of the intake, run as their readers run them."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.test_intake import Elsewhere, elsewhere

__all__ = ["elsewhere"]

GITHUB = Path(__file__).parents[2] / ".github"
EXAMPLES = GITHUB / "examples"
MAIL = b"""From: Jane Doe <jane@acme.com>
To: Ana <ana@brightside.test>
Date: Mon, 11 May 2026 09:30:00 +0200
Subject: =?utf-8?q?Renewal_f=C3=BCr_2027?=
Message-ID: <1@acme.com>

What she wrote goes no further.
"""


def around(told: Elsewhere, **more: str) -> dict[str, str]:
    return {**os.environ, "TEND_ADDRESS": told.address, "TEND_KEY": told.key, "OUR_DOMAIN": "brightside.test", **more}


def run(told: Elsewhere, *line: str, stdin: bytes = b"") -> str:
    done = subprocess.run(line, input=stdin, env=around(told), capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


def test_a_form_is_passed_on_and_who_is_no_client_is_thanked_all_the_same(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp", domains=["acme.com"])

    for id_, address in ((7, "jane@acme.com"), (8, "somebody@else.test")):
        form = urllib.parse.urlencode({"id": id_, "email": address, "message": 'She said "hello"'}).encode()
        assert "Thank you" in run(elsewhere, sys.executable, str(EXAMPLES / "form.py"), stdin=form)

    assert [(touch.external_id, touch.note) for touch in elsewhere.touches()] == [("form-7", 'She said "hello"')]


def test_an_email_is_passed_on_without_what_was_written(elsewhere: Elsewhere) -> None:
    office = elsewhere.office
    office.contact(office.account("Acme Corp"), "Jane Doe", email="jane@acme.com")
    script = str(EXAMPLES / "forward_email.py")

    assert run(elsewhere, sys.executable, script, stdin=MAIL) == "logged\n"
    assert run(elsewhere, sys.executable, script, stdin=MAIL) == "known\n"

    [touch] = elsewhere.touches()
    assert (touch.kind, touch.direction, touch.note) == ("email", "from-client", "Renewal für 2027")
    assert touch.occurred_at.isoformat() == "2026-05-11T07:30:00+00:00"


def test_what_a_crm_tells_is_passed_on(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")
    call = {"id": 1, "type": "CALL", "company": "Acme Corp", "at": "2026-05-12T09:30:00Z", "summary": "fine"}
    with _webhook(elsewhere) as port:
        body = json.dumps([{**call, "by": "ana@brightside.test"}]).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", body, timeout=30) as answer:
            assert json.load(answer)["results"][0]["outcome"] == "logged"

    assert [touch.external_id for touch in elsewhere.touches()] == ["crm-1"]


def test_the_line_on_the_page_works_as_it_stands(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")
    [line] = re.findall(r"-d '([^']+)'", (GITHUB / "INTAKE.md").read_text())

    assert elsewhere.post(json.loads(line)).results[0]["outcome"] == "logged"


@contextmanager
def _webhook(told: Elsewhere) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = [sys.executable, str(EXAMPLES / "crm_webhook.py")]
    process = subprocess.Popen(line, env=around(told, PORT=str(port)), stderr=subprocess.DEVNULL)
    try:
        _until_listening(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _until_listening(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            continue
        return
    raise TimeoutError(f"nobody listens at {port}")
