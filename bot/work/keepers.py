"""Who sees to what is open on an account, where nobody else is named."""

from __future__ import annotations

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.circles import hearer
from bot.work import desk
from storage import breakdowns, people, promises, wishes
from storage.tables import Account


def first(session: Session, account: Account) -> str | None:
    """The account's owner, else its backup, else who leads them: the first who is one of ours still."""
    policy = policy_of(desk.workspace(session, account.team_id))
    keepers = [id_ for id_ in (account.owner_id, account.backup_id) if id_]
    known = people.many(session, account.team_id, keepers)
    leads = [known[id_].lead_id for id_ in keepers if id_ in known]
    known |= people.many(session, account.team_id, [id_ for id_ in leads if id_])
    ladder = [id_ for id_ in (*keepers, *leads) if id_ in known]
    return next((id_ for id_ in ladder if hearer(known[id_], policy).is_here), None)


def hand_over(session: Session, account: Account, before: str | None) -> None:
    """Have whoever keeps the account now see to what its owner `before` saw to. The account is locked."""
    now = first(session, account)
    for noun in (promises, wishes, breakdowns):
        noun.hand_over(session, account.team_id, account.id, before, now)
