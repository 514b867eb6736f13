"""What PostgreSQL is told as Tend connects: of the disks it reads from, and in which zone to tell instants."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC

import pytest
from sqlalchemy import make_url, text

from storage.engine import Store


def serving(url: str, setting: str) -> str:
    """The address of a server with another setting."""
    return make_url(url).update_query_dict({"options": f"-c {setting}"}).render_as_string(hide_password=False)


@pytest.mark.parametrize(("served_with", "reckoned_with"), [(None, "1.1"), ("2.5", "2.5")])
def test_looking_up_is_reckoned_cheap_unless_the_server_was_told_what_it_costs(
    pg_url: str, served_with: str | None, reckoned_with: str
) -> None:
    url = serving(pg_url, f"random_page_cost={served_with}") if served_with else pg_url
    with closing(Store.open(url)) as store, store.read() as session:
        assert session.execute(text("SHOW random_page_cost")).scalar() == reckoned_with


def test_instants_are_told_in_utc_whatever_the_server_s_own_zone(pg_url: str) -> None:
    with closing(Store.open(serving(pg_url, "timezone=Asia/Tokyo"))) as store, store.read() as session:
        assert session.execute(text("SELECT now()")).scalar_one().tzinfo is UTC
