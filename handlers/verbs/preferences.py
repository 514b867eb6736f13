"""What people choose for themselves: their lead, absence, days, hour, quiet, and how often they hear of what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.preferences import Event, Frequency, Preferences
from bot.views import answers
from bot.views import preferences as words
from bot.views import settings as views
from bot.views.forms.settings import personal
from bot.views.forms.settings.personal import PersonalForm
from bot.work import preferences as work
from bot.work import settings as settings_work
from bot.work.deed import Refused
from bot.work.permission import role
from bot.work.policy_values import plain
from bot.work.roles import Role
from handlers import look, mine, ours
from handlers.answer import Answer
from handlers.dates import read_date, read_span
from handlers.rulename import find_rule
from handlers.tokens import Form as PartForm
from handlers.tokens import cut, decode
from handlers.visit import Visit
from storage import people

_NUDGES = (Event.NUDGES, Event.LEAD)
_EVENTS = {event.value: (event,) for event in Event} | {
    "nudge": (Event.NUDGES,),
    "leading": (Event.LEAD,),
    "everything": _NUDGES,
    "all": _NUDGES,
}
_DEFAULT = "default"
_ON_HOME = re.compile(r"\s(?:only\s)?on (?:my |the )?home(?: alone| only)?$")


def form(visit: Visit) -> Answer:
    """Everything that is one's own, as it is set."""
    with visit.tend.store.read() as session:
        person = people.get(session, visit.team_id, visit.person.id) or visit.person
        office = look.policy(session, visit.team_id)
        shown = PersonalForm(
            preferences=of(visit),
            working_days=person.working_days,
            office_hour=office.daily_hour,
            office_days=office.working_days,
            lead_id=person.lead_id,
            away_from=person.away_from,
            away_until=person.away_until,
            is_admin=role(session, person) is Role.ADMIN,
            admins=[admin.id for admin in people.admins(session, visit.team_id)],
        )
    return Answer(view=personal.settings(shown))


def of(visit: Visit) -> Preferences:
    """What the person asked for, as it stands; a mute that is over is none."""
    with visit.tend.store.read() as session:
        person = people.get(session, visit.team_id, visit.person.id) or visit.person
    asked = Preferences.of(person.preferences)
    return asked if asked.is_muted(visit.today) else replace(asked, muted_until=None)


def mute(visit: Visit, rest: str) -> Answer:
    """`/client mute until Friday`, with what it would mean first; without a day, ask in the form."""
    return mine.shown_first(visit, lambda tried: [muted(tried, rest)]) if rest.strip() else form(visit)


def unmute(visit: Visit, _rest: str) -> Answer:
    """`/client unmute`: hear of everything again."""
    return Answer(answers.settings_saved([leave_in_peace(visit, None)]))


def muted(visit: Visit, said: str) -> str:
    """Read until when somebody wants quiet."""
    if said.strip().lower() in ("no", "off", "none"):
        return leave_in_peace(visit, None)
    bare = re.sub(r"^(?:me\s+)?(?:until|till|for|to)\s+", "", said.strip(), flags=re.IGNORECASE)
    until = visit.today if bare.lower() == "today" else read_date(bare, visit.today, prefer="future")
    if until is None:
        raise Refused(f"I need to know until when, like {words.MUTE_EXAMPLE} or /client mute for 2 weeks.")
    return leave_in_peace(visit, until)


def leave_in_peace(visit: Visit, until: date | None) -> str:
    """Leave the person in peace up to a day; None: no more."""
    work.mute(visit.tend.store, visit.deed(), visit.person.id, until)
    return words.muted(until, visit.today)


def hour(visit: Visit, said: str) -> str:
    """The hour of one's message of the day: `8`, `8:00`, `default`."""
    found = re.fullmatch(r"(\d{1,2})(?::00)?(?:\s*h)?", said.strip().lower())
    if not found and said.lower() != "default":
        raise Refused("Say the hour, like /client settings hour 8; or default, to have it as everybody does.")
    return set_hour(visit, int(found[1]) if found else None)


