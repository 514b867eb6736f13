"""A workspace's changes to the policy, in the form in which they are stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def laid_over(stored: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored with changes laid over it, in tiers and counts one by one; None goes back to the default."""
    laid = dict(stored)
    for name, value in changes.items():
        laid[name] = laid_over(laid.get(name, {}), value) if isinstance(value, Mapping) else value
    return {name: value for name, value in laid.items() if value is not None and value != {}}
