"""The one place that turns facts into clocks and nudges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import gather, metrics
from bot.facts import AccountFacts
from bot.nudges.circles import Circles, circles
from bot.nudges.closing import close
from bot.nudges.hang import Open, hang, named_in
from bot.nudges.rounds import close_over
from bot.nudges.turn import Turn, escalates_at, rings_at, turn
from bot.policy import Level, Policy
from bot.rules import RULES, Rule, Verdict
from storage import clocks, homes, nudges, workspaces
from storage.clocks import ClockKey
from storage.tables import Clock, Nudge, Touch, Workspace

AT_ONCE = 500  # accounts: databases limit how many ids a query takes


@dataclass(frozen=True, slots=True)
class ClockMove:
    """What became of one clock. Instants are aware UTC; `closed_nudges` and `opened_nudge` are ids."""

    account_id: str
    rule: str
    subject: str
    level_before: Level | None
    level_after: Level | None
    rings_before: datetime | None
    rings_after: datetime | None
    closed_nudges: tuple[str, ...] = ()
    opened_nudge: str | None = None


def settle(
    session: Session,
    team_id: str,
    account_ids: Sequence[str],
    now: datetime,
    *,
    by: str | None = None,
    touch: Touch | None = None,
    rules: Mapping[str, Rule] = RULES,
) -> list[ClockMove]:
    """Bring every clock of some accounts to where the facts stand at `now` (aware UTC), and say what that asks for.

    1. Facts are loaded for all accounts at once, and every rule is asked about each.
    2. Clocks follow the verdicts: entered levels open a nudge, louder ones raise it, calm and vanished ones close it.
    3. Open nudges that lay untouched for too long are escalated.
    4. Open nudges are hung on messages; posts of closed and changed ones are asked for a revision. That is done once
       for all accounts, however many there are, as it locks messages in the order of their ids.

    The caller holds the accounts' locks and commits. `by` is who did what led here, `touch` the touch that they logged.
    Accounts that do not exist are passed over. Raises `LookupError` for an unknown workspace.
    """
    if not account_ids:
        return []
    workspace = workspaces.get(session, team_id)
    if workspace is None:
        raise LookupError(f"no workspace {team_id}")
    policy = gather.policy_of(workspace)
    session.flush()
    known: dict[str, AccountFacts] = {}
    turns: list[Turn] = []
    for start in range(0, len(account_ids), AT_ONCE):
        ids = account_ids[start : start + AT_ONCE]
        some = close_over(session, team_id, policy, gather.facts_of(session, team_id, ids, policy, now), now)
        asked = {facts.id: _verdicts(rules, facts, policy, now) for facts in some.values()}
        done = _turn_all(session, team_id, asked, now, acted=bool(by or touch))
        close(session, team_id, some, done, now, by=by, touch=touch)
        known |= some
        turns += done
    _tell(session, workspace, policy, known, turns, now)
    homes.mark(session, team_id, _concerned(known.values(), turns), now)
    return [_move(done) for done in turns]


def _concerned(known: Iterable[AccountFacts], turns: Iterable[Turn]) -> set[str]:
    """Whose Home tells of what was settled: the owners', and theirs who took a nudge or hear it first."""
    nudged = [nudge for done in turns for nudge in (done.nudge, done.closing) if nudge]
    return {facts.owner_id for facts in known if facts.owner_id} | named_in(nudged)


def _verdicts(rules: Mapping[str, Rule], facts: AccountFacts, policy: Policy, now: datetime) -> dict[ClockKey, Verdict]:
    return {(v.rule, v.subject): v for rule in rules.values() for v in rule(facts, policy, now)}


def _turn_all(
    session: Session, team_id: str, asked: Mapping[str, Mapping[ClockKey, Verdict]], now: datetime, *, acted: bool
) -> list[Turn]:
    ticking = clocks.of(session, team_id, list(asked))
    ringing = nudges.open_of(session, team_id, list(asked))
    fresh = _fresh(session, team_id, ticking, asked)
    turns: list[Turn] = []
    for account_id, verdicts in asked.items():
        mine = ticking[account_id] | fresh.get(account_id, {})
        nudged = ringing[account_id]
        turns += [turn(clock, nudged.get(key), verdicts.get(key), now, acted=acted) for key, clock in mine.items()]
    for done in turns:
        _keep(session, done)
    return turns


