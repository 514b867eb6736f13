"""What is good to know of an account, and who of ours looked after it, from their rows to what people read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, tzinfo

from sqlmodel import Session

from bot.policy import TraitKind
from bot.views import mrkdwn
from bot.views import traits as views
from bot.views.traits import TraitShown
from storage import staffing, traits
from storage.tables import StaffingChange, Trait

_LATELY = 3  # changes of ours
_KEEPERS, _HELPERS = ("owner", "backup", "sponsor"), ("helper",)


def known_lines(session: Session, team_id: str, ids: Collection[str], today: date, where: tzinfo) -> dict[str, str]:
    """Those of some ids that are traits or changes of ours, each in one line of mrkdwn."""
    known, changed = traits.many(session, team_id, ids), staffing.many(session, team_id, ids)
    return {
        **{id_: views.one_line(shown(one), today) for id_, one in known.items()},
        **{id_: _handed(one, where) for id_, one in changed.items()},
    }


def traits_shown(session: Session, team_id: str, account_id: str) -> list[TraitShown]:
    """All that is known of an account, in the order in which it was told."""
    return [shown(one) for one in traits.of_account(session, team_id, account_id)]


def shown(trait: Trait) -> TraitShown:
    """A trait as people read it."""
    return TraitShown(trait.id, TraitKind(trait.kind), trait.text, trait.falls_on)


def handed_lately(session: Session, team_id: str, account_id: str, where: tzinfo) -> list[str]:
    """The newest changes of who owns, backs up or sponsors an account, then of who helps on it; in mrkdwn."""
    return [
        _handed(one, where)
        for places in (_KEEPERS, _HELPERS)
        for one in staffing.of_account(session, team_id, account_id, places, _LATELY)
    ]


def _handed(change: StaffingChange, where: tzinfo) -> str:
    """`owner @ana → @ben on 12 May`, `@ben helps since 12 May`, `@ben helped until 12 May`."""
    before, after = (mrkdwn.person(one) if one else "nobody" for one in (change.before_id, change.after_id))
    day = mrkdwn.on(change.changed_at, where)
    if change.place in _HELPERS:
        return f"{after} helps since {day}" if change.after_id else f"{before} helped until {day}"
    return f"{change.place} {before} → {after} on {day}"
