from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.audits import reporting
from bot.endings import Part, Side
from bot.facts import AuditFact
from bot.gather import facts_of
from bot.policy import Policy, Tier
from bot.work import accounts, erasure, loss_audits, losses, rescues, touches
from bot.work.deed import Refused
from bot.work.loss_audits import Finding
from bot.work.losses import LossKept
from bot.work.permission import NotAllowed
from bot.work.rescues import NewRescue
from storage import losses as rows
from storage import people
from storage.tables import Account, Audit, LossAudit, Nudge
from tests.work.scene import ANA, BEN, CHRIS, DANA, GONE, TEAM, Scene
from tests.work.test_losses import TODAY, lose
from tests.work.test_roles import told

LEA, MAX = "U0LEA", "U0MAX"
FOUND = Finding("Nobody senior of ours was known there.", Side.OURS, Part.RELATIONSHIP)


@pytest.fixture
def acme(sqlite_scene: Scene) -> Account:
    """Ana's account, to which Ben talked once; Lea and Max had nothing to do with it."""
    two_more(sqlite_scene)
    acme = sqlite_scene.account()
    sqlite_scene.touch(acme, 30, by=ANA, people=[ANA, BEN])
    return acme


def two_more(scene: Scene) -> None:
    with scene.store.write() as session:
        told(session, LEA, name="Lea Lee")
        told(session, MAX, name="Max Moe")


def lost(scene: Scene, acme: Account) -> LossKept:
    return lose(scene, acme, by=CHRIS)


def appoint(scene: Scene, kept: LossKept, leader: str, by: str | None = CHRIS) -> LossAudit:
    assert kept.audit is not None
    return loss_audits.appoint(scene.store, scene.deed(by), kept.audit.id, leader).audit


def again(scene: Scene, audit_id: str) -> LossAudit:
    with scene.look() as session:
        found = rows.audit(session, TEAM, audit_id)
    assert found is not None
    return found


def fact(scene: Scene, acme: Account) -> AuditFact:
    with scene.look() as session:
        [one] = facts_of(session, TEAM, [acme.id], Policy(), scene.now)[acme.id].audits
    return one


def test_somebody_neutral_is_proposed_and_nobody_who_was_there(sqlite_scene: Scene, acme: Account) -> None:
    kept = lost(sqlite_scene, acme)
    assert kept.audit is not None
    with sqlite_scene.look() as session:
        names = [one.name for one in loss_audits.candidates(session, acme, kept.audit)]
    assert names == ["Chris Meyer", "Lea Lee", "Max Moe"]  # no guest, nobody who left, no Ana, no Ben


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (ANA, "Ana Souza keeps the account and was in touch"),
        (BEN, "Ben Okafor was in touch with the client"),
        (DANA, "a guest here"),
        (GONE, "has left"),
    ],
)
def test_others_are_refused_kindly(sqlite_scene: Scene, acme: Account, who: str, why: str) -> None:
    kept = lost(sqlite_scene, acme)
    with pytest.raises(Refused, match=why) as refused:
        appoint(sqlite_scene, kept, who)
    if who in (ANA, BEN):
        assert "that is needed, too" in str(refused.value)
        assert "It could be Chris Meyer, Lea Lee, Max Moe." in str(refused.value)
    with pytest.raises(NotAllowed):
        appoint(sqlite_scene, kept, MAX, by=ANA)


def test_who_kept_the_account_once_is_not_neutral_either(sqlite_scene: Scene, acme: Account) -> None:
    accounts.set_owner(sqlite_scene.store, sqlite_scene.deed(), acme.id, MAX)
    accounts.set_owner(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, ANA)
    kept = lost(sqlite_scene, acme)
    with pytest.raises(Refused, match="Max Moe kept the account"):
        appoint(sqlite_scene, kept, MAX)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_helper_who_is_taken_off_the_account_is_not_neutral(sqlite_scene: Scene, acme: Account, when: str) -> None:
    def helpers(*ids: str) -> None:
        accounts.edit(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, {"helpers": ids})

    helpers(LEA, MAX)
    if when == "before":
        helpers(LEA)
    kept = lost(sqlite_scene, acme)
    if when == "after":
        helpers(LEA)
    with pytest.raises(Refused, match="Max Moe helped on the account, and was there"):
        appoint(sqlite_scene, kept, MAX)
    with pytest.raises(Refused, match="Lea Lee helps on the account, and was there"):
        appoint(sqlite_scene, kept, LEA)
    assert kept.audit is not None
    with sqlite_scene.look() as session:
        assert [one.name for one in loss_audits.candidates(session, acme, kept.audit)] == ["Chris Meyer"]


