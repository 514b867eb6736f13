from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = PROJECT["project"]["dependencies"]
DEV = PROJECT["project"]["optional-dependencies"]["dev"]
_LOCKED = re.compile(r"^(\S+?)==(\S+)[^\\\n]*(?: \\\n    --hash=sha256:[0-9a-f]{64})+$", re.MULTILINE)


def locked(path: str) -> dict[str, str]:
    """Package → its whole entry: version, conditions and hashes."""
    text = (ROOT / path).read_text()
    found = {match[1].partition("[")[0]: match[0] for match in _LOCKED.finditer(text)}
    assert len(found) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    return found


def version(entry: str) -> str:
    return entry.split("==")[1].split()[0]


@pytest.mark.parametrize("needed", [*RUN, *DEV, *PROJECT["build-system"]["requires"]])
def test_every_dependency_has_a_lower_and_an_upper_bound(needed: str) -> None:
    assert {clause.operator for clause in Requirement(needed).specifier} == {">=", "<"}


@pytest.mark.parametrize(
    ("lock", "needed"), [("requirements.lock", RUN + DEV), (".deploy/requirements.lock", RUN)], ids=["all", "run"]
)
def test_the_lock_holds_every_dependency_within_its_bounds(lock: str, needed: list[str]) -> None:
    entries = locked(lock)
    for requirement in map(Requirement, needed):
        assert version(entries[canonicalize_name(requirement.name)]) in requirement.specifier


def test_what_is_deployed_is_what_was_tested_without_the_tools() -> None:
    tested, deployed = locked("requirements.lock"), locked(".deploy/requirements.lock")

    assert {name: version(entry) for name, entry in deployed.items()}.items() <= {
        name: version(entry) for name, entry in tested.items()
    }.items()
    for name, entry in deployed.items():
        assert set(re.findall(r"sha256:\w+", entry)) == set(re.findall(r"sha256:\w+", tested[name]))
    assert "pytest" not in deployed


def test_the_bill_of_materials_names_each_package_that_runs_with_its_version_and_hashes(tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    command = ["make", "--old-file=install", "sbom", f"SBOM={path}", f"BIN={Path(sys.executable).parent}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    bill = json.loads(path.read_text())

    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "tend"
    told = {part["name"]: part["version"] for part in bill["components"]}
    assert told == {name: version(entry) for name, entry in locked(".deploy/requirements.lock").items()}
    assert all(reference["hashes"] for part in bill["components"] for reference in part["externalReferences"])


def test_a_wheel_holds_every_file_of_the_rooms_code_or_not(tmp_path: Path) -> None:
    rooms = ("bot", "handlers", "storage")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    for room in rooms:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    build = "from setuptools.build_meta import build_wheel; print(build_wheel('.'))"

    built = subprocess.run([sys.executable, "-c", build], cwd=tmp_path, check=True, capture_output=True, text=True)

    with ZipFile(tmp_path / built.stdout.splitlines()[-1]) as wheel:
        held = set(wheel.namelist())
    files = {
        str(file.relative_to(tmp_path)) for room in rooms for file in (tmp_path / room).rglob("*") if file.is_file()
    }
    assert files <= held
