"""Reads what Slack refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


def refusal(call: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """The answer of a call that fails."""
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    answer: dict[str, Any] = caught.value.response.data
    return answer


def error_of(call: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """The error of a call that fails."""
    return str(refusal(call, *args, **kwargs)["error"])
