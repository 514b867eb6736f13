"""A changed policy in a file (TOML), to replay the past with: the settings as they are stored."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.gather import policy_from
from bot.work.deed import Refused
from bot.work.overrides import laid_over
from bot.work.policy_values import plain

_Path = tuple[str, ...]
_DEPTHS = {"tiers": 3, "counts": 2}  # tiers.key.contact, counts."email/to-client"


def read(file: Path) -> dict[str, Any]:
    """What the file changes, in the stored form. Raises `Refused` with a sentence for each mistake, by its key."""
    changes: dict[str, Any] = {}
    mistakes: list[str] = []
    for path, value in _entries(_parsed(file)):
        try:
            changes = laid_over(changes, _checked(path, value))
        except (Refused, ValueError) as error:
            mistakes.append(f"{file}, {'.'.join(path)}: {str(error).rstrip('.')}.")
    if mistakes:
        raise Refused("\n".join(mistakes))
    return changes


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{file} cannot be read: it is not text in UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{file} cannot be read as TOML: {error}.") from None


def _entries(said: dict[str, Any]) -> Iterator[tuple[_Path, Any]]:
    """Every single setting, by the keys that lead to it."""
    for name, value in said.items():
        yield from _below((name,), value, _DEPTHS.get(name, 1))


def _below(path: _Path, value: Any, depth: int) -> Iterator[tuple[_Path, Any]]:
    if len(path) == depth or not isinstance(value, dict):
        yield path, value
        return
    for name, inner in value.items():
        yield from _below((*path, name), inner, depth)


def _checked(path: _Path, value: Any) -> dict[str, Any]:
    """One setting in the stored form. Raises `Refused` or `ValueError`."""
    name = path[0]
    if len(path) < _DEPTHS.get(name, 1):
        raise ValueError("a table is needed here, like [tiers.key] or [counts]")
    if name == "counts" and not isinstance(value, list):
        raise ValueError('a list is needed here, like ["contact", "reach"]')
    change = plain(name, value) if name not in _DEPTHS else value
    for key in reversed(path):
        change = {key: change}
    policy_from(change)
    return dict(change)
