"""The reasons to speak, one file each. Adding a rule: one file here, one line in RULES."""

from __future__ import annotations

from bot.rules.audit import audit
from bot.rules.breakdown import breakdown
from bot.rules.broken import broken
from bot.rules.complacency import complacency
from bot.rules.flagship import flagship
from bot.rules.indirect import indirect
from bot.rules.influence import influence
from bot.rules.leaving import leaving
from bot.rules.litmus import litmus
from bot.rules.meeting import meeting
from bot.rules.neglect import neglect
from bot.rules.occasion import occasion
from bot.rules.opening import opening
from bot.rules.promise import promise
from bot.rules.quiet import quiet
from bot.rules.remark import remark
from bot.rules.rescue import rescue
from bot.rules.senior import senior
from bot.rules.signals import signals
from bot.rules.single_thread import single_thread
from bot.rules.staffing import staffing
from bot.rules.step import step
from bot.rules.thanks import thanks
from bot.rules.verdict import Rule, Verdict
from bot.rules.warmdown import warmdown
from bot.rules.winback import winback
from bot.rules.wish import wish

__all__ = ["APART", "RULES", "Rule", "Verdict"]

RULES: dict[str, Rule] = {
    "quiet": quiet,
    "neglect": neglect,
    "senior": senior,
    "single_thread": single_thread,
    "influence": influence,
    "indirect": indirect,
    "meeting": meeting,
    "remark": remark,
    "rescue": rescue,
    "signals": signals,
    "promise": promise,
    "broken": broken,
    "wish": wish,
    "breakdown": breakdown,
    "litmus": litmus,
    "step": step,
    "leaving": leaving,
    "audit": audit,
    "flagship": flagship,
    "warmdown": warmdown,
    "complacency": complacency,
    "staffing": staffing,
    "thanks": thanks,
    "occasion": occasion,
    "opening": opening,
    "winback": winback,
}

#: Rules of which no channel chooses whether it hears: what they say is private, or urgent.
APART = frozenset({"audit", "rescue", "winback"})
