"""A file as the workspace keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class FileType(NamedTuple):
    """What Slack makes of a file's name. `is_text`: it is shown as a snippet."""

    name: str
    pretty: str
    media: str
    is_text: bool = False


_UNKNOWN = FileType("binary", "Binary", "application/octet-stream")
_TYPES = {
    "csv": FileType("csv", "CSV", "text/csv", True),
    "tsv": FileType("tsv", "TSV", "text/tab-separated-values", True),
    "txt": FileType("text", "Plain Text", "text/plain", True),
    "md": FileType("markdown", "Markdown (raw)", "text/markdown", True),
    "json": FileType("json", "JSON", "application/json", True),
    "ics": FileType("ics", "Calendar", "text/calendar"),
    "xlsx": FileType("xlsx", "Excel Spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": FileType("pdf", "PDF", "application/pdf"),
    "png": FileType("png", "PNG", "image/png"),
    "jpg": FileType("jpg", "JPEG", "image/jpeg"),
    "zip": FileType("zip", "Zip", "application/zip"),
}


@dataclass
class File:
    """Somebody's file. `content` is None until its bytes came; `channels` are those in which it was shared."""

    id: str
    name: str
    size: int
    user: str
    at: datetime
    title: str
    content: bytes | None = None
    channels: list[str] = field(default_factory=list)

    @property
    def type(self) -> FileType:
        """Read from its name, as Slack does."""
        return _TYPES.get(self.name.rpartition(".")[2].lower(), _UNKNOWN)
