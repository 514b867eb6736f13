from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from filelock import FileLock
from pydantic import SecretStr

from bot import app, clock_ahead, logs
from bot.__main__ import main
from bot.playground.standin import Standin
from bot.settings import Settings
from storage import accounts, workspaces
from storage.engine import Store
from tests.test_settings import NAMES

Tend = Callable[..., tuple[int, str, str]]

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
ACCOUNTS = """name,tier,annual_value,currency,owner
Acme Corp,key,120000,EUR,ana@brightside.test
Globex,gold,1,EUR,ana@brightside.test
Initech,light,,,nobody@brightside.test
Umbrella,standard,,,
"""


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin(manifest=MANIFEST) as standin:
        yield standin


@pytest.fixture
def tend(
    slack: Standin,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Tend:
    """Runs the command line in an empty folder, with tokens of the stand-in; gives exit code, output and errors."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(logs, "configure", lambda *_: None)  # it would outlive the test

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tend", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def test_bad_rows_are_told_by_line_and_reason_and_the_others_go_in(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)

    code, out, err = tend("import", "accounts", "accounts.csv")

    assert code == 1
    assert "2 added, 0 changed, 0 unchanged, 2 left out." in out
    assert "line 3: " in err
    assert "gold" in err
    assert "line 4: " in err
    assert "nobody@brightside.test" in err


def test_the_same_file_twice_changes_nothing(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    tend("import", "accounts", "accounts.csv")

    assert "0 added, 0 changed, 2 unchanged" in tend("import", "accounts", "accounts.csv")[1]


def test_a_dry_run_says_what_would_be_and_does_nothing(tend: Tend, tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)

    out = tend("import", "accounts", "accounts.csv", "--dry-run")[1]

    assert "2 would be added" in out
    store = Store.open(sqlite_url)
    with store.read() as session:
        assert accounts.count(session, "T0TEND") == 0
    store.close()


def test_what_is_exported_can_be_imported(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    tend("import", "accounts", "accounts.csv")

    assert "Wrote 2 accounts to out.csv." in tend("export", "accounts", "out.csv")[1]
    assert "Acme Corp,key,120000" in (tmp_path / "out.csv").read_text()
    assert "2 unchanged, 0 left out" in tend("import", "accounts", "out.csv")[1]


def test_every_noun_is_exported(tend: Tend, tmp_path: Path) -> None:
    assert "Wrote 0 remarks to" in tend("export", "remarks", "remarks.csv")[1]
    assert (tmp_path / "remarks.csv").read_text().startswith("account,id,text,said_by,")
    assert tend("export", "losses")[1].startswith("account,id,state,")


def test_one_is_one(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("name\nAcme\n")
    (tmp_path / "touches.csv").write_text("account,occurred_at\nAcme,2026-05-01\n")
    tend("import", "accounts", "accounts.csv")
    assert "Wrote 1 deed to log.csv." in tend("audit", "export", "log.csv")[1]
    tend("import", "touches", "touches.csv")

    assert "Wrote 1 account to a.csv." in tend("export", "accounts", "a.csv")[1]
    assert "Wrote 1 touch to t.csv." in tend("export", "touches", "t.csv")[1]
    assert "Wrote 0 litmus tests to l.csv." in tend("export", "litmus", "l.csv")[1]


def test_a_file_that_is_not_there_is_told_in_a_sentence(tend: Tend) -> None:
    code, _, err = tend("import", "touches", "nowhere.csv")

    assert code == 1
    assert "nowhere.csv cannot be read" in err


def test_in_the_database_of_a_playground_it_is_what_its_own_clock_says(
    tend: Tend, tmp_path: Path, sqlite_url: str
) -> None:
    coming = datetime.now(UTC).date() + timedelta(days=20)
    (tmp_path / "accounts.csv").write_text("name\nAcme\n")
    (tmp_path / "touches.csv").write_text(f"account,occurred_at\nAcme,{coming}\n")
    tend("import", "accounts", "accounts.csv")
    assert "is still to come" in tend("import", "touches", "touches.csv")[2]

    clock_ahead.keep(Path(sqlite_url.removeprefix("sqlite:///")), timedelta(days=30))

    assert "1 added" in tend("import", "touches", "touches.csv")[1]


def test_an_export_that_cannot_be_written_is_told_in_a_sentence(tend: Tend) -> None:
    code, _, err = tend("export", "accounts", "no/such/folder/out.csv")

    assert code == 1
    assert "out.csv cannot be written: No such file or directory." in err


def test_an_account_and_a_workspace_are_exported_whole(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    tend("import", "accounts", "accounts.csv")

    assert "rows of Acme Corp to acme.zip" in tend("export", "account", "acme", "acme.zip")[1]
    assert tend("export", "workspace", "all.zip")[0] == 0
    with ZipFile("acme.zip") as one, ZipFile("all.zip") as every:
        assert [len(some.read("accounts.jsonl").splitlines()) for some in (one, every)] == [1, 2]
    assert "not sure who or what" in tend("export", "account", "nobody", "nobody.zip")[2]
    assert "exists already" in tend("export", "workspace", "all.zip")[2]


def test_the_audit_log_is_exported_as_csv_or_as_json_lines(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    tend("import", "accounts", "accounts.csv")

    assert "tend audit export" in tend("export", "--help")[1]
    assert "tend export audits" in tend("audit", "--help")[1]
    assert "Wrote 2 deeds to log.jsonl" in tend("audit", "export", "log.jsonl")[1]
    assert [json.loads(line)["account"] for line in (tmp_path / "log.jsonl").read_text().splitlines()] == [
        "Acme Corp",
        "Umbrella",
    ]
    assert tend("audit", "export")[1].startswith("at,person_id,person,deed,")
    assert tend("audit", "export", "--since", "2999-01-01", "--json")[1] == ""


@pytest.mark.parametrize("typed", ["yesterday", "12.5.2026", "2026-02-30"])
def test_a_day_that_cannot_be_read_is_told_with_an_example(tend: Tend, typed: str) -> None:
    code, _, err = tend("audit", "export", "--since", typed)
    assert code == 2
    assert f"“{typed}” is no day that I can read here; write it like 2026-05-12." in err
    assert "%Y" not in err


def test_somebody_is_erased_once_that_is_confirmed(
    tend: Tend, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    (tmp_path / "contacts.csv").write_text("account,name\nAcme Corp,Jane Doe\n")
    tend("import", "accounts", "accounts.csv")
    tend("import", "contacts", "contacts.csv")

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert tend("erase", "contact", "Acme", "Jane")[0] == 1
    assert "Jane Doe" in tend("export", "contacts")[1]
    assert tend("erase", "contact", "Acme", "Jane", "--yes")[0] == 0
    assert "Jane Doe" not in tend("export", "contacts")[1]
    assert "not sure who" in tend("erase", "contact", "Acme", "Jane", "--yes")[2]
    nobody = tend("erase", "person", "zzz", "--yes")[2]
    assert "Perhaps" not in nobody
    assert "Colleagues are found by e-mail, Slack id or name" in nobody
    assert tend("erase", "person", "ana@brightside.test", "--yes")[0] == 0
    assert "ana@brightside.test" not in tend("export", "accounts")[1]


def test_doctor_finds_everything_well(tend: Tend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEND_ALERT_CHANNEL", "#client-health")

    code, out, _ = tend("doctor")

    assert code == 0
    for line in ("database: SQLite, up to date", "bot token: belongs to Brightside Studio", "#client-health"):
        assert line in out


@pytest.mark.parametrize(
    ("channel", "told"),
    [("#random", "not in #random"), ("#acme-shared", "shared with another company"), ("#old-projects", "archived")],
)
def test_doctor_says_what_is_wrong_with_the_alert_channel(
    tend: Tend, monkeypatch: pytest.MonkeyPatch, channel: str, told: str
) -> None:
    monkeypatch.setenv("TEND_ALERT_CHANNEL", channel)

    code, out, _ = tend("doctor")

    assert code == 1
    assert told in out


def test_doctor_says_what_to_do_about_a_token_that_slack_refuses(tend: Tend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")

    code, out, _ = tend("doctor")

    assert code == 1
    assert "copy SLACK_BOT_TOKEN again" in out


def test_doctor_is_at_ease_without_tokens(tend: Tend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.delenv("SLACK_APP_TOKEN")

    code, out, _ = tend("doctor")

    assert code == 0
    assert "Set up in Slack" in out


def test_wrong_settings_end_with_two_and_no_traceback(tend: Tend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("DATABASE_URL", "mysql://x")

    code, _, err = tend("run")

    assert code == 2
    assert "LOG_LEVEL" in err
    assert "DATABASE_URL" in err
    assert "Traceback" not in err


@pytest.fixture
def opened(tend: Tend, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A playground that is open for a moment, without tokens; gives how its log was told to be."""
    told: list[str] = []

    @contextmanager
    def playground(**_: object) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(url="http://127.0.0.1:4242/")

    monkeypatch.setattr("bot.play.playground", playground)
    monkeypatch.setattr("bot.__main__._wait_for_a_signal", lambda: None)
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.setattr("bot.logs.configure", lambda level, style, _: told.append(f"{level} {style}".strip()))
    for token in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(token)
    return told


@pytest.mark.usefixtures("opened")
def test_the_playgrounds_address_has_a_line_of_its_own_and_what_to_do_next_follows(tend: Tend) -> None:
    lines = tend("play")[1].splitlines()
    assert lines[lines.index("http://127.0.0.1:4242/") + 1].startswith("There, press +1 hour")
    assert "Stop it with Ctrl+C" in lines[-1]


def test_the_playground_logs_in_text_what_went_wrong_alone_unless_the_settings_say_otherwise(
    tend: Tend, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tend("play")
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    monkeypatch.setenv("LOG_FORMAT", "json")
    tend("play")
    assert opened[1::2] == ["WARNING text", "INFO json"]


@pytest.mark.usefixtures("opened")
def test_without_tokens_the_database_that_is_set_is_not_touched_and_that_is_said(
    tend: Tend, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tend("run")[1]
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set" in told
    assert "The database of DATABASE_URL is not touched" in told
    monkeypatch.delenv("DATABASE_URL")
    assert "DATABASE_URL" not in tend("run")[1]


def test_a_token_that_slack_refuses_ends_the_run_with_a_sentence(tend: Tend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")

    code, _, err = tend("run")

    assert code == 1
    assert "Slack refused SLACK_BOT_TOKEN" in err


def test_a_second_bot_on_the_same_file_refuses_and_says_so(tend: Tend, sqlite_url: str) -> None:
    with FileLock(sqlite_url.removeprefix("sqlite:///") + ".lock"):
        code, _, err = tend("run")

    assert code == 1
    assert "Another Tend is already running" in err


def test_a_backup_is_taken_and_is_not_written_over(tend: Tend, tmp_path: Path) -> None:
    assert tend("backup", "copy.db")[0] == 0
    assert (tmp_path / "copy.db").exists()

    assert tend("backup", "copy.db")[0] == 1


def test_a_backup_is_restored_and_what_was_there_is_kept(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    tend("backup", "empty.db")
    tend("import", "accounts", "accounts.csv")

    code, out, _ = tend("restore", "empty.db")

    assert code == 0
    assert "kept as" in out
    assert "Wrote 0 accounts" in tend("export", "accounts", "out.csv")[1]
    assert "no file nowhere.db" in tend("restore", "nowhere.db")[2]


def test_several_workspaces_want_one_named(tend: Tend, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.delenv("SLACK_APP_TOKEN")
    store = Store.open(sqlite_url)
    with store.write() as session:
        for team_id in ("T1", "T2"):
            workspaces.ensure(session, team_id, datetime(2026, 5, 12, tzinfo=UTC))
    store.close()

    code, _, err = tend("export", "accounts")

    assert code == 1
    assert "--team" in err
    assert tend("export", "accounts", "--team", "T1")[0] == 0
    assert "no workspace T3" in tend("export", "accounts", "--team", "T3")[2]


def test_the_bot_runs_against_any_slack_without_knowing_the_playground(slack: Standin, sqlite_url: str) -> None:
    bot = subprocess.Popen(
        [sys.executable, "-c", _RUN_AND_TELL_MODULES],
        env=os.environ
        | {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": sqlite_url,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert bot.stdout
    assert bot.stdout.readline() == "ready\n"
    answer = slack.command("U0ANA", "C0GENERAL", "/client help")
    out, err = bot.communicate("stop\n", timeout=60)

    assert answer.message
    assert "/touch" in str(answer.message.blocks)
    assert bot.returncode == 0, err
    assert "playground" not in out
    assert "handlers" in out


_RUN_AND_TELL_MODULES = """
import sys
from bot import app, logs
from bot.settings import Settings
logs.configure("WARNING")
with app.running(Settings.load()):
    print("ready", flush=True)
    sys.stdin.readline()
print(sorted(name for name in sys.modules if name.split(".")[0] in ("bot", "handlers", "storage")))
"""


def test_the_alert_channel_of_the_settings_holds_until_the_workspace_chooses_its_own(
    slack: Standin, sqlite_url: str
) -> None:
    settings = Settings.load(
        slack_bot_token=SecretStr(slack.bot_token),
        slack_app_token=SecretStr(slack.app_token),
        slack_api_url=slack.api_url,
        database_url=sqlite_url,
        tend_alert_channel="client-health",
    )
    with app.running(settings) as bot, bot.tend.store.read() as session:
        workspace = workspaces.get(session, slack.team_id)

    assert workspace
    assert workspace.alert_channel_id == "C0HEALTH"
