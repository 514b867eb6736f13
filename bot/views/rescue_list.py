"""The rescues of a workspace: those under way, those that ended, and what they teach in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from slackblocks import Block, Button

from bot.views import kit, mrkdwn
from bot.views.post import Post
from bot.views.rescues import SHOW, RescueShown, hours, plain_state

MOST = 20  # two blocks each at the most, and room for what stands around them


@dataclass(frozen=True, slots=True)
class Figures:
    """All rescues that were saved or lost: how many of each, and the working hours to the first contact where any."""

    saved: int = 0
    lost: int = 0
    hours: Sequence[float] = ()

    @property
    def ended(self) -> int:
        """How many there are."""
        return self.saved + self.lost


def rescues(listed: Sequence[RescueShown], figures: Figures, *, more: bool = False) -> Post:
    """Those under way with a button each, then those that ended, the latest first."""
    if not listed:
        text = "No client was ever in rescue here. When one is in danger, open one at any hour, whoever you are: "
        text += mrkdwn.code("/client rescue Acme the launch failed")
        return kit.post(text, [kit.section(text)])
    under_way = [one for one in listed if one.is_open]
    heading = f"Rescues: {len(under_way)} under way" if under_way else "Rescues: none under way"
    blocks: list[Block] = [kit.header(heading), kit.section(_figures(figures))]
    blocks += [kit.section(_open(one), accessory=_show(one)) for one in under_way]
    over = [_over(one) for one in listed if not one.is_open]
    blocks += kit.paragraphs(["*Over*", *over]) if over else []
    if more:
        blocks.append(kit.context("There are more, ended earlier."))
    return kit.post(mrkdwn.line(heading), blocks)


def _figures(figures: Figures) -> str:
    if not figures.ended:
        return "None has ended yet."
    share = f"{figures.saved} of {figures.ended} saved ({figures.saved / figures.ended:.0%})"
    if not figures.hours:
        return share
    return f"{share} · first contact after {hours(median(figures.hours))} in the middle"


def _open(one: RescueShown) -> str:
    lead = f" · lead {mrkdwn.person(one.lead_id)}" if one.lead_id else ""
    since = f"since {mrkdwn.on(one.opened_at, one.zone)}"
    return f"{mrkdwn.bold(one.account)} · {plain_state(one)} · {since}{lead}\n{_said(one)}"


def _over(one: RescueShown) -> str:
    when = f" on {mrkdwn.on(one.ended_at, one.zone)}" if one.ended_at else ""
    took = f", first contact after {hours(one.hours)}" if one.hours is not None else ""
    worked = f": {mrkdwn.line(mrkdwn.cut(one.worked, 200))}" if one.worked else ""
    return f"• {mrkdwn.bold(one.account)} · {plain_state(one)}{when}{took}{worked}"


def _said(one: RescueShown) -> str:
    words = f"“{mrkdwn.cut(one.words, 200)}”" if one.words else mrkdwn.cut(one.why, 200)
    return mrkdwn.line(words)


def _show(one: RescueShown) -> Button:
    return kit.button("Show", SHOW, one.id, f"Show: {one.account}")
