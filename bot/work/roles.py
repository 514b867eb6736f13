"""Who may do what: one table, in which everything that people can do stands with whom it needs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the workspace; each may do what those before it may."""

    MEMBER = "member"
    LEAD = "lead"
    ADMIN = "admin"


class Need(StrEnum):
    """Whom a deed needs, in words."""

    OURS = "anybody of ours"
    SELF = "they themselves, a lead or an admin"
    LOGGER = "whoever logged it, the account's owner, backup or sponsor, a lead or an admin"
    KEEPER = "the account's owner, backup or sponsor, a lead or an admin"
    HOLDER = "whoever it was given to, the account's owner, backup or sponsor, a lead or an admin"
    LEAD = "a lead or an admin"
    LEADER = "whoever leads the audit"
    ADMIN = "an admin"


@dataclass(frozen=True, slots=True)
class Deal:
    """Something that people can do, in words that follow on “can”, and whom it needs."""

    what: str
    need: Need


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is to a deed: `logs` the touch, `keeps` the account, or it `is_own` of theirs."""

    role: Role
    logs: bool = False
    keeps: bool = False
    is_own: bool = False


DEALS: Mapping[str, Deal] = {
    "touch.log": Deal("log a touch", Need.OURS),
    "touch.join": Deal("add to a touch that logged itself", Need.OURS),
    "touch.edit": Deal("correct a touch", Need.LOGGER),
    "touch.undo": Deal("undo a touch", Need.LOGGER),
    "contact.add": Deal("add a contact", Need.OURS),
    "contact.edit": Deal("correct a contact", Need.OURS),
    "contact.left": Deal("note that a contact left", Need.OURS),
    "contact.back": Deal("note that a contact did not leave after all", Need.OURS),
    "contact.decline": Deal("say that somebody new at a client is no contact", Need.OURS),
    "contact.erase": Deal("erase a contact", Need.KEEPER),
    "person.erase": Deal("erase a colleague", Need.ADMIN),
    "remark.pass_on": Deal("pass on what a client said", Need.OURS),
    "trait.know": Deal("note what is good to know of a client", Need.OURS),
    "trait.forget": Deal("take off what was noted of a client", Need.OURS),
    "remark.answer": Deal("address or decline what a client said, or give it to somebody", Need.HOLDER),
    "plan.open": Deal("open a plan for a client", Need.KEEPER),
    "plan.edit": Deal("say where a plan leads, and who leads it", Need.HOLDER),
    "plan.end": Deal("end a plan", Need.HOLDER),
    "step.add": Deal("add a step to a plan", Need.HOLDER),
    "step.do": Deal("note that a step is done", Need.OURS),
    "litmus.open": Deal("open a litmus test of a client", Need.KEEPER),
    "litmus.view": Deal("give a view in a litmus test", Need.OURS),
    "litmus.close": Deal("close a litmus test before its day", Need.KEEPER),
    "litmus.campaign": Deal("test all accounts at once", Need.LEAD),
    "litmus.plan": Deal("put what a litmus test proposes on the plan", Need.KEEPER),
    "pulse.ask": Deal("ask owners what they would worry about", Need.LEAD),
    "pulse.tell": Deal("say what one would worry about", Need.OURS),
    "step.skip": Deal("skip a step", Need.HOLDER),
    "step.move": Deal("give a step to somebody else, or another day", Need.HOLDER),
    "loss.record": Deal("say that a client is leaving or lost", Need.KEEPER),
    "loss.override": Deal("close a key account although something lacks at the gate", Need.LEAD),
    "loss.reopen": Deal("reopen an account that was lost", Need.LEAD),
    "loss.past": Deal("add an account that was lost before", Need.ADMIN),
    "loss.exit": Deal("note what a client said in an exit interview", Need.OURS),
    "promise.make": Deal("put a promise on record", Need.OURS),
    "promise.settle": Deal("say what became of a promise, or move it", Need.HOLDER),
    "wish.note": Deal("put a client's wish on record", Need.OURS),
    "wish.deliver": Deal("note that a wish was delivered", Need.OURS),
    "wish.change": Deal("change or decline a client's wish", Need.HOLDER),
    "breakdown.report": Deal("put on record that something of ours broke", Need.OURS),
    "breakdown.reopen": Deal("say that what was put right does not work yet", Need.OURS),
    "breakdown.recover": Deal("note what was done to put a breakdown right, or give it to somebody", Need.HOLDER),
    "breakdown.verify": Deal("verify that what broke works again", Need.KEEPER),
    "opening.note": Deal("note what could grow at a client", Need.OURS),
    "opening.end": Deal("say that something was asked, or drop it", Need.OURS),
    "winback.decide": Deal("decide whether we want a client back", Need.HOLDER),
    "lesson.draw": Deal("draw a lesson from a loss", Need.HOLDER),
    "lesson.look": Deal("have all accounts looked at for a lesson", Need.HOLDER),
    "lesson.answer": Deal("say of which of one's accounts a lesson is true", Need.OURS),
    "lesson.end": Deal("close a lesson", Need.HOLDER),
    "lesson.export": Deal("take the lessons away as a text", Need.OURS),
    "never_again.post": Deal("tell a loss and its lessons in a channel", Need.LEAD),
    "never_again.read": Deal("say that they read what a loss taught", Need.OURS),
    "audit.appoint": Deal("choose who leads the audit of a loss", Need.LEAD),
    "audit.lead": Deal("note what an audit found, and conclude it", Need.LEADER),
    "audit.spare": Deal("say that a finding of their audit needs no check elsewhere", Need.SELF),
    "rescue.open": Deal("open a rescue", Need.OURS),
    "rescue.review": Deal("say how a rescue stands", Need.OURS),
    "rescue.change": Deal("change who sees to a rescue", Need.HOLDER),
    "rescue.end": Deal("end a rescue", Need.HOLDER),
    "nudge.take": Deal("take a nudge", Need.OURS),
    "nudge.vote": Deal("say whether a nudge was useful", Need.OURS),
    "account.snooze": Deal("snooze an account or a nudge", Need.OURS),
    "account.unsnooze": Deal("let an account speak again", Need.OURS),
    "account.add": Deal("add an account", Need.OURS),
    "account.adopt": Deal("take over an account that is nobody's", Need.OURS),
    "account.edit": Deal("change or close an account, its people and channels", Need.KEEPER),
    "account.not_key": Deal("say that an account is not key on purpose", Need.KEEPER),
    "account.closures": Deal("say when a client is closed", Need.KEEPER),
    "account.sources": Deal("switch on or off what logs itself for an account", Need.KEEPER),
    "settings.away": Deal("say when somebody is away", Need.SELF),
    "settings.working_days": Deal("say on which days somebody works", Need.SELF),
    "settings.preferences": Deal("choose when and how often somebody hears of what", Need.SELF),
    "settings.lead": Deal("choose one's lead among those who lead already", Need.SELF),
    "settings.new_lead": Deal("make somebody a lead", Need.ADMIN),
    "settings.role": Deal("give somebody a role", Need.ADMIN),
    "settings.first_admin": Deal("become the admin where there is none", Need.OURS),
    "settings.alert_channel": Deal("choose where warnings go", Need.ADMIN),
    "settings.channel": Deal("choose what a channel hears", Need.KEEPER),
    "settings.policy": Deal("change the settings of the workspace", Need.ADMIN),
    "settings.tier": Deal("change the days of a tier", Need.ADMIN),
    "settings.counts": Deal("change what counts", Need.ADMIN),
    "settings.turn": Deal("apply what is proposed for a rule", Need.ADMIN),
    "document.put": Deal("change, switch off or bring back a playbook or the questions", Need.ADMIN),
    "calendar.put": Deal("have somebody's calendar read", Need.SELF),
    "intake.key": Deal("make or revoke a key for touches from outside", Need.ADMIN),
    "import": Deal("import a file", Need.ADMIN),
    "export": Deal("export everything of ours as files", Need.ADMIN),
}


def may(standing: Standing, deed: str) -> bool:
    """Whether somebody may do something. Raises `KeyError` for what is not in the table."""
    is_above = {
        Need.OURS: True,
        Need.SELF: standing.is_own or standing.role is not Role.MEMBER,
        Need.LOGGER: standing.logs or standing.keeps or standing.role is not Role.MEMBER,
        Need.KEEPER: standing.keeps or standing.role is not Role.MEMBER,
        Need.HOLDER: standing.is_own or standing.keeps or standing.role is not Role.MEMBER,
        Need.LEAD: standing.role is not Role.MEMBER,
        Need.LEADER: standing.is_own,
        Need.ADMIN: standing.role is Role.ADMIN,
    }
    return is_above[DEALS[deed].need]


def role_of(by_hand: str, *, runs_slack: bool, leads: bool) -> Role:
    """The most that somebody is: by hand, by Slack's word, or because they are somebody's lead."""
    if runs_slack or by_hand == Role.ADMIN:
        return Role.ADMIN
    return Role.LEAD if leads or by_hand == Role.LEAD else Role.MEMBER
