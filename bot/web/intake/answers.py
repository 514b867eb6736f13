"""What a program is answered: JSON in ASCII."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import JSONResponse


class Answer(JSONResponse):
    """JSON in which even half an emoji goes back as it came: as an escape, where UTF-8 has no bytes for it."""

    def render(self, content: Any) -> bytes:
        """The body."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")
