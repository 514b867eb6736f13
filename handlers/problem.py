"""What a person typed and Tend could not read."""

from __future__ import annotations

from dataclasses import dataclass


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
        return f"“{self.read}” {self.why}; try {self.example}"