def set_hour(visit: Visit, own: int | None) -> str:
    """Choose the hour of the person's message of the day; None: the workspace's."""
    asked = work.set_hour(visit.tend.store, visit.deed(), visit.person.id, own)
    with visit.tend.store.read() as session:
        return words.hour(asked.daily_hour, look.policy(session, visit.team_id).daily_hour)


def hear(visit: Visit, said: str) -> str:
    """How often one hears of what: `nudges weekly`, `senior gap home`; nothing said: all that one hears.

    Raises `Refused`.
    """
    *what, last = _ON_HOME.sub(" home", said.lower().replace(":", " ")).split() or [""]
    if not last:
        return words.all_heard(of(visit))
    if not what or last not in (*Frequency, _DEFAULT):
        raise Refused(words.how_to_hear().replace("`", ""))
    often = None if last == _DEFAULT else Frequency(last)
    if events := _EVENTS.get(" ".join(what)):
        return set_frequencies(visit, dict.fromkeys(events, often))
    return set_frequencies(visit, {}, {find_rule(" ".join(what)): often})


def set_frequencies(
    visit: Visit, chosen: Mapping[Event, Frequency | None], rules: Mapping[str, Frequency | None] = work.NO_RULES
) -> str:
    """Choose how often the person hears of what, and of single rules."""
    return words.heard(work.set_frequencies(visit.tend.store, visit.deed(), visit.person.id, chosen, rules))


def meet(visit: Visit, said: str) -> None:
    """Have Slack tell of those who are named, before anything is tried. Raises `Refused`."""
    ours.meet(visit, [ours.named(visit, part.value) for part in cut(said) if part.form is PartForm.PERSON])


def lead(visit: Visit, said: str) -> str:
    """Whose lead it is: `@ana @ben`, or one's own: `@ben`."""
    named = [ours.named(visit, part.value) for part in cut(said) if part.form is PartForm.PERSON]
    if len(named) not in (1, 2):
        raise Refused("Say whose lead it is, and who leads them: /client settings lead @ana @ben.")
    person_id, lead_id = named if len(named) == 2 else (visit.person.id, named[0])
    return choose_lead(visit, person_id, lead_id)


def choose_lead(visit: Visit, person_id: str, lead_id: str | None) -> str:
    """Say whose lead somebody is."""
    ours.meet(visit, [person_id, lead_id])
    settings_work.set_lead(visit.tend.store, visit.deed(), person_id, lead_id)
    return views.lead_chosen(person_id, lead_id)


def away(visit: Visit, said: str) -> str:
    """When one is away: `1 June to 12 June`, `until Friday`, `no`."""
    if said.lower() in ("no", "off", "back"):
        return set_away(visit, None, None)
    days_away = read_span(re.sub(r"^(?:until|till)\s", "today to ", said, flags=re.IGNORECASE), visit.today)
    if days_away is None:
        raise Refused("I need the first and the last day: /client settings away 1 June to 12 June.")
    return set_away(visit, *days_away)


def set_away(visit: Visit, first: date | None, last: date | None) -> str:
    """Say when the person is away."""
    settings_work.set_away(visit.tend.store, visit.deed(), visit.person.id, first, last)
    return views.away_set(first, last, visit.today)


def days(visit: Visit, said: str) -> str:
    """On which days one works: `mon-thu`, `default`."""
    return set_days(visit, None if said.lower() == "default" else plain("working_days", decode(said)))


def set_days(visit: Visit, chosen: list[int] | None) -> str:
    """Say on which days the person works; None: as everybody does."""
    person = settings_work.set_working_days(visit.tend.store, visit.deed(), visit.person.id, chosen)
    return views.days_set(person.working_days)


CHANGES: dict[str, Callable[[Visit, str], str]] = {
    "lead": lead,
    "away": away,
    "days": days,
    "hour": hour,
    "hear": hear,
    "mute": muted,
    "unmute": lambda visit, _said: leave_in_peace(visit, None),
}
