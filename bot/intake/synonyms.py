"""What people call the columns of their files, by ours; written small, without signs, the likeliest first. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.policy import Direction, Kind, Sign, Status, Tier
from bot.titles import ContactLevel, Role

LAST_NAME = "last_name"  # a column of theirs that ours have no other word for: it goes behind the name

_ACCOUNT = (
    "account", "account name", "company", "company name", "customer", "customer name", "client", "client name",
    "organisation", "organization", "firm", "business",
)  # fmt: skip

SYNONYMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "accounts": {
        "name": ("name", *_ACCOUNT),
        "tier": ("tier", "segment", "priority", "class", "category", "account tier"),
        "annual_value": (
            "annual value", "value", "arr", "acv", "annual recurring revenue", "annual contract value",
            "annual revenue", "yearly value", "contract value", "revenue", "turnover", "amount",
        ),
        "annual_profit": (
            "annual profit", "profit", "yearly profit", "profit per year", "gross profit", "net profit", "contribution",
        ),
        "currency": ("currency", "ccy", "currency code", "iso currency"),
        "client_since": (
            "client since", "customer since", "since", "start date", "start", "contract start", "first contract",
        ),
        "owner": (
            "owner", "account owner", "owner email", "account manager", "responsible", "csm", "am",
            "customer success manager", "relationship manager", "account owner email", "lead",
        ),
        "backup": ("backup", "backup owner", "deputy", "second owner", "backup email", "substitute"),
        "sponsor": ("sponsor", "executive sponsor", "our sponsor", "sponsor email"),
        "aliases": ("aliases", "alias", "other names", "short name", "also known as", "aka", "abbreviation"),
        "domains": ("domains", "domain", "email domain", "email domains"),
        "channel": ("channel", "slack channel", "channel id"),
        "helpers": ("helpers", "helper", "team members"),
        "cadence_days": ("cadence days", "cadence", "rhythm", "promised rhythm"),
        "status": ("status", "account status", "state"),
        "paused_until": ("paused until", "pause until"),
        "lost_on": ("lost on", "lost", "churned on", "churn date", "lost date", "end date", "contract end"),
    },
    "contacts": {
        "account": _ACCOUNT,
        "name": ("name", "full name", "contact", "contact name", "person", "contact person", "first name", "forename"),
        LAST_NAME: ("last name", "surname", "family name"),
        "title": ("title", "job title", "position", "function", "job"),
        "level": ("level", "seniority"),
        "roles": ("roles", "role", "contact role"),
        "email": ("email", "email address", "mail", "contact email", "work email"),
        "can_hire_or_fire": ("can hire or fire", "can hire or fire us", "decides"),
        "left_at": ("left at", "left", "left on", "gone since", "left date"),
    },
    "touches": {
        "account": _ACCOUNT,
        "occurred_at": (
            "occurred at", "date", "when", "day", "activity date", "date time", "datetime", "timestamp", "call date",
            "meeting date", "start", "start date", "created", "created at", "time",
        ),
        "kind": ("kind", "type", "activity type", "activity", "channel"),
        "direction": ("direction", "inbound outbound"),
        "people": ("people", "our people", "owner", "by", "logged by", "user", "assigned to", "owner email"),
        "contacts": ("contacts", "contact", "contact name", "with", "attendees", "participants", "full name"),
        "note": ("note", "notes", "subject", "comment", "comments", "description", "summary", "details", "about"),
        "temperature": ("temperature", "mood", "sentiment"),
        "external_id": ("external id", "id", "activity id", "record id"),
        "next_on": ("next on", "next", "next date", "follow up", "follow up date", "next step date", "next contact"),
        "signs": ("signs", "signs of warning", "warning signs"),
        "link": ("link", "url"),
    },
}  # fmt: skip

#: Columns of few words: one that is called like ours and holds others is not ours.
WORDS: Mapping[str, frozenset[str]] = {
    "tier": frozenset(Tier),
    "status": frozenset(Status),
    "kind": frozenset(Kind),
    "direction": frozenset(Direction),
    "level": frozenset(ContactLevel),
    "roles": frozenset(Role),
    "signs": frozenset(Sign),
    "temperature": frozenset({"-2", "-1", "0", "1", "2", "+1", "+2"}),
}
