from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, make_url, text

from bot import web
from bot.playground.standin import Standin
from tests.handlers.office import ANA, GENERAL
from tests.running.process import Process, run

pytestmark = pytest.mark.long

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
CLIENT = "Zanzibar Holdings"
MARK = "s3cr3t"


class Discreet(Standin):
    """A stand-in whose secrets can be told from everything else."""

    bot_token = f"xoxb-{MARK}-bot"
    app_token = f"xapp-{MARK}-app"
    client_secret = f"{MARK}-client"


@dataclass
class House:
    """Slack, a database, the settings for both, and all that was printed."""

    slack: Discreet
    server: str
    folder: Path
    settings: dict[str, str]
    printed: str = ""

    @property
    def secrets(self) -> list[str]:
        """What must not be printed: what is marked, the keys, and the tokens that Slack gave."""
        keys = self.settings.get("TEND_ENCRYPTION_KEYS", MARK).split(",")
        given = [told for one in self.slack.core.installs._grants for told in (one.token, one.refresh or MARK)]
        return [MARK, *keys, *given]

    def run(self, command: str, **other: str) -> int:
        code, printed = run(command, self.folder, self.settings | other)
        self.printed += printed
        return code

    def ask(self, path: str) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.settings['PORT']}{path}", timeout=20) as answer:
            self.printed += answer.read().decode()

    def administer(self, *statements: str, inside: bool = False) -> None:
        address = make_url(self.server).set(drivername="postgresql+psycopg")
        engine = create_engine(address if inside else address.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@pytest.fixture
def house(pg_url: str, tmp_path: Path) -> Iterator[House]:
    slack = Discreet(manifest=MANIFEST, signing_secret=f"{MARK}-signing", rotates=True)
    with slack:
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": make_url(pg_url).set(password=f"{MARK}-db/&").render_as_string(hide_password=False),
            "PORT": str(free_port()),
        }
        yield House(slack, pg_url, tmp_path, settings)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def by_socket(house: House) -> None:
    house.settings["LOG_LEVEL"] = "DEBUG"


def by_http(house: House) -> None:
    path = house.folder / "signing"
    path.write_text(f"{MARK}-signing\n")
    house.settings["SLACK_SIGNING_SECRET_FILE"] = str(path)
    house.slack.tell_by_http(f"http://127.0.0.1:{house.settings['PORT']}{web.EVENTS}")


def by_installing(house: House) -> None:
    by_http(house)
    del house.settings["SLACK_BOT_TOKEN"], house.settings["SLACK_APP_TOKEN"]
    house.settings |= {
        "SLACK_CLIENT_ID": house.slack.client_id,
        "SLACK_CLIENT_SECRET": house.slack.client_secret,
        "TEND_ENCRYPTION_KEYS": f"{Fernet.generate_key().decode()},{Fernet.generate_key().decode()}",
        "TEND_PUBLIC_URL": f"http://127.0.0.1:{house.settings['PORT']}",
    }


def install(house: House) -> None:
    """Go the way that a browser goes."""
    line = HTTPConnection("127.0.0.1", int(house.settings["PORT"]), timeout=20)
    line.request("GET", "/slack/install")
    sent = line.getresponse()
    sent.read()
    cookie = sent.headers["Set-Cookie"].partition(";")[0]
    back = urlsplit(house.slack.consent(ANA, sent.headers["Location"]))
    line.request("GET", f"{back.path}?{back.query}", headers={"Cookie": cookie})
    arrived = line.getresponse()
    house.printed += arrived.read().decode()
    line.close()
    assert arrived.status == 200


@pytest.mark.parametrize("way", [by_socket, by_http, by_installing])
def test_nothing_that_a_run_prints_holds_a_secret_whatever_goes_wrong(
    house: House, way: Callable[[House], None]
) -> None:
    way(house)
    name = make_url(house.server).database
    with Process("run", house.folder, house.settings) as bot:
        bot.until("tend.ready")
        slack = house.slack
        if way is by_installing:
            install(house)
            assert len(house.secrets) == 5
        assert CLIENT in slack.command(ANA, GENERAL, f'/client add "{CLIENT}" tier:key owner:@ana').text
        for fault in ("invalid_auth", "500", "html", "reset_before"):
            slack.faults.add("*", fault)
            slack.command(ANA, GENERAL, f"/client show {CLIENT}")
            slack.open_home(ANA)
        slack.faults.clear()

        house.administer(
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
        )
        slack.command(ANA, GENERAL, f"/touch {CLIENT} call: a word")
        bot.until("request.not_saved")
        house.administer(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

        house.administer("ALTER TABLE accounts ADD CHECK (false) NOT VALID", inside=True)
        slack.command(ANA, GENERAL, f'/client add "{CLIENT} of Old"')
        bot.until("CheckViolation")
        house.ask("/metrics")
        assert bot.stop() == 0
        house.printed += bot.printed

    assert [secret for secret in house.secrets if secret in house.printed] == []
    if "LOG_LEVEL" not in house.settings:
        assert CLIENT not in house.printed


def test_no_way_to_fail_at_the_start_shows_a_secret(house: House) -> None:
    away = make_url(house.settings["DATABASE_URL"]).set(host="127.0.0.1", port=free_port(), query={})
    address = away.render_as_string(hide_password=False)

    assert house.run("run", DATABASE_URL=address) == 1
    assert "The database of DATABASE_URL does not answer" in house.printed
    assert house.run("run", SLACK_BOT_TOKEN=f"xoxb-{MARK}-wrong") == 1
    assert house.run("run", SLACK_APP_TOKEN=f"xapp-{MARK}-wrong") == 1
    assert house.run("run", SLACK_APP_TOKEN=f"{MARK}-nonsense", DATABASE_URL=f"{MARK}://") == 2
    assert house.run("doctor", SLACK_BOT_TOKEN=f"xoxb-{MARK}-wrong") == 1
    assert house.run("doctor", DATABASE_URL=address) == 1

    assert MARK not in house.printed
    assert "Traceback" not in house.printed


def test_each_line_of_a_request_carries_its_id_and_workspace_also_from_other_threads(house: House) -> None:
    with Process("run", house.folder, house.settings) as bot:
        bot.until("tend.ready")
        house.administer("DROP TABLE touches CASCADE", inside=True)
        house.slack.command(ANA, GENERAL, f'/client add "{CLIENT}"')
        house.slack.command(ANA, GENERAL, "/client backtest")
        bot.until("request.failed")
        assert bot.stop() == 0
        lines = [json.loads(line) for line in bot.printed.splitlines() if line.startswith("{")]

    of_requests = [line for line in lines if line["event"].startswith("request.")]
    failed = [line for line in of_requests if line["event"] == "request.failed"]
    answered = [line["request_id"] for line in of_requests if line["event"] == "request.answered"]
    assert {line["team_id"] for line in of_requests} == {house.slack.team_id}
    assert len(set(answered)) == 2
    assert {line["request_id"] for line in failed} <= set(answered)
    assert [line for line in lines if line["event"].startswith("tend.") and "request_id" in line] == []
