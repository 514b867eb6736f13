"""What follows from the findings of an audit that is done: none is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.endings import Part, Side
from bot.nudges.sweep import sweep
from bot.work import accounts, erasure, findings, lessons, loss_audits
from bot.work.deed import Refused
from bot.work.lessons import NewLesson, Way
from bot.work.loss_audits import Finding
from bot.work.permission import NotAllowed
from storage import people, workspaces
from storage.tables import Account, Audit, LossAudit, Nudge
from tests.work.scene import ANA, CHRIS, TEAM, Scene
from tests.work.test_losses import lose
from tests.work.test_roles import told

MAX = "U0MAX"
LATER = timedelta(days=8)


def audited(scene: Scene, *texts: str) -> LossAudit:
    """The audit of a loss that Max led to its end, with some findings."""
    with scene.store.write() as session:
        told(session, MAX, name="Max Moe")
    audit = lose(scene, scene.account(), by=CHRIS).audit
    assert audit is not None
    loss_audits.appoint(scene.store, scene.deed(CHRIS), audit.id, MAX)
    for text in texts:
        loss_audits.find(scene.store, scene.deed(MAX), audit.id, Finding(text, Side.OURS, Part.RELATIONSHIP))
    return loss_audits.conclude(scene.store, scene.deed(MAX), audit.id, lambda _session, _audit: "").audit


def ringing(scene: Scene) -> list[tuple[str | None, str, str]]:
    """Who hears of an audit, how loud, and why."""
    with scene.look() as session:
        mine = select(Nudge).where(Nudge.rule == "audit", col(Nudge.closed_at).is_(None))
        return [(one.hearer_id, one.level, one.reason) for one in session.exec(mine)]


def closed_why(scene: Scene) -> str:
    with scene.look() as session:
        mine = select(Nudge.closed_why).where(Nudge.rule == "audit", col(Nudge.closed_at).is_not(None))
        return session.exec(mine.order_by(col(Nudge.closed_at).desc())).first() or ""


def wait(scene: Scene) -> Scene:
    """Some working days later, when Tend looked again."""
    later = Scene(scene.store, scene.now + LATER)
    sweep(later.store, later.now)
    return later


def draw(scene: Scene, audit: LossAudit, finding: dict[str, str]) -> str:
    new = NewLesson(
        audit.account_id, finding["text"], Way.COMPUTED, scene.now.date(), "no_senior", finding_id=finding["id"]
    )
    return lessons.draw(scene.store, scene.deed(MAX), new).lesson.id


def test_of_an_audit_that_was_done_before_anybody_was_reminded_nobody_hears(scene: Scene) -> None:
    audited(scene, "Nobody senior was known.")
    with scene.store.write() as session:
        workspaces.lock(session, TEAM).reminds_from = scene.now + timedelta(hours=1)
    assert ringing(wait(scene)) == []


def test_its_leader_hears_of_findings_that_nobody_looks_for_until_each_is_seen_to(scene: Scene) -> None:
    audit = audited(scene, "Nobody senior was known.", "They merged.")
    assert ringing(scene) == []
    later = wait(scene)
    [(who, level, why)] = ringing(later)
    assert (who, level) == (MAX, "early")
    assert "nobody has looked yet whether other accounts have the same: 2 findings" in why

    draw(later, audit, audit.findings[0])
    assert len(ringing(later)) == 1
    findings.spare(later.store, later.deed(MAX), audit.id, [audit.findings[1]["id"]])

    assert ringing(later) == []
    assert closed_why(later) == "every finding seen to on 20 May, by Max Moe"


def test_a_lesson_from_the_last_finding_ends_the_word_too(sqlite_scene: Scene) -> None:
    audit = audited(sqlite_scene, "Nobody senior was known.")
    later = wait(sqlite_scene)
    draw(later, audit, audit.findings[0])
    assert ringing(later) == []
    assert closed_why(later).startswith("every finding seen to")


def test_a_lesson_that_is_dropped_brings_its_finding_back(sqlite_scene: Scene) -> None:
    audit = audited(sqlite_scene, "Nobody senior was known.")
    lesson_id = draw(sqlite_scene, audit, audit.findings[0])
    later = wait(sqlite_scene)
    assert ringing(later) == []
    lessons.end(later.store, later.deed(MAX), lesson_id, dropped=True)
    [(who, _, why)] = ringing(later)
    assert who == MAX
    assert "the same: 1 finding" in why


def test_one_that_needs_none_is_on_record_and_said_again_does_no_harm(sqlite_scene: Scene) -> None:
    audit = audited(sqlite_scene, "They merged.")
    [row] = audit.findings
    for _ in range(2):
        kept = findings.spare(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, [row["id"]])
    assert kept.audit.findings == [{**row, "elsewhere": "nothing"}]
    with sqlite_scene.look() as session:
        logged = session.exec(select(Audit).where(Audit.deed == "audit.spare")).all()
    assert [(one.person_id, one.after) for one in logged] == [(MAX, {"finding": row["id"], "elsewhere": "nothing"})] * 2
    assert ringing(wait(sqlite_scene)) == []


def test_several_are_spared_at_once_or_none(sqlite_scene: Scene) -> None:
    audit = audited(sqlite_scene, "They merged.", "They moved.", "They grew.")
    first, second, third = (row["id"] for row in audit.findings)
    with pytest.raises(Refused, match="no longer on record"):
        findings.spare(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, [first, "nowhere"])
    kept = findings.spare(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, [first, third])
    assert [row["id"] for row in kept.audit.findings if "elsewhere" not in row] == [second]
    with sqlite_scene.look() as session:
        logged = session.exec(select(Audit).where(Audit.deed == "audit.spare")).all()
    assert sorted((one.after or {})["finding"] for one in logged) == sorted([first, third])


def test_only_its_leader_or_a_lead_says_so_and_not_of_what_is_open_gone_or_learned(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    audit = audited(scene, "Nobody senior was known.", "They merged.")
    first, second = audit.findings
    with pytest.raises(NotAllowed, match="needs no check elsewhere"):
        findings.spare(scene.store, scene.deed(ANA), audit.id, [second["id"]])  # who kept the account
    with pytest.raises(Refused, match="no longer on record"):
        findings.spare(scene.store, scene.deed(MAX), audit.id, ["nowhere"])
    with pytest.raises(Refused, match="no longer on record"):
        findings.spare(scene.store, scene.deed(MAX), "nowhere", [second["id"]])
    draw(scene, audit, first)
    with pytest.raises(Refused, match="is a lesson already"):
        findings.spare(scene.store, scene.deed(MAX), audit.id, [first["id"]])
    findings.spare(scene.store, scene.deed(CHRIS), audit.id, [second["id"]])

    other = lose(scene, scene.account("Globex"), by=CHRIS).audit
    assert other is not None
    with pytest.raises(Refused, match="once the audit of Globex is done"):
        findings.spare(scene.store, scene.deed(CHRIS), other.id, ["f1"])


def test_who_is_erased_is_taken_out_of_a_finding_that_needs_no_check_and_it_stays_so(sqlite_scene: Scene) -> None:
    audit = audited(sqlite_scene, "Jane Doe left them.")
    with sqlite_scene.look() as session:
        account = session.get(Account, (TEAM, audit.account_id))
    jane = sqlite_scene.contact(account, "Jane Doe")
    findings.spare(sqlite_scene.store, sqlite_scene.deed(MAX), audit.id, [audit.findings[0]["id"]])
    erasure.contact(sqlite_scene.store, sqlite_scene.deed(), jane.id)
    with sqlite_scene.look() as session:
        [row] = session.get(LossAudit, (TEAM, audit.id)).findings
    assert "Jane" not in row["text"]
    assert row["elsewhere"] == "nothing"


def test_a_lead_who_kept_the_account_does_not_say_that_there_is_nothing_to_check(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    audit = audited(scene, "Nobody senior was known.")
    with scene.store.write() as session:
        people.lock(session, TEAM, ANA).role = "lead"  # type: ignore[union-attr]
    for owner_id in (ANA, MAX):
        accounts.set_owner(scene.store, scene.deed(CHRIS), audit.account_id, owner_id)
        with pytest.raises(NotAllowed, match="by a lead or an admin who did not keep the account"):
            findings.spare(scene.store, scene.deed(ANA), audit.id, [audit.findings[0]["id"]])
    assert findings.spare(scene.store, scene.deed(MAX), audit.id, [audit.findings[0]["id"]])
