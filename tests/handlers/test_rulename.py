from __future__ import annotations

import pytest

from bot.work.deed import Refused
from handlers.rulename import find_rule


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("quiet", "quiet"),
        ("Senior gap", "senior"),
        ("single_thread", "single_thread"),
        ("Single  thread", "single_thread"),
        ("warm–down", "warmdown"),  # noqa: RUF001
        ("A day of theirs", "occasion"),
    ],
)
def test_a_rule_is_found_by_its_key_and_by_the_name_that_is_read(typed: str, rule: str) -> None:
    assert find_rule(typed) == rule


def test_of_what_is_no_rule_the_nearest_are_named_else_all() -> None:
    for typed, near in {"quite": "Quiet", "audits": "Audit of a loss", "remarks": "Open remark"}.items():
        with pytest.raises(Refused, match=rf"“{typed}” is no rule\. Did you mean {near}\?$"):
            find_rule(typed)
    with pytest.raises(Refused, match="These are: Quiet, Neglect, Senior gap"):
        find_rule("xyzzy")
