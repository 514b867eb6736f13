"""What a line has said of a touch so far: each thing once, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from handlers import dateshape, words
from handlers.dateshape import ReadDate
from handlers.phrases import as_temperature, clean_day, next_phrase
from handlers.problem import Problem
from handlers.tokens import Part, flat

PARTS = ("kind", "direction", "on", "temp", "next")  # the order in which problems are told


@dataclass
class Day:
    """A day as it was written, and read."""

    text: str = ""
    on: date | None = None


@dataclass
class Given:
    """What was given, by part. `keys` are those of `PARTS` that were given at all, well or badly."""

    today: date
    read_date: ReadDate
    people: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    occurred: Day = field(default_factory=Day)
    next: Day = field(default_factory=Day)
    temperature: int | None = None
    chosen: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    _problems: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that could not be read, in the order of `PARTS`."""
        return tuple(sorted(self._problems, key=lambda problem: PARTS.index(problem.part)))

    def add_person(self, person: str) -> None:
        """A Slack user id, or "@name"."""
        _add(self.people, person)

    def add_contact(self, name: str) -> None:
        """A name or a title at the client."""
        _add(self.contacts, name)

    def choose(self, key: str, part: Part) -> None:
        """A kind or a direction that was written out."""
        known = words.KIND_OF if key == "kind" else words.DIRECTION_OF
        chosen = known.get(" ".join(flat(part.text).casefold().split()))
        example = f"{key}:{'call' if key == 'kind' else 'from-client'}"
        if chosen is None:
            self._problem(key, part.text, f"is not a {key} that I know", example)
        elif key in self.chosen:
            self._problem(key, part.text, f"is a second {key} beside {self.chosen[key]}", example)
        else:
            self.chosen[key] = chosen

    def set_temperature(self, text: str) -> None:
        """A temperature, or what stands in its place."""
        self.keys.add("temp")
        degrees = as_temperature(text)
        if degrees is None:
            self._problem("temp", text, "is not a temperature from -2 to +2", "temp:+1")
        elif self.temperature is not None:
            self._problem("temp", text, f"is a second temperature beside {self.temperature:+}", "temp:+1")
        else:
            self.temperature = degrees

    def set_day(self, key: str, text: str) -> None:
        """When it was ("on"), or when the next one will be ("next")."""
        cleaned = clean_day(text)
        day = self.occurred if key == "on" else self.next
        if key in self.keys and cleaned == day.text:
            return
        if key in self.keys:
            example = "on:yesterday" if key == "on" else "next:2w"
            self._problem(key, cleaned, f"is a second date beside {day.text or 'an empty one'}", example)
            return
        self.keys.add(key)
        day.text = cleaned
        day.on = self._occurred(cleaned) if key == "on" else self._planned(cleaned)

    def _occurred(self, text: str) -> date | None:
        day = self.read_date(text, self.today, prefer="past")
        if day is None:
            self._problem("on", text, *dateshape.why_not(text, prefer="past"))
        elif day > self.today:
            self._problem("on", text, "is still to come, and a touch is what has been", f"yesterday, or next:{text}")
            return None
        return day

    def _planned(self, text: str) -> date | None:
        day = self.read_date(next_phrase(text), self.today, prefer="future")
        if day is None:
            self._problem("next", text, *dateshape.why_not(next_phrase(text), prefer="future"))
        elif day < self.today:
            self._problem("next", text, "has gone by", "next 2w, or next 3 June")
            return None
        return day

    def _problem(self, part: str, read: str, why: str, example: str) -> None:
        self._problems.append(Problem(part, read, why, example))


def _add(names: list[str], name: str) -> None:
    if name and name not in names:
        names.append(name)
