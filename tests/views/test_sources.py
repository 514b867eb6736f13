from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.blocks import problems_with
from bot.views.newcomers import MOST, NewcomerShown, Offer, Outcome, offer
from bot.views.sources import Hearing, Place, linked, sources
from tests.views import reading

SWITCHES = {"channel": True, "calendar": True, "intake": False, "text": False}
name = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80)
newcomer = st.builds(
    NewcomerShown,
    person_id=st.from_regex(r"U[A-Z0-9]{8}", fullmatch=True),
    name=st.one_of(name, st.just("x" * 3_000)),
    title=st.text(max_size=200),
    email=st.text(max_size=254),
    outcome=st.sampled_from(Outcome),
    declined_by=st.sampled_from(["", "U0ANA"]),
)


def offered(*newcomers: NewcomerShown, account: str = "Acme") -> Offer:
    return Offer("acme", account, ["C0ACME"], newcomers)


@given(name, st.lists(newcomer, min_size=1, max_size=MOST))
def test_an_offer_of_anybody_is_one_that_slack_takes(account: str, newcomers: list[NewcomerShown]) -> None:
    post = offer(offered(*newcomers, account=account))
    assert problems_with(post.blocks, "message") == []
    assert len(post.text) <= 3_000


@given(name, st.lists(st.builds(Place, st.just("C0ACME"), st.sampled_from(Hearing)), max_size=20))
def test_the_switches_of_any_account_are_a_post_that_slack_takes(account: str, places: list[Place]) -> None:
    assert problems_with(sources("acme", account, SWITCHES, places).blocks, "message") == []


def test_names_from_another_company_are_no_mentions_of_ours() -> None:
    post = offer(offered(NewcomerShown("U1", "<!channel> *Eve*", title="<@U0ANA>", email="e@x.test")))
    text = reading.words(post.blocks)
    assert "<!channel>" not in text
    assert "<@U0ANA>" not in text


def test_who_was_answered_has_no_buttons_and_who_was_not_has_two() -> None:
    post = offer(
        offered(
            NewcomerShown("U1", "Erik", outcome=Outcome.CONTACT),
            NewcomerShown("U2", "Freya", outcome=Outcome.DECLINED, declined_by="U0ANA"),
            NewcomerShown("U3", "Gro"),
        )
    )
    assert str(post.blocks).count("'type': 'button'") == 2
    text = reading.words(post.blocks)
    assert "✓ *Erik* is on record as a contact." in text
    assert "*Freya* is not a contact, says <@U0ANA>." in text


@pytest.mark.parametrize("hearing", Hearing)
def test_linking_a_channel_says_what_counts_there_whatever_it_is(hearing: Hearing) -> None:
    [said] = linked("Acme", [Place("C0ACME", hearing)], is_on=True)
    assert "<#C0ACME>" in said
    assert ("channel off" in said) == (hearing is not Hearing.NOT_SHARED)
    assert ("/invite" in said) == (hearing is Hearing.NOT_IN_IT)


def test_without_a_channel_the_switches_say_how_one_is_linked() -> None:
    assert "/client edit Acme channel:#acme-shared" in reading.words(sources("acme", "Acme", SWITCHES, []).blocks)
