"""Rows as any form of the database may hold them: what a form has no column for is left out when they are put."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storage.ids import new_id

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)


def workspace(tz: str = "UTC") -> dict[str, Any]:
    told: dict[str, Any] = {"policy": {}, "portfolio": {}, "refit_at": NOW, "installed_at": NOW}
    return {"name": "", "bot_user_id": "", "asleep_reason": "", "tz": tz, **told}


def person(id_: str, tz: str) -> dict[str, Any]:
    is_other = dict.fromkeys(("is_bot", "is_guest", "is_stranger", "is_admin"), False)
    return {"id": id_, "name": id_, "tz": tz, "role": "member", "seen_at": NOW, **is_other}


def account(name: str, **more: Any) -> dict[str, Any]:
    then = {"created_at": NOW, "updated_at": NOW, "attempts_since_contact": 0}
    return {"id": name, "name": name.title(), "name_key": name, "tier": "standard", "status": "active", **then, **more}


def calendar() -> dict[str, Any]:
    never = {"found": 0, "failures": 0, "failure": ""}
    return {"person_id": "U0ANA", "address": "sealed", "host": "x.test", "added_at": NOW, "due_at": NOW, **never}


def handed_over() -> dict[str, Any]:
    text = {"name": "a.csv", "pasted": "Acme", "currency": "EUR", "step": "offered"}
    return {"id": "i1", "slot": "D0:1", "person_id": "U0ANA", "channel_id": "D0", "attempts": 0, "made_at": NOW, **text}


def remark() -> dict[str, Any]:
    said = {"account_id": "acme", "text": "who else?", "is_big": True, "due_on": NOW.date()}
    return {"id": "r1", "reported_by": "U0ANA", "reported_at": NOW, "state": "open", "answer": "", **said}


def plan() -> dict[str, Any]:
    told = {"playbook": "rescue", "title": "Rescue", "from_text": "angry", "to_text": "well", "outcome": ""}
    return {"id": "p1", "account_id": "acme", "version": 1, "state": "open", "opened_at": NOW, **told}


def rescue() -> dict[str, Any]:
    said = {"why": "the launch failed", "words": "“never again”", "worked": "", "helpers": ["U0BEN"]}
    stands = {"state": "open", "status_before": "active", "opened_at": NOW}
    return {"id": "e1", "account_id": "acme", "plan_id": "l1", **said, **stands}


def review() -> dict[str, Any]:
    said = {"stands": "so so", "next_step": "", "reviewed_by": "U0ANA", "reviewed_at": NOW}
    return {"id": "v1", "rescue_id": "e1", "account_id": "acme", **said}


def step() -> dict[str, Any]:
    told = {"key": "call", "text": "Call", "kind": "step", "state": "open", "note": "", "due_on": NOW.date()}
    return {"id": "s1", "plan_id": "p1", "account_id": "acme", "position": 0, "owner_id": "U0ANA", **told}


def loss() -> dict[str, Any]:
    empty = dict.fromkeys(("decided_by", "words", "attraction", "exit_with", "override_why", "reopen_why"), "")
    told = {"state": "won_back", "ended_on": NOW.date(), "reasons": [], "is_past": False, "recorded_at": NOW}
    return {"id": "l1", "account_id": "acme", **told, **empty}


def audited() -> dict[str, Any]:
    return {"state": "open", "findings": [], "report": "", "outsider": "Jane Roe", "opened_at": NOW}


def with_result() -> dict[str, Any]:
    return {"state": "closed", "asked": 3, "given": 2, "opened_at": NOW, "closed_at": NOW, "band": "sound", "score": 70}


def promise() -> dict[str, Any]:
    said = {"account_id": "acme", "text": "a list", "side": "ours", "due_on": NOW.date(), "moved": 1, "note": "later"}
    return {"id": "o1", "made_by": "U0ANA", "made_at": NOW, "state": "open", "contact_id": "jane", **said}


def wish() -> dict[str, Any]:
    days = {"every": 1, "unit": "month", "first_on": NOW.date(), "due_on": NOW.date()}
    said = {"account_id": "acme", "text": "a report", "state": "open", "why": "", **days}
    return {"id": "w1", "noted_by": "U0ANA", "noted_at": NOW, **said}


def delivery() -> dict[str, Any]:
    days = {"due_on": NOW.date(), "delivered_on": NOW.date(), "recorded_at": NOW}
    return {"id": "v1", "account_id": "acme", "wish_id": "w1", "note": "June", "delivered_by": "U0ANA", **days}


def breakdown() -> dict[str, Any]:
    said = {"account_id": "acme", "text": "no export", "broke_on": NOW.date(), "state": "open"}
    return {"id": "d1", "reported_by": "U0ANA", "reported_at": NOW, "recovery": "", "proof": "", **said}


def opening() -> dict[str, Any]:
    said = {"account_id": "acme", "kind": "referral", "text": "Lyon?", "ask_on": NOW.date(), "outcome": ""}
    return {"id": "o1", "state": "open", "noted_by": "U0ANA", "noted_at": NOW, **said}


def winback() -> dict[str, Any]:
    said = {"why": "we miss them", "must_change": "", "burdens": "", "wanted": True, "next_on": NOW.date()}
    of = {"account_id": "acme", "loss_id": "l1", "keeper_id": "U0ANA"}
    return {"id": "b1", "state": "open", "decide_by": NOW.date(), "opened_at": NOW, **of, **said}


def lesson() -> dict[str, Any]:
    said = {"text": "call more", "way": "computed", "condition": "silent", "number": 30, "task": "", "outcome": ""}
    of = {"account_id": "acme", "loss_id": "l1", "owner_id": "U0ANA", "due_on": NOW.date(), "looked_of": 0}
    return {"id": "s1", "state": "open", "made_by": "U0ANA", "made_at": NOW, **of, **said}


def never_again() -> dict[str, Any]:
    of = {"account_id": "acme", "loss_id": "l1", "channel_id": "C0HEALTH", "words": "read it"}
    return {"id": "w1", "posted_by": "U0ANA", "posted_at": NOW, **of}


def clock(account_id: str, rule: str, rings_at: datetime) -> dict[str, Any]:
    at_rest = {"episode": 0, "snoozes": 0, "snooze_reason": "", "failures": 0}
    return {"account_id": account_id, "rule": rule, "subject": "", "rings_at": rings_at, **at_rest}


def audit(account_id: str, at: datetime, person_id: str | None, after: dict[str, Any] | None) -> dict[str, Any]:
    said = {"account_id": account_id, "subject_id": account_id, "person_id": person_id, "before": None}
    return {"id": new_id(), "deed": "account.edit", "at": at, "after": after, **said}


def contact(id_: str, name: str, account_id: str) -> dict[str, Any]:
    at_client = {"account_id": account_id, "level": "executive", "level_is_suggested": False, "title": "CEO"}
    told = {"roles": ["champion"], "can_hire_or_fire": True, "email": "jane@acme.test", "created_at": NOW}
    return {"id": id_, "name": name, "name_key": name.casefold(), **at_client, **told}


def nudge(id_: str, account_id: str, at: datetime) -> dict[str, Any]:
    told = {"reason": "No word for 16 days.", "clears": "A call.", "closed_why": "", "opened_at": at, "raised_at": at}
    return {"id": id_, "account_id": account_id, "rule": "quiet", "subject": "", "episode": 1, "level": "due", **told}


def installation() -> dict[str, Any]:
    told = {"enterprise_id": "", "bot_user_id": "U0TEND", "installed_by": "U0ANA", "installed_at": NOW}
    return {"bot_token": "sealed", "scopes": "chat:write", **told}
