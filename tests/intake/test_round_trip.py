from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.intake import accounts, cells, contacts, csv_files, touches
from bot.intake.csv_files import ImportReport
from bot.policy import Direction, Kind
from bot.work import accounts as accounts_there
from bot.work import contacts as people_there
from bot.work.accounts import NewAccount
from storage.engine import Store
from storage.names import key
from tests.work.scene import ANA, BEN, CHRIS, GONE, NOW, TEAM, Scene, fresh
from tests.work.scene import scene as set_up

NOUNS: list[tuple[Any, Any, Any]] = [
    (accounts.COLUMNS, accounts.import_accounts, accounts.export_accounts),
    (contacts.COLUMNS, contacts.import_contacts, contacts.export_contacts),
    (touches.COLUMNS, touches.import_touches, touches.export_touches),
]

text = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
named = text.filter(lambda typed: any(c.isalnum() for c in typed))


def exported(store: Store, export: Callable[..., int]) -> str:
    out = io.StringIO()
    export(store, TEAM, out)
    return out.getvalue()


def imported(scene: Scene, columns: Any, import_: Callable[..., ImportReport], content: str) -> ImportReport:
    return import_(scene.store, scene.deed(None), csv_files.rows(io.StringIO(content, newline=""), columns))


@settings(deadline=None)
@given(text)
def test_a_guarded_cell_reads_back_as_it_was(typed: str) -> None:
    assert cells.unguard(cells.guard(typed)) == typed


@settings(deadline=None)
@given(text)
def test_no_exported_cell_begins_like_a_formula(typed: str) -> None:
    guarded = cells.guard(typed)
    assert guarded[:1] not in ("=", "+", "@", "\t", "\r")
    assert guarded[:1] != "-" or guarded[1:].replace(".", "", 1).isdecimal()


@settings(deadline=None)
@given(st.lists(text.map(str.strip).filter(bool)))
def test_a_list_in_a_cell_reads_back_as_it_was(items: list[str]) -> None:
    assert cells.split(cells.join(items)) == items


@settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(
    names=st.lists(named, min_size=1, max_size=3, unique_by=key),
    aliases=st.lists(named, max_size=3),
    notes=st.lists(text, min_size=1, max_size=3),
    title=text,
)
def test_what_is_exported_and_imported_elsewhere_is_the_same(
    names: list[str],
    aliases: list[str],
    notes: list[str],
    title: str,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
) -> None:
    here, there = (set_up(fresh(tmp_path_factory.mktemp("db"), sqlite_template)) for _ in range(2))
    lay_out(here, names, aliases, notes, title)
    files = [exported(here.store, export) for _, _, export in NOUNS]
    for (columns, import_, _), content in zip(NOUNS, files, strict=True):
        assert imported(there, columns, import_, content).bad == []
    again = [exported(there.store, export) for _, _, export in NOUNS]
    assert [sorted(content.splitlines()) for content in again] == [sorted(content.splitlines()) for content in files]
    for (columns, import_, _), content in zip(NOUNS, files, strict=True):
        second = imported(here, columns, import_, content)
        assert (second.added, second.changed, second.bad) == (0, 0, [])
    for scene in (here, there):
        scene.store.close()


def lay_out(scene: Scene, names: list[str], aliases: list[str], notes: list[str], title: str) -> None:
    taken = {key(name) for name in names}
    others = [alias for alias in aliases if key(alias) not in taken]
    for place, name in enumerate(names):
        new = NewAccount(
            name,
            aliases=others if place == 0 else (),
            owner_id=[ANA, BEN][place % 2],
            annual_value_minor=1_999 + place,
            annual_profit_minor=[None, 99][place % 2],
            currency=["EUR", "JPY", "KWD"][place % 3],
            lost_on=[None, NOW.date() - timedelta(days=40)][place % 2],
        )
        acme = accounts_there.add(scene.store, scene.deed(CHRIS), new).account
        jane = scene.contact(acme, "Jane; Doe", title=title, email="Jane@acme.test")
        gone = scene.contact(acme, "Gil -Gone")
        people_there.mark_left(scene.store, scene.deed(), gone.id)
        for days, note in enumerate(notes):
            scene.touch(
                acme,
                days_ago=days,
                note=note,
                contacts=[jane.id, gone.id],
                people=[ANA, GONE],
                temperature=days % 5 - 2,
                kind=list(Kind)[days],
                direction=list(Direction)[days % 3],
                next_on=NOW.date() + timedelta(days=3 + days),
                signs=["slower", "exports"][: days % 3],
                link="https://brightside.slack.com/archives/C1/p1" if days % 2 else "",
            )


def test_exported_moments_are_utc(sqlite_store: Store) -> None:
    scene = set_up(sqlite_store)
    scene.touch(scene.account(), occurred_at=datetime(2026, 5, 1, 8, tzinfo=UTC))
    assert "2026-05-01T08:00:00+00:00" in exported(sqlite_store, touches.export_touches)
