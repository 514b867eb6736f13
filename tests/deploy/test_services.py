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

COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
UNIT = (DEPLOY / "tend.service").read_text()
SECRETS = {name.upper() for name in Settings.secret_names()}
NAMES = {name.upper() for name in Settings.model_fields} | {f"{name}_FILE" for name in SECRETS}
STOP_S = 20


def unit(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)


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
