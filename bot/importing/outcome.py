"""What came of a list: how many rows went in, and those that stayed out, as they stood there."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.intake.csv_files import ImportReport, write
from bot.intake.sheet import Sheet

_WHY = ("line", "reason")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refused`: line, reason and cells of each row that stayed out. `again`: it was begun before, and broke off."""

    added: int
    changed: int
    unchanged: int
    refused: Sequence[tuple[int, str, Sequence[str]]]
    header: Sequence[str]
    again: bool = False

    @classmethod
    def of(cls, report: ImportReport, sheet: Sheet, *, again: bool = False) -> Outcome:
        """From what the importer says."""
        cells = {record.line: record.cells for record in sheet.records}
        refused = [(bad.line, bad.reason, cells.get(bad.line, [])) for bad in report.bad]
        return cls(report.added, report.changed, report.unchanged, refused, sheet.header, again)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Outcome:
        """From what was kept."""
        return cls(**kept)

    def to_keep(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @property
    def counts(self) -> dict[str, int]:
        """How many, by what became of them."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
        }

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Line and reason of each row that stayed out."""
        return [(line, reason) for line, reason, _ in self.refused]

    def refused_csv(self) -> str:
        """The rows that stayed out as a file like theirs, each with its line and the reason, to be put right."""
        out = io.StringIO()
        theirs = [place for place, name in enumerate(self.header) if name not in _WHY]
        write(out, [*(self.header[place] for place in theirs), *_WHY])
        for line, reason, cells in self.refused:
            write(out, [*(cells[place] if place < len(cells) else "" for place in theirs), str(line), reason])
        return out.getvalue()
