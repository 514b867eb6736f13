from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.backtest import backtest, replay_size
from bot.backtest.load import pasts
from bot.backtest.replay import replay
from bot.backtest.walk import Walk
from bot.facts import AccountFacts
from bot.gather import facts_of
from bot.policy import Direction, Kind, Policy
from bot.work import accounts
from storage.engine import Store
from storage.tables import Account
from tests.work.scene import ANA, BEN, CHRIS, NOW, TEAM, Scene, scene

KINDS = (Kind.CALL, Kind.EMAIL, Kind.MEETING, Kind.ATTEMPT, Kind.NOTE, Kind.THANKS)


@pytest.fixture
def at_work(store: Store) -> Scene:
    return scene(store)


def _busy(at_work: Scene, name: str, seed: int, quiet_for: int = 0) -> Account:
    """An account with half a year of touches of every sort, the last at least `quiet_for` days ago."""
    chance = Random(seed)  # noqa: S311
    account = at_work.account(name, owner_id=ANA, annual_value_minor=100_000 * seed, currency="EUR")
    jane = at_work.contact(account, "Jane Doe", title="CEO", can_hire_or_fire=True)
    joe = at_work.contact(account, "Joe Roe", roles=["indirect"])
    for ago in sorted((quiet_for + chance.randint(0, 180) + n / 100 for n in range(20)), reverse=True):
        at_work.touch(
            account,
            ago,
            kind=chance.choice(KINDS),
            direction=chance.choice(list(Direction)),
            people=chance.choice([(), (ANA,), (ANA, BEN)]),
            contacts=chance.choice([(), (jane.id,), (jane.id, joe.id)]),
            temperature=chance.choice([None, -1, 0, 2]),
        )
    return at_work.again(account)


def _comparable(facts: AccountFacts) -> AccountFacts:
    """Without what no rule looks at, and without when the account and its people were first known."""
    contacts = tuple(replace(one, title="", known_since=NOW) for one in facts.contacts)
    touch = replace(facts.last_touch, note="", logged_by="") if facts.last_touch else None
    return replace(facts, team_id="", contacts=contacts, last_touch=touch, started_at=NOW, added_at=NOW)


def test_at_the_end_of_a_replay_the_rules_see_what_they_see_today(at_work: Scene) -> None:
    accounts = [_busy(at_work, f"Account {seed}", seed) for seed in range(1, 5)]
    with at_work.look() as session:
        today = facts_of(session, TEAM, [account.id for account in accounts], Policy(), NOW)
        for past in pasts(session, TEAM, [account.id for account in accounts]):
            seen = today[past.account_id]
            walk = Walk(past, Policy(), seen.calendar)
            for touch in past.touches:
                walk.take(touch)
            assert _comparable(walk.facts(NOW, seen.portfolio)) == _comparable(seen)


def test_who_owned_an_account_before_is_replayed_as_it_was(at_work: Scene) -> None:
    account = at_work.account("Globex", owner_id=ANA)
    at_work.touch(account, 90)
    for ago, owner in ((60, BEN), (30, None), (20, CHRIS)):
        late = replace(at_work.deed(CHRIS), now=NOW - timedelta(days=ago))
        accounts.set_owner(at_work.store, late, account.id, owner)
    accounts.edit(at_work.store, at_work.deed(CHRIS), account.id, {"backup_id": ANA, "helpers": [BEN]})
    with at_work.look() as session:
        today = facts_of(session, TEAM, [account.id], Policy(), NOW)[account.id]
        (past,) = pasts(session, TEAM, [account.id])
    seen = [
        Walk(past, Policy(), today.calendar).facts(NOW - timedelta(days=ago), today.portfolio) for ago in (70, 25, 0)
    ]
    assert [(one.owner_id, len(one.staffing)) for one in seen] == [(ANA, 0), (None, 2), (CHRIS, 3)]
    assert (seen[-1].owner_id, seen[-1].staffing) == (today.owner_id, today.staffing)
    alerts = replay(past, Policy(), today.calendar, lambda _: today.portfolio, NOW).alerts
    assert [one.due_on for one in alerts if one.rule == "staffing"] == [(NOW - timedelta(days=19)).date()]


def test_a_touch_of_which_nobody_of_ours_is_known_makes_nobody_known(at_work: Scene) -> None:
    account = at_work.account("Globex")
    at_work.touch(account, 3, by=None)
    with at_work.look() as session:
        today = facts_of(session, TEAM, [account.id], Policy(), NOW)[account.id]
        (past,) = pasts(session, TEAM, [account.id])
    walk = Walk(past, Policy(), today.calendar)
    walk.take(past.touches[0])
    assert walk.facts(NOW, today.portfolio).known_by == today.known_by == {}


def test_a_backtest_replays_every_account_and_tells_how_far_it_is(at_work: Scene) -> None:
    for seed in range(3):
        _busy(at_work, f"Account {seed}", seed + 1, quiet_for=30 * seed)
    told: list[int] = []
    changed = Policy.from_overrides({"tiers": {"standard": {"contact": [3, 5, 8]}}, "rhythm_levels": [0.1, 0.2, 0.3]})
    found = backtest(at_work.store, TEAM, NOW, [Policy(), changed], told.append)
    assert found is not None
    before, after = found
    assert (before.accounts, after.accounts) == (3, 3)
    assert after.of("quiet").alerts > before.of("quiet").alerts
    assert told == sorted(told)
    assert told[-1] == replay_size(at_work.store, TEAM, 2)


def test_a_lost_account_is_compared_with_the_day_it_was_lost(at_work: Scene) -> None:
    account = _busy(at_work, "Globex", 1, quiet_for=160)
    with at_work.store.write() as session:
        row = session.get(Account, (TEAM, account.id))
        assert row is not None
        row.status, row.lost_on = "lost", (NOW - timedelta(days=10)).date()
    found = backtest(at_work.store, TEAM, NOW, [Policy()])
    assert found is not None
    (lost,) = found[0].lost
    assert (lost.name, lost.lost_on) == ("Globex", (NOW - timedelta(days=10)).date())
    assert lost.days_before["quiet"] > 0


def test_a_workspace_without_accounts_has_no_past(at_work: Scene) -> None:
    assert backtest(at_work.store, TEAM, NOW, [Policy()]) is None


def test_one_workspace_never_sees_the_past_of_another(at_work: Scene) -> None:
    account = _busy(at_work, "Globex", 1)
    with at_work.look() as session:
        assert [past.account_id for past in pasts(session, TEAM, [account.id])] == [account.id]
        with pytest.raises(LookupError):
            list(pasts(session, "T0OTHER", [account.id]))
