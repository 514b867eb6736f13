"""What follows on a loss, and all that waits on people, in a workspace in which one text is typed everywhere."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from bot.home.publish import publish
from bot.home.viewer import Viewer
from bot.views.home import Place
from storage import people
from tests.faults.hostile.fields import LONGEST
from tests.faults.hostile.losing import LOST
from tests.faults.hostile.stage import OURS, Stage
from tests.handlers.office import ANA, CHRIS, HEALTH

WAYS = ("no_senior", "asked", "ours")
_PAGES = 9  # of what waits on somebody, at most


def learn(stage: Stage) -> None:
    """Lessons are drawn, looked for, answered, told and closed; a way back and what could grow are noted."""
    said, due = stage.text[:LONGEST], stage.office.now.date() + timedelta(days=30)
    for way in WAYS:
        view = stage.opened("/client lessons new", CHRIS)
        told = {"text": said, "way": way, "task": said, "owner": CHRIS, "due": f"{due}"}
        stage.submit(view, CHRIS, account=stage.chosen(LOST), **told)
    for line in ("/client lessons", f'/client lessons "{LOST}"'):
        for user in (ANA, CHRIS):
            _press(stage, line, user)
    _press(stage, f'/client winback "{LOST}"')


def grow(stage: Stage, plain: str) -> None:
    """What could grow is noted, asked for and taken off."""
    for _ in range(3):
        stage.type(f'/client grow "{plain}" upsell {stage.text[:200]}')
    _press(stage, f'/client grow "{plain}"')


def at_home(stage: Stage) -> None:
    """Every card that waits on anybody, page by page, and every button of it."""
    office = stage.office
    for user in OURS:
        with office.store.read() as session:
            person = people.get(session, office.team_id, user)
        assert person is not None
        before = None
        for page in count(1):
            publish(office.tend, Viewer(office.team_id, person, office.now), Place.of(f"waiting:{page}"))
            home = office.slack.home(user)
            if home is None or home.blocks == before or page > _PAGES:
                break
            before = home.blocks
            stage.press_all(home, user)


def tell(stage: Stage) -> None:
    """Everybody reads what was lost."""
    for post in stage.office.slack.messages(HEALTH):
        stage.press_all(post, CHRIS)


def _press(stage: Stage, line: str, user: str = CHRIS) -> None:
    seen = stage.type(line, user)
    for message in filter(None, [seen.message, *seen.ephemerals]):
        for value in stage.values(message, "never_again.tell")[:1]:
            view = stage.press(message, "never_again.tell", value, user).view
            if view is not None:
                stage.submit(view, user, channel=HEALTH, words=stage.text[:LONGEST])
        stage.press_all(message, user)
