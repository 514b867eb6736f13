"""What the bench found: a table for people, JSON for machines."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured. `beside` compares it with something else of the same run."""

    what: str
    value: float
    unit: str
    beside: str = ""


def show(figures: list[Figure], path: Path) -> None:
    """Print the table and write the JSON."""
    table = Table("what", "figure", "unit", "beside it")
    for figure in figures:
        table.add_row(figure.what, f"{figure.value:,.2f}", figure.unit, figure.beside)
    Console().print(table)
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")
