"""What a litmus test comes to: answers and the log weighed against each other. Pure.

The account's owner may see it brighter than it is. So a question's value is the mean of the others' answers, or the
mean of all where that is lower; what only the owner can answer counts only if it lowers the whole. Nothing that an
owner says can ever lift the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from statistics import fmean
from typing import Any, Protocol

from bot.policy import Band

PASSED = 0.5  # the least value at which a must-pass question holds
STRONG = 0.75  # the least value that is a strength
APART = 0.5  # so far from the others is the owner's view when it is told
_BANDS = ((80, Band.STRONG), (60, Band.SOUND), (40, Band.SHAKY), (0, Band.AT_RISK))


class Say(StrEnum):
    """An answer to a question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSURE = "unsure"


_VALUES = {Say.YES: 1.0, Say.PARTLY: 0.5, Say.NO: 0.0}


class Question(Protocol):
    """What is to be known of a question (`bot.litmus.questions`): asked of people, or answered by a `rule`."""

    @property
    def key(self) -> str:
        """What tells it apart from the others."""

    @property
    def text(self) -> str:
        """The question itself."""

    @property
    def weight(self) -> int:
        """How much it counts."""

    @property
    def must_pass(self) -> bool:
        """Whether it has to hold."""

    @property
    def rule(self) -> str | None:
        """The rule by which the log answers it."""

    @property
    def strength(self) -> str:
        """How it reads where it holds."""

    @property
    def weakness(self) -> str:
        """How it reads where it does not."""

    @property
    def step(self) -> str:
        """What to do about it."""

    @property
    def who(self) -> str:
        """Who sees to that."""

    @property
    def days(self) -> int:
        """Within how many working days."""


@dataclass(frozen=True, slots=True)
class View:
    """What one person answered, by question; `is_owner`: they keep the account."""

    answers: Mapping[str, str]
    is_owner: bool = False
    words: str = ""  # what they add, told without their name


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log answers to a question; no value: it has nothing to go by."""

    value: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One question of a result. `value`: 0 to 1, None: nobody knows; `said`: how many gave each answer."""

    key: str
    text: str
    weight: int
    must_pass: bool
    is_logged: bool
    value: float | None
    is_owners: bool  # only the owner could say
    said: Mapping[str, int]
    owner: str | None
    others: float | None
    why: str
    strength: str
    weakness: str
    step: str
    who: str
    days: int

    @property
    def failed(self) -> bool:
        """Whether it had to hold and does not."""
        return self.must_pass and self.value is not None and self.value < PASSED


@dataclass(frozen=True, slots=True)
class Result:
    """A litmus test's result. `score`: 0 to 100; None, and no band: nobody but the owner could say anything."""

    score: int | None
    band: Band | None
    points: tuple[Point, ...]
    asked: int
    given: int
    words: tuple[str, ...] = ()


def weigh(questions: Sequence[Question], logged: Mapping[str, Logged], views: Sequence[View], asked: int = 0) -> Result:
    """What it comes to. `asked`: how many were asked for their view. Words are in an order that tells nobody's."""
    points = tuple(_point(one, logged.get(one.key), views) for one in questions)
    score = _score(points)
    words = tuple(sorted(view.words for view in views if view.words))
    return Result(score, _band(score, points), points, max(asked, len(views)), len(views), words)


def to_json(result: Result) -> dict[str, Any]:
    """In the form that is kept with a test."""
    return asdict(result)


def from_json(kept: Mapping[str, Any]) -> Result:
    """From the form that is kept with a test."""
    band = Band(kept["band"]) if kept["band"] else None
    points = tuple(Point(**one) for one in kept["points"])
    return Result(kept["score"], band, points, kept["asked"], kept["given"], tuple(kept["words"]))


def _point(question: Question, logged: Logged | None, views: Sequence[View]) -> Point:
    said = [(Say(view.answers[question.key]), view.is_owner) for view in views if question.key in view.answers]
    others = _mean(say for say, is_owner in said if not is_owner)
    everyone = _mean(say for say, _ in said)
    known = [value for value in (others, everyone) if value is not None]
    value = (logged.value if logged else None) if question.rule else min(known, default=None)
    return Point(
        key=question.key,
        text=question.text,
        weight=question.weight,
        must_pass=question.must_pass,
        is_logged=question.rule is not None,
        value=value,
        is_owners=question.rule is None and others is None and everyone is not None,
        said={say.value: count for say in Say if (count := sum(one is say for one, _ in said))},
        owner=next((say.value for say, is_owner in said if is_owner), None),
        others=others,
        why=logged.why if logged else "",
        strength=question.strength,
        weakness=question.weakness,
        step=question.step,
        who=str(question.who),
        days=question.days,
    )


def _mean(said: Iterable[Say]) -> float | None:
    values = [_VALUES[say] for say in said if say is not Say.UNSURE]
    return fmean(values) if values else None


def _score(points: Sequence[Point]) -> int | None:
    """Of 100; with what only the owner can say, where that is less."""
    sure = _weighed(point for point in points if not point.is_owners)
    if sure is None:
        return None
    return round(100 * min(sure, _weighed(points) or 0.0))


def _weighed(points: Iterable[Point]) -> float | None:
    known = [(point.value, point.weight) for point in points if point.value is not None]
    return sum(value * weight for value, weight in known) / sum(weight for _, weight in known) if known else None


def _band(score: int | None, points: Sequence[Point]) -> Band | None:
    """By the score; no better than shaky where a must-pass question fails, than sound where nobody else could say."""
    if score is None:
        return None
    failed = sum(point.failed for point in points)
    unsure = any(point.must_pass and (point.value is None or point.is_owners) for point in points)
    best = (Band.AT_RISK if failed > 1 else Band.SHAKY) if failed else Band.SOUND if unsure else Band.STRONG
    reached = next(band for least, band in _BANDS if score >= least)
    return max(reached, best, key=list(Band).index)
