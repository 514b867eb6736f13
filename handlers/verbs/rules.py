"""`/client settings rules`: how useful each rule is, and a proposal that only a person applies (MISSION D7)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from bot.backtest import backtest
from bot.backtest.worth import worth
from bot.policy import Policy
from bot.rules import RULES
from bot.rules.knobs import KNOBS, Proposal, Way, proposals, value_of
from bot.views import rules as views
from bot.views.backtest import at_work
from bot.views.rules import RuleShown
from bot.work import settings as work
from bot.work.deed import Refused
from handlers import look
from handlers.answer import Answer, Later
from handlers.visit import Visit
from storage import accounts, audit, nudges, votes

_NOTHING_WISHED = "By the votes so far there is nothing to propose for that rule any more."


def rules(visit: Visit) -> Answer:
    """Show every rule with its votes, what is open, what it is set by, and what its votes propose."""
    with visit.tend.store.read() as session:
        policy = look.policy(session, visit.team_id)
        turned = audit.last_of(session, visit.team_id, work.TURNED)
        judged = votes.by_rule(session, visit.team_id, turned)
        opened = nudges.open_by_rule(session, visit.team_id)
    shown = [_shown(visit, rule, policy, judged.get(rule, (0, 0)), opened.get(rule, {}), turned) for rule in RULES]
    return Answer(views.rules(shown, visit.today))


def tried(visit: Visit, rule: str) -> Answer:
    """What the proposal of a rule would have made of the past; it takes seconds, and follows by itself."""
    with visit.tend.store.read() as session:
        policy = look.policy(session, visit.team_id)
        wished = _wished(session, visit, rule, policy)
        replayed = accounts.count(session, visit.team_id)
    if not wished:
        raise Refused(_NOTHING_WISHED)
    later = Later(("rules", visit.team_id, *map(_carried, wished)), lambda: _replayed(visit, policy, wished))
    return Answer(at_work(replayed), later=later)


def apply(visit: Visit, value: str) -> Answer:
    """Turn a rule: somebody has seen what it would have changed, and wants it."""
    carried = json.loads(value)
    proposal = Proposal(**{**carried, "way": Way(carried["way"])})
    work.turn(visit.tend.store, visit.deed(), proposal)
    return Answer(views.turned(proposal), replaces=True)


def _replayed(visit: Visit, policy: Policy, wished: Sequence[Proposal]) -> Answer:
    told = backtest(visit.tend.store, visit.team_id, visit.now, [policy, *(one.on(policy) for one in wished)])
    if told is None:
        return Answer(views.no_past(wished[0].rule))
    before, *afters = told
    found = worth(before, zip(wished, afters, strict=True))
    if found is None:
        return Answer(views.not_worth_it(before, wished[0]))
    proposal, after = found
    return Answer(views.tried(before, after, proposal, _carried(proposal)))


def _shown(
    visit: Visit,
    rule: str,
    policy: Policy,
    judged: tuple[int, int],
    opened: Mapping[str, int],
    turned: Mapping[str, datetime],
) -> RuleShown:
    return RuleShown(
        rule=rule,
        useful=judged[0],
        votes=judged[1],
        open=opened,
        settings=[(knob.setting, value_of(policy, knob.setting)) for knob in KNOBS.get(rule, ())],
        proposals=proposals(rule, policy, *judged),
        turned_on=turned[rule].astimezone(visit.zone).date() if rule in turned else None,
    )


def _carried(proposal: Proposal) -> str:
    return json.dumps(asdict(proposal))


def _wished(session: Session, visit: Visit, rule: str, policy: Policy) -> tuple[Proposal, ...]:
    turned = audit.last_of(session, visit.team_id, work.TURNED)
    useful, said = votes.by_rule(session, visit.team_id, turned).get(rule, (0, 0))
    return proposals(rule, policy, useful, said)
