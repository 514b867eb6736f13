"""What happens in a workspace in which one text is typed everywhere."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.playground.seen import words_of
from bot.playground.world import Message
from bot.views import refusals
from bot.work import plans
from bot.work.checks import clean
from bot.work.plans import NewStep
from handlers.table import SHORTCUTS
from storage import nudges
from storage.tables import Contact, Plan, Touch
from tests.faults.hostile.fields import LONGEST, fill
from tests.faults.hostile.looks import texts_in
from tests.faults.hostile.stage import Stage
from tests.faults.hostile.time import pass_days
from tests.handlers.channel import say, stranger
from tests.handlers.office import ANA, BEN, CHRIS, DANA, ERIK, GENERAL, HEALTH, SHARED, Office

NAME = 80  # characters that Slack lets a person or a channel be called
SHARED_ACCOUNT = "Of the shared channel"


def call_everybody(office: Office, text: str) -> None:
    """Everybody in Slack, and every channel there, has the text for a name; Slack keeps no half emoji."""
    whole = text.encode(errors="ignore").decode()
    for user in office.slack.world.users.values():
        user.real_name, user.title = whole[:NAME], whole[:NAME]
    for channel in office.slack.world.channels.values():
        channel.name = f"{whole[: NAME - len(channel.id)]}{channel.id}"


def begin(stage: Stage, plain: str) -> None:
    """An account of Ana's whose name can be typed, with people there; another one, of the channel shared with Acme."""
    stage.office.wait_days(0)
    for welcome in stage.office.slack.dm(CHRIS):
        stage.press_all(welcome, CHRIS)
    stage.submit(stage.opened("/client settings channel", CHRIS), CHRIS, channel=HEALTH)
    stage.type("/client settings lead @ana @ben", CHRIS)
    stage.type("/client settings budget 50", CHRIS)
    stage.submit(stage.opened("/client add"), name=SHARED_ACCOUNT, channel=SHARED)
    stage.type("/client sources", channel=SHARED)
    stage.submit(stage.opened("/client add"), name=plain)
    for name in ("Erased Later", "Left Later"):
        stage.type(f'/client contact "{plain}" {name}')
    stage.type(f'/touch "{plain}" call: all is well')


def pass_on(stage: Stage, plain: str) -> None:
    """Two remarks of the client: one is declined, one is left until it rings."""
    for _ in range(2):
        told = stage.office.type(f'/heard "{plain}": {stage.text[:200]}').message
    assert told is not None
    [*_, decline] = stage.values(told, "remark.decline")
    for action in ("remark.give", "remark.decline"):
        stage.explore(stage.form(told, decline, action))


def know(stage: Stage, plain: str) -> None:
    """What is good to know of the client is noted by the form: one thing is taken off, one is left until its day."""
    for ending in ("again", ""):
        told = {"kind": "milestone", "text": f"{stage.text[:150]}{ending}", "falls_on": "2026-05-20"}
        stage.submit(stage.opened(f'/client know "{plain}" {stage.text[:150]}'), **told)
    shown = _answer(stage, f'/client know "{plain}"')
    for action in ("trait.new", "trait.forget"):
        for value in stage.values(shown, action)[:1]:
            stage.explore(stage.press(shown, action, value).view)


def plan(stage: Stage, plain: str) -> None:
    """A plan is laid and widened, its steps are done, skipped and moved; a playbook is changed and brought back."""
    office, said = stage.office, stage.text[:LONGEST]
    told: dict[str, Any] = {"from": said, "to": said, "steps0": ["kickoff", "people"]}
    stage.submit(stage.opened(f'/client plan "{plain}" onboarding'), **told)
    with office.store.read() as session:
        plan_id = session.exec(select(Plan.id).order_by(col(Plan.id).desc())).all()[0]
    plans.add_step(office.store, office.deed(), plan_id, NewStep("A measure", kind="measure"))
    for action in ("step.do", "step.skip", "step.move", "plan.add", "plan.offer", "plan.edit", "plan.end"):
        shown = _answer(stage, f'/client plan "{plain}"')
        values = stage.values(shown, action)
        for value in values[-1:] if action == "step.do" else values[:1]:
            stage.explore(stage.press(shown, action, value).view)
    stage.type(f'/client agenda "{plain}"')
    stage.press_all(_answer(stage, "/client playbooks", CHRIS), CHRIS)
    for way in ("off", "on"):
        shown = _answer(stage, "/client playbooks rescue", CHRIS)
        stage.press(shown, "playbook.switch", f"playbook:rescue:{way}", CHRIS)
    stage.press_all(_answer(stage, "/client playbooks rescue", CHRIS), CHRIS)
    stage.press_all(_answer(stage, f'/client plan "{plain}"'))