def _fresh(
    session: Session,
    team_id: str,
    ticking: Mapping[str, Mapping[ClockKey, Clock]],
    asked: Mapping[str, Mapping[ClockKey, Verdict]],
) -> dict[str, dict[ClockKey, Clock]]:
    """Clocks of verdicts that have none yet; one that comes again goes on counting its episodes."""
    missing = {account_id: verdicts.keys() - ticking[account_id].keys() for account_id, verdicts in asked.items()}
    new = [account_id for account_id, keys in missing.items() if keys]
    episodes = nudges.last_episodes(session, team_id, new) if new else {}
    made: dict[str, dict[ClockKey, Clock]] = {}
    for account_id in new:
        for rule, subject in sorted(missing[account_id]):
            last = episodes.get((account_id, rule, subject), 0)
            clock = Clock(team_id=team_id, account_id=account_id, rule=rule, subject=subject, episode=last)
            made.setdefault(account_id, {})[rule, subject] = clock
    return made


def _keep(session: Session, done: Turn) -> None:
    if done.verdict is None:
        session.delete(done.clock)
        return
    session.add(done.clock)
    if done.opened:
        session.add(done.nudge)
        metrics.nudge_opened(session, done.clock.rule)


def _tell(
    session: Session,
    workspace: Workspace,
    policy: Policy,
    known: Mapping[str, AccountFacts],
    turns: Sequence[Turn],
    now: datetime,
) -> None:
    """Wind every clock, and say what its nudge asks for."""
    ringing = {done.clock.account_id for done in turns if done.nudge}
    named = named_in([done.nudge for done in turns if done.nudge])
    around = circles(session, workspace, policy, [known[account_id] for account_id in ringing], named)
    waiting: list[Open] = []
    for done in turns:
        others: list[datetime | None] = []
        if done.nudge:
            facts = known[done.clock.account_id]
            waiting.append(Open(done.nudge, around.of(facts)))
            others = [_escalate(done.nudge, facts, around, policy, now), *_leave_at(waiting[-1], around, now)]
        done.clock.rings_at = rings_at(done, others, now)
    revised = [nudge.id for done in turns if done.revised and (nudge := done.nudge or done.closing)]
    hang(session, workspace.team_id, policy, around, waiting, now, revised=revised)


def _escalate(nudge: Nudge, facts: AccountFacts, around: Circles, policy: Policy, now: datetime) -> datetime | None:
    """When an untouched nudge goes to the lead, if that is still to come; when the time has come, it is marked."""
    owner = around.hearer(facts.owner_id)
    at = escalates_at(nudge, facts, owner.calendar if owner else around.office, policy)
    if at is None or at > now:
        return at
    nudge.escalated_at = now
    return None


def _leave_at(item: Open, around: Circles, now: datetime) -> Iterator[datetime | None]:
    """When those who may have heard a nudge go away: whoever stands in for them hears it then."""
    circle, nudge = item.circle, item.nudge
    named = (around.hearer(nudge.taken_by), around.hearer(nudge.hearer_id), around.lead_of(nudge.hearer_id))
    kept = (circle.owner, circle.backup, circle.lead, circle.backup_lead, circle.sponsor)
    return (person.leaves_at(now) for person in (*named, *kept) if person)


def _move(done: Turn) -> ClockMove:
    clock = done.clock
    return ClockMove(
        account_id=clock.account_id,
        rule=clock.rule,
        subject=clock.subject,
        level_before=done.level_before,
        level_after=Level(clock.level) if clock.level else None,
        rings_before=done.rings_before,
        rings_after=clock.rings_at,
        closed_nudges=(done.closing.id,) if done.closing else (),
        opened_nudge=done.nudge.id if done.opened and done.nudge else None,
    )
