"""What a change of somebody's own settings means, by what they heard of late and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.digest.moments import KINDS_OF, Mornings
from bot.lately import digests
from bot.lately.cards import Card, otherwise
from bot.lately.change import MONTH
from bot.lately.figures import Figure, Mine, Month
from bot.nudges import circles
from bot.nudges.circles import Circles
from bot.nudges.hang import asked, named_in
from bot.nudges.hearer import Hearer
from bot.nudges.plan import REMEMBERED, Times, plan
from bot.policy import Level, Policy
from bot.preferences import Event, Frequency
from storage import accounts, hearer, hearing
from storage.hearer import Heard
from storage.tables import Account, Nudge, Person, Workspace

_BY_MESSAGE = (Frequency.DAILY, Frequency.WEEKLY)
_Recipients = dict[str, set[str]]  # by nudge


@dataclass(frozen=True)
class Own:
    """Somebody's settings as they are and as they are to be; `now` is aware UTC."""

    workspace: Workspace
    policy: Policy
    before: Person
    after: Person
    now: datetime

    @property
    def was(self) -> Hearer:
        """How they hear of things now."""
        return circles.hearer(self.before, self.policy)

    @property
    def will(self) -> Hearer:
        """How they would hear of things."""
        return circles.hearer(self.after, self.policy)

    @property
    def at(self) -> datetime:
        """The moment from which on it holds: the beginning of an absence that is to come."""
        first = self.after.away_from
        is_ahead = first is not None and first != self.before.away_from
        return max(self.now, self.will.calendar.start_of(first)) if first and is_ahead else self.now


def mine(session: Session, own: Own) -> Mine:
    """What the change means, in a fixed number of queries."""
    person = own.before
    heard = hearer.cards(session, person.team_id, person.id, own.now - MONTH)
    around = hearer.around(session, person.team_id, person.id)
    would = otherwise(_cards(own.was, heard), own.was.how_often, own.will.how_often, own.will.calendar)
    declined = [nudge for *_, nudge in heard if nudge.id in would.declined]
    before, after = _recipients(session, own, [*around, *declined])
    unsaid = _unsaid(session, person, around)
    theirs = [nudge.id for nudge in around if person.id in before[nudge.id]]
    others = _instead(would.declined, before, after, person.id)
    return Mine(
        got=Month(len({id_ for id_, *_ in heard}), len(heard)),
        would=Month(would.days, would.cards, would.home, others),
        open=len(theirs),
        others=_instead([id_ for id_ in theirs if person.id not in after[id_]], before, after, person.id),
        more=sum(person.id in after[id_] and person.id not in before[id_] for id_ in unsaid),
        moved=sum(before[nudge.id] != after[nudge.id] for nudge in around),
        coming=_coming(session, own),
        digests=_digests(session, own),
        off_days=_off_days(own, heard),
    )


def _cards(who: Hearer, heard: Iterable[Heard]) -> list[Card]:
    day = who.calendar.day
    return [Card(one.id, day(sent), day(one.raised_at), heard_as, one.rule) for _, sent, heard_as, one in heard]


def _recipients(session: Session, own: Own, some: Sequence[Nudge]) -> tuple[_Recipients, _Recipients]:
    """Who hears some nudges, and who would."""
    of = accounts.many(session, own.before.team_id, {nudge.account_id for nudge in some})
    others = {*named_in(some), own.before.id, *filter(None, [own.after.lead_id])}
    around = circles.circles(session, own.workspace, own.policy, list(of.values()), others)
    times = Times(own.policy, around.office, own.at)
    before, after = (_with(around, who, row.lead_id) for who, row in ((own.was, own.before), (own.will, own.after)))
    return _heard_by(before, some, of, times), _heard_by(after, some, of, times)


def _unsaid(session: Session, person: Person, some: Iterable[Nudge]) -> list[str]:
    """Those of some nudges that were not said to somebody at their level: they would be said."""
    heard = hearer.heard(session, person.team_id, person.id)

    def is_said(nudge: Nudge) -> bool:
        return any(Level(level).loudness >= Level(nudge.level).loudness for level in heard.get(nudge.id, ()))

    return [nudge.id for nudge in some if not is_said(nudge)]


def _with(around: Circles, who: Hearer, lead_id: str | None) -> Circles:
    led = {person: lead for person, lead in around.leads.items() if person != who.id}
    return replace(
        around,
        hearers={**around.hearers, who.id: who},
        leads=led | ({who.id: lead_id} if lead_id else {}),
        admins=tuple(who if admin.id == who.id else admin for admin in around.admins),
    )


def _heard_by(around: Circles, some: Iterable[Nudge], of: dict[str, Account], times: Times) -> _Recipients:
    return {
        nudge.id: {one.recipient for one in plan(asked(nudge, around, {}), around.of(of[nudge.account_id]), times)}
        for nudge in some
    }


def _instead(ids: Collection[str], before: _Recipients, after: _Recipients, person_id: str) -> Counter[str]:
    """Who hears some nudges instead of somebody: whoever comes in, else whoever hears them anyway."""
    found: Counter[str] = Counter()
    for id_ in ids:
        there = after[id_] - {person_id}
        found.update(sorted(there - before[id_] or there)[:1])
    return found


def _coming(session: Session, own: Own) -> tuple[datetime | None, datetime | None]:
    """When their next message about their accounts comes, and would come, where they are."""
    said = hearer.said(session, own.before.team_id, own.before.id, own.now - REMEMBERED)
    office = circles.office(own.workspace, own.policy)
    times = Times(own.policy, office, own.now, {(own.before.id, slot) for slot in said})
    return _next(own.was, own, times), _next(own.will, own, times)


def _next(who: Hearer, own: Own, times: Times) -> datetime | None:
    of_some = [who.how_often("owner", rule) for rule in ("", *who.preferences.rules)]
    often = next((one for one in of_some if one in _BY_MESSAGE), None)
    return times.next(who, often)[1].astimezone(own.will.calendar.zone) if often else None


def _digests(session: Session, own: Own) -> Figure:
    """Digests that they got in a month, and would have got."""
    was, will = (KINDS_OF[who.preferences.how_often(Event.DIGEST)] for who in (own.was, own.will))
    sent = hearing.digests(session, own.before.team_id, own.now - MONTH)
    got = {slot for to, slot in sent if to == own.before.id}
    kept = {slot for slot in got if slot.partition(":")[0] in will}
    office = circles.office(own.workspace, own.policy)
    mornings = Mornings(office, own.will.calendar, own.will.hour(own.policy))
    new = [digests.moments(mornings, kind, own.now) for kind in will if kind not in was]
    return Figure(len(got), len(kept.union(*new)))


def _off_days(own: Own, heard: Sequence[Heard]) -> int:
    """Messages that came on days on which they would not work."""
    days = {id_: own.was.calendar.day(sent) for id_, sent, _, _ in heard}
    return sum(not own.will.calendar.works(day) for day in days.values())