def _answer(stage: Stage, line: str, user: str = ANA) -> Message:
    seen = stage.type(line, user)
    told = seen.message or seen.ephemerals[-1]
    assert told is not None
    return told


def put_off(stage: Stage, quiet: str) -> None:
    """An account is put off three times in a row: Tend proposes another cadence."""
    for _ in range(3):
        view = stage.opened("/client snooze")
        stage.submit(view, account=stage.chosen(quiet), until="2026-05-18", reason=stage.text[:150])


def talk(stage: Stage, plain: str) -> None:
    """What people write in channels, and who comes in there, reaches Tend too."""
    office, said = stage.office, stage.text[:LONGEST]
    for source in ("channel", "text"):
        stage.type(f'/client sources "{SHARED_ACCOUNT}" {source} on', channel=SHARED)
    freya = stranger(office, name=stage.text.encode(errors="ignore").decode()[:NAME])
    for user in (freya, ERIK, ANA):
        say(office, user, said)
    message = say(office, ANA, said, HEALTH)
    for shortcut in SHORTCUTS:
        on_message = office.slack.core.manifest.shortcut(shortcut, "message")
        stage.explore(stage.begin_at(message if on_message else None, shortcut))
    view = stage.begin_at(message, "touch.from_message")
    with stage.keeping("touch.from_message", Touch.note, clean(said)) as told:
        told.append(stage.submit(view, account=stage.chosen(plain), kind="message"))


def mornings(stage: Stage) -> None:
    """Silence rings: all that Tend says by itself, and every field and button of it."""
    office = stage.office
    for days in (0.01, 1, 8):
        pass_days(office, days)
    for user in (BEN, CHRIS):
        for message in office.slack.dm(user):
            stage.press_all(message, user)
    cards = [post for place in (office.slack.dm(ANA), office.slack.messages(HEALTH)) for post in place]
    for card in cards:
        stage.press_all(card)
    first, last = _first(stage, cards, "nudge.did"), _first(stage, cards[::-1], "nudge.snooze")
    day, later = {"occurred_on": f"{office.now.date()}", "kind": "call"}, {"until": "2026-09-01"}
    fill(stage, stage.text, lambda: stage.form(*first, "nudge.did"), lambda: day)
    fill(stage, stage.text, lambda: stage.form(*last, "nudge.snooze"), lambda: later)
    office.slack.open_home(ANA)
    home = office.slack.home(ANA)
    assert home is not None
    stage.press_all(home)


def _first(stage: Stage, cards: list[Message], action_id: str) -> tuple[Message, str]:
    """The first card of something open that has a button."""
    found = [(card, value) for card in cards for value in stage.values(card, action_id)]
    with stage.office.store.read() as session:
        known = nudges.many(session, stage.office.team_id, [value for _, value in found])
    return next((card, value) for card, value in found if known[value].closed_at is None)


def the_past(stage: Stage) -> None:
    """Tables and charts of what Tend would have said."""
    slack = stage.office.slack
    stage.type("/client backtest", BEN)
    slack.until(lambda: "The past, replayed" in words_of(slack.ephemeral(BEN)[-1]), seconds=120)


def others(stage: Stage, plain: str) -> None:
    """A guest hears that guests cannot use Tend, whatever they type; people of other companies hear nothing at all."""
    slack = stage.office.slack
    for line in (f"/touch {stage.text}", f"/client {stage.text}", "/client list", f"/client show {plain}"):
        stage.office.type(line, DANA)
    slack.open_home(DANA)
    home = slack.home(DANA)
    told = [message for channel in (GENERAL, "D0DANA") for message in slack.world.messages(channel, seen_by=DANA)]
    words = {line for message in told for line in words_of(message).split("\n")}
    words |= {said for _, said in texts_in(home.content)} if home else {"no home"}
    seen = [message for message in (*slack.messages(SHARED), *slack.ephemeral(ERIK)) if message.by_app]
    stage.faults += [f"told to a guest: {said!r:.200}" for said in words - {refusals.GUEST}]
    stage.faults += [f"seen by others: {message.text!r:.200}" for message in seen]


def goodbyes(stage: Stage, plain: str) -> None:
    """Somebody leaves the client, somebody is forgotten, an account is given away, and in the end its owner is gone."""
    office = stage.office
    with office.store.read() as session:
        gone = session.exec(select(Contact.id).where(Contact.name == "Left Later")).one()
    contact = {"text": {"type": "plain_text", "text": "Left Later"}, "value": gone}
    stage.submit(stage.opened("/client left"), account=stage.chosen(plain), contact=contact)
    stage.submit(stage.opened(f'/client erase "{plain}": Erased Later'))
    stage.submit(stage.opened(f'/client owner "{plain}"'), owner=BEN)
    stage.look_at_homes()
    office.slack.world.users[ANA].deleted = True
    office.wait_days(2)
    office.slack.world.users[ANA].deleted = False
