from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import select

from bot.sample import lay_out
from storage import campaigns, litmus
from storage.tables import Account, Clock, Message, MessageNudge, Nudge, Touch
from tests.handlers.office import CHRIS, Office
from tests.work.scene import fresh


@pytest.fixture(scope="module")
def laid_out(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    store = fresh(folder, sqlite_template)
    with Office(store) as office:
        lay_out(office.tend, office.team_id, office.now)
    store.close()
    return folder / "tend.db"


@pytest.fixture
def playing(laid_out: Path, tmp_path: Path) -> Iterator[Office]:
    store = fresh(tmp_path, laid_out)
    with Office(store) as office:
        yield office
    store.close()


def said_of(office: Office, name: str) -> dict[str, tuple[str, str]]:
    """What is open on an account: by rule, how loud and why."""
    with office.store.read() as session:
        about = select(Nudge).join(Account, Account.id == Nudge.account_id)  # type: ignore[arg-type]
        found = session.exec(about.where(Account.name == name, Nudge.closed_at == None))  # noqa: E711
        return {nudge.rule: (nudge.level, nudge.reason) for nudge in found}


def test_days_of_theirs_come_up_and_a_client_s_pride_is_known(playing: Office) -> None:
    assert "Proud of the new line" in playing.says("/client show Pico Robotics")
    assert "comes round" in playing.says("/client why Hartwell & Stone")
    playing.wait_days(9)
    assert said_of(playing, "Hartwell & Stone")["occasion"][0] == "due"
    assert said_of(playing, "Northwind Logistics")["occasion"][0] == "early"


def lost(office: Office) -> dict[str, tuple[date, date, date]]:
    """By name: the first contact, the last, and the end."""
    told = select(Account, func.min(Touch.occurred_at)).join(Touch, Touch.account_id == Account.id)  # type: ignore[arg-type]
    with office.store.read() as session:
        rows = session.exec(told.where(Account.status == "lost").group_by(Account.team_id, Account.id)).all()
    return {
        account.name: (first.date(), account.last_contact_at.date(), account.lost_on)
        for account, first in rows
        if account.last_contact_at and account.lost_on
    }


def test_two_accounts_were_lost_after_a_long_history(playing: Office) -> None:
    assert sorted(lost(playing)) == ["Juniper Mobility", "Kestrel Hotels"]
    for first_on, last_on, _ in lost(playing).values():
        assert last_on - first_on > timedelta(days=270)


def test_one_had_been_quiet_for_weeks_and_one_was_lost_out_of_the_blue(playing: Office) -> None:
    silence = {name: (lost_on - last_on).days for name, (_, last_on, lost_on) in lost(playing).items()}
    assert silence["Kestrel Hotels"] > 60
    assert silence["Juniper Mobility"] < 9


def test_lost_accounts_are_left_in_peace_from_the_first_day_on(playing: Office) -> None:
    playing.wait_days(1)
    with playing.store.read() as session:
        gone = {one.id: one.name for one in session.exec(select(Account).where(Account.status == "lost"))}
        spoken_of = {nudge.account_id for nudge in session.exec(select(Nudge))}
        watched = {clock.account_id for clock in session.exec(select(Clock))}
        living = session.exec(select(func.count()).where(Account.status != "lost")).one()
    assert living == 15
    assert spoken_of
    audited = {id_ for id_, name in gone.items() if name == "Kestrel Hotels"}  # what is learned from it goes on
    assert not gone.keys() & (spoken_of | watched) - audited
    said = playing.says("/client list")
    assert not any(name in said for name in gone.values())


def test_one_account_is_in_rescue_spoken_with_and_reviewed_and_its_next_review_rings(playing: Office) -> None:
    shown = playing.says("/client rescue Fjord Insurance", CHRIS)
    for part in ("✓ Spoken with", "The form works again", "2 of 6 done", "*Measures*"):
        assert part in shown
    assert "rescue" not in said_of(playing, "Fjord Insurance")
    playing.wait_days(2)
    level, why = said_of(playing, "Fjord Insurance")["rescue"]
    assert level == "due"
    assert "and the next step “Ben shows them on Thursday how faults are told from now on”" in why


def test_one_account_cools_down_and_one_is_taken_for_granted_on_the_first_day(playing: Office) -> None:
    playing.wait_days(1)
    level, why = said_of(playing, "Vela Publishing")["warmdown"]
    assert level == "due"
    assert "the temperature fell from +0.8 to -0.5; 1 of them comes to meetings lately, 2 before" in why
    taken_for_granted = said_of(playing, "Oakridge Schools")
    assert list(taken_for_granted) == ["complacency"]
    assert "Client for 7 years, no critical word was ever logged, and 2 talks" in taken_for_granted["complacency"][1]


def test_the_first_day_gives_nobody_more_than_a_handful_of_clients(playing: Office) -> None:
    playing.wait_days(1)
    playing.wait_days(0.01)  # a channel takes one message a second, and there is a word about litmus tests before
    told = select(Message.recipient, Nudge.account_id).join(MessageNudge, MessageNudge.message_id == Message.id)  # type: ignore[arg-type]
    with playing.store.read() as session:
        pairs = set(session.exec(told.join(Nudge, Nudge.id == MessageNudge.nudge_id).where(Message.kind == "daily")))  # type: ignore[arg-type]
    by_person = Counter(recipient for recipient, _ in pairs)
    assert by_person
    assert max(by_person.values()) <= 5


def test_a_loss_is_learned_from_by_somebody_who_was_not_there(playing: Office) -> None:
    playing.wait_days(1)
    assert not {"quiet", "neglect", "senior"} & said_of(playing, "Kestrel Hotels").keys()
    told = playing.says("/client audit Kestrel", CHRIS)
    for part in ("due by 16 May", f"<@{CHRIS}>, who had nothing to do", "2 findings", "It seems to have turned on"):
        assert part in told, part
    assert "It was meant as a question" in playing.says("/client exit Kestrel")


def test_a_plan_is_under_way_with_a_step_that_is_done_and_some_that_have_stalled(playing: Office) -> None:
    told = playing.says('/client plan "Willow Pharma"')
    for part in ("Relationship for life", "1 of 3 done", "2 past the day", "✓ A lunch or a breakfast", "by the river"):
        assert part in told
    playing.wait_days(1)
    assert said_of(playing, "Willow Pharma")["step"][0] == "critical"


def test_a_client_has_promises_a_wish_and_something_that_broke_on_the_first_day(playing: Office) -> None:
    playing.wait_days(0.6)
    told = playing.says("/client promise Lumen")
    for part in ("We promised Jonas Keller", "Sofie Brandt promised us", "1 kept", "the day was"):
        assert part in told
    assert {"promise", "wish"} <= said_of(playing, "Lumen Energy").keys()
    assert "last delivered" in playing.says("/client wish Lumen")
    assert "Nobody has verified it yet" in playing.says("/client broke Vela")
    assert "1 not kept" in playing.says("/client promise Vela")


def test_a_litmus_campaign_over_the_key_accounts_is_half_done_and_a_test_was_closed_before(playing: Office) -> None:
    with playing.store.read() as session:
        [campaign] = campaigns.newest(session, playing.team_id, "campaign")
        tests, closed, asked, given = campaigns.progress(session, playing.team_id, campaign.id)
        assert sum(litmus.bands(session, playing.team_id).values()) == 2
    assert (tests, closed, given) == (5, 1, 5)
    assert given < asked
    assert campaign.closed_at is None
    overview = playing.says("/client litmus", CHRIS)
    assert f"5 of {asked} views" in overview
    assert "Marcus stopped asking" not in overview
    assert "They tell the printer first" in playing.says("/client litmus Vela", CHRIS)


def test_a_lost_client_taught_something_and_is_wanted_back(playing: Office) -> None:
    taught = playing.says("/client lessons Kestrel")
    assert "2 lessons at work" in taught
    assert "looked for: nobody senior was met for so many days (150 days)" in taught
    assert "Behind what we change about ourselves stand" in taught
    assert "we want them back, and ask on" in playing.says("/client winback Kestrel")
    assert "port authority" in playing.says("/client grow Northwind")


def test_the_first_digest_tells_who_waits_and_takes_no_import_for_news(playing: Office) -> None:
    playing.wait_days(1)
    said = playing.says("/client digest", CHRIS)
    assert "Waits now: " in said
    assert not any(word in said for word in ("Settled without one", "New: ", "Lost: "))
