"""What PostgreSQL is told of the disks it reads from."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import make_url, text

from storage.engine import Store


@pytest.mark.parametrize(("served_with", "reckoned_with"), [(None, "1.1"), ("2.5", "2.5")])
def test_looking_up_is_reckoned_cheap_unless_the_server_was_told_what_it_costs(
    pg_url: str, served_with: str | None, reckoned_with: str
) -> None:
    told = {"options": f"-c random_page_cost={served_with}"} if served_with else {}
    url = make_url(pg_url).update_query_dict(told).render_as_string(hide_password=False)
    with closing(Store.open(url)) as store, store.read() as session:
        assert session.execute(text("SHOW random_page_cost")).scalar() == reckoned_with
