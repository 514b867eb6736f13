"""What somebody typed is given back whole, wherever it could not be done."""

from __future__ import annotations

import pytest

from bot.views import help as help_view
from bot.views.choices import Typed, ambiguous_account, unknown_account
from bot.views.post import Post
from bot.views.problems import refused, touch
from bot.views.refusals import form_not_opened, not_saved
from tests.views.reading import accepted, words

LINE = "acme call: " + " ".join(f"word{number}" for number in range(400))
TYPED = Typed("/touch", LINE, LINE)


@pytest.mark.parametrize(
    "post",
    [
        refused("No.", LINE),
        touch(["No."], TYPED),
        help_view.unknown_verb(LINE, "acme", []),
        unknown_account("acme", [], TYPED),
        ambiguous_account("acme", [("a1", "Acme")], TYPED),
        form_not_opened(LINE),
        not_saved(["No."], [("Name", LINE), ("Note", "in another field")]),
    ],
)
def test_a_long_line_comes_back_to_its_last_word(post: Post) -> None:
    said = words(accepted(post))
    back = "".join(said.replace("You typed ", "").replace("\n", "").replace("`", "").split())

    assert "".join(LINE.split()) in back


def test_of_a_form_that_had_closed_every_field_comes_back_in_full() -> None:
    fields = [("Name", letter * 3_000) for letter in "&bcdef"]
    said = words(accepted(not_saved(["No."], fields))).replace("&amp;", "&")

    assert [said.count(letter) >= 3_000 for letter in "&bcdef"] == [True] * 6
