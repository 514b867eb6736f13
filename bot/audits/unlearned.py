"""Findings of an audit that nobody looks for on other accounts yet. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

ELSEWHERE, NOTHING = "elsewhere", "nothing"  # of a finding: there is nothing to check on other accounts


def unlearned(findings: Sequence[Mapping[str, str]], learned: Collection[str]) -> list[Mapping[str, str]]:
    """Those that neither became a lesson (`learned`: ids of findings that did) nor are said to need none."""
    return [row for row in findings if row["id"] not in learned and row.get(ELSEWHERE) != NOTHING]
