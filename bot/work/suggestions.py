"""What Tend suggests of an account, and somebody who knows better puts away."""

from __future__ import annotations

from bot.ranking import NOT_KEY, standing_of
from bot.work import desk
from bot.work.deed import Deed
from bot.work.permission import allow
from storage.engine import Store
from storage.tables import Account


def not_key(store: Store, deed: Deed, account_id: str) -> Account:
    """Say that an account is not key on purpose: it is suggested again for another reason, or after a year.

    The audit log alone keeps it. Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, account_id)
        account = desk.hold(session, deed, account_id)
        allow(session, deed, NOT_KEY, account=account)
        one, _ = standing_of(session, deed.team_id, account_id)
        after = {"reasons": [str(reason) for reason in one.reasons] if one else []}
        desk.record(session, deed, NOT_KEY, account_id=account_id, subject_id=account_id, after=after)
    return account
