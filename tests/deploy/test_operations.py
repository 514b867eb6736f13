from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills the metadata
from bot.web import figures
from storage.engine import Store
from tests.running.process import ROOT

FOLDER = ROOT / ".github"
PAGE = (FOLDER / "OPERATIONS.md").read_text()
TABLES = SQLModel.metadata.tables
_OTHERS = {"up"}  # Prometheus's own
_PARTS = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "gauge": [""]}


def rules() -> list[dict[str, Any]]:
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    return [rule for group in yaml.safe_load(block)["groups"] for rule in group["rules"]]


@pytest.fixture
def names(sqlite_store: Store) -> set[str]:
    """Every name that /metrics shows."""
    page = figures.page(sqlite_store, datetime(2026, 5, 12, tzinfo=UTC), None).decode()
    families = text_string_to_metric_families(page)
    return {family.name + part for family in families for part in _PARTS[family.type]}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_asks_for_what_is_measured(rule: dict[str, Any], names: set[str]) -> None:
    named = set(re.findall(r"\b(?:tend|process)_\w+|\bup\b", rule["expr"]))

    assert named
    assert named <= names | _OTHERS


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_says_in_words_what_it_means(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"].endswith(".")


def test_every_word_of_a_log_that_the_page_names_is_logged() -> None:
    logged = "\n".join(path.read_text() for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py"))
    named = re.findall(r"\b((?:tick|sweep|outbox|workspace)\.(?!py\b)[a-z]+_?[a-z]+)\b", PAGE)

    assert named
    assert [word for word in named if f'"{word}"' not in logged] == []


def test_every_fault_that_is_caused_has_its_row_with_a_figure() -> None:
    section = PAGE.partition("## Faults")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if re.match(r"\| \d", line)]

    assert [int(row[0]) for row in rows] == list(range(1, 15))
    for row in rows:
        assert re.search(r"\d", row[2])


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)[^)]*\)", PAGE))
def test_what_the_page_points_to_is_there(link: str) -> None:
    assert (FOLDER / Path(link)).exists()


@pytest.mark.parametrize("name", TABLES)
def test_a_workspace_leads_every_key_so_that_tables_can_be_distributed_by_it(name: str) -> None:
    table = TABLES[name]

    assert next(iter(table.primary_key.columns)).name == "team_id"
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint | ForeignKeyConstraint):
            assert next(iter(constraint.columns)).name == "team_id"
    assert [index.name for index in table.indexes if index.unique and index.columns[0].name != "team_id"] == []
