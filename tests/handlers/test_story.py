"""A year at Brightside: one client is saved, and another is lost, told as it happens on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from sqlmodel import SQLModel, select

from bot.nudges.schedule import tick
from bot.playground.modals import View
from bot.playground.seen import Seen
from bot.playground.world import Message
from storage.engine import Store
from storage.tables import Account, Lesson, Loss, LossAudit, Rescue, Step, Winback
from tests.handlers.lists import WAIT_S
from tests.handlers.office import ANA, BEN, CHRIS, HEALTH, Office

BACK = "We want them back, and said that we would ask on 30 June 2027"
Row = TypeVar("Row", bound=SQLModel)


class Year:
    """What people do and read in the course of a year; every hour on the way Tend does what is due."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def live(self, **span: float) -> None:
        """Time passes: hour by hour for a day or two, day by day for a week or two, else in leaps."""
        whole = timedelta(**span)
        hops = whole // (timedelta(hours=1) if whole <= timedelta(days=2) else timedelta(days=1))
        hops = hops if whole <= timedelta(days=15) else 5
        for _ in range(hops):
            self.office.now += whole / hops
            self.breathe()

    def breathe(self) -> None:
        """Tend says what is due, with a breath between two messages to one person."""
        for _ in range(3):
            tick(self.office.tend, self.office.now)
            self.office.now += timedelta(seconds=2)

    def wake(self) -> None:
        """Some mornings go by: what waited for people reaches them."""
        for _ in range(4):
            self.office.now = (self.office.now + timedelta(days=1)).replace(hour=10)
            self.breathe()

    def heard(self, user: str, words: str) -> bool:
        """Whether a person was told something by Tend itself."""
        return any(words in self.office.read(message) for message in self.office.slack.dm(user))

    def posted(self, words: str, channel: str = HEALTH) -> bool:
        return any(words in self.office.read(message) for message in self.office.slack.messages(channel))

    def card(self, user: str, action_id: str) -> Message:
        """The newest message to a person with such a button."""
        return [one for one in self.office.slack.dm(user) if action_id in str(one.blocks)][-1]

    def answer(self, user: str) -> Message:
        return self.office.slack.ephemeral(user)[-1]

    def form(self, seen: Seen) -> View:
        assert seen.view is not None, seen.text
        return seen.view

    def account(self, name: str) -> Account:
        found: Account = self.one(select(Account).where(Account.name == name))
        return found

    def one(self, asked: Any) -> Any:
        with self.office.store.read() as session:
            return session.exec(asked).one()

    def all(self, asked: Any) -> list[Any]:
        with self.office.store.read() as session:
            return list(session.exec(asked))


@pytest.fixture
def year(store: Store) -> Iterator[Year]:
    """Ana keeps two key accounts and three others; Ben leads her, and Chris runs the workspace."""
    with Office(store) as office:
        office.type(f"/client settings channel <#{HEALTH}>", CHRIS)
        assert "lead" in office.says("/client settings role @ben lead", CHRIS)
        assert f"<@{BEN}>" in office.says("/client settings lead @ben", ANA)
        for name, tier in (("Acme Corp", "key"), ("Globex", "key"), ("Hooli", "standard"), ("Initech", "standard")):
            known = office.account(
                name, tier=tier, client_since=date(2026, 5, 4), annual_value_minor=9_000_000, currency="EUR"
            )
            office.contact(known, "Jane Doe", title="Office manager", roles=["main-contact"])
            office.touch(known, days_ago=3, note="all is well")
        stark = office.account("Stark", owner_id=BEN, client_since=date(2026, 5, 4))
        office.contact(stark, "Pepper Potts", title="CEO", level="executive")
        office.touch(stark, days_ago=2)
        yield Year(office)


def test_a_client_who_complained_and_was_not_answered_is_saved(year: Year) -> None:
    office = year.office
    said = office.says('/heard Acme Corp big "you missed the third deadline"', CHRIS)
    assert f"<@{ANA}> is to answer it" in said

    year.live(days=1)
    assert year.heard(ANA, "you missed the third deadline")
    assert not year.heard(BEN, "you missed the third deadline")
    year.live(days=7)
    assert year.heard(BEN, "you missed the third deadline"), "nobody answered: the lead hears of it"

    opened = office.says('/client rescue Acme Corp they threaten to leave: "we cannot trust you"', CHRIS)
    assert "Speak with them by" in opened
    year.breathe()
    assert year.heard(ANA, "we cannot trust you")
    assert year.posted("we cannot trust you")
    assert year.account("Acme Corp").status == "rescue"
    assert not year.heard(BEN, "we cannot trust you")

    year.live(hours=6)
    assert year.heard(BEN, "we cannot trust you"), "they did not hear from us in time: the lead hears of it at once"

    assert "Logged" in office.says("/touch Acme Corp call with Jane Doe: glad that we rang, wants a plan", ANA)
    year.live(hours=1)
    assert "✓ Spoken with" in office.says("/client rescue Acme Corp", ANA)
    view = year.form(office.type("/client rescue Acme Corp saved", ANA))
    assert office.submit(view, worked="We rang before we had all answers").ok
    assert year.account("Acme Corp").status == "active"
    assert year.one(select(Rescue)).state == "saved"
    listed = office.says("/client rescues", BEN)
    assert "1 of 1 saved" in listed
    assert "We rang before we had all answers" in listed

    remarks = office.type("/client remarks Acme Corp", ANA).message
    assert remarks is not None
    assert office.submit(year.form(office.press(remarks, "remark.address")), answer="A weekly call on dates").ok
    year.live(days=1)
    assert year.heard(CHRIS, "A weekly call on dates"), "whoever passed it on is told"


