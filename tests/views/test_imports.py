from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.blocks import problems_with
from bot.views import exports, imports, inbox
from bot.views.forms import imports as forms
from bot.views.forms.imports import ImportForm
from bot.views.imports import Done, Offer
from bot.views.post import Post
from tests.views.reading import HOSTILE, accepted, accepted_view, buttons, words

OURS = ["name", "tier", "annual_value", "currency", "client_since", "owner", "backup", "sponsor", "aliases", "domains"]


def offer(**said: Any) -> Offer:
    fields: dict[str, Any] = {
        "import_id": "i1",
        "name": "clients.csv",
        "noun": "accounts",
        "rows": 3,
        "used": [("Company", "name"), ("tier", "tier")],
        "unused": ["Phone"],
        "preview": [["Acme", "key"], ["Globex", ""]],
        "missing": [],
        "encoding": "UTF-8",
        "is_sure": True,
        "currency": "",
        "counts": {"added": 2, "changed": 0, "unchanged": 0, "refused": 1},
        "problems": [(4, "“gold” is not a tier")],
    }
    return Offer(**{**fields, **said})


def test_an_offer_says_what_it_is_which_column_is_which_and_what_would_become_of_it() -> None:
    told = words(imports.offer(offer()))
    for part in (
        "3 rows of accounts",
        "Columns: Company → name · tier",
        "Left aside: Phone",
        "2 would be added, 1 would stay out",
        "line 4: “gold” is not a tier",
    ):
        assert part in told
    assert buttons(imports.offer(offer()))["import.start"]["text"]["text"] == "Import 2 rows"


def test_where_nothing_would_change_there_is_nothing_to_press() -> None:
    counts = {"added": 0, "changed": 0, "unchanged": 3, "refused": 0}
    post = imports.offer(offer(counts=counts, problems=[]))
    assert "on record already" in words(post)
    assert "import.start" not in buttons(post)


def test_where_a_column_is_missing_that_is_all_that_is_asked() -> None:
    post = imports.offer(offer(missing=["account", "occurred_at"], counts={}, problems=[]))
    assert "which column is *account* and *when*" in words(post)
    assert buttons(post)["import.columns"]["style"] == "primary"
    assert "would be added" not in words(post)


@pytest.mark.parametrize("rows", [1, 10_000])
@pytest.mark.parametrize("columns", [1, 100])
@pytest.mark.parametrize("text", HOSTILE)
def test_an_offer_fits_whatever_is_in_the_list(rows: int, columns: int, text: str) -> None:
    used = [(text, name) for name in OURS[:columns]]
    shown = offer(
        name=text,
        rows=rows,
        used=used,
        unused=[text] * max(0, columns - len(used)),
        preview=[[text] * len(used)] * min(rows, imports.PREVIEWED),
        counts={"added": 1, "changed": 0, "unchanged": 0, "refused": rows},
        problems=[(line, text) for line in range(rows)],
        is_sure=False,
    )
    post = imports.offer(shown)
    assert problems_with(post.blocks, "message") == []
    accepted(Post(post.text, [block for block in post.blocks if block["type"] != "data_table"]))  # its cells are plain


@pytest.mark.parametrize("columns", [1, 100])
@pytest.mark.parametrize("text", HOSTILE)
def test_the_form_of_the_columns_fits(columns: int, text: str) -> None:
    shown = ImportForm("i1", text, "accounts", [text] * columns, OURS, ["name"], dict.fromkeys(OURS, 0), "EUR")
    accepted_view(forms.form(shown))


SAID = [
    lambda text: imports.reading(text),
    lambda text: imports.importing(text),
    lambda text: imports.progress(text, 5, 10_000, dry_run=True),
    lambda text: imports.left(text),
    lambda text: imports.refused(text, text),
    lambda text: imports.not_allowed(text, text),
    lambda text: imports.not_fetched("i1", text),
    lambda text: imports.failed(text, "abc"),
    lambda text: imports.done(Done(text, "accounts", 1, 2, 3, 4)),
    lambda text: imports.result(Done(text, "accounts", 1, 2, 3, 4, again=True), [(1, text)] * 50, has_file=True),
    lambda text: imports.result(Done(text, "accounts", 1, 2, 3, 4), [(1, text)] * 50, has_file=False),
    lambda text: imports.how({"accounts": OURS}),
    lambda text: exports.on_its_way(["accounts", "contacts"]),
    lambda text: inbox.what_i_can(text),
]  # fmt: skip


@pytest.mark.parametrize("say", SAID)
def test_whatever_is_said_fits_and_what_people_called_their_files_comes_to_no_life(say: Any) -> None:
    for text in HOSTILE:
        post: Post = say(text)
        accepted(post)


@given(st.text(max_size=60))
def test_the_file_of_what_stayed_out_is_called_after_the_one_that_came(name: str) -> None:
    assert imports.refused_name(name).endswith("-left-out.csv")


def test_an_export_says_how_much_there_is() -> None:
    assert exports.sent({"accounts": 1, "contacts": 2, "touches": 1}).startswith(
        "Here: 1 account, 2 contacts and 1 touch."
    )
