"""What a person typed and Tend could not read."""

from __future__ import annotations

from dataclasses import dataclass

_SHOWN = 60  # characters of what was typed


@dataclass(frozen=True, slots=True)
class Problem:
    """`part` is the part of the line ("on", "next", "temp", "value", …), `read` the text as it was typed.

    `why` ends a sentence that begins with `read`; `example` shows what can be read. All are plain text, unescaped.
    """

    part: str
    read: str
    why: str
    example: str

    def __str__(self) -> str:
        read = self.read if len(self.read) <= _SHOWN else f"{self.read[: _SHOWN - 1]}…"
        return f"“{read}” {self.why}; try {self.example}"
