"""Walking through an account's past: after each touch, exactly what the rules could have seen by then."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import rhythm
from bot.backtest.past import Past, PastContact, PastTouch
from bot.facts import ENCOUNTERS, AccountFacts, ContactFact, Encounter, MeetingFact, Portfolio, TouchFact
from bot.policy import Counts, Direction, Kind, Policy, Status
from bot.titles import Role
from bot.worktime import Calendar


class Walk:
    """Where the walk stands in one account's past. `take` touches in order, then ask for the `facts`."""

    def __init__(self, past: Past, policy: Policy, calendar: Calendar) -> None:
        self._past = past
        self._policy = policy
        self._calendar = calendar
        self._contact: PastTouch | None = None
        self._reach: PastTouch | None = None
        self._thanks: PastTouch | None = None
        self._last: PastTouch | None = None
        self._attempts = 0
        self._rhythm: rhythm.Rhythm | None = None
        self._met: dict[str, datetime] = {}
        self._told: dict[str, datetime] = {}
        self._ties: dict[str, dict[str, datetime]] = {}
        self._known_by: dict[str, datetime] = {}
        self._meetings: dict[date, MeetingFact] = {}
        self._encounters: deque[Encounter] = deque(maxlen=ENCOUNTERS)
        self._unhappy_at: datetime | None = None
        self._base = _base(past, calendar)

    def take(self, touch: PastTouch) -> None:
        """Go one touch on."""
        resets = self._policy.resets(touch.kind, touch.direction)
        if Counts.REACH in resets:
            self._reach = touch
            self._tell(touch)
        if Counts.THANKS in resets:
            self._thanks = touch
        if Counts.CONTACT in resets:
            self._contact, self._attempts = touch, 0
            self._rhythm = rhythm.contact(self._rhythm, self._calendar.day(touch.occurred_at))
            self._encounters.append(_encounter(touch, met=Counts.MET in resets))
        elif Counts.REACH in resets:
            self._attempts += 1
        if touch.kind is not Kind.NOTE:
            self._last = touch
        if touch.temperature is not None and touch.temperature < 0:
            self._unhappy_at = touch.occurred_at
        met = Counts.MET in resets
        if met or (Counts.CONTACT in resets and touch.direction is Direction.TWO_WAY):
            self._get_to_know(touch)
        self._go_to_meetings(touch, met=met)

    def facts(self, now: datetime, portfolio: Portfolio) -> AccountFacts:
        """What the rules see at a moment."""
        contact, reach, thanks = self._contact, self._reach, self._thanks
        return replace(
            self._base,
            owner_id=self._past.owner_at(now),
            staffing=tuple(change for change in self._past.handed if change.changed_at <= now),
            last_contact_at=contact.occurred_at if contact else None,
            last_contact_id=contact.id if contact else None,
            last_reach_at=reach.occurred_at if reach else None,
            last_reach_id=reach.id if reach else None,
            last_thanks_at=thanks.occurred_at if thanks else None,
            last_thanks_id=thanks.id if thanks else None,
            last_touch=_touch(self._last) if self._last else None,
            attempts_since_contact=self._attempts,
            rhythm=self._rhythm,
            encounters=tuple(self._encounters),
            last_unhappy_at=self._unhappy_at,
            last_remark_at=max((at for at in self._past.heard if at <= now), default=None),
            contacts=tuple(self._contact_fact(one, now) for one in self._past.contacts if one.known_since <= now),
            known_by=self._lately(self._known_by, now),
            meetings=tuple(self._meetings[day] for day in sorted(self._meetings)),
            portfolio=portfolio,
        )

    def _tell(self, touch: PastTouch) -> None:
        """An attempt says nothing to anybody."""
        if touch.kind is not Kind.ATTEMPT:
            self._told.update(dict.fromkeys(touch.contacts, touch.occurred_at))

    def _get_to_know(self, touch: PastTouch) -> None:
        for person in touch.people:
            self._known_by[person] = touch.occurred_at
        for contact in touch.contacts:
            self._ties.setdefault(contact, {}).update(dict.fromkeys(touch.people, touch.occurred_at))

    def _go_to_meetings(self, touch: PastTouch, *, met: bool) -> None:
        today = self._calendar.day(touch.occurred_at)
        if met:
            self._met.update(dict.fromkeys(touch.contacts, touch.occurred_at))
            self._meetings = dict(_kept(self._meetings, today))
        if touch.next_on is not None:
            self._meetings = {on: one for on, one in self._meetings.items() if on < today or one.kept}
            self._meetings.setdefault(touch.next_on, MeetingFact(touch.id, touch.next_on))

    def _contact_fact(self, one: PastContact, now: datetime) -> ContactFact:
        ties = self._ties.get(one.id, {}) if one.can_hire_or_fire else {}
        return ContactFact(
            id=one.id,
            name=one.name,
            title="",
            level=one.level,
            roles=one.roles,
            can_hire_or_fire=one.can_hire_or_fire,
            known_since=one.known_since,
            left_at=one.left_at if one.left_at and one.left_at <= now else None,
            last_met_at=self._met.get(one.id),
            last_told_at=self._told.get(one.id) if Role.INDIRECT in one.roles else None,
            tied_to=self._lately(ties, now),
        )

    def _lately(self, talks: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
        """The talks within the policy's window, of people who were still with us."""
        since, gone = now - timedelta(days=self._policy.single_thread_days), self._past.gone
        return {who: at for who, at in talks.items() if at >= since and (who not in gone or gone[who] > now)}


def _base(past: Past, calendar: Calendar) -> AccountFacts:
    return AccountFacts(
        team_id="",
        id=past.account_id,
        name=past.name,
        tier=past.tier,
        status=Status.ACTIVE,
        started_at=past.started_at,
        added_at=past.began_at,
        calendar=calendar,
        cadence_days=past.cadence_days,
        annual_value_minor=past.annual_value_minor,
        currency=past.currency,
    )


def _encounter(touch: PastTouch, *, met: bool) -> Encounter:
    clients = len(touch.contacts)
    return Encounter(touch.id, touch.kind, touch.occurred_at, touch.temperature, clients, met, touch.signs)


def _touch(touch: PastTouch) -> TouchFact:
    return TouchFact(touch.id, touch.kind, touch.direction, touch.occurred_at, "")


def _kept(meetings: dict[date, MeetingFact], today: date) -> Iterator[tuple[date, MeetingFact]]:
    """The meetings after somebody was met today: those planned until then are kept; before the last such, forgotten."""
    last = max((day for day in meetings if day <= today), default=None)
    for day, one in meetings.items():
        if last is None or day >= last:
            yield day, replace(one, kept=True) if day <= today else one
