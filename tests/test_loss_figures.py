from __future__ import annotations

from datetime import date

from bot.endings import Confidence, LossReason, Reason
from bot.loss_figures import Lost, Quarter, figures
from bot.views.loss_figures import losses, sentence
from tests.views.reading import accepted, words

TODAY = date(2026, 5, 12)
PRICE = Reason(LossReason.PRICE, Confidence.STATED)
GLOBEX = Lost("Globex", date(2026, 4, 2), 90_000_00, "EUR", (PRICE,), "a younger agency", "done")
HOOLI = Lost("Hooli", date(2026, 2, 1), 10_000_00, "EUR", (PRICE,), audit="open")
UMBRA = Lost("Umbra", date(2024, 2, 1), 70_000_00, "EUR")


def test_losses_are_counted_by_quarter_back_from_this_one() -> None:
    told = figures([UMBRA, HOOLI, GLOBEX], TODAY)
    assert [(str(quarter), count) for quarter, count in told.quarters] == [
        ("Q3 2024", 0), ("Q4 2024", 0), ("Q1 2025", 0), ("Q2 2025", 0),
        ("Q3 2025", 0), ("Q4 2025", 0), ("Q1 2026", 1), ("Q2 2026", 1),
    ]  # fmt: skip
    assert (told.days_since, told.this_quarter, told.audited, told.to_audit) == (40, 1, 1, 2)
    assert told.values == ((100_000_00, "EUR"),)  # of the last twelve months
    assert told.reasons == ((LossReason.PRICE, 2),)
    assert [one.name for one in told.lost] == ["Globex", "Hooli", "Umbra"]


def test_what_is_to_come_is_no_loss_yet_and_none_is_none() -> None:
    told = figures([Lost("Acme", date(2026, 6, 1))], TODAY)
    assert (told.lost, told.days_since) == ((), None)


def test_quarters_go_back_over_the_turn_of_the_year() -> None:
    assert [str(Quarter(2026, 1).before(count)) for count in (0, 1, 4, 5)] == [
        "Q1 2026",
        "Q4 2025",
        "Q1 2025",
        "Q4 2024",
    ]


def test_it_is_said_in_a_sentence_with_its_numbers() -> None:
    assert sentence(figures([GLOBEX, HOOLI, UMBRA], TODAY)) == (
        "40 days since a client was lost; 1 in this quarter, 1 in the one before; "
        "100,000 EUR a year went in the last twelve months; 1 of 2 looked into."
    )
    assert sentence(figures([Lost("Acme", TODAY)], TODAY)).startswith("A client was lost today; 1 in this quarter")
    assert sentence(figures([], TODAY)) == "No client was lost, as far as is on record."


def test_all_of_it_has_a_chart_and_a_table_with_what_drew_them_away() -> None:
    post = accepted(losses(figures([GLOBEX, HOOLI, UMBRA], TODAY)))
    said = words(post)
    assert "the price 2" in said
    assert "a younger agency" in said
    assert [block["type"] for block in post.blocks if block["type"].startswith("data")] == [
        "data_visualization", "data_table",
    ]  # fmt: skip
    assert "✓" in words(accepted(losses(figures([], TODAY))))


def test_however_many_there_are_slack_takes_it() -> None:
    accepted(
        losses(
            figures(
                [Lost(f"Client {n} {'x' * 80}", TODAY, 1_00, "EUR", (PRICE,), "y" * 900) for n in range(300)], TODAY
            )
        )
    )
