"""What holds for what is asked, opened or closed from now on: a sentence for each, by how it was of late."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.policy import Policy
from bot.rules.words import on
from bot.views import mrkdwn
from bot.views.forms.settings.figures import YEAR, Lately

Says = Callable[[Policy, Policy, Lately], str]

_ONWARD = "it holds from now on"


def _short(setting: str) -> Says:
    def said(_before: Policy, _after: Policy, lately: Lately) -> str:
        counted = lately.figures[setting]
        return (
            f"As of now {mrkdwn.count(counted.after, 'account')} would get too little of our attention, "
            f"instead of {counted.before:,}."
        )

    return said


def _crowded(_before: Policy, _after: Policy, lately: Lately) -> str:
    counted = lately.figures["attention_crowds_share"]
    return (
        f"As of now one account would leave little for the others of {mrkdwn.count(counted.after, 'owner')}, "
        f"instead of {counted.before:,}."
    )


def _gated(_before: Policy, _after: Policy, lately: Lately) -> str:
    counted = lately.figures["gate_key_days"]
    return (
        f"As of now {mrkdwn.count(counted.after, 'account')} would be key to the gate before an account is closed, "
        f"instead of {counted.before:,}."
    )


def _rescued(_before: Policy, _after: Policy, lately: Lately) -> str:
    counted = lately.figures["gate_rescue_days"]
    return (
        f"As of now {mrkdwn.count(counted.after, 'account')} would have a rescue that counts as having tried to keep "
        f"them, instead of {counted.before:,}."
    )


def _answers(setting: str, asked: str, day: str = "working day") -> Says:
    """How many of those asked answered within so many days. `asked`: in what."""

    def said(before: Policy, after: Policy, lately: Lately) -> str:
        counted = lately.figures[setting]
        if not counted.of:
            return f"Nobody answered {asked} in the last {YEAR} days, so there is nothing to count: {_ONWARD}."
        within, of_now = getattr(after, setting), getattr(before, setting)
        return (
            f"Of {mrkdwn.count(counted.of, 'answer')} {asked} in the last {YEAR} days, "
            f"{counted.after:,} came within {mrkdwn.count(within, day)}, instead of {counted.before:,} within "
            f"{of_now}: {_ONWARD}."
        )

    return said


def _decided(before: Policy, after: Policy, lately: Lately) -> str:
    counted = lately.figures["winback_decide_days"]
    if not counted.of:
        return f"Nobody was lost in the last {YEAR} days, so there is nothing to count: {_ONWARD}."
    return (
        f"Of {mrkdwn.count(counted.of, 'loss', 'losses')} in the last {YEAR} days, it was decided of {counted.after:,} "
        f"within {mrkdwn.count(after.winback_decide_days, 'working day')} whether we want them back, instead of "
        f"{counted.before:,} within {before.winback_decide_days}: {_ONWARD}."
    )


def _freed(before: Policy, after: Policy, lately: Lately) -> str:
    told = mrkdwn.count(lately.figures["freed_days"].of, "owner")
    return (
        f"In the last {YEAR} days {told} heard what the time that was free could do; it would have been "
        f"{mrkdwn.count(after.freed_days, 'working day')} after a loss instead of {before.freed_days}: {_ONWARD}."
    )


def _next_round(_before: Policy, _after: Policy, lately: Lately) -> str:
    before, after = lately.next_round.before, lately.next_round.after
    if after is None:
        was_to = f"; the next was to on {on(before)}" if before else ""
        return f"No round of the pulse would begin by itself any more{was_to}."
    instead = f" instead of {on(before)}" if before else "; until now none does"
    return f"The next round of the pulse would begin by itself on {on(after)}{instead}."


SAYS: Mapping[str, Says] = {
    "attention_new_days": _short("attention_new_days"),
    "attention_short_share": _short("attention_short_share"),
    "attention_crowds_share": _crowded,
    "gate_key_days": _gated,
    "gate_rescue_days": _rescued,
    "litmus_days": _answers("litmus_days", "in litmus tests of one account"),
    "campaign_days": _answers("campaign_days", "in litmus campaigns"),
    "pulse_days": _answers("pulse_days", "in rounds of the pulse", "day"),
    "pulse_every_days": _next_round,
    "winback_decide_days": _decided,
    "freed_days": _freed,
}
