from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.deploy.test_image import DEPLOY, TAG
from tests.running.process import ROOT
from tests.test_settings import INSTALLING

COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
UNIT = (DEPLOY / "tend.service").read_text()
SECRETS = {name.upper() for name in Settings.secret_names()}
NAMES = {name.upper() for name in Settings.model_fields} | {f"{name}_FILE" for name in SECRETS}
STOP_S = 20
KEYS = "TEND_ENCRYPTION_KEYS"


ALL = {**INSTALLING, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "hush"}
SOCKET = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}
HTTP = {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"}
MANY = {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "TEND_PUBLIC_URL"}


def unit(name: str, text: str = UNIT) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", text, re.MULTILINE)


def with_every_line(text: str) -> str:
    """What is offered, and left out by itself, is taken: a line that begins with # and no space."""
    return re.sub(r"^( *)#(?=\S)|^( *)#(?=  \S+: secrets/)", r"\1\2", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_read_only_has_a_version_and_gains_no_privileges(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert TAG.fullmatch(service["image"])
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")
    assert "ports" not in service


def test_two_replicas_run_over_one_postgresql() -> None:
    assert SERVICES["tend"]["deploy"]["replicas"] >= 2
    assert SERVICES["tend"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert int(re.findall(r"postgres:(\d+)", SERVICES["postgres"]["image"])[0]) >= 17
    assert SERVICES["tend"]["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_reach_a_container_as_files_alone(name: str) -> None:
    service = SERVICES[name]
    files = {value for key, value in service["environment"].items() if key.endswith("_FILE")}

    assert files == {f"/run/secrets/{secret}" for secret in service["secrets"]}
    assert not SECRETS & set(service["environment"])
    assert set(service["secrets"]) <= set(COMPOSE["secrets"])
    assert "secrets/" in (DEPLOY / ".gitignore").read_text().split()


def test_what_is_set_for_tend_is_a_setting() -> None:
    theirs = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}

    assert set(SERVICES["tend"]["environment"]) <= NAMES
    assert {line.partition("=")[0] for line in unit("Environment")} <= NAMES | theirs


def test_each_bot_has_the_memory_that_it_and_two_backtests_need() -> None:
    assert unit("MemoryMax") == ["1G"]
    assert unit("OOMPolicy") == ["continue"], "where a backtest takes too much, the bot goes on"
    assert SERVICES["tend"]["mem_limit"] == "1g"
    assert "| SQLite, one process, 1 GiB, one core |" in (ROOT / ".github" / "OPERATIONS.md").read_text()


def test_the_unit_starts_tend_so_that_the_processes_of_a_backtest_do_not_import_the_bot() -> None:
    assert unit("ExecStart") == ["/opt/tend/.venv/bin/python -m bot run"]


def test_compose_has_a_line_for_every_way_to_reach_slack() -> None:
    every = yaml.safe_load(with_every_line((DEPLOY / "compose.yml").read_text()))
    tend = every["services"]["tend"]
    files = {value for key, value in tend["environment"].items() if key.endswith("_FILE")}

    assert {name.removesuffix("_FILE") for name in tend["environment"]} >= SOCKET | HTTP | MANY | {KEYS}
    assert set(tend["environment"]) <= NAMES
    assert files == {f"/run/secrets/{secret}" for secret in tend["secrets"]}
    assert set(tend["secrets"]) < set(every["secrets"])
    assert {f"secrets/{name}" for name in every["secrets"]} == {one["file"] for one in every["secrets"].values()}


def test_the_unit_has_lines_for_every_way_to_reach_slack() -> None:
    every = with_every_line(UNIT)
    loaded = dict(line.split(":") for line in unit("LoadCredential", every))
    named = dict(line.split("=%d/") for line in unit("Environment", every) if "=%d/" in line)

    assert set(named) == {f"{name}_FILE" for name in (SOCKET | HTTP | MANY | {KEYS}) & SECRETS}
    assert {file: f"/etc/tend/{file}" for file in named.values()} == loaded
    assert {name: name.removesuffix("_FILE").lower() for name in named} == named
    for name in MANY - SECRETS:
        assert name in UNIT


@pytest.mark.usefixtures("no_environment")
@pytest.mark.parametrize("way", [SOCKET, HTTP, MANY], ids=["socket", "http", "many"])
def test_each_way_that_the_files_offer_starts_tend(way: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {KEYS, *way}:
        monkeypatch.setenv(name, ALL[name])

    assert Settings.load().has_slack


def test_calendars_can_be_read_as_deployed() -> None:
    assert f"{KEYS}_FILE" in SERVICES["tend"]["environment"]
    assert f"{KEYS}_FILE=%d/{KEYS.lower()}" in unit("Environment")


def test_whoever_stops_tend_waits_until_it_is_done() -> None:
    assert int(SERVICES["tend"]["stop_grace_period"].removesuffix("s")) >= STOP_S
    assert unit("TimeoutStopSec") == [str(STOP_S)]
    assert unit("KillSignal") == ["SIGTERM"]


def test_the_unit_shuts_its_process_in() -> None:
    for line in ("DynamicUser=yes", "StateDirectory=tend", "ProtectSystem=strict", "NoNewPrivileges=yes"):
        assert line in UNIT.splitlines()
    assert unit("Restart") == ["on-failure"]
    loaded = {line.partition(":")[0] for line in unit("LoadCredential")}
    assert {line.partition("=%d/")[2] for line in unit("Environment") if "_FILE=" in line} == loaded


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here to judge")
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    here = tmp_path / "tend.service"
    here.write_text(UNIT.replace(unit("ExecStart")[0].split()[0], sys.executable))

    for judge in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        judged = subprocess.run(["systemd-analyze", *judge, here], capture_output=True, text=True, check=False)
        assert judged.returncode == 0, judged.stdout + judged.stderr
        if judge == ["verify"]:
            assert judged.stderr == ""
