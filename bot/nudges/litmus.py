"""Litmus tests and the pulse from their rows to what people read, and the messages that ask and tell of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, tzinfo

from sqlmodel import Session

from bot.litmus.outcome import from_json
from bot.nudges.asking import PULSE, VIEWS
from bot.nudges.rounds import FINISHED, RESULT
from bot.policy import Band
from bot.views import campaigns as campaign_views
from bot.views import litmus as views
from bot.views import pulse as pulse_views
from bot.views.campaigns import CampaignShown, Outcome
from bot.views.litmus import Asked, Told
from bot.views.post import Post
from bot.worktime import zone
from storage import accounts, campaigns, litmus, people, worries
from storage.tables import Campaign, LitmusTest, Message

ABOUT = frozenset({VIEWS, RESULT, FINISHED, PULSE})


def compose(session: Session, message: Message) -> Post | None:
    """A message that is about to be sent, or to be brought up to date; None where there is nothing to say any more."""
    made = {VIEWS: _asked, RESULT: _result, FINISHED: _finished, PULSE: _pulse}
    return made[str((message.body or {})["about"])](session, message)


def told(
    session: Session, test: LitmusTest, where: tzinfo, *, shows_words: bool = False, may_plan: bool = False
) -> Told:
    """What a closed test came to, as people read it. Raises `LookupError` for one that came to nothing."""
    if test.result is None or test.closed_at is None:
        raise LookupError(f"no result of test {test.id}")
    before = litmus.before(session, test.team_id, test)
    return Told(
        test_id=test.id,
        account=accounts.names(session, test.team_id, {test.account_id})[test.account_id],
        closed_on=test.closed_at.astimezone(where).date(),
        result=from_json(test.result),
        before=from_json(before.result) if before and before.result else None,
        before_on=before.closed_at.astimezone(where).date() if before and before.closed_at else None,
        shows_words=shows_words,
        may_plan=may_plan,
    )


def tested_lines(session: Session, team_id: str, ids: Collection[str], today: date, where: tzinfo) -> dict[str, str]:
    """Those of some ids that are litmus tests, each each in one line of mrkdwn; of an open one, only its day."""
    found = litmus.many(session, team_id, ids)
    return {
        one.id: views.in_one_line(told(session, one, where), today)
        if one.result
        else views.still_open(one.due_on, today)
        for one in found.values()
    }


def campaign_shown(session: Session, campaign: Campaign, where: tzinfo) -> CampaignShown:
    """A campaign and how far it is."""
    tests, closed, asked, given = campaigns.progress(session, campaign.team_id, campaign.id)
    return CampaignShown(
        id=campaign.id,
        why=campaign.why,
        opened_by=campaign.opened_by,
        opened_on=campaign.opened_at.astimezone(where).date(),
        due_on=campaign.due_on,
        tests=tests,
        closed=closed,
        asked=asked,
        given=given,
        closed_on=campaign.closed_at.astimezone(where).date() if campaign.closed_at else None,
    )


def outcomes(session: Session, found: Sequence[tuple[LitmusTest, str]]) -> list[Outcome]:
    """How the accounts of some closed tests stand."""
    return [_outcome(session, test, name) for test, name in found]


def _outcome(session: Session, test: LitmusTest, name: str) -> Outcome:
    before = litmus.before(session, test.team_id, test) if test.closed_at else None
    score = before.score if before else None
    return Outcome(name, Band(test.band) if test.band else None, test.score, test.asked, test.given, score)


def _asked(session: Session, message: Message) -> Post | None:
    campaign = campaigns.get(session, message.team_id, str((message.body or {})["campaign"]))
    if campaign is None:
        return None
    asked, given = litmus.asked_of(session, message.team_id, campaign.id, message.recipient)
    if not asked and message.sent_at is None:
        return None
    only = litmus.of_round(session, message.team_id, campaign.id) if campaign.kind == "test" else []
    shown = Asked(
        campaign_id=campaign.id,
        why=campaign.why,
        account=only[0][1] if only else "",
        asked=asked,
        given=given,
        due_on=campaign.due_on,
        is_closed=campaign.closed_at is not None,
    )
    return views.asked(shown, _today(session, message))


def _result(session: Session, message: Message) -> Post | None:
    test = litmus.get(session, message.team_id, str((message.body or {})["test"]))
    if test is None:
        return None
    today = _today(session, message)
    if test.result is None:
        name = accounts.names(session, test.team_id, {test.account_id})[test.account_id]
        return views.without_views(name, test.due_on, test.asked, today)
    return views.result(told(session, test, _zone(session, message), shows_words=True, may_plan=True), today)


def _finished(session: Session, message: Message) -> Post | None:
    campaign = campaigns.get(session, message.team_id, str((message.body or {})["campaign"]))
    if campaign is None:
        return None
    reader, found = message.recipient, litmus.of_round(session, message.team_id, campaign.id)
    if campaign.opened_by != reader:
        theirs = {reader, *(one.id for one in people.led_by(session, message.team_id, reader))}
        owned = accounts.many(session, message.team_id, [test.account_id for test, _ in found])
        found = [(test, name) for test, name in found if owned[test.account_id].owner_id in theirs]
    shown = campaign_shown(session, campaign, _zone(session, message))
    return campaign_views.finished(shown, outcomes(session, found), _today(session, message))


def _pulse(session: Session, message: Message) -> Post | None:
    campaign_id = str((message.body or {})["campaign"])
    answer = worries.answer(session, message.team_id, campaign_id, message.recipient)
    return pulse_views.asked(is_answered=answer.answered_at is not None) if answer else None


def _zone(session: Session, message: Message) -> tzinfo:
    reader = people.get(session, message.team_id, message.recipient)
    return zone(reader.tz if reader else None)


def _today(session: Session, message: Message) -> date:
    """The day on which they read it, near enough to leave out the year of others."""
    return message.not_before.astimezone(_zone(session, message)).date()