def test_a_leader_who_helped_for_a_moment_leads_no_longer(sqlite_scene: Scene, acme: Account) -> None:
    audit = appoint(sqlite_scene, lost(sqlite_scene, acme), MAX)
    for helpers in ([MAX], []):
        accounts.edit(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, {"helpers": helpers})
    assert (fact(sqlite_scene, acme).leader_id, fact(sqlite_scene, acme).was_led) == (None, True)
    with pytest.raises(Refused, match="Fresh eyes lead"):
        loss_audits.find(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, FOUND)


def test_a_touch_that_is_taken_back_after_the_loss_makes_nobody_neutral(sqlite_scene: Scene, acme: Account) -> None:
    early, late = (sqlite_scene.touch(acme, days, by=who) for days, who in ((20, LEA), (10, MAX)))
    touches.undo(sqlite_scene.store, sqlite_scene.deed(LEA), early.touch.id)
    kept = lost(sqlite_scene, acme)
    later = replace(sqlite_scene.deed(MAX), now=sqlite_scene.now + timedelta(hours=1))
    touches.undo(sqlite_scene.store, later, late.touch.id)
    with pytest.raises(Refused, match="Max Moe was in touch with the client"):
        appoint(sqlite_scene, kept, MAX)
    assert appoint(sqlite_scene, kept, LEA).leader_id == LEA


def test_who_led_or_helped_in_a_rescue_is_not_neutral(sqlite_scene: Scene, acme: Account) -> None:
    new = NewRescue(acme.id, "they are angry", lead_id=MAX, helpers=(LEA,))
    rescues.open_rescue(sqlite_scene.store, sqlite_scene.deed(), new)
    kept = lost(sqlite_scene, acme)
    for who in (MAX, LEA):
        with pytest.raises(Refused, match="that is needed, too"):
            appoint(sqlite_scene, kept, who)


@pytest.mark.parametrize(("leader", "is_led"), [(MAX, False), (LEA, True)])
def test_an_earlier_helper_of_a_rescue_who_leads_is_told_of_as_no_leader(
    scene: Scene, leader: str, is_led: bool
) -> None:
    two_more(scene)
    acme = scene.account()
    rescues.open_rescue(scene.store, scene.deed(), NewRescue(acme.id, "they are angry", helpers=(CHRIS, MAX)))
    kept = lost(scene, acme)
    with scene.store.write() as session:
        session.get_one(LossAudit, (TEAM, kept.audit.id if kept.audit else "")).leader_id = leader
    assert (fact(scene, acme).leader_id, fact(scene, acme).was_led) == (leader if is_led else None, not is_led)


def test_a_leader_who_logs_later_or_becomes_its_owner_leads_no_longer(sqlite_scene: Scene, acme: Account) -> None:
    audit = appoint(sqlite_scene, lost(sqlite_scene, acme), MAX)
    assert (fact(sqlite_scene, acme).leader_id, fact(sqlite_scene, acme).was_led) == (MAX, False)
    loss_audits.find(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, FOUND)

    sqlite_scene.touch(acme, 1, by=MAX)

    assert (fact(sqlite_scene, acme).leader_id, fact(sqlite_scene, acme).was_led) == (None, True)
    assert fact(sqlite_scene, acme).chooser_id == CHRIS
    with pytest.raises(Refused, match="Fresh eyes lead"):
        loss_audits.find(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, FOUND)

    appoint(sqlite_scene, LossKept(rows_loss(sqlite_scene, audit), acme, audit, []), LEA)
    accounts.set_owner(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, LEA)
    assert fact(sqlite_scene, acme).was_led
    with pytest.raises(Refused, match="Lea Lee keeps the account"):
        conclude(sqlite_scene, audit, LEA)


def rows_loss(scene: Scene, audit: LossAudit):  # type: ignore[no-untyped-def]
    with scene.look() as session:
        return rows.get(session, TEAM, audit.loss_id)


def conclude(scene: Scene, audit: LossAudit, by: str | None) -> LossAudit:
    deed = scene.deed(by)
    return loss_audits.conclude(scene.store, deed, audit.id, lambda _session, one: f"{len(one.findings)}").audit


def test_findings_are_the_leaders_alone_and_an_audit_ends_with_one(sqlite_scene: Scene, acme: Account) -> None:
    audit = appoint(sqlite_scene, lost(sqlite_scene, acme), MAX)
    for other in (ANA, CHRIS):
        with pytest.raises(NotAllowed, match="Max Moe leads this one"):
            loss_audits.find(sqlite_scene.store, sqlite_scene.deed(other), audit.id, FOUND)
    with pytest.raises(Refused, match="note at least one finding"):
        conclude(sqlite_scene, audit, MAX)

    first = loss_audits.find(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, FOUND).audit.findings[0]
    loss_audits.find(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, FOUND)
    loss_audits.drop(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, first["id"])
    assert [row["id"] == first["id"] for row in again(sqlite_scene, audit.id).findings] == [False]

    done = conclude(sqlite_scene, audit, MAX)
    assert (done.state, done.report, done.closed_by) == ("done", "1", MAX)
    with pytest.raises(Refused, match="is done"):
        conclude(sqlite_scene, audit, MAX)


