"""Touches that other programs post, over HTTP as they do."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import text
from sqlmodel import select

from bot import web
from bot.web.intake import Intake
from bot.web.intake.pace import Pace
from bot.work import intake_keys, sources
from bot.work.deed import Deed
from bot.work.permission import NotAllowed
from storage import people
from storage.engine import Store
from storage.tables import Audit, IntakeKey, Touch
from tests.handlers.office import ANA, CHRIS, GENERAL, Office

CALL: dict[str, Any] = {"external_id": "crm-1", "kind": "call", "direction": "two-way", "account": "Acme Corp"}


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def results(self) -> list[dict[str, Any]]:
        assert self.status == 202, self
        found: list[dict[str, Any]] = self.body["results"]
        return found


@dataclass(frozen=True)
class Elsewhere:
    """Another program, with a key, and the Tend that it speaks to."""

    office: Office
    address: str
    key: str

    def post(self, body: Any, **headers: str) -> Said:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask(urllib.request.Request(f"{self.address}/intake/touches", raw, told))  # noqa: S310

    def get(self, path: str) -> Said:
        return self._ask(urllib.request.Request(f"{self.address}{path}"))  # noqa: S310

    def touches(self) -> list[Touch]:
        with self.office.store.read() as session:
            return list(session.exec(select(Touch)))

    def _ask(self, request: urllib.request.Request) -> Said:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return _said(answer.status, answer.read(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            with error:
                return _said(error.code, error.read(), dict(error.headers))


def _said(status: int, body: bytes, headers: dict[str, str]) -> Said:
    is_json = "json" in headers.get("content-type", "")
    return Said(status, json.loads(body) if is_json else body.decode(), headers)


def admin(office: Office) -> Deed:
    return Deed(office.team_id, CHRIS, office.now)


@pytest.fixture
def elsewhere(sqlite_store: Store) -> Iterator[Elsewhere]:
    with Office(sqlite_store) as office:
        with sqlite_store.write() as session:
            chris = people.get(session, office.team_id, CHRIS)
            assert chris is not None
            chris.role = "admin"
        made = intake_keys.make(sqlite_store, admin(office), "CRM")
        door = Intake(office.tend).routes()
        with web.serve("127.0.0.1", 0, web.Health(office.tend, office.tend.now), more=door) as server:
            yield Elsewhere(office, f"http://127.0.0.1:{server.port}", made.secret)


def test_a_touch_that_is_posted_is_logged_once_whatever_is_sent_again(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")

    [first] = elsewhere.post({**CALL, "note": "renewal looks fine", "people": ["ana@brightside.test"]}).results
    [again] = elsewhere.post({**CALL, "note": "another note"}).results

    [touch] = elsewhere.touches()
    assert (first["outcome"], again["outcome"]) == ("logged", "known")
    assert first["touch"] == again["touch"] == touch.id
    assert (touch.source, touch.external_id, touch.note) == ("intake", "crm-1", "renewal looks fine")
    assert touch.logged_by == ANA
    assert touch.occurred_at == elsewhere.office.now


def test_a_batch_tells_of_each_touch_what_became_of_it_and_a_bad_one_keeps_no_other_out(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")
    rows = [
        CALL,
        {**CALL, "external_id": "crm-2", "account": "Acne Corp"},
        {**CALL, "external_id": "crm-3", "kind": "chat"},
        "no touch",
        {**CALL, "external_id": "crm-5", "occurred_at": "2030-01-01T00:00:00Z"},
        {**CALL, "external_id": "crm-6", "occurred_at": "2026-05-01T09:00:00+02:00"},
        CALL,
    ]

    results = elsewhere.post({"touches": rows}).results

    assert [one["outcome"] for one in results] == ["logged", *["refused"] * 4, "logged", "known"]
    assert results[1]["problem"] == "No account is called “Acne Corp”. The nearest: “Acme Corp”."
    assert results[2]["problem"].startswith("kind: Input should be 'call', 'meeting'")
    assert "still to come" in results[4]["problem"]
    assert {touch.external_id for touch in elsewhere.touches()} == {"crm-1", "crm-6"}


def test_without_a_name_the_account_is_told_from_its_contacts_or_its_domain_and_never_guessed(
    elsewhere: Elsewhere,
) -> None:
    office = elsewhere.office
    acme = office.account("Acme Corp", domains=["acme.com"])
    jane = office.contact(acme, "Jane Doe", email="jane@personal.test")
    office.contact(office.account("Globex"), "Hank", email="hank@globex.test")

    def mail(number: int, *contacts: str) -> dict[str, Any]:
        return {
            "external_id": f"mail-{number}",
            "kind": "email",
            "direction": "from-client",
            "contacts": list(contacts),
        }

    known, by_domain, nobodys, both = elsewhere.post(
        {
            "touches": [
                mail(1, "Jane@Personal.test"),
                mail(2, "new@acme.com"),
                mail(3, "x@y.test"),
                mail(4, "jane@personal.test", "hank@globex.test"),
            ]
        }
    ).results

    assert (known["account"], known["unmatched"]) == ("Acme Corp", [])
    assert (by_domain["account"], by_domain["unmatched"]) == ("Acme Corp", ["new@acme.com"])
    assert nobodys["problem"].startswith("No account is named")
    assert both["problem"] == "The contacts are of several accounts: name the account."
    with office.store.read() as session:
        met = session.execute(text("SELECT contact_id FROM touch_contacts")).scalars().all()
    assert met == [jane]


def test_an_account_whose_intake_is_switched_off_takes_nothing(elsewhere: Elsewhere) -> None:
    acme = elsewhere.office.account("Acme Corp")
    sources.set_source(elsewhere.office.store, elsewhere.office.deed(), acme, "intake", on=False)

    refused = elsewhere.post(CALL)

    assert (refused.status, elsewhere.touches()) == (422, [])
    assert refused.body["detail"] == "Touches from outside are switched off for Acme Corp."


def test_a_touch_from_elsewhere_answers_the_warning_like_any_other(elsewhere: Elsewhere) -> None:
    office = elsewhere.office
    acme = office.account("Acme Corp", tier="key")
    office.touch(acme, days_ago=0)
    office.wait_days(30)
    assert "Acme Corp" in office.says("/client quiet")

    elsewhere.post(CALL)

    assert "Acme Corp" not in office.says("/client quiet")


@pytest.mark.parametrize("key", ["", "tend", "tend_T0TEND_x_y", "tend_T0OTHER_1_2", "xoxb-1"])
def test_without_a_key_that_opens_nothing_is_taken_nor_told(elsewhere: Elsewhere, key: str) -> None:
    elsewhere.office.account("Acme Corp")

    refused = elsewhere.post(CALL, Authorization=f"Bearer {key}")

    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.headers["content-type"] == "application/problem+json"
    assert "/client intake" in refused.body["detail"]
    assert elsewhere.touches() == []


def test_a_key_that_was_revoked_or_whose_workspace_removed_tend_opens_nothing(elsewhere: Elsewhere) -> None:
    office = elsewhere.office
    office.account("Acme Corp")
    other = intake_keys.make(office.store, admin(office), "Form")
    intake_keys.revoke(office.store, admin(office), other.key.id)
    assert replace(elsewhere, key=other.secret).post(CALL).status == 401
    assert elsewhere.post(CALL).status == 202

    with office.store.write() as session:
        session.execute(text("UPDATE workspaces SET uninstalled_at = asleep_since, asleep_since = NULL"))
        session.execute(text("UPDATE workspaces SET uninstalled_at = installed_at"))

    assert elsewhere.post(CALL).status == 401


def test_what_makes_no_sense_is_a_problem_that_says_what_would_do(elsewhere: Elsewhere) -> None:
    deep = b"[" * 100_000
    bad = {
        b"{": 400,
        b"\xff": 400,
        deep: 400,
        b"[]": 422,
        b"{}": 422,
        b'{"touches": []}': 422,
        b'{"touches": [], "x": 1}': 422,
        json.dumps({"touches": [CALL] * 101}).encode(): 422,
        b"x" * 1_000_001: 413,
    }

    assert [elsewhere.post(body).status for body in bad] == list(bad.values())
    assert elsewhere.post(CALL, Content_Type="text/plain").status == 415
    assert elsewhere.touches() == []


def test_five_programs_that_post_the_same_at_once_log_it_once(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")

    with ThreadPoolExecutor(5) as crowd:
        said = [one.results[0] for one in crowd.map(lambda _: elsewhere.post(CALL), range(5))]

    assert sorted(one["outcome"] for one in said) == ["known"] * 4 + ["logged"]
    assert len({one["touch"] for one in said}) == len(elsewhere.touches()) == 1


def test_a_key_that_asks_too_often_waits_and_others_do_not() -> None:
    pace = Pace(at_once=3, a_minute=60)

    assert [pace.wait("a", now) for now in (0, 0, 0, 0, 0.5, 1.0, 1.0)] == [0, 0, 0, 1, 1, 0, 1]
    assert pace.wait("b", 1.0) == 0
    assert pace.wait("a", 100.0) == 0


def test_too_many_requests_are_told_when_to_come_again(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")

    statuses = [elsewhere.post(CALL) for _ in range(70)]

    late = [one for one in statuses if one.status == 429]
    assert late
    assert all(int(one.headers["retry-after"]) >= 1 for one in late)


def test_what_is_documented_for_programs_is_what_is_taken_and_answered(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")
    document = elsewhere.get("/intake/openapi.json").body
    schemas = {"$defs": document["components"]["schemas"]}

    def fits(model: str, value: Any) -> bool:
        rooted = json.loads(json.dumps(schemas).replace("#/components/schemas/", "#/$defs/"))
        return Draft202012Validator({**rooted, "$ref": f"#/$defs/{model}"}).is_valid(value)

    assert fits("PostedTouch", CALL)
    assert fits("Batch", {"touches": [CALL]})
    assert not fits("PostedTouch", {**CALL, "kind": "chat"})
    assert fits("Results", elsewhere.post({"touches": [CALL, {}]}).body)
    assert fits("Problem", elsewhere.post(b"{").body)
    assert document["servers"] == [{"url": elsewhere.address}]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", ["ab"]),
        ("\ud800", []),
        ("\u202eevil", ["evil"]),
        ("<!channel> *b* `c`", ["<!channel> *b* `c`"]),
        ("=1+1", ["=1+1"]),
        ("'; DROP TABLE touches", ["'; DROP TABLE touches"]),
    ],
)
def test_hostile_text_in_every_field_is_logged_or_refused_with_a_sentence(
    elsewhere: Elsewhere, text: str, kept: list[str]
) -> None:
    acme = elsewhere.office.account("Acme Corp")
    elsewhere.office.contact(acme, "Jane Doe", email="jane@acme.com")
    fields = ("external_id", "account", "note", "kind", "occurred_at", "next_on", "temperature", text)
    lists = [{**CALL, "external_id": f"l{n}", name: [text * 3]} for n, name in enumerate(("contacts", "people"))]
    rows = [{**CALL, "external_id": f"f{n}", name: text} for n, name in enumerate(fields)] + lists

    results = elsewhere.post({"touches": rows}).results

    assert len(results) == len(rows)
    assert all(one["problem"] for one in results if one["outcome"] == "refused")
    assert [touch.note for touch in elsewhere.touches() if touch.external_id == "f2"] == kept
    assert "<!channel>" not in elsewhere.office.says("/client touches Acme")


def test_while_the_database_is_locked_a_program_is_told_to_send_again(elsewhere: Elsewhere) -> None:
    elsewhere.office.account("Acme Corp")
    store = elsewhere.office.store
    other = Store.open(store.engine.url.render_as_string(hide_password=False), busy_timeout_ms=100)
    impatient = Intake(replace(elsewhere.office.tend, store=other))
    with web.serve("127.0.0.1", 0, web.Health(elsewhere.office.tend, lambda: None), more=impatient.routes()) as server:
        late = replace(elsewhere, address=f"http://127.0.0.1:{server.port}")
        with store.write():
            told = late.post(CALL)
        assert (told.status, told.headers["retry-after"]) == (503, "30")
        assert late.post(CALL).results[0]["outcome"] == "logged"
    other.close()


def test_the_page_for_people_names_every_field_and_runs_no_scripts(elsewhere: Elsewhere) -> None:
    page = elsewhere.get("/intake")

    assert page.status == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for field in ("external_id", "occurred_at", "temperature", "from-client", elsewhere.address):
        assert field in page.body


def test_an_admin_makes_a_key_in_slack_that_is_shown_once_works_and_is_revoked_there(elsewhere: Elsewhere) -> None:
    office = elsewhere.office
    office.account("Acme Corp")
    listed = office.type("/client intake", CHRIS)
    assert "CRM" in listed.text
    assert listed.message is not None
    asked = office.press(listed.message, "intake.make", CHRIS)
    assert asked.view is not None

    shown = office.submit(asked.view, CHRIS, name="Contact form")
    secret = next(word.strip("`") for word in shown.text.split() if "tend_T0TEND" in word)

    assert replace(elsewhere, key=secret).post(CALL).status == 202
    again = office.type("/client intake", CHRIS)
    assert "Contact form" in again.text
    assert "last used" in again.text
    assert secret not in again.text
    [key] = [key for key in _keys(office) if key.name == "Contact form"]
    assert again.message is not None
    office.press(again.message, "intake.revoke", CHRIS, key.id)
    assert replace(elsewhere, key=secret).post(CALL).status == 401
    with office.store.read() as session:
        deeds = [row.deed for row in session.exec(select(Audit)) if row.deed.startswith("intake.")]
    assert deeds == ["intake.make", "intake.make", "intake.revoke"]


def test_who_is_no_admin_sees_no_keys_and_makes_none(elsewhere: Elsewhere) -> None:
    assert "Only an admin" in elsewhere.office.says("/client intake", ANA, GENERAL)
    with pytest.raises(NotAllowed):
        intake_keys.make(elsewhere.office.store, elsewhere.office.deed(), "mine")


def test_of_a_key_only_its_hash_is_kept(elsewhere: Elsewhere) -> None:
    [key] = _keys(elsewhere.office)

    assert elsewhere.key.rpartition("_")[2] not in repr(key.model_dump())
    assert intake_keys.make(elsewhere.office.store, admin(elsewhere.office), "x").secret not in repr(key)


def _keys(office: Office) -> list[IntakeKey]:
    with office.store.read() as session:
        return list(session.exec(select(IntakeKey)))
