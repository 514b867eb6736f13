"""Forms about plans: to lay one, to add steps, to say how a step or a plan ended, to move a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn

LAY, EDIT, ADD, OFFER = "form.plan", "form.plan_edit", "form.plan_add", "form.plan_offer"
SKIPPED, PROVEN, MOVED, ENDED = "form.step_skipped", "form.step_proven", "form.step_moved", "form.plan_ended"
STEPS = "steps"  # the fields with steps to tick: steps0, steps1, …
_AT_ONCE = 10  # ticks in one field
_SHORT = 75  # characters of one tick, and of what stands below it
_OWN_HINT = "One step a line. A line that ends with a day rings then: “invite their CFO by 3 June”."


@dataclass(frozen=True, slots=True)
class OfferShown:
    """A step that can be ticked: `key` tells it apart, `who` says whose it is."""

    key: str
    text: str
    who: str
    due_on: date | None = None


@dataclass(frozen=True)
class PlanForm:
    """What is known when the form to lay a plan opens."""

    account_id: str
    account: str
    playbook: str
    title: str
    about: str = ""
    from_text: str = ""
    to: str = ""
    lead_id: str | None = None
    offers: Sequence[OfferShown] = ()


def lay(form: PlanForm, today: date) -> dict[str, Any]:
    """To lay a plan: from where to where, who leads it, and which steps."""
    about = f"{mrkdwn.bold(mrkdwn.cut(form.title, 100))} for {mrkdwn.bold(mrkdwn.cut(form.account, 200))}"
    blocks: list[Block] = [
        kit.section("\n".join(filter(None, [about, mrkdwn.line(mrkdwn.cut(form.about, 500))]))),
        *_way(form.from_text, form.to, form.lead_id),
        *_ticks(form.offers, today),
        inputs.text("own", "Steps of your own", many=True, hint=_OWN_HINT, optional=True),
    ]
    return inputs.modal("Plan", LAY, "Lay it out", blocks, account=form.account_id, playbook=form.playbook)


def offer(plan_id: str, title: str, account: str, offers: Sequence[OfferShown], today: date) -> dict[str, Any]:
    """To add steps that the account could do with now."""
    name = f"{mrkdwn.bold(mrkdwn.cut(title, 100))} for {mrkdwn.bold(mrkdwn.cut(account, 200))}"
    blocks = [
        kit.section(name),
        *_ticks(offers, today, all_ticked=False),
        inputs.text("own", "Steps of your own", many=True, hint=_OWN_HINT, optional=True),
    ]
    return inputs.modal("What else?", OFFER, "Add them", blocks, plan=plan_id)


def edit(plan_id: str, title: str, from_text: str, to: str, lead_id: str | None) -> dict[str, Any]:
    """To say from where to where a plan leads, and who leads it."""
    blocks = [kit.section(mrkdwn.bold(mrkdwn.cut(title, 200))), *_way(from_text, to, lead_id)]
    return inputs.modal("From and to", EDIT, "Save", blocks, plan=plan_id)


def add(plan_id: str, account_id: str, title: str) -> dict[str, Any]:
    """To add one step."""
    blocks = [
        kit.section(mrkdwn.bold(mrkdwn.cut(title, 200))),
        inputs.text("text", "What is to be done?"),
        inputs.person("owner", "Whose step is it?", hint="Left empty, it is the account's owner's.", optional=True),
        inputs.day("due_on", "By when?", hint="A step without a day does not ring.", optional=True),
        inputs.one_contact(of=account_id, label="Whom of theirs is it about?", optional=True),
    ]
    return inputs.modal("Add a step", ADD, "Add it", blocks, plan=plan_id, account=account_id)


def skipped(step_id: str, text: str) -> dict[str, Any]:
    """To say why a step is skipped."""
    why = inputs.text("why", "Why not?", many=True, hint="Whoever looks at the plan later reads this.")
    return inputs.modal("Skip a step", SKIPPED, "Skip it", [_about(text), why], step=step_id)


def proven(step_id: str, text: str) -> dict[str, Any]:
    """To say how we know that a measure works, and whether the client was told."""
    blocks = [
        _about(text),
        inputs.text("proof", "How do we know that it works?", many=True),
        inputs.tick("told", "The client", "They were told"),
    ]
    return inputs.modal("Measure", PROVEN, "Done", blocks, step=step_id)


def moved(step_id: str, text: str, owner_id: str | None, due_on: date | None) -> dict[str, Any]:
    """To give a step to somebody else, or another day."""
    blocks = [
        _about(text),
        inputs.person("owner", "Whose step is it?", owner_id, optional=True),
        inputs.day("due_on", "By when?", due_on, optional=True),
    ]
    return inputs.modal("Move a step", MOVED, "Move it", blocks, step=step_id)


def ended(plan_id: str, title: str, account: str, waiting: int) -> dict[str, Any]:
    """To say how a plan ended."""
    left = f"{mrkdwn.count(waiting, 'step')} still open: skipped with it." if waiting else "All its steps are seen to."
    name = f"{mrkdwn.bold(mrkdwn.cut(title, 100))} of {mrkdwn.bold(mrkdwn.cut(account, 200))}"
    blocks = [
        kit.section(f"{name}\n{left}"),
        inputs.choice("state", "How does it end?", {"done": "done", "dropped": "dropped"}, "done"),
        inputs.text("outcome", "What came of it?", many=True, optional=True),
    ]
    return inputs.modal("End the plan", ENDED, "End it", blocks, plan=plan_id)


def _way(from_text: str, to: str, lead_id: str | None) -> list[Block]:
    return [
        inputs.text("from", "From: where the relationship is", from_text, many=True, optional=True),
        inputs.text("to", "To: where it is to be", to, many=True, optional=True),
        inputs.person("lead", "Who sees to it", lead_id, optional=True),
    ]


def _about(text: str) -> Block:
    return kit.section(f"“{mrkdwn.line(mrkdwn.cut(text, 600))}”")


def _ticks(offers: Sequence[OfferShown], today: date, *, all_ticked: bool = True) -> list[Block]:
    """Steps to tick, ten in a field."""
    if not offers:
        return [kit.section("Nothing is lacking that I could offer a step for: add your own below.")]
    fields: list[Block] = []
    for start in range(0, len(offers), _AT_ONCE):
        some = offers[start : start + _AT_ONCE]
        words = {one.key: one.text for one in some}
        label = "Steps" if not start else "More steps"
        below = {one.key: _below(one, today) for one in some}
        chosen = words if all_ticked else ()
        fields.append(inputs.ticks(f"{STEPS}{start // _AT_ONCE}", label, words, chosen, below))
    return fields


def _below(one: OfferShown, today: date) -> str:
    """Whose it is, by when, and what of a long step did not fit above."""
    when = f", by {mrkdwn.day(one.due_on, today)}" if one.due_on else ""
    rest = one.text[_SHORT - 1 :].strip() if len(one.text) > _SHORT else ""
    return mrkdwn.cut(f"{one.who}{when}{f' · …{rest}' if rest else ''}", _SHORT)
