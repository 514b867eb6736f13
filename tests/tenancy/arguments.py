"""What every parameter of every function may be given: by its name, or by function and name where that differs.

A new function whose parameters are all named here is tried without further ado; another one has to be told how.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta

from hypothesis import strategies as st

from bot.intervals import MONTHLY
from bot.policy import Direction, Policy, Tier
from bot.preferences import Event, Frequency
from bot.rules.knobs import proposals
from bot.work.deed import Deed
from bot.work.imports import Handed
from bot.work.plans import NewStep
from bot.work.times import counting
from storage.digests import Scope, Span
from tests.tenancy.of_clients import CLIENTS
from tests.tenancy.of_endings import ENDINGS
from tests.tenancy.of_ids import IDS
from tests.tenancy.of_work import WORK
from tests.tenancy.of_workspaces import WORKSPACES
from tests.tenancy.strategies import (
    ALL_PAIRS,
    CONTACT,
    DAYS,
    MET,
    MOMENTS,
    PEOPLE,
    RULES,
    SPANS,
    Given,
    built,
    id_of,
    one,
)
from tests.tenancy.twins import ANA, BEN, CHRIS, DANA, KEYS, NOW, TEAM, installation


def _deed(person_id: str | None, request_id: str | None) -> Deed:
    return Deed(TEAM, person_id, NOW, request_id)


_deeds = built(_deed, person_id=one(CHRIS, ANA, DANA, None), request_id=one(None, "request-1", "request-2"))

_BY_NAME: dict[str, Given] = {
    "team_id": one(TEAM),
    "deed": _deeds,
    "now": one(NOW, NOW + timedelta(days=30)),
    "limit": one(1, 5, 500),
    "size": one(1, 500),
    "most": one(1, 3),
    "scope": lambda ids: st.one_of(
        st.sampled_from([Scope(), Scope(owner_ids=[ANA, BEN])]),
        st.builds(Scope, owner_ids=st.none(), account_id=id_of("accounts")(ids)),
    ),
    "span": one(*(Span(since, NOW) for since in MOMENTS[:5])),
    "moments": one([NOW - timedelta(days=20), NOW - timedelta(days=10), NOW]),
    "today": one(NOW.date()),
    "offset": one(0, 1),
    "newest": one(1, 9),
    **dict.fromkeys(("until", "moment", "at", "since", "before", "when"), one(*MOMENTS)),
    "sponsor_id": one(None, CHRIS),
    "stands": one("so so"),
    "next_step": one("", "a visit"),
    "worked": one("we listened"),
    "outsider": one("Jane Roe", "x"),
    "playbook": one(None, "relationship", "onboarding"),
    "about": lambda ids: st.none() | id_of("contacts")(ids),
    "due_on": one(None, DAYS[2]),
    "outcome": one("", "well"),
    "slips": one(None),
    "dropped": one(True, False),
    "client_told": one(True, False),
    "note": one("", "done"),
    **dict.fromkeys(("person_id", "owner_id", "lead_id", "recipient", "slack_user_id"), one(*PEOPLE)),
    "channel_id": one("C0ACME", "C0ALERT", "C0X"),
    "channel_ids": one([], ["C0ACME"], ["C0X"]),
    "addresses": one([], ["jane@acme.test", "x@acme.test"]),
    "calendar_of": one(None, ANA),
    "domain": one("acme.test", "x.test"),
    "domains": one([], ["acme.test"], ["x.test", "y.test"]),
    "by_key": one({}, {"ac": "ac"}, {"x": "X"}),
    **dict.fromkeys(("name_key", "prefix", "part", "after_key"), one("", "a", "ac", "acme", "globex", "jane doe")),
    "name_keys": one([], ["acme"], ["globex", "x"]),
    "among": one({"acme", "ac", "x"}, set()),
    "typed": one("", "acme", "Acm", "globx", "jane", "jane@acme.test", "u0ana", ANA, "x"),
    "emails": one(["jane@acme.test"], []),
    "slack_user_ids": one(["U0ERIK"], []),
    "words": one((), ["jane"], ["acme"]),
    "text": one("", "acme and globex ltd", "Newer"),
    "link": one("https://x.test/m", "x"),
    "email": one("u0ana@x.test", "x@x.test"),
    "statuses": one(["active"], ["lost", "active"]),
    "rule": one(*RULES),
    "subject": one(""),
    "spans": one(*SPANS),
    "closed": one(*SPANS),
    **dict.fromkeys(("contact", "talks", "pairs", "meets"), one(CONTACT, MET, ALL_PAIRS)),
    "reach": one(ALL_PAIRS),
    "quiet_kinds": one(["note"], []),
    "currency": one("EUR", "USD"),
    "than_minor": one(0.0, 200_000.0),
    "counting": one(counting(Policy())),
    "policy": one(Policy()),
    "zone": one(UTC),
    "day": one(*DAYS),
    "kept_by": one(None, "new"),
    "source": one("command"),
    "external_id": one("acme", "9"),
    "external_ids": one(["acme", "9"], []),
    "slot": one("daily:9", "notice:1", "x"),
    "slots": one("daily:", "digest:"),
    "kind": one("daily", "notice"),
    "body": one({"about": "say", "text": "x"}),
    "by": one("me", "x"),
    "request_id": one("request-1", "x"),
    "result_id": one(None, "x"),
    "enterprise_id": one(""),
    "skip_locked": one(False),
    "useful": one(True, False),
    "tz": one("Europe/London"),
    "bot_user_id": one("U0TEND"),
    "name": one("Newer"),
    "title": one("CFO"),
    "why": one("gone"),
    "reason": one("", "busy"),
    "what": one("the owner"),
    "subject_id": one(None, ANA),
    "after": one(None, {"x": 1}),
    "is_bot": one(False),
    "is_guest": one(False, True),
    "is_stranger": one(False),
    "is_admin": one(True, False),
    "deactivated_at": one(None, NOW),
    "seen_at": one(NOW),
    "first": one(DAYS[0]),
    "last": one(DAYS[1]),
    "days": one([0, 1], None),
    "value": one(3, None),
    "hour": one(7, None),
    "chosen": one({Event.NUDGES: Frequency.WEEKLY}, {Event.LEAD: None}),
    "tier": one(*Tier),
    "direction": one(*Direction),
    "clocks_of": one({"senior": 30}, None),
    "proposal": one(*proposals("quiet", Policy(), 0, 20)),
    "logger": one(ANA),
    "history": one(False),
    "installation": one(installation),  # a function: a row belongs to one session alone
    "people": one([], [ANA]),
    "owner_ids": one(None, [ANA, BEN], []),
    "bounds": one(MOMENTS[1:]),
    "spoken": one([MOMENTS[4], MOMENTS[1]]),
    "names": one(1, 9),
    "file_id": one(None, "F1"),
    "pasted": one("", "Acme"),
    "steps": one(["check"], ["offered"]),
    "counts": one({"accounts": 2}),
    "noun": one("accounts"),
    "columns": one({"name": 0}),
    "handed": one(Handed("D0CHRIS:3", "D0CHRIS", "b.csv", "F1"), Handed("D0CHRIS:1", "D0CHRIS", "a.csv")),
    "place": one("mine:1", "quiet:2"),
    **dict.fromkeys(("is_wide", "shared"), one(True, False)),
    "opened_at": one(NOW),
    "shown": one("", "fingerprint"),
    "leader_id": one(*PEOPLE),
    "finding_id": one("f1"),
    "finding_ids": one(["f1"], ["f1", "f2"]),
    "answers": one(dict.fromkeys(KEYS, "no"), {}),
    "every": one(None, MONTHLY),
    "only": one(["kickoff"], []),
    "own": one([NewStep("call")], []),
    **dict.fromkeys(("on", "documents.switch.on"), one(True, False)),
    "number": one(0, 1, 2),
    "key": one("rescue", "x"),
}  # fmt: skip

#: Where a name says another thing in some function, it stands with the function before it.
ARGUMENTS: Mapping[str, Given] = {**_BY_NAME, **IDS, **CLIENTS, **WORK, **ENDINGS, **WORKSPACES}


def given(function: str, parameter: str) -> Given:
    """How to give a parameter of a function (`accounts.get`). Raises `KeyError` where nobody has said."""
    return ARGUMENTS.get(f"{function}.{parameter}") or ARGUMENTS[parameter]
