"""What goes to Slack: blocks, and the text that stands for them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

#: Bytes that go with an acknowledgement: slack_sdk sends no frame of more than 65,535, and there is some more in it.
ROOM = 60_000


@dataclass(frozen=True, slots=True)
class Post:
    """A message. `text` is what notifications and screen readers get; it is never empty."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rides(self) -> bool:
        """Whether there is room for it in an acknowledgement."""
        return weight([self.text, self.blocks]) <= ROOM


def weight(payload: Any) -> int:
    """How many bytes slack_sdk makes of it: most letters but those of English take six."""
    return len(json.dumps(payload))
