"""Values and rows to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.policy import Counts, Direction, Kind, Policy
from bot.work.times import pairs
from tests.tenancy.twins import ANA, BEN, CHRIS, DANA, NOW, Row

Ids = Mapping[str, Sequence[str]]  # of our workspace's rows, by table; the other workspace has the same
Given = Callable[[Ids], st.SearchStrategy[Any]]

MOMENTS = [NOW + timedelta(days=days) for days in (-500, -100, -50, -36, 0, 20, 400)]
DAYS = [date(2026, 5, 1), date(2026, 6, 1), date(2026, 8, 9)]
PEOPLE = [ANA, BEN, CHRIS, DANA, "U0NOBODY"]
SPANS = [[], [(date(2026, 8, 1), date(2026, 8, 9))], [(date(2026, 12, 24), date(2026, 12, 31))]]
ALL_PAIRS = [(kind.value, way.value) for kind in Kind for way in Direction]
RULES = ["quiet", "senior", "neglect", "meeting", "single_thread"]
CONTACT, MET = pairs(Policy(), Counts.CONTACT), pairs(Policy(), Counts.MET)


def one(*values: Any) -> Given:
    return lambda _: st.sampled_from(values)


def id_of(table: str) -> Given:
    return lambda ids: st.sampled_from([*ids[table], "nowhere"])


def ids_of(table: str) -> Given:
    return lambda ids: st.one_of(
        st.just(list(ids[table])), st.lists(st.sampled_from(ids[table]), max_size=3, unique=True)
    )


def row_of(of: Any) -> Given:
    return lambda ids: st.sampled_from([Row(of, (id_,)) for id_ in ids[of.__tablename__]])


def rows_of(of: Any) -> Given:
    return lambda ids: st.lists(row_of(of)(ids), min_size=1, max_size=3, unique_by=lambda row: row.key)


def built(make: Callable[..., Any], **parts: Given) -> Given:
    return lambda ids: st.builds(make, **{name: given(ids) for name, given in parts.items()})
