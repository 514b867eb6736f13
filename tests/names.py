"""The arguments of listeners, looked up once: each test registers the same hundred, and Bolt looks at each twice."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

import pytest
from slack_bolt.util.utils import get_arg_names_of_callable

_known: dict[CodeType, list[str]] = {}


def names_of(listener: Callable[..., Any]) -> list[str]:
    """What a function calls its arguments."""
    if not isinstance(listener, FunctionType) or hasattr(listener, "__wrapped__"):
        return get_arg_names_of_callable(listener)
    if listener.__code__ not in _known:
        _known[listener.__code__] = get_arg_names_of_callable(listener)
    return list(_known[listener.__code__])


def look_up_once(patch: pytest.MonkeyPatch) -> None:
    """Wherever Bolt looks them up."""
    for name, module in list(sys.modules.items()):
        if name.startswith("slack_bolt.") and vars(module).get("get_arg_names_of_callable"):
            patch.setattr(module, "get_arg_names_of_callable", names_of)
