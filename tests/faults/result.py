"""What came of causing a fault."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A fault by its name, what was measured, in words, and whether that is good enough."""

    fault: str
    figure: str
    passed: bool
