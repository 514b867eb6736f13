"""The form in which it is decided whether we want a client back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn

WINBACK = "form.winback"
_WANTED = {"yes": "Yes, one day", "no": "No, we let them go"}


@dataclass(frozen=True)
class WinbackForm:
    """What is known when the form opens. `account`: (id, name); `told_burdens`: what is on record as theirs."""

    account: tuple[str, str]
    wanted: bool | None = None
    why: str = ""
    next_on: date | None = None
    must_change: str = ""
    burdens: str = ""
    keeper_id: str | None = None
    told_burdens: Sequence[str] = ()
    problem: str = ""

    def told(self, wanted: bool, why: str, next_on: date | None, problem: str) -> WinbackForm:
        """The same with what was typed."""
        return replace(self, wanted=wanted, why=why, next_on=next_on, problem=problem)


def decide(form: WinbackForm) -> dict[str, Any]:
    """To decide about one client."""
    name = mrkdwn.bold(mrkdwn.cut(form.account[1], 200))
    known = [f"On record as a burden: {mrkdwn.line(mrkdwn.cut(one, 300))}" for one in form.told_burdens[:5]]
    chosen = None if form.wanted is None else "yes" if form.wanted else "no"
    fields: list[Block] = [
        *kit.paragraphs([name, *([form.problem] if form.problem else []), *known]),
        inputs.choice("wanted", "Do we want them back?", _WANTED, chosen),
        inputs.text("why", "Why?", form.why, many=True, hint="A year from now nobody remembers."),
        inputs.day("next", "When do we ask?", form.next_on, hint="If we want them back.", optional=True),
        inputs.text("change", "What must change on our side first?", form.must_change, many=True, optional=True),
        inputs.text(
            "burdens",
            "What would we not miss?",
            form.burdens,
            many=True,
            hint="To weigh one against the other.",
            optional=True,
        ),
        inputs.person("keeper", "Who keeps contact until then?", form.keeper_id, optional=True),
    ]
    return inputs.modal("Do we want them back?", WINBACK, "Keep it", fields, account=form.account[0])