def test_it_nags_until_it_is_done(scene: Scene) -> None:
    acme = scene.account(owner_id=BEN)
    with scene.store.write() as session:
        told(session, MAX, name="Max Moe")
        people.lock(session, TEAM, BEN).lead_id = ANA  # type: ignore[union-attr]
    kept = lost(scene, acme)

    def open_now() -> list[tuple[str | None, str]]:
        with scene.look() as session:
            mine = select(Nudge).where(Nudge.rule == "audit", col(Nudge.closed_at).is_(None))
            return [(one.hearer_id, one.manner) for one in session.exec(mine)]

    assert open_now() == [(ANA, "private")]
    audit = appoint(scene, kept, MAX)
    assert open_now() == [(MAX, "private")]
    loss_audits.find(scene.store, scene.deed(MAX), audit.id, FOUND)
    conclude(scene, audit, MAX)
    assert open_now() == []


def test_a_mistaken_loss_takes_its_audit_with_it(sqlite_scene: Scene, acme: Account) -> None:
    audit = appoint(sqlite_scene, lost(sqlite_scene, acme), MAX)
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, "a mistake")
    with pytest.raises(Refused, match="is dropped"):
        loss_audits.find(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, FOUND)


def test_the_report_tells_what_happened_and_names_nobody_of_ours(sqlite_scene: Scene, acme: Account) -> None:
    scene = sqlite_scene
    for days in range(400, 100, -10):
        scene.touch(acme, days, temperature=1)
    scene.touch(acme, 60, temperature=-1, note="Ana was late *again*", signs=["exports"])
    scene.touch(acme, 40, temperature=-2, note="not happy")
    kept = lose(scene, acme, words="You stopped listening.", decided_by="their CFO")
    audit = appoint(scene, kept, MAX)
    loss_audits.find(scene.store, scene.deed(MAX), audit.id, FOUND)
    with scene.look() as session:
        report = reporting.written(session, acme, kept.loss, again(scene, audit.id), scene.now)

    for part in (
        "# What we learn from Acme", "about what happened, not about who did it", "> You stopped listening.",
        "the price (stated)", "It seems to have turned on", ": here it turned**", "**On our side**",
        "- Nobody senior of ours was known there.", "A warning still stood when it ended: Quiet",
        "## Delivery: what we did for them\n\nNothing was found here.", "ask for exports or access lists",
        r"A talk felt uneasy: “somebody was late \*again\*”", "| May 2026 |",
    ):  # fmt: skip
        assert part in report, part
    assert not re.search(r"\bAna\b|\bSouza\b", report)
    assert "Okafor" not in report


def test_who_is_erased_is_taken_out_of_findings_and_reports(sqlite_scene: Scene, acme: Account) -> None:
    audit = appoint(sqlite_scene, lost(sqlite_scene, acme), MAX)
    new = Finding("Ben Okafor had too much to do.", Side.OURS, Part.DELIVERY)
    loss_audits.find(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, new)
    erasure.person(sqlite_scene.store, sqlite_scene.deed(CHRIS), BEN)
    [row] = again(sqlite_scene, audit.id).findings
    assert "Okafor" not in row["text"]
    assert "had too much to do" in row["text"]
    with sqlite_scene.look() as session:
        logged = session.exec(select(Audit).where(Audit.deed == "audit.find")).one()
    assert "Okafor" not in str(logged.after)


def test_due_days_are_counted_from_the_day_on_which_it_was_said(sqlite_scene: Scene, acme: Account) -> None:
    kept = lose(sqlite_scene, acme, ended_on=sqlite_scene.now.date() - timedelta(days=30), by=CHRIS)
    assert kept.audit is not None
    assert kept.audit.due_on == sqlite_scene.now.date() + timedelta(days=14)


