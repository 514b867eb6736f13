"""TOML that people write, checked: every mistake at once, each with the line it stands on."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.near import nearest

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_NAME = r"(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')"
_NAMES = rf"({_NAME}(?:\s*\.\s*{_NAME})*)"
_MANY = re.compile(rf"\s*\[\[\s*{_NAMES}\s*\]\]")
_TABLE = re.compile(rf"\s*\[\s*{_NAMES}\s*\]")
_KEY = re.compile(rf"\s*{_NAMES}\s*=")
_LONG = re.compile(r"\"\"\"|'''")
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$| \(at end of document\)$")


class Misplaced(ValueError):
    """A mistake that a model found in what stands at a path within it."""

    def __init__(self, sentence: str, path: Path) -> None:
        super().__init__(sentence)
        self.path = path


class Mistakes(ValueError):
    """What is wrong with a text, one sentence for each mistake, by line."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def read(text: str, model: type[Model]) -> Model:
    """What a text says, as a model. Raises `Mistakes`."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Mistakes([_syntax(str(error), text)]) from None
    try:
        return model.model_validate(said)
    except ValidationError as error:
        found = [(line_of(text, _path(one)), _sentence(one, model)) for one in error.errors()]
        raise Mistakes([f"Line {line}: {sentence}" for line, sentence in sorted(found)]) from None


def line_of(text: str, path: Path) -> int:
    """The line on which something stands, by the keys and numbers that lead to it; of what is missing, its table's."""
    nearest, at = 0, 1
    for entry, line in _entries(text):
        if len(entry) > nearest and path[: len(entry)] == entry:
            nearest, at = len(entry), line
    return at


def _entries(text: str) -> Iterator[tuple[Path, int]]:
    """Every table and key of a text that is TOML, and its line."""
    made: Counter[Path] = Counter()
    here: Path = ()
    for number, line in _lines(text):
        if match := _MANY.match(line):
            names = _names(match[1])
            array = (*_within(made, names[:-1]), names[-1])
            here = (*array, made[array])
            made[array] += 1
            yield here, number
        elif match := _TABLE.match(line):
            here = _within(made, _names(match[1]))
            yield here, number
        elif match := _KEY.match(line):
            yield (*here, *_names(match[1])), number


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that do not begin within a long string."""
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not quote:
            yield number, line
            if line.lstrip().startswith("#"):
                continue
        for mark in _LONG.findall(line):
            quote = mark if not quote else "" if mark == quote else quote


def _within(made: Mapping[Path, int], names: tuple[str, ...]) -> Path:
    """The path that names lead to: of what there are many, to the last."""
    path: Path = ()
    for name in names:
        path = (*path, name)
        path = (*path, made[path] - 1) if path in made else path
    return path


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))


def _path(error: Any) -> Path:
    """Where a mistake stands."""
    cause = error.get("ctx", {}).get("error")
    return (*error["loc"], *cause.path) if isinstance(cause, Misplaced) else tuple(error["loc"])


def _syntax(said: str, text: str) -> str:
    at = _AT.search(said)
    line = int(at[1]) if at and at[1] else max(1, len(text.splitlines()))
    return f"Line {line}: this is not TOML: {said[: at.start()] if at else said}."


def _sentence(error: Any, model: type[BaseModel]) -> str:
    """One mistake in plain words."""
    name = next((part for part in reversed(error["loc"]) if isinstance(part, str)), "")
    kind, given, limits = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "missing":
        return f"“{name}” is missing."
    if kind == "extra_forbidden":
        near = nearest(name, _known(model, error["loc"]), 1)
        return f"“{name}” is not known here{f'; did you mean “{near[0]}”?' if near else '.'}"
    if kind in ("enum", "literal_error"):
        return f"“{_brief(given)}” is no “{name}”; it is one of {str(limits['expected']).replace(chr(39), '')}."
    if kind == "value_error":
        return f"{limits['error']}."
    return f"“{name}”: {str(error['msg'])[0].lower()}{str(error['msg'])[1:]}; it says “{_brief(given)}”."


def _known(model: type[BaseModel], path: Path) -> list[str]:
    """The names that would do where a path ends."""
    of: Any = model
    for part in path[:-1]:
        if isinstance(part, str) and part in of.model_fields:
            of = _inner(of.model_fields[part].annotation) or of
    return list(of.model_fields)


def _inner(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner, getattr(annotation, "__args__", ()))), None)


def _brief(given: Any) -> str:
    said = " ".join(str(given).split())
    return said if len(said) <= 40 else f"{said[:39]}…"
