"""Litmus tests of many accounts as people read them: how far a campaign is, what it came to, and how all stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.policy import Band, Tier
from bot.views import kit, mrkdwn, words
from bot.views.litmus import NEXT, band, bar
from bot.views.post import Post
from bot.views.tables import Cell, table

START, END = "campaign.start", "campaign.end"  # value: nothing; the campaign's id
MOST = 40  # accounts in a table
_WORST = 8  # accounts in a list
_WHY = 300


@dataclass(frozen=True, slots=True)
class CampaignShown:
    """A campaign as it stands: tests and those closed, views asked for and those given."""

    id: str
    why: str
    opened_by: str | None
    opened_on: date
    due_on: date
    tests: int
    closed: int
    asked: int
    given: int
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one account's test came to, and what the one before did; no band: nobody gave a view, or could say."""

    account: str
    band: Band | None
    score: int | None
    asked: int
    given: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """How many accounts of a tier there are, and how many were tested within so many months."""

    tier: Tier
    months: int
    accounts: int
    tested: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """How all accounts stand. `mine`: views that wait for the reader, and the round of the first of them."""

    covered: Sequence[Covered]
    bands: Mapping[Band, int]
    worst: Sequence[Outcome]
    campaign: CampaignShown | None = None
    mine: int = 0
    next_of: str = ""
    may_open: bool = False


def overview(shown: Portfolio, today: date) -> Post:
    """All accounts: how many were tested in time, how they stand, and the campaign that is open."""
    blocks: list[Block] = [kit.header("Litmus tests")]
    if shown.mine:
        views = f"{mrkdwn.count(shown.mine, 'view')} of yours would be welcome, a minute each."
        blocks += [kit.section(views), kit.actions(kit.button("Give my view", NEXT, shown.next_of, primary=True))]
    if shown.campaign:
        blocks += _campaign(shown.campaign, today, may_end=shown.may_open)
    blocks.append(kit.section("\n".join(map(_covered, shown.covered)) or "There is no client to test yet."))
    if shown.bands:
        blocks.append(_chart(shown.bands))
    blocks += kit.paragraphs(_worst(shown.worst))
    if shown.may_open and not (shown.campaign and shown.campaign.closed_on is None):
        blocks.append(kit.actions(kit.button("Test the portfolio", START, "", primary=not shown.mine)))
    example = mrkdwn.code("/client litmus Acme")
    blocks.append(kit.context(f"One client: {example} · The questions: {mrkdwn.code('/client playbooks')}"))
    tested, accounts = (sum(getattr(one, name) for one in shown.covered) for name in ("tested", "accounts"))
    return kit.post(f"{tested} of {mrkdwn.count(accounts, 'client')} tested in time", blocks)


def opened(shown: CampaignShown, people: int, nobody: int, today: date) -> Post:
    """The answer to whoever opened a campaign."""
    left_out = f" {mrkdwn.count(nobody, 'account')} could not be tested: nobody touched them lately." if nobody else ""
    text = (
        f"I test {mrkdwn.count(shown.tests, 'account')} and ask {mrkdwn.count(people, 'person', 'people')}, each in "
        f"one message and by themselves, until {mrkdwn.day(shown.due_on, today)}; half-way and at the end I remind "
        f"them.{left_out} How far it is: {mrkdwn.code('/client litmus')}"
    )
    return kit.post(text, [kit.section(text)])


def ended(shown: CampaignShown) -> Post:
    """The answer to whoever closed a campaign before its day."""
    text = f"The campaign closes within a minute, with {shown.given} of {mrkdwn.count(shown.asked, 'view')}. Thank you."
    return kit.post(text, [kit.section(text)])


