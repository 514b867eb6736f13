"""Promises, wishes and breakdowns as people read them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.facts import RemarkFact, WishFact
from bot.intervals import Interval
from bot.views import breakdowns as breakdown_views
from bot.views import kit
from bot.views import promises as promise_views
from bot.views import wishes as wish_views
from bot.views.breakdowns import BreakdownShown
from bot.views.forms import breakdown as breakdown_forms
from bot.views.forms import promise as promise_forms
from bot.views.forms import wish as wish_forms
from bot.views.open_items import open_items
from bot.views.post import Post
from bot.views.promises import PromiseShown, Record
from bot.views.wishes import WishShown
from tests.rules.build import NOW, account
from tests.rules.promised import breakdown, not_kept, promise, wish
from tests.views.reading import HOSTILE, accepted, accepted_view, buttons, words

TODAY = NOW.date()
LONG = "x" * 3000
ACCOUNT = ("a1", "Acme")


def promised(**changes: Any) -> PromiseShown:
    said: dict[str, Any] = {
        "id": "p1",
        "account": "Acme",
        "text": "a list",
        "is_ours": True,
        "due_on": date(2026, 5, 15),
    }
    return PromiseShown(**{**said, "contact": "Jane", "owner_id": "U0ANA", **changes})


def liked(**changes: Any) -> WishShown:
    said: dict[str, Any] = {"id": "w1", "account": "Acme", "text": "a report", "every": "monthly"}
    return WishShown(
        **{**said, "due_on": date(2026, 5, 15), "contact": "Jane", "owner_id": "U0ANA", "delivery_id": "e1", **changes}
    )


def broke(**changes: Any) -> BreakdownShown:
    said: dict[str, Any] = {"id": "d1", "account": "Acme", "text": "no export", "broke_on": date(2026, 5, 11)}
    return BreakdownShown(**{**said, "owner_id": "U0ANA", **changes})


def test_a_promise_of_ours_and_one_of_theirs_are_told_apart_and_by_when() -> None:
    ours, theirs = promised(), promised(is_ours=False)
    told = words(promise_views.promises("Acme", "a1", [ours, theirs], None, TODAY, more=False))
    assert "We promised Jane “a list” by 15 May\n<@U0ANA> sees to it" in told
    assert "Jane promised us “a list” by 15 May\n<@U0ANA> follows it up" in told
    assert "Promises with Acme: 2 open" in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "kept", "settled_on": date(2026, 5, 15)}, "✓ Kept on 15 May: we promised “a list”"),
        ({"state": "kept", "settled_on": date(2026, 5, 18)}, "✓ Kept on 18 May, 3 days after its day: we promised"),
        ({"state": "broken", "is_ours": False}, "Not kept: they promised “a list”"),
        ({"state": "released", "note": "not needed"}, "Let go: we promised “a list”\n> not needed"),
        ({"due_on": TODAY - timedelta(days=2)}, "the day was 2 days ago"),
        ({"moved": 2}, "another day was agreed 2 times"),
        ({"person_id": "U0BEN"}, "<@U0ANA> sees to it · promised by <@U0BEN>"),
        ({"person_id": "U0BEN", "is_ours": False}, "<@U0ANA> follows it up · said to <@U0BEN>"),
    ],
)
def test_what_became_of_a_promise(changes: dict[str, Any], said: str) -> None:
    assert said in words(promise_views.promises("Acme", "a1", [promised(**changes)], None, TODAY, more=False))


def test_who_promised_it_and_sees_to_it_is_named_once() -> None:
    told = words(promise_views.promises("Acme", "a1", [promised(person_id="U0ANA")], None, TODAY, more=False))
    assert told.count("U0ANA") == 1


def test_our_record_is_told_in_a_line() -> None:
    told = words(promise_views.promises("Acme", "a1", [promised()], Record(4, 1, 2, 365), TODAY, more=False))
    assert "Ours in the last 365 days: 4 kept, 1 kept late, 2 not kept" in told


def test_a_broken_promise_of_theirs_asks_kindly_and_one_of_ours_tells_how_to_tell() -> None:
    theirs = words(promise_views.settled(promised(state="broken", is_ours=False), TODAY))
    ours = words(promise_views.settled(promised(state="broken"), TODAY))
    assert "They have full days, too" in theirs
    assert "Tell them before they ask" in ours
    assert "Tell them before they ask" not in words(promise_views.settled(promised(state="kept"), TODAY))


def test_what_is_settled_can_be_reopened_and_nothing_else() -> None:
    post = promise_views.promises("Acme", "a1", [promised(state="kept")], None, TODAY, more=False)
    assert set(buttons(post)) == {promise_views.NEW, promise_views.REOPEN}
    done = wish_views.wishes("Acme", "a1", [liked(state="done")], TODAY, more=False)
    assert set(buttons(done)) == {wish_views.NEW, wish_views.TAKE_BACK}
    declined = wish_views.wishes("Acme", "a1", [liked(state="declined")], TODAY, more=False)
    assert set(buttons(declined)) == {wish_views.NEW, wish_views.REOPEN}
    verified = breakdown_views.breakdowns("Acme", "a1", [broke(state="verified")], TODAY, more=False)
    assert set(buttons(verified)) == {breakdown_views.NEW, breakdown_views.AGAIN}


@pytest.mark.parametrize("state", ["kept", "broken", "released"])
def test_the_answer_to_what_became_of_a_promise_can_be_taken_back_at_once(state: str) -> None:
    assert list(buttons(promise_views.settled(promised(state=state, settled_on=TODAY), TODAY))) == [
        promise_views.REOPEN
    ]


def test_the_answer_to_a_delivery_a_decline_and_a_recovery_can_be_taken_back_at_once() -> None:
    again = liked(state="open")
    assert list(buttons(wish_views.delivered(again, TODAY, TODAY, is_logged=False))) == [wish_views.TAKE_BACK]
    assert list(buttons(wish_views.declined(liked(state="declined")))) == [wish_views.REOPEN]
    assert breakdown_views.AGAIN in buttons(breakdown_views.changed(broke(state="recovered"), TODAY))
    assert list(buttons(breakdown_views.changed(broke(state="verified"), TODAY))) == [breakdown_views.AGAIN]


def test_a_delivery_that_is_taken_back_says_where_its_touch_is_undone() -> None:
    assert "`/client touches Acme` lists it" in words(wish_views.taken_back(liked(), TODAY, is_logged=True))
    assert "touch" not in words(wish_views.taken_back(liked(), TODAY, is_logged=False))


def test_a_wish_tells_how_often_when_and_when_last() -> None:
    told = words(wish_views.wishes("Acme", "a1", [liked(delivered_on=date(2026, 4, 15))], TODAY, more=False))
    assert (
        "Jane would like “a report” monthly\ndue by 15 May · last delivered on 15 April · <@U0ANA> sees to it" in told
    )
    assert "They would like" in words(wish_views.wishes("Acme", "a1", [liked(contact="")], TODAY, more=False))
    assert "was due by 1 May" in words(
        wish_views.wishes("Acme", "a1", [liked(due_on=date(2026, 5, 1))], TODAY, more=False)
    )
    assert "That was all they asked for" in words(
        wish_views.delivered(liked(state="done", every="once"), TODAY, TODAY, is_logged=False)
    )


def test_a_breakdown_tells_where_it_stands_and_offers_what_comes_next() -> None:
    first = breakdown_views.breakdowns("Acme", "a1", [broke()], TODAY, more=False)
    assert "not put right yet" in words(first)
    assert {breakdown_views.RECOVER, breakdown_views.GIVE} <= set(buttons(first))
    done = {"recovery": "a second run", "recovered_by": "U0BEN", "recovered_on": date(2026, 5, 12)}
    then = breakdown_views.breakdowns("Acme", "a1", [broke(state="recovered", **done)], TODAY, more=False)
    assert "Recovered on 12 May by <@U0BEN>: a second run\nNobody has verified it yet" in words(then)
    assert {breakdown_views.VERIFY, breakdown_views.AGAIN} <= set(buttons(then))
    proven = {"proof": "it ran", "client_told": False, "verified_by": "U0ANA", "verified_on": TODAY}
    last = words(breakdown_views.changed(broke(state="verified", **done, **proven), TODAY))
    assert "Verified on 13 May by <@U0ANA>, it never reached the client: it ran" in last


def test_a_delivery_offers_the_first_wishes_that_it_may_have_been() -> None:
    logged = kit.post("Logged.", [kit.section("Logged.")])
    assert wish_views.offered(logged, ()) == logged
    some = [WishFact(f"w{n}", f"report {n}", "", None, NOW, TODAY) for n in range(7)]
    post = wish_views.offered(logged, some)
    assert [name for name in buttons(post) if name.startswith("wish.was")] == [f"wish.was.{n}" for n in range(5)]
    assert post.text == "Logged."


def test_all_that_is_open_stands_in_one_line_noun_by_noun() -> None:
    remark = RemarkFact("r1", "who else?", "", "", NOW, date(2026, 5, 20))
    facts = account(
        remarks=(remark,),
        promises=(promise(2), promise(9, id="p2"), promise(4, is_ours=False, id="p3")),
        broken=(not_kept(10), not_kept(400)),
        wishes=(wish(3),),
        breakdowns=(breakdown(1), breakdown(2, recovered_at=NOW)),
    )
    assert open_items(facts, TODAY) == (
        "_Open:_ 1 remark to answer, by 20 May · 2 promises of ours, by 15 May · 1 promise of theirs, by 17 May · "
        "1 promise of ours not kept in 12 months · 1 wish, the next by 16 May · 1 breakdown to put right · "
        "1 breakdown to verify"
    )
    assert open_items(account(), TODAY) == ""


def posts(text: str) -> list[Post]:
    """Every post, with a text wherever people type."""
    ours = promised(text=text, account=text, contact=text, note=text)
    mine = liked(text=text, account=text, contact=text, why=text)
    down = broke(text=text, account=text, recovery=text, proof=text)
    made = [promised(**{**vars_of(ours), "state": state}) for state in ("open", "kept", "broken", "released")]
    asked = [liked(**{**vars_of(mine), "state": state}) for state in ("open", "done", "declined")]
    fell = [broke(**{**vars_of(down), "state": state}) for state in ("open", "recovered", "verified")]
    return [
        promise_views.made(ours, TODAY),
        promise_views.moved(ours, TODAY),
        promise_views.reopened(ours, TODAY),
        *(promise_views.settled(one, TODAY) for one in made[1:]),
        promise_views.promises(text, "a1", [*made, *([ours] * 11)], Record(1, 1, 1, 365), TODAY, more=True),
        promise_views.promises(text, "a1", [], None, TODAY, more=False),
        wish_views.noted(mine, TODAY),
        wish_views.changed(mine, TODAY),
        wish_views.declined(asked[2]),
        wish_views.reopened(mine, TODAY),
        wish_views.taken_back(mine, TODAY, is_logged=True),
        wish_views.delivered(mine, TODAY, TODAY, is_logged=True),
        wish_views.wishes(text, "a1", [*asked, *([mine] * 12)], TODAY, more=True),
        wish_views.wishes(text, "a1", [], TODAY, more=False),
        breakdown_views.reported(down, TODAY),
        *(breakdown_views.changed(one, TODAY) for one in fell),
        breakdown_views.breakdowns(text, "a1", [*fell, *([down] * 12)], TODAY, more=True),
        breakdown_views.breakdowns(text, "a1", [], TODAY, more=False),
    ]


def vars_of(shown: Any) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in shown.__dataclass_fields__}


@pytest.mark.parametrize("text", [*HOSTILE, LONG])
def test_whatever_people_type_slack_takes_every_post_and_nothing_comes_alive(text: str) -> None:
    for post in posts(text):
        accepted(post)


@pytest.mark.parametrize("text", [*HOSTILE, LONG])
def test_whatever_people_type_slack_opens_every_form(text: str) -> None:
    named = ("a1", text)
    views = [
        promise_forms.make(promise_forms.PromiseForm(named, text, True, TODAY, ("c1", text), "U0ANA", "Why?")),
        promise_forms.kept("p1", text, text, TODAY),
        promise_forms.not_kept("p1", text, text, is_ours=True),
        promise_forms.moved("p1", text, text, TODAY, "U0ANA"),
        wish_forms.note(wish_forms.WishForm(named, text, Interval(5), TODAY, ("c1", text), "U0ANA", "Why?")),
        wish_forms.delivered("w1", text, text, TODAY),
        wish_forms.changed("w1", text, text, Interval(3, "week"), TODAY, None),
        wish_forms.declined("w1", text, text),
        breakdown_forms.report(breakdown_forms.BreakdownForm(named, text, TODAY, "U0ANA", "Why?")),
        breakdown_forms.recovered("d1", text, text),
        breakdown_forms.verified("d1", text, text, text),
        breakdown_forms.again("d1", text, text),
        breakdown_forms.given("d1", text, text, "U0ANA"),
    ]
    for view in views:
        accepted_view(view)
