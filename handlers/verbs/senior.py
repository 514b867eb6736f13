"""`/client senior`: where a senior line is missing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers import look
from handlers.answer import Answer
from handlers.verbs import paging
from handlers.visit import Visit
from storage.lists import Listed

EMPTY = "Somebody senior is known and met everywhere. ✓"


def run(visit: Visit, rest: str) -> Answer:
    """List the accounts with a senior gap, each with its reason."""
    return paging.accounts(visit, rest, title="Senior gaps", verb="senior", empty=EMPTY, rule="senior", say=_reasons)


def _reasons(session: Session, visit: Visit, found: Sequence[Listed]) -> dict[str, str]:
    by = look.policy(session, visit.team_id)
    known = look.facts(session, visit, [listed.account.id for listed in found])
    said = {id_: look.verdicts(facts, by, visit.now) for id_, facts in known.items()}
    return {id_: next((v.reason for v in verdicts if v.rule == "senior"), "") for id_, verdicts in said.items()}
