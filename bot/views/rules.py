"""How often each rule was of use, what it is set by, and what another setting would have made of the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.backtest.figures import Backtest
from bot.policy import Level
from bot.rules.knobs import ENOUGH_VOTES, NEARLY_ALL_USEFUL, Proposal, Way, clock_of
from bot.views import backtest_cells as cells
from bot.views import kit, mrkdwn, words
from bot.views.post import Post
from bot.views.settings import typed

_PER_QUARTER, _WARNED, _DAYS = cells.RULE_HEADINGS[2], cells.RULE_HEADINGS[6], cells.RULE_HEADINGS[7]
_HOW = (
    "A vote counts once for each person and warning: what they say with “Not useful” on a card or “Useful” under its "
    "Why, else “useful” where they take a card or log from it; “Already did” says nothing. From "
    f"{ENOUGH_VOTES} votes on I propose another threshold, looser where fewer than half say useful, tighter where at "
    f"least {NEARLY_ALL_USEFUL:.0%} do and lost accounts were missed. I never change one by myself."
)


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule as people judge it. `settings`: (name, value) of what it is turned by; `open`: nudges by level.

    `turned_on`: the day since which votes count, where it was once turned as proposed.
    """

    rule: str
    useful: int
    votes: int
    open: Mapping[str, int]
    settings: Sequence[tuple[str, Any]]
    proposals: Sequence[Proposal] = ()
    turned_on: date | None = None


def rules(shown: Sequence[RuleShown], today: date) -> Post:
    """Every rule: how many found it useful, what is open, what it is set by, and what its votes propose."""
    blocks: list[Block] = [kit.header("How useful each rule is")]
    for one in shown:
        text = "\n".join(filter(None, [_judged(one, today), _set_by(one), _wished(one)]))
        blocks.append(kit.section(text, accessory=_try(one) if one.proposals else None))
    told = [f"{words.rule(one.rule)}: {_useful(one)}" for one in shown]
    return kit.post(". ".join(told), [*blocks, kit.context(_HOW)])


def tried(before: Backtest, after: Backtest, proposal: Proposal, value: str) -> Post:
    """What a proposal would have made of the past. `value`: of the button that applies it."""
    lines = [
        f"{_named(proposal)}: {_change(proposal)}",
        f"Over the last {cells.span(before)} it would have been:",
        *(f"• {line}" for line in _differences(before, after)),
        "" if before.lost else cells.NO_LOST,
        "Nothing is changed until somebody presses Apply.",
    ]
    text = "\n".join(filter(None, lines))
    apply = kit.button("Apply", "rules.apply", value, f"Apply: {words.rule(proposal.rule)} a notch {proposal.way}")
    return kit.post(text, [kit.section(text), kit.actions(apply)])


def not_worth_it(before: Backtest, proposal: Proposal) -> Post:
    """The votes would turn a rule, but its past gives no reason to."""
    rule, over = words.rule(proposal.rule), f"over the last {cells.span(before)}"
    missed = len(before.lost) - before.of(proposal.rule).lost_warned
    if proposal.way is Way.LOOSER:
        why = f"A notch looser would have taken no alert away {over}."
    elif not missed:
        why = f"It missed no lost account {over}, so there is nothing to gain by more alerts."
    else:
        ends = mrkdwn.count(missed, "lost account")
        why = f"It missed {ends} {over}, and a notch tighter would have caught none of them."
    return _say(f"*{rule}* I would leave as it is. {why}")


def no_past(rule: str) -> Post:
    """There is nothing to replay."""
    return _say(f"*{words.rule(rule)}* I would leave as it is for now. {cells.NOTHING}")


def turned(proposal: Proposal) -> Post:
    """A rule was turned: what is set now, and how to go back."""
    back = " then ".join(mrkdwn.code(line) for line in _commands(proposal.setting, proposal.before))
    return _say(
        f"Applied. {_named(proposal)}: {_change(proposal)}\n"
        f"It holds for the whole workspace from now on, and votes on it are counted anew. To go back: {back}"
    )


def _judged(one: RuleShown, today: date) -> str:
    since = f" since it was turned on {mrkdwn.day(one.turned_on, today)}" if one.turned_on else ""
    return f"*{words.rule(one.rule)}* · {_useful(one)}{since} · {_open(one.open)}"


def _useful(one: RuleShown) -> str:
    return f"useful {one.useful} of {one.votes}, {one.useful / one.votes:.0%}" if one.votes else "no votes yet"


def _open(levels: Mapping[str, int]) -> str:
    told = [f"{words.level(level)} {levels[level]:,}" for level in reversed(Level) if levels.get(level)]
    return f"{sum(levels.values()):,} open: {', '.join(told)}" if told else "none open"


def _set_by(one: RuleShown) -> str:
    told = [f"{mrkdwn.code(name)} {_value(name, value)}" for name, value in one.settings]
    return f"_Set by:_ {' · '.join(told) or 'nothing to turn'}"


def _wished(one: RuleShown) -> str:
    if not one.proposals:
        return ""
    knobs = " or ".join(mrkdwn.code(proposal.setting) for proposal in one.proposals)
    return f"_By the votes it could be a notch {one.proposals[0].way}, by {knobs}._"


def _try(one: RuleShown) -> Any:
    return kit.button(
        "See what it would have changed", "rules.try", one.rule, f"See what {words.rule(one.rule)} would change"
    )


def _named(proposal: Proposal) -> str:
    return f"*{words.rule(proposal.rule)}*, a notch {proposal.way}"


def _change(proposal: Proposal) -> str:
    before, after = (_value(proposal.setting, value) for value in (proposal.before, proposal.after))
    return f"{mrkdwn.code(proposal.setting)} {before} → {after}"


def _value(setting: str, value: Any) -> str:
    """`0.4,0.75,0.85`, `25%`, `key 10/14/21, standard 21/30/45, light 45/60/90`."""
    if clock_of(setting) is None:
        return typed(setting, value)
    return ", ".join(f"{tier} {'/'.join(_days(days))}" for tier, days in value.items())


def _commands(setting: str, value: Any) -> list[str]:
    """What is typed to have a setting at a value."""
    if clock_of(setting) is None:
        return [f"/client settings {setting} {typed(setting, value)}"]
    _, clock = setting.split()
    return [f"/client settings tier {tier} {clock} {' '.join(_days(days))}" for tier, days in value.items()]


def _days(days: Any) -> list[str]:
    return [str(day) for day in (days if isinstance(days, list) else [days])]


def _differences(before: Backtest, after: Backtest) -> Iterator[str]:
    """A line for each rule that would have said something else: a setting may be that of several."""
    for one in before.rules:
        if one != after.of(one.rule):
            row = cells.rule(one, before, after)
            told = dict(zip(cells.RULE_HEADINGS, (cell.text for cell in row), strict=True))
            parts = [f"{told[_PER_QUARTER]} alerts per account and quarter"]
            if before.lost:
                parts.append(f"warned of {told[_WARNED]} lost")
            if told[_DAYS] != cells.NONE:
                parts.append(f"median {told[_DAYS]} days before the end")
            yield f"{words.rule(one.rule)}: {'; '.join(parts)}"


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
