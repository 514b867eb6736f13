"""Forms about rescues: to open one, to say how it stands, to add a step, to change who sees to it, to end it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn

OPEN = "form.rescue"
REVIEW = "form.rescue_review"
STEP = "form.rescue_step"
CHANGE = "form.rescue_change"
END = "form.rescue_end"
KINDS = {
    "step": "a step",
    "measure": "a measure: it keeps this from happening again",
    "audience": "somebody who must hear of it",
}
ENDS = {
    "saved": "saved: they stay",
    "lost": "lost: they go",
    "dropped": "no rescue after all",
}


@dataclass(frozen=True)
class RescueForm:
    """What is known when the form opens. `account`: (id, name); `problem`: why it opened (mrkdwn)."""

    account: tuple[str, str] | None = None
    why: str = ""
    words: str = ""
    lead_id: str | None = None
    sponsor_id: str | None = None
    helpers: Sequence[str] = ()
    channel_id: str | None = None
    problem: str = ""


def open_(form: RescueForm, nudge_id: str = "") -> dict[str, Any]:
    """To open a rescue; `nudge_id`: the card that suggested it."""
    fields: list[Block] = [
        *([kit.section(form.problem)] if form.problem else []),
        inputs.account(form.account),
        inputs.text("why", "What happened?", form.why, many=True, hint="One sentence is enough to begin."),
        inputs.text("words", "What did they say?", form.words, many=True, hint=_KEPT, optional=True),
        *_staff(form),
    ]
    return inputs.modal("Open a rescue", OPEN, "Open it", fields, nudge=nudge_id)


def review(rescue_id: str, account: str, stands: str = "", problem: str = "") -> dict[str, Any]:
    """To say how it stands, and what is next."""
    blocks: list[Block] = [
        *([kit.section(problem)] if problem else []),
        kit.section(f"A word on the rescue of {mrkdwn.bold(account)}: whoever helps reads it."),
        inputs.text("stands", "How does it stand?", stands, many=True, hint="How do they sound? What has changed?"),
        inputs.text("next_step", "What is next?", many=True, hint="Who does what, and by when.", optional=True),
    ]
    return inputs.modal("A review", REVIEW, "Save", blocks, rescue=rescue_id)


def step(rescue_id: str, account: str) -> dict[str, Any]:
    """A step, a measure, or somebody who must hear of it."""
    told = "A measure is done when there is proof that it works; then you are asked whether the client was told."
    blocks: list[Block] = [
        inputs.text("text", "What is to be done?", hint="Or who must hear of it, at theirs or at ours."),
        inputs.choice("kind", "What is it?", KINDS, "step", hint=told),
        inputs.person("owner", "Who does it", optional=True, hint="Nobody chosen: whoever leads the rescue."),
        inputs.day("due_on", "By when", optional=True),
    ]
    return inputs.modal(mrkdwn.cut(f"Rescue: {account}", 24), STEP, "Add it", blocks, rescue=rescue_id)


def change(rescue_id: str, form: RescueForm) -> dict[str, Any]:
    """To change who sees to it, where it is spoken of, and to keep more of what they said."""
    words = inputs.text("words", "What did they say?", form.words, many=True, hint=_KEPT, optional=True)
    return inputs.modal("People and words", CHANGE, "Save", [*_staff(form), words], rescue=rescue_id)


def end(rescue_id: str, account: str, how: str = "", worked: str = "") -> dict[str, Any]:
    """To say how it ended, and what worked."""
    blocks: list[Block] = [
        kit.section(f"How did the rescue of {mrkdwn.bold(account)} end?"),
        inputs.choice("how", "How did it end?", ENDS, how if how in ENDS else None),
        inputs.text(
            "worked", "What worked, or what did not?", worked, many=True, hint="The next rescue learns from it."
        ),
    ]
    return inputs.modal("The end of a rescue", END, "Save", blocks, rescue=rescue_id)


def kind_of(chosen: str) -> Literal["step", "measure", "audience"]:
    """What was chosen for a step; a plain one where nothing was."""
    kinds: dict[str, Literal["step", "measure", "audience"]] = {"measure": "measure", "audience": "audience"}
    return kinds.get(chosen, "step")


def end_of(chosen: str) -> Literal["saved", "dropped"]:
    """How it ended, but for a loss."""
    return "saved" if chosen == "saved" else "dropped"


_KEPT = "As they said it: their own words are kept, also the hard ones."


def _staff(form: RescueForm) -> list[Block]:
    return [
        inputs.person("lead", "Who leads it", form.lead_id, hint="Nobody: the account's owner.", optional=True),
        inputs.person("sponsor", "Our executive behind it", form.sponsor_id, optional=True),
        inputs.people("helpers", "Who helps", form.helpers, optional=True),
        inputs.channel("channel", "Where it is spoken of", form.channel_id, hint=_WHERE),
    ]


_WHERE = "None: the account's own channel. Never one with people of another company in it."
