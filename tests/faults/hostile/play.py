"""Hostile texts, each in a workspace of its own: typed, said, imported, called by, and looked at wherever it is."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import format_exc

from cryptography.fernet import Fernet

from bot import logs
from bot.work.checks import clean
from handlers.table import ACTIONS, FORMS, NUMBERED_ACTIONS, SHORTCUTS
from storage.engine import Store
from storage.vault import Vault
from tests.databases import make_sqlite_template
from tests.faults.hostile import after, losing, scenes
from tests.faults.hostile.fields import fill_forms, keep_lines, type_lines
from tests.faults.hostile.files import give_out, take_in
from tests.faults.hostile.handed import hand_over
from tests.faults.hostile.promised import promised
from tests.faults.hostile.ranked import ranked
from tests.faults.hostile.rung import rung
from tests.faults.hostile.stage import Stage
from tests.faults.hostile.tested import tested
from tests.handlers.office import Office

PLAIN = "Plain"
_MARK = 40  # characters of a text by which it is known in a log
_SHORTEST_MARK = 4
#: Where nothing is shown that anybody typed, and what is there only after a crash.
_APART = {"rules.try", "rules.apply", "form.settings_apply", "account.owner", "import.again", "import.sample_to_rest"}


@dataclass
class Played:
    """What came of some texts: what went wrong, which fields had them, how often was acted, looked and kept."""

    faults: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    texts: int = 0
    acts: int = 0
    looks: int = 0
    kept: int = 0
    lines: int = 0

    @property
    def unused(self) -> set[str]:
        """Forms, buttons and shortcuts that nobody used."""
        return {*ACTIONS, *NUMBERED_ACTIONS, *FORMS, *SHORTCUTS} - _APART - self.used

    def add(self, name: str, stage: Stage, lines: list[str]) -> None:
        """One more text was played, as far as it went, and this was logged meanwhile."""
        self.faults += [f"{name}: {fault}" for fault in (*stage.faults, *_faults_of_logs(lines, stage.text))]
        self.fields |= stage.fields
        self.used |= stage.used
        self.texts += 1
        self.acts += stage.acts
        self.looks += stage.looks
        self.kept += stage.kept
        self.lines += len(lines)


def play(texts: dict[str, str]) -> Played:
    """Play every text in a process of its own, which logs as Tend does when it runs."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_play, texts).result()


def _play(texts: dict[str, str]) -> Played:
    played = Played()
    for name, text in texts.items():
        sys.stderr = said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
        logs.configure("DEBUG", "json")
        with TemporaryDirectory(prefix="tend-hostile-") as folder:
            stage = _played(text, Path(folder))
        said.seek(0)
        played.add(name, stage, said.read().split("\n")[:-1])
    return played


def _played(text: str, folder: Path) -> Stage:
    (folder / "here").mkdir()
    store = Store.open(f"sqlite:///{make_sqlite_template(folder / 'here')}")
    office = Office(store)
    office.tend = replace(office.tend, vault=Vault([Fernet.generate_key().decode()]), private_calendars=True)
    scenes.call_everybody(office, text)
    with office:
        stage = Stage(office, text)
        try:
            _scenes(stage, text, folder)
        except Exception:
            stage.faults.append(f"broke off: {format_exc()}")
    store.close()
    return stage


def _scenes(stage: Stage, text: str, folder: Path) -> None:
    scenes.begin(stage, PLAIN)
    scenes.pass_on(stage, PLAIN)
    scenes.know(stage, PLAIN)
    scenes.plan(stage, PLAIN)
    tested(stage, PLAIN)
    scenes.put_off(stage, take_in(stage, text, folder))
    type_lines(stage, text, PLAIN)
    keep_lines(stage, text, PLAIN)
    fill_forms(stage, text, PLAIN)
    losing.lose(stage)
    after.learn(stage)
    after.grow(stage, PLAIN)
    scenes.talk(stage, PLAIN)
    hand_over(stage)
    scenes.mornings(stage)
    promised(stage, PLAIN)
    rung(stage)
    ranked(stage, PLAIN)
    after.tell(stage)
    scenes.the_past(stage)
    scenes.others(stage, PLAIN)
    give_out(stage, folder)
    scenes.goodbyes(stage, PLAIN)
    stage.look_everywhere()


def _faults_of_logs(lines: list[str], text: str) -> Iterator[str]:
    """Each line is JSON and tells of nothing that went wrong; nothing that people typed is in any."""
    theirs = clean(text)[:_MARK]
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            yield f"no line of JSON: {line!r:.300}"
            continue
        if told.get("level") not in ("debug", "info"):
            yield f"logged: {line:.1000}"
        if len(theirs) >= _SHORTEST_MARK and any(theirs in str(value) for value in told.values()):
            yield f"typed, and in a log: {line:.300}"