def test_a_client_who_is_lost_teaches_all_others_and_is_asked_again_a_year_on(year: Year) -> None:
    office = year.office
    try_to_close(year)
    let_go(year)
    audit(year)
    learn(year)
    ask_again(year)
    assert not any("Globex" in office.read(one) for one in office.slack.messages("C0ACME")), (
        "nothing where clients read"
    )


def try_to_close(year: Year) -> None:
    """The gate: no rescue, no reason, no exit interview."""
    office = year.office
    view = year.form(office.type("/client lost Globex 12 May price", ANA))
    refused = office.submit(view, ANA)
    shown = str(refused.errors) + str(office.slack.views(ANA)[-1].content)
    for part in ("/client rescue", "/client exit"):
        assert part in shown
    assert year.account("Globex").status == "active"
    for line in ("/client edit Globex lost 12 May", "/client edit Globex lost"):
        office.type(line, ANA)
        assert year.account("Globex").status == "active", line
    while office.slack.views(ANA):
        office.slack.close(ANA, office.slack.views(ANA)[-1].id)


def let_go(year: Year) -> None:
    """They were tried to be saved, are leaving, were asked why, and are lost."""
    office = year.office
    office.says('/client rescue Globex they want to end it: "too dear for what we get"', ANA)
    year.live(hours=1)
    assert "Logged" in office.says("/touch Globex call with Jane Doe: they have decided", ANA)
    office.says('/client leaving Globex until 30 June: "too dear for what we get"', ANA)
    asked = office.type("/client exit Globex", BEN).message
    assert asked is not None
    year.live(days=30)
    view = year.form(office.press(asked, "exit.note", BEN))
    assert office.submit(view, BEN, exit_on="2026-06-10", answer_why="Nobody senior ever came to see us.").ok
    year.live(days=20)
    view = year.form(office.type("/client lost Globex 30 June price stated", ANA))
    assert office.submit(view, ANA, words="too dear for what we get", decided_by="their CFO").ok
    assert year.account("Globex").status == "lost"
    assert year.one(select(Loss)).state == "lost"
    year.live(days=3)
    assert year.heard(ANA, "This is between you and me")
    assert not year.posted("This is between you and me")


def audit(year: Year) -> None:
    """Somebody neutral leads it; who was there cannot."""
    office = year.office
    assert "was there" in office.says("/client audit Globex lead @ana", CHRIS)
    office.says("/client audit Globex lead me", CHRIS)
    assert year.one(select(LossAudit)).leader_id == CHRIS
    year.live(days=4)
    year.live(hours=8)  # Chris works in New York
    card = year.card(CHRIS, "nudge.audit")
    assert not year.posted("audit")
    office.press(card, "nudge.audit", CHRIS)
    office.press(year.answer(CHRIS), "audit.find", CHRIS)
    found = office.slack.views(CHRIS)[-1]
    assert office.submit(found, CHRIS, text="Nobody senior was known.", side="ours", part="relationship").ok
    office.press(year.answer(CHRIS), "audit.conclude", CHRIS)
    assert office.submit(office.slack.views(CHRIS)[-1], CHRIS).ok
    assert year.one(select(LossAudit)).state == "done"
    office.slack.until(lambda: [one for one in office.slack.dm(CHRIS) if one.files], WAIT_S)


def learn(year: Year) -> None:
    """What was found becomes a check over all accounts, and each hit a task."""
    office = year.office
    view = year.form(office.type("/client lessons new", CHRIS))
    condition = next(value for value in str(view.content).split("'") if value == "no_senior")
    globex = {"text": {"type": "plain_text", "text": "Globex"}, "value": year.account("Globex").id}
    option = {"text": {"type": "plain_text", "text": "x"}, "value": condition}
    sent = office.submit(view, CHRIS, account=globex, text="Know somebody senior", way=option, due="2026-08-31")
    assert sent.ok, sent
    office.press(year.answer(CHRIS), "lesson.look", CHRIS)
    office.slack.until(lambda: len(year.all(select(Step).where(Step.kind == "task"))) == 3, WAIT_S)
    tasks = year.all(select(Step).where(Step.kind == "task"))
    names = {year.one(select(Account).where(Account.id == task.account_id)).name: task.owner_id for task in tasks}
    assert names == {"Acme Corp": ANA, "Hooli": ANA, "Initech": ANA}
    assert year.one(select(Lesson)).state == "open"


def ask_again(year: Year) -> None:
    """A year on it is time to ask whether they want to come back."""
    office = year.office
    assert office.type("/client winback Globex yes 30 June 2027: they liked the work", ANA).ok
    assert year.one(select(Winback)).next_on == date(2027, 6, 30)
    year.live(days=300)
    year.wake()
    assert not year.heard(ANA, BACK)
    year.live(days=80)
    year.wake()
    assert year.heard(ANA, BACK), "the day has come"
    assert not year.posted(BACK), "whom we want back is between us"
