"""Where attention goes, beside what accounts are worth, in words, a table and a chart. No full week is a fault."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import AxisConfig, BarChart, Block, DataPoint, DataSeries, DataVisualizationBlock

from bot.attention import Attention, Load, Share
from bot.views import kit, mrkdwn
from bot.views.home.bus import Bus
from bot.views.post import Post
from bot.views.tables import Cell, number, table

BARS = 8
FIRST = 5
FULL = 5  # owners whose hands are full, in a list
_ROWS = 100
_NAME, _BAR = 50, 20
_NAMED = 3
_HEADINGS = ("Account", "Owner", "Share of value", "Share of attention", "Touches", "Asked for")
_HOW = (
    "A touch counts once for each of ours who took part. Shares of value are among accounts valued in the same "
    "currency; without a value I go by what the cadence asks for."
)


def attention(told: Attention, owners: dict[str, str], bus: Bus | None, reader: str) -> Post:
    """Where it goes. `owners`: their names by id; `bus`: whose leaving would cost senior lines; None: not asked."""
    if not told.shares:
        return _say(f"There is no account to look after yet. Add one: {mrkdwn.code('/client add')}")
    heading = f"Where attention went in {told.days} days"
    blocks: list[Block] = [kit.header(heading), kit.section(gist(told))]
    if told.short:
        blocks += kit.paragraphs(["*Get less than their share*", *map(short_line, told.short[:FIRST])])
    if told.full:
        blocks += kit.paragraphs(["*Full hands*", *(load_line(load, reader) for load in told.full[:FULL])])
    blocks += [*chart(told.shares), _table(told.shares, owners)]
    if len(told.shares) > _ROWS:
        blocks.append(kit.context(f"+{len(told.shares) - _ROWS:,} more accounts"))
    blocks += bus.blocks() if bus else []
    return kit.post(f"{heading}. {gist(told)}", [*blocks, kit.context(_HOW)])


def gist(told: Attention) -> str:
    """How it stands, in a sentence."""
    of = mrkdwn.count(len(told.shares), "account")
    if not told.short:
        return f"Of {of}, none gets much less attention than its share. ✓"
    names = [mrkdwn.bold(mrkdwn.cut(share.held.name, _NAME)) for share in told.short]
    gets = "gets" if len(names) == 1 else "get"
    return f"Of {of}, {mrkdwn.listing(names, _NAMED)} {gets} less than half of the attention that would be their share."


def short_line(share: Share) -> str:
    """An account that gets too little, with its numbers."""
    name = mrkdwn.bold(mrkdwn.cut(share.held.name, 100))
    touches = mrkdwn.count(share.touches, "touch", "touches")
    if share.by_value and share.value is not None:
        return f"• {name}: {share.value:.0%} of the value, {share.attention:.0%} of the attention ({touches})"
    return f"• {name}: {touches}, where its cadence asks for about {max(1, round(share.asked)):,}"


def load_line(load: Load, reader: str = "") -> str:
    """An owner whose hands are full: what fills them, what waits meanwhile, and what would help."""
    is_reader = load.owner_id == reader
    who = "You" if is_reader else mrkdwn.person(load.owner_id)
    if load.is_crowded and load.top:
        top = mrkdwn.bold(mrkdwn.cut(load.top.name, 100))
        took = f"{load.top.touches:,} of {mrkdwn.count(load.touches, 'touch', 'touches')} went to {top}"
        return f"• {who}: {took}; meanwhile {_waits(load.crowded_out)}. A second pair of hands on {top} would help."
    asked, keep = mrkdwn.count(load.accounts, "account"), "you keep" if is_reader else "they keep"
    took = f"{keep} {asked} that ask for about {round(load.asked):,} touches; there was room for {load.touches:,}"
    return f"• {who}: {took}; {_waits(load.short)}. Another owner for one of them would help."


def chart(shares: Sequence[Share]) -> list[Block]:
    """The accounts of most value: its share beside the share of attention; nothing where no value is known."""
    valued = sorted((s for s in shares if s.value is not None), key=lambda s: (-(s.value or 0), s.held.name))[:BARS]
    if not valued:
        return []
    labels = _labels(valued)
    value = [DataPoint(label, _percent(share.value)) for label, share in zip(labels, valued, strict=True)]
    paid = [DataPoint(label, _percent(share.attention)) for label, share in zip(labels, valued, strict=True)]
    axes = AxisConfig(categories=labels, x_label="Account", y_label="Percent")
    series = [DataSeries("Share of value", value), DataSeries("Share of attention", paid)]
    return [DataVisualizationBlock("Value and attention", BarChart(series, axes))]


def _table(shares: Sequence[Share], owners: dict[str, str]) -> Block:
    order = sorted(shares, key=lambda share: (-(share.value or 0), -share.asked, share.held.name))[:_ROWS]
    rows = [
        [
            Cell(mrkdwn.cut(share.held.name, _NAME) or "?"),
            Cell(owners.get(share.held.owner_id or "", "nobody")),
            _share(share.value),
            _share(share.attention),
            number(share.touches),
            number(round(share.asked)),
        ]
        for share in order
    ]
    return table("Attention by account", _HEADINGS, rows)


def _waits(short: Sequence[Share]) -> str:
    names = [mrkdwn.bold(mrkdwn.cut(share.held.name, _NAME)) for share in short]
    return f"{mrkdwn.listing(names, _NAMED)} {'waits' if len(names) == 1 else 'wait'}"


def _labels(shares: Sequence[Share]) -> list[str]:
    """Names as short as a chart takes them, each once."""
    found: list[str] = []
    for share in shares:
        name = mrkdwn.cut(" ".join(share.held.name.split()), _BAR) or "?"
        found.append(name if name not in found else f"{name[: _BAR - 3]} {len(found) + 1}")
    return found


def _percent(share: float | None) -> int:
    return round(100 * (share or 0))


def _share(share: float | None) -> Cell:
    return Cell("not known") if share is None else Cell(f"{share:.0%}", share)


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
