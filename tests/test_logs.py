from __future__ import annotations

import subprocess
import sys

import pytest
from psycopg.errors import UniqueViolation

from bot.hush import HIDDEN, Hush, without_rows

_FAIL = """
import logging, structlog
from bot import logs
secrets = ["postgresql://tend:correct%20horse@db/tend", "key-number-one,key-number-two", "tend"]
logs.configure("DEBUG", "{style}", secrets)
def call(token):
    raise RuntimeError("refused")
try:
    call("xoxb-local-variable")
except RuntimeError:
    structlog.get_logger().exception("broken", url="postgresql://tend:correct%20horse@db/tend")
logging.getLogger("elsewhere").debug("headers: %s, %s", "correct horse", ["key-number-two"])
structlog.get_logger().info("tend.ready")
"""


@pytest.mark.parametrize("style", ["json", "text"])
def test_no_line_holds_a_secret_or_shows_local_variables(style: str) -> None:
    done = subprocess.run([sys.executable, "-c", _FAIL.format(style=style)], capture_output=True, text=True, check=True)

    assert "RuntimeError: refused" in done.stderr
    assert "headers: " in done.stderr
    for secret in ("xoxb-local", "correct", "horse", "key-number"):
        assert secret not in done.stderr
    assert "tend.ready" in done.stderr
    assert "Warning" not in done.stderr
    assert done.stderr.startswith("{") == (style == "json")


@pytest.mark.parametrize(
    "told",
    [
        "xoxb-1234567890-abcdef",
        "xapp-1-A0123-456-abcdef",
        "xoxe.xoxb-1-abcdef",
        "xoxe-1-abcdefgh",
        "https://hooks.slack.com/commands/T0/1/abcdef",
        "wss://wss-primary.slack.com/link/?ticket=abcdef",
    ],
)
def test_whatever_looks_like_a_token_of_slacks_is_hidden_unasked(told: str) -> None:
    said = Hush()(f"before {told} after")

    assert "abcdef" not in said
    assert HIDDEN in said
    assert said.startswith("before ")
    assert said.endswith(" after")


def test_of_a_databases_error_all_is_told_but_the_row() -> None:
    error = UniqueViolation(
        'duplicate key "accounts_name"\nDETAIL:  Key (name)=(Acme Corp) already exists.\nHINT:  none'
    )

    said = without_rows(str(error))

    assert "Acme" not in said
    assert 'duplicate key "accounts_name"' in said
    assert "HINT:  none" in said