def finished(shown: CampaignShown, outcomes: Sequence[Outcome], today: date) -> Post:
    """The word to who keeps accounts that a campaign tested: how each of them stands, the weakest first."""
    views = f"{shown.given} of {mrkdwn.count(shown.asked, 'view')}"
    text = f"The litmus tests since {mrkdwn.day(shown.opened_on, today)} are closed: {views}. {_told(outcomes)}"
    ordered = sorted(outcomes, key=_weakest)[:MOST]
    blocks: list[Block] = [kit.section(text)]
    if ordered:
        blocks.append(table("How your clients stand", _HEADINGS, [_row(one) for one in ordered]))
    example = mrkdwn.code(f"/client litmus {mrkdwn.quoted(ordered[0].account if ordered else 'Acme')}")
    blocks.append(kit.context(f"Strengths, vulnerabilities and steps of one client: {example}"))
    return kit.post(text, blocks)


_HEADINGS = ("Client", "Stands", "Of 100", "Before", "Views")


def _row(one: Outcome) -> list[Cell]:
    return [
        Cell(one.account),
        Cell(band(one.band)),
        Cell("none" if one.score is None else str(one.score), one.score),
        Cell("none" if one.before is None else str(one.before), one.before),
        Cell(f"{one.given} of {one.asked}"),
    ]


def _weakest(one: Outcome) -> tuple[int, int, str]:
    place = list(Band).index(one.band) if one.band else -1
    return -place, one.score if one.score is not None else 101, one.account


def _told(outcomes: Sequence[Outcome]) -> str:
    counted = {stood: sum(one.band is stood for one in outcomes) for stood in Band}
    said = [f"{count} {band(stood)}" for stood, count in counted.items() if count]
    unknown = sum(one.band is None for one in outcomes)
    said += [f"{unknown} without a result"] if unknown else []
    return f"{mrkdwn.listing(said, len(said))}." if said else ""


def _campaign(shown: CampaignShown, today: date, *, may_end: bool) -> list[Block]:
    why = f"{mrkdwn.line(mrkdwn.cut(shown.why, _WHY))}\n" if shown.why else ""
    by = f" by {mrkdwn.person(shown.opened_by)}" if shown.opened_by else ""
    views = f"{bar(shown.given, shown.asked)} {shown.given} of {mrkdwn.count(shown.asked, 'view')}"
    tests = f"{bar(shown.closed, shown.tests)} {shown.closed} of {mrkdwn.count(shown.tests, 'account')} closed"
    if shown.closed_on:
        when = f"from {mrkdwn.day(shown.opened_on, today)} to {mrkdwn.day(shown.closed_on, today)}"
        return [kit.section(f"{why}The last campaign{by}, {when}: {views}, {mrkdwn.count(shown.tests, 'account')}.")]
    text = f"{why}A campaign{by} is under way until {mrkdwn.day(shown.due_on, today)}:\n{views}\n{tests}"
    button = [kit.actions(kit.button("Close it now", END, shown.id, "Close the campaign now"))] if may_end else []
    return [kit.section(text), *button]


def _covered(one: Covered) -> str:
    within = f"in {mrkdwn.count(one.months, 'month')}"
    share = f"{bar(one.tested, one.accounts)} {one.tested} of {mrkdwn.count(one.accounts, 'account')}"
    return f"*{words.TIERS[one.tier].capitalize()}* {share} tested {within}"


def _chart(bands: Mapping[Band, int]) -> Block:
    labels = [band(stood) for stood in Band]
    points = [DataPoint(label, bands.get(stood, 0)) for label, stood in zip(labels, Band, strict=True)]
    axes = AxisConfig(categories=labels, x_label="By the last test", y_label="Clients")
    return DataVisualizationBlock("How clients stand", BarChart([DataSeries("Clients", points)], axes))


def _worst(worst: Sequence[Outcome]) -> list[str]:
    if not worst:
        return []
    return ["*The weakest*", *(f"• {_line(one)}" for one in worst[:_WORST])]


def _line(one: Outcome) -> str:
    score = f" · {one.score} of 100" if one.score is not None else ""
    return f"{mrkdwn.bold(mrkdwn.cut(one.account, 100))}: {band(one.band)}{score}"
