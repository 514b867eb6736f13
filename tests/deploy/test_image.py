from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

from cryptography.fernet import Fernet

from bot.playground.standin import Standin
from tests.running.process import ROOT, Process

DEPLOY = ROOT / ".deploy"
TAG = re.compile(r"[\w./-]+:\d[\w.-]*")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile, line by line: what, and of what."""
    text = re.sub(r"^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def last(what: str) -> str:
    return [told for name, told in instructions() if name == what][-1]


def copied() -> dict[str, str]:
    """What is copied out of the repository, and where to."""
    pairs = [told.split() for name, told in instructions() if name == "COPY" and not told.startswith("--from")]
    return {source: target for source, target in pairs if target.startswith("/tend")}


def test_every_image_is_named_by_its_version() -> None:
    for name, told in instructions():
        if name == "FROM":
            assert TAG.fullmatch(told.split()[0])


def test_the_image_runs_as_nobody_in_particular_and_writes_to_its_volume_alone() -> None:
    assert int(last("USER")) > 0
    assert last("VOLUME") == "/data"
    assert last("STOPSIGNAL") == "SIGTERM"
    names = [name for name, _ in instructions()]
    assert "USER" not in names[: len(names) - names[::-1].index("RUN")], "what is installed belongs to root"
    assert names.index("USER") < names.index("ENTRYPOINT")


def test_packages_are_installed_by_their_hashes_from_wheels_alone() -> None:
    installs = [told for name, told in instructions() if name == "RUN" and "pip install" in told]

    assert len(installs) == 1
    for option in ("--require-hashes", "--only-binary :all:", "--requirement /requirements.lock"):
        assert option in installs[0]


def test_nothing_but_what_is_copied_gets_near_the_image() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}

    assert "*" in ignored
    assert let_in == {*copied(), ".deploy/requirements.lock"}


def test_every_package_of_ours_is_in_the_image() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}

    assert {*packages, "manifest.yml"} == set(copied())


def test_what_is_in_the_image_starts_is_healthy_stops_and_writes_only_its_data(tmp_path: Path) -> None:
    for source, target in copied().items():
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        (tmp_path / target[1:]).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / source, tmp_path / target[1:])
    root = tmp_path / "root"
    (root / "data").mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with Standin(manifest=ROOT / "manifest.yml") as slack:
        settings = {
            "PYTHONPATH": str(tmp_path / "tend"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PORT": port,
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
        }
        with Process(last("CMD").strip('[]"'), root, settings, output=tmp_path / "printed") as bot:
            bot.until("tend.ready")
            assert healthy(port)
            assert bot.stop() == 0
    assert not healthy(port)

    assert {path.relative_to(root).parts[0] for path in root.rglob("*")} == {"data"}
    assert (root / "data" / "tend.db").exists()


def test_in_the_image_tend_is_a_command(tmp_path: Path) -> None:
    (made,) = [told for name, told in instructions() if name == "RUN" and "/bin/tend" in told]
    here = made.partition("&& ")[2].replace("/usr/local/bin", str(tmp_path))
    settings = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}

    subprocess.run(here, shell=True, check=True)  # noqa: S602 - as Docker runs it
    printed = subprocess.run(
        [tmp_path / "tend", "new-key"], cwd=tmp_path, env=settings, check=True, capture_output=True
    ).stdout

    Fernet(printed.strip())


def healthy(port: str) -> bool:
    """Ask the way that the HEALTHCHECK asks."""
    command = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    done = subprocess.run([sys.executable, *command[1:]], env={"PORT": port}, check=False, capture_output=True)
    return done.returncode == 0
