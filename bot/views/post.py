"""What goes to Slack: blocks, and the text that stands for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Post:
    """A message. `text` is what notifications and screen readers get; it is never empty."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
