"""How long a list is whose it is, and how it is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

LEASE = timedelta(minutes=3)

#: Nothing is to be done until somebody says a word.
REST: Mapping[str, Any] = {"due_at": None, "attempts": 0}
#: Nothing is to be done ever again, and what was in it is not kept.
DONE: Mapping[str, Any] = {"step": "done", "pasted": "", "report": None, **REST}
