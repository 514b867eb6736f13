from __future__ import annotations

import pytest

from bot.nameless import Nameless

WITHOUT = Nameless.of(["Acme Corp", "Globex", "Will & Sons"], ["Jane van der Berg", "Ana Souza"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Acme Corp left for Globex.", "the client left for the client."),
        ("acme corp said so", "the client said so"),
        ("Jane van der Berg told Ana", "somebody told somebody"),
        ("Ask Berg, or Souza's lead", "Ask somebody, or somebody's lead"),
        ("will they come? Will & Sons did", "will they come? the client did"),
        ("a globe of globex glass", "a globe of globex glass"),  # a name of one word has its capital
        ("write to jane@acme.test or <@U0ANA>, see https://acme.test/x", "write to somebody or somebody, see somebody"),
        ("nothing to take out", "nothing to take out"),
        ("", ""),
    ],
)
def test_names_of_clients_and_people_are_taken_out(text: str, said: str) -> None:
    assert WITHOUT.text(text) == said


def test_the_longest_name_goes_first() -> None:
    both = Nameless.of(["Acme", "Acme North"], [])
    assert both.text("Acme North and Acme") == "the client and the client"


def test_without_names_nothing_is_taken_out() -> None:
    assert Nameless.of([], []).text("Acme and Jane") == "Acme and Jane"
