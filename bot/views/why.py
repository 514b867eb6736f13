"""Why a card came: the rule of it in full, then the others in a line each. All of all of them is `/client why`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from slackblocks import Block

from bot.rules.quiet import RULE as QUIET
from bot.rules.verdict import Verdict
from bot.views import kit, mrkdwn, words
from bot.views.account import Sheet, explained, loudest
from bot.views.post import Post
from bot.views.rhythm import rhythm

_IN_FULL = 5  # clocks of the card's rule, where none of them is the card's alone
_REASON = 160


def of_card(sheet: Sheet, rule: str, subject: str) -> Post:
    """What a card's clock says as it stands now, and below it every other rule in a line."""
    name = mrkdwn.bold(sheet.facts.name)
    own = _own(sheet.verdicts, rule, subject)
    text = f"Why: {name} is {words.level(loudest(own, sheet.now))} for the rule *{words.rule(rule)}*"
    blocks: list[Block] = [kit.header(f"Why: {sheet.facts.name}")]
    for verdict in own[:_IN_FULL]:
        blocks.append(kit.section(explained(verdict, sheet)))
    if not own:
        blocks.append(kit.section(f"The rule *{words.rule(rule)}* has nothing to say of {name} any more."))
    if own and rule == QUIET:
        blocks += rhythm(sheet.facts, own[0], sheet.now)
    others = list(_others([verdict for verdict in sheet.verdicts if verdict not in own], sheet))
    if others:
        blocks += kit.paragraphs(["*The other rules*", *others])
    whole = mrkdwn.code(f"/client why {mrkdwn.quoted(sheet.facts.name)}")
    blocks.append(kit.context(f"Each with its clock, its threshold and what clears it: {whole}"))
    return kit.post(text, blocks)


def _own(verdicts: Sequence[Verdict], rule: str, subject: str) -> list[Verdict]:
    """The card's own clock; where that has gone, all of its rule."""
    of_rule = [verdict for verdict in verdicts if verdict.rule == rule]
    return [verdict for verdict in of_rule if verdict.subject == subject] or of_rule


def _others(verdicts: Sequence[Verdict], sheet: Sheet) -> Iterator[str]:
    """A line for each rule, the loudest first: its loudest clock, and how many more there are."""
    by_rule: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in sorted(verdicts, key=lambda one: -_loudness(one, sheet)):
        by_rule[verdict.rule].append(verdict)
    for rule, (loud, *rest) in by_rule.items():
        more = f" (+{len(rest):,} more)" if rest else ""
        level = words.level(loud.level_at(sheet.now))
        yield f"• *{words.rule(rule)}* · {level}: {mrkdwn.line(mrkdwn.cut(loud.reason, _REASON))}{more}"


def _loudness(verdict: Verdict, sheet: Sheet) -> int:
    level = verdict.level_at(sheet.now)
    return level.loudness if level else -1
