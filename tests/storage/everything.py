"""A row or more in every table there is, with something in every column that the oldest form has."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.storage.old_rows import (
    NOW,
    account,
    audit,
    audited,
    breakdown,
    calendar,
    clock,
    contact,
    delivery,
    handed_over,
    installation,
    lesson,
    loss,
    never_again,
    nudge,
    opening,
    person,
    plan,
    promise,
    remark,
    rescue,
    review,
    step,
    winback,
    wish,
    with_result,
    workspace,
)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Rows by table; those of a form are the ones whose table it has."""
    of_acme = {"account_id": "acme"}
    said = {**of_acme, "kind": "call", "direction": "two-way", "source": "command", "logged_by": "U0ANA"}
    heard = {"kind": "daily", "recipient": "U0ANA", "state": "sent", "attempts": 1, "failure": ""}
    moments = {"occurred_at": NOW - timedelta(days=4), "logged_at": NOW}
    return {
        "workspaces": [workspace("Europe/Lisbon")],
        "people": [{**person("U0ANA", "Europe/Lisbon"), "email": "ana@brightside.test", "away_from": date(2026, 6, 1)}],
        "accounts": [
            account("acme", owner_id="U0ANA", annual_value_minor=1_000_00, currency="EUR", last_contact_at=NOW),
            account("globex", status="paused", paused_until=date(2026, 6, 1)),
        ],
        "account_aliases": [{**of_acme, "alias": "ACME!", "alias_key": "acme x"}],
        "account_domains": [{**of_acme, "domain": "acme.test"}],
        "account_channels": [{**of_acme, "channel_id": "C0ACME", "is_shared": False}],
        "account_helpers": [{**of_acme, "person_id": "U0BEN"}],
        "closures": [{**of_acme, "first_on": date(2026, 8, 1), "last_on": date(2026, 8, 20)}],
        "contacts": [contact("jane", "Jane Doe", "acme")],
        "touches": [{**said, "id": "t1", "note": "she is “well”", "temperature": -1, **moments}],
        "touch_people": [{"touch_id": "t1", "person_id": "U0ANA"}],
        "touch_contacts": [{"touch_id": "t1", "contact_id": "jane"}],
        "meetings": [{**of_acme, "id": "m1", "planned_on": date(2026, 6, 2), "touch_id": "t1", "created_at": NOW}],
        "clocks": [clock("acme", "quiet", NOW + timedelta(days=10))],
        "nudges": [nudge("n1", "acme", NOW - timedelta(days=2))],
        "nudge_votes": [{"nudge_id": "n1", "person_id": "U0ANA", "useful": True, "voted_at": NOW}],
        "messages": [{**heard, "id": "p1", "slot": "daily:2026-05-12", "not_before": NOW, "created_at": NOW}],
        "message_nudges": [{"message_id": "p1", "nudge_id": "n1", "level": "due", "heard_as": "owner", "because": ""}],
        "requests": [{"request_id": "1.2.3", "done_at": NOW, "result_id": "t1"}],
        "audit": [audit("acme", NOW, "U0ANA", {"tier": "key"})],
        "installations": [installation()],
        "pulse": [{"team_id": "", "beat_at": NOW, "weight": ""}],
        "erased_people": [{"fingerprint": "abc", "erased_at": NOW}],
        "homes": [{"person_id": "U0ANA", "place": "quiet:2", "is_wide": False, "opened_at": NOW, "shown": "abc"}],
        "home_marks": [{"id": "m1", "person_id": "U0ANA"}],
        "newcomers": [{**of_acme, "person_id": "U0ERIK", "seen_at": NOW}],
        "intake_keys": [{"id": "k1", "name": "Form", "digest": "abc", "made_by": "U0ANA", "made_at": NOW}],
        "calendars": [calendar()],
        "imports": [handed_over()],
        "remarks": [remark()],
        "staffing_changes": [{**of_acme, "id": "s1", "place": "owner", "before_id": "U0ANA", "changed_at": NOW}],
        "traits": [{**of_acme, "id": "x1", "kind": "proud", "text": "a plant", "told_by": "U0ANA", "told_at": NOW}],
        "campaigns": [{"id": "c1", "kind": "test", "why": "", "due_on": NOW.date(), "opened_at": NOW}],
        "litmus_tests": [{**of_acme, "id": "l1", "campaign_id": "c1", "due_on": NOW.date(), **with_result()}],
        "litmus_views": [{**of_acme, "id": "v1", "test_id": "l1", "person_id": "U0ANA", "words": "", "asked_at": NOW}],
        "pulse_answers": [{"campaign_id": "c1", "person_id": "U0ANA", "asked_at": NOW}],
        "worries": [{**of_acme, "id": "w1", "person_id": "U0ANA", "words": "a feeling", "said_at": NOW}],
        "promises": [promise()],
        "wishes": [wish()],
        "deliveries": [delivery()],
        "breakdowns": [breakdown()],
        "losses": [loss()],
        "openings": [opening()],
        "winbacks": [winback()],
        "lessons": [lesson()],
        "never_agains": [never_again()],
        "acknowledgements": [{"never_again_id": "w1", "person_id": "U0BEN", "read_at": NOW}],
        "loss_audits": [{"id": "a1", "account_id": "acme", "loss_id": "l1", "due_on": NOW.date(), **audited()}],
        "plans": [plan()],
        "steps": [step()],
        "rescues": [rescue()],
        "rescue_reviews": [review()],
        "documents": [
            {"id": "d1", "kind": "playbook", "key": "rescue", "version": 1, "text": "x", "is_off": True, "put_at": NOW}
        ],
    }