def test_what_was_lost_before_is_learned_from_when_a_lead_says_so(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    new = accounts.NewAccount("Old", tier=Tier.KEY, owner_id=ANA, lost_on=TODAY - timedelta(days=90))
    old = accounts.add(scene.store, scene.deed(None), new).account
    with pytest.raises(NotAllowed):
        loss_audits.begin(scene.store, scene.deed(ANA), old.id)
    kept = loss_audits.begin(scene.store, scene.deed(CHRIS), old.id)
    assert (kept.audit.state, kept.audit.due_on) == ("open", TODAY + timedelta(days=14))
    with pytest.raises(Refused, match="open already"):
        loss_audits.begin(scene.store, scene.deed(CHRIS), old.id)
    again = lose(scene, old, ended_on=TODAY - timedelta(days=91), words="It was time.")  # no gate: it is long closed
    assert (again.loss.id, again.loss.words, again.audit and again.audit.id) == (
        kept.loss.id, "It was time.", kept.audit.id,
    )  # fmt: skip
    living = scene.account()
    with pytest.raises(Refused, match="is not lost"):
        loss_audits.begin(scene.store, scene.deed(CHRIS), living.id)


ROE = "Jane Roe, Roe Advisers"


@pytest.fixture
def crowded(sqlite_scene: Scene, acme: Account) -> Account:
    """Everybody of ours had to do with the account."""
    accounts.edit(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, {"helpers": [LEA, MAX, CHRIS]})
    return acme


def invite(scene: Scene, kept: LossKept, outsider: str = ROE, by: str | None = CHRIS) -> LossAudit:
    assert kept.audit is not None
    return loss_audits.invite(scene.store, scene.deed(by), kept.audit.id, outsider).audit


def test_where_nobody_is_neutral_somebody_from_outside_leads_and_a_lead_of_ours_keeps_the_notes(
    sqlite_scene: Scene, crowded: Account
) -> None:
    scene = sqlite_scene
    kept = lost(scene, crowded)
    with pytest.raises(Refused, match=r"from outside may lead it.*/client audit Acme from outside: Jane Roe"):
        appoint(scene, kept, CHRIS)
    audit = invite(scene, kept, f"  {ROE}\n")
    assert (audit.outsider, audit.leader_id) == (ROE, CHRIS)
    assert (fact(scene, crowded).leader_id, fact(scene, crowded).was_led) == (CHRIS, False)
    with scene.look() as session:
        nudge = session.exec(select(Nudge).where(Nudge.rule == "audit", col(Nudge.closed_at).is_(None))).one()
        told = session.exec(select(Audit).where(Audit.deed == "audit.outside")).one()
    assert (nudge.hearer_id, nudge.manner) == (CHRIS, "private")
    assert (told.person_id, told.after) == (CHRIS, {"leader_id": CHRIS, "outsider": ROE})

    with pytest.raises(NotAllowed, match="Chris Meyer leads this one"):
        loss_audits.find(scene.store, scene.deed(ANA), audit.id, FOUND)
    loss_audits.find(scene.store, scene.deed(CHRIS), audit.id, FOUND)
    with scene.look() as session:
        report = reporting.written(session, crowded, kept.loss, again(scene, audit.id), scene.now)
    assert f"- Led from outside, by {ROE}: everybody of ours had to do with the account" in report
    assert conclude(scene, audit, CHRIS).state == "done"


def test_while_somebody_of_ours_is_neutral_nobody_from_outside_leads(sqlite_scene: Scene, acme: Account) -> None:
    kept = lost(sqlite_scene, acme)
    with pytest.raises(Refused, match="It could be Chris Meyer, Lea Lee, Max Moe"):
        invite(sqlite_scene, kept)
    with pytest.raises(NotAllowed):
        invite(sqlite_scene, kept, by=ANA)


@pytest.mark.parametrize(("name", "why"), [(" ", "Their name, and where they are from"), ("x" * 201, "200")])
def test_who_leads_from_outside_has_a_name_that_fits(
    sqlite_scene: Scene, crowded: Account, name: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        invite(sqlite_scene, lost(sqlite_scene, crowded), name)


def test_a_neutral_colleague_who_joins_may_take_it_over_and_whoever_was_there_may_not(
    sqlite_scene: Scene, crowded: Account
) -> None:
    scene = sqlite_scene
    kept = lost(scene, crowded)
    invite(scene, kept)
    with pytest.raises(Refused, match="helps on the account"):
        appoint(scene, kept, MAX)
    assert again(scene, kept.audit.id if kept.audit else "").outsider == ROE
    with scene.store.write() as session:
        told(session, "U0NEW", name="Noa New")
    audit = appoint(scene, kept, "U0NEW")
    assert (audit.leader_id, audit.outsider) == ("U0NEW", "")
    with pytest.raises(NotAllowed, match="Noa New leads"):
        loss_audits.find(scene.store, scene.deed(CHRIS), audit.id, FOUND)


def test_somebody_from_outside_can_be_erased(sqlite_scene: Scene, crowded: Account) -> None:
    audit = invite(sqlite_scene, lost(sqlite_scene, crowded), "Ben Okafor, Roe Advisers")
    erasure.person(sqlite_scene.store, sqlite_scene.deed(CHRIS), BEN)
    assert again(sqlite_scene, audit.id).outsider == "somebody who left, Roe Advisers"
