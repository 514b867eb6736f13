"""Who hears of a rescue beside its clock: those who help with it, and what is posted of it is brought up to date."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.circles import hearer
from bot.nudges.plan import within_hours
from bot.nudges.rescues import ABOUT, slot
from bot.nudges.threads import SOON, UNDER
from bot.rules.rescue import RULE
from bot.work import desk
from bot.work.deed import Deed
from storage import nudges, outbox, people
from storage.tables import Person, Rescue, RescueReview


def opened(session: Session, deed: Deed, rescue: Rescue) -> None:
    """Tell the sponsor and the helpers at once, whatever the hour; who heard it before hears nothing more."""
    body = {"about": ABOUT, "rescue": rescue.id, "at_once": True}
    for person in _here(session, deed, [rescue.sponsor_id, *rescue.helpers], but=rescue.lead_id):
        outbox.notify(session, deed.team_id, person.id, slot(rescue), body, deed.now)


def posted(session: Session, deed: Deed, rescue: Rescue) -> None:
    """All there is to see of it stands beneath the post that told its channel: there it is spoken of."""
    ringing = nudges.open_of(session, deed.team_id, [rescue.account_id]).get(rescue.account_id, {})
    nudge = ringing.get((RULE, rescue.id))
    above = outbox.urgent_in_channel(session, deed.team_id, nudge.id) if nudge else None
    if above is not None:
        body = {"about": ABOUT, "rescue": rescue.id, "at_once": True, UNDER: above.id}
        outbox.notify(session, deed.team_id, above.recipient, slot(rescue), body, deed.now + SOON)


def reviewed(session: Session, deed: Deed, rescue: Rescue, review: RescueReview) -> None:
    """Say in its thread how it stands."""
    for board in outbox.at_slot(session, deed.team_id, slot(rescue)):
        above = (board.body or {}).get(UNDER)
        if above:
            body = {"about": ABOUT, "rescue": rescue.id, "review": review.id, "at_once": True, UNDER: above}
            outbox.notify(session, deed.team_id, board.recipient, slot(rescue, review.id), body, deed.now)


def changed(session: Session, deed: Deed, rescue: Rescue) -> None:
    """Have what was posted of it brought up to date."""
    outbox.ask_revision_of_slot(session, deed.team_id, slot(rescue), deed.now)


def ended(session: Session, deed: Deed, rescue: Rescue) -> None:
    """Tell whoever opened it and everybody who helped how it ended, within their working hours."""
    policy = policy_of(desk.workspace(session, deed.team_id))
    body = {"about": ABOUT, "rescue": rescue.id}
    for person in _here(session, deed, [rescue.opened_by, rescue.lead_id, rescue.sponsor_id, *rescue.helpers]):
        at = within_hours(hearer(person, policy).calendar, deed.now, policy)
        outbox.notify(session, deed.team_id, person.id, slot(rescue, "end"), body, at)


def _here(session: Session, deed: Deed, ids: Iterable[str | None], but: str | None = None) -> list[Person]:
    """Those who are of ours still, and did not do it themselves."""
    policy = policy_of(desk.workspace(session, deed.team_id))
    wanted = dict.fromkeys(id_ for id_ in ids if id_ and id_ not in (deed.person_id, but))
    known = people.many(session, deed.team_id, list(wanted))
    return [known[id_] for id_ in wanted if id_ in known and hearer(known[id_], policy).is_here]
