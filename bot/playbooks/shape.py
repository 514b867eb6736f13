"""What a playbook is: a template of steps, as its TOML says it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.toml_text import Misplaced

MOST_STEPS = 40
_Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Who(StrEnum):
    """Whose step it is: by what somebody is to the account, or to the plan."""

    OWNER = "owner"
    BACKUP = "backup"
    SPONSOR = "sponsor"
    LEAD = "lead"  # of the plan; where it has none, whoever leads the account's owner
    DOER = "doer"  # whoever lays the plan


class When(StrEnum):
    """The gap of an account that a step closes; it is offered, and laid, only where there is that gap."""

    ALWAYS = "always"
    NO_SENIOR = "no_senior"  # nobody senior is known
    SENIOR_UNMET = "senior_unmet"  # a senior person is known and was never met: one step for each
    ONE_CONTACT = "one_contact"  # fewer than two contacts are there
    NO_MAIN_CONTACT = "no_main_contact"
    NO_MEETING = "no_meeting"  # no next meeting is on record
    INDIRECT = "indirect"  # an indirect contact: one step for each
    NO_WISHES = "no_wishes"  # nobody has asked what they would like
    NO_MEAL = "no_meal"  # no lunch or breakfast among the last times that we were in touch


class PlaybookStep(BaseModel):
    """One step. `days` are working days from the day on which it is laid; none: it waits without a day.

    `{contact}` in the text is the name of whom it is about.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: _Key
    text: _Text
    who: Who = Who.OWNER
    days: Annotated[int, Field(strict=True, ge=0, le=520)] | None = None
    kind: Literal["step", "measure", "audience", "task"] = "step"
    when: When = When.ALWAYS


class Playbook(BaseModel):
    """A template of steps, and where they lead (`to`). `closes_itself`: its plans are over with their last step."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: _Key
    title: _Line
    about: _Words = ""
    to: _Words = ""
    closes_itself: bool = False
    steps: Annotated[tuple[PlaybookStep, ...], Field(max_length=MOST_STEPS)] = ()

    @model_validator(mode="after")
    def _has_each_key_once(self) -> Self:
        keys = [step.key for step in self.steps]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise Misplaced(f"two steps have the key “{key}”; give each its own", ("steps", number, "key"))
        return self
