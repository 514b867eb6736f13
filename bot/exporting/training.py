"""Lessons as a text to learn from, sent to whoever asks for it, in their own direct message with the bot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from bot import directory, hindsight
from bot.endings import read
from bot.gather import policy_of
from bot.nameless import Nameless
from bot.nudges.slack import FAILURES, client_of, trouble
from bot.policy import Tier
from bot.tend import Tend
from bot.views import lessons as lesson_views
from bot.views import training as views
from bot.views.training import Taught
from bot.work import desk
from bot.work import exports as work
from bot.work.deed import Deed
from storage import account_parts, accounts, contacts, lessons, losses, people
from storage.tables import Lesson, Loss

FILE = "lessons.md"


def send(tend: Tend, deed: Deed, *, is_anonymous: bool) -> None:
    """Send the file. Raises `Trouble` where Slack does not take it."""
    text, count = written(tend, deed, is_anonymous=is_anonymous)
    work.note_lessons(tend.store, deed, {"losses": count, "anonymous": is_anonymous})
    try:
        client_of(tend.slack, deed.team_id).files_upload_v2(
            channel=directory.open_dm(tend, deed.team_id, str(deed.person_id)),
            file_uploads=[{"filename": FILE, "title": FILE, "content": text.encode()}],
            initial_comment=views.sent(count, is_anonymous=is_anonymous),
        )
    except FAILURES as error:
        raise trouble(error) from error


def written(tend: Tend, deed: Deed, *, is_anonymous: bool) -> tuple[str, int]:
    """The text, and of how many losses it tells."""
    with tend.store.read() as session:
        today = deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
        taught = list(_taught(session, deed, today))
        nameless = _nameless(session, deed.team_id) if is_anonymous else None
    return views.markdown(taught, today, without=nameless.text if nameless else None), len(taught)


def _taught(session: Session, deed: Deed, today: date) -> Iterator[Taught]:
    """Every loss that taught something, the last first."""
    lost = losses.lost(session, deed.team_id)[::-1]
    drawn = lessons.of_losses(session, deed.team_id, [loss.id for loss in lost])
    audits = losses.audits_of(session, deed.team_id, [loss.id for loss in lost])
    for loss in lost:
        findings = [str(one["text"]) for one in audits[loss.id].findings] if loss.id in audits else []
        if findings or loss.id in drawn:
            yield _one(session, deed, loss, findings, drawn.get(loss.id, []), today)


def _one(session: Session, deed: Deed, loss: Loss, findings: list[str], drawn: list[Lesson], today: date) -> Taught:
    account = accounts.get(session, deed.team_id, loss.account_id)
    if account is None:
        raise LookupError(f"no account {loss.account_id}")
    policy = policy_of(desk.workspace(session, deed.team_id))
    looked_back = hindsight.of_account(session, deed.team_id, account.id, policy, deed.now)
    earliest = looked_back.earliest if looked_back else None
    since = account.client_since or account.created_at.date()
    return Taught(
        account=account.name,
        tier=Tier(account.tier),
        years=max(0, ((loss.ended_on or today) - since).days // 365),
        ended_on=loss.ended_on,
        value_minor=loss.value_minor,
        currency=loss.currency,
        reasons=read(loss.reasons),
        words=loss.words,
        attraction=loss.attraction,
        findings=findings,
        lessons=[_lesson(session, one) for one in drawn],
        warned=earliest[1] if earliest else None,
    )


def _lesson(session: Session, one: Lesson) -> tuple[str, str, str]:
    done = lessons.progress(session, one.team_id, [one.id]).get(one.id, lessons.Progress())
    look = lesson_views.condition(one.condition, one.number) if one.way == "computed" else one.task
    return one.text, look, f"{done.done} of {done.all} tasks done" if done.all else "no task open"


def _nameless(session: Session, team_id: str) -> Nameless:
    """Takes out the clients' names, and those of people on both sides."""
    named = accounts.names(session, team_id, accounts.ids(session, team_id))
    aliases = account_parts.aliases(session, team_id, list(named))
    clients = [*named.values(), *(alias for some in aliases.values() for alias in some)]
    ours = [person.name for person in people.all_of(session, team_id)]
    lost = [loss.account_id for loss in losses.lost(session, team_id)]
    theirs = [contact.name for contact in contacts.of_accounts(session, team_id, lost)]
    return Nameless.of(clients, [*ours, *theirs])
