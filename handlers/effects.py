"""A change of the workspace's settings: what it would have meant is shown first, where it moves clocks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackClientError

from bot.backtest import effect
from bot.backtest.policies import with_change
from bot.policy import Policy
from bot.views import answers, policy_changes
from bot.views.forms.settings import effect as views
from bot.work import settings as work
from bot.work.deed import Refused
from bot.work.overrides import laid_over
from bot.work.permission import allow
from handlers.answer import NOTHING, Answer, Later
from handlers.form import Form
from handlers.visit import Visit
from storage import accounts, workspaces
from storage.ids import new_id

log = structlog.get_logger()

#: Settings that move no clock: who hears of a nudge, and when; and what holds for what is opened or closed from now on.
STILL = frozenset(
    {
        *("budget", "daily_hour", "working_hours", "storm", "untouched_days", "critical_to_lead", "channels_hear"),
        *("attention_new_days", "attention_short_share", "attention_crowds_share", "gate_key_days", "gate_rescue_days"),
        *("winback_decide_days", "freed_days", "litmus_days", "campaign_days"),
        *("pulse_days", "pulse_every_days"),
    }
)
COUNTED = "I counted the times of every account anew from its touches."
_WHENCE = ("channel", "response_url", "home", "place")


def shown(visit: Visit, form: Form, change: Mapping[str, Any]) -> Answer:
    """What a change from a form would have meant, on top of it; one that moves no clock is made. Raises `Refused`."""
    if not change.keys() - STILL:
        return saved(visit, change)
    whence = {name: form.metadata[name] for name in _WHENCE if name in form.metadata}
    return _shown(visit, change, whence, on_top=True)


def shown_first(visit: Visit, change: Mapping[str, Any]) -> Answer | None:
    """What a change that was typed would have meant; None where it moves no clock. Raises `Refused`."""
    if not change.keys() - STILL:
        return None
    with visit.tend.store.read() as session:
        if not accounts.count(session, visit.team_id):
            return None
    return _shown(visit, change, {}, on_top=False)


def _shown(visit: Visit, change: Mapping[str, Any], whence: Mapping[str, Any], *, on_top: bool) -> Answer:
    if len(json.dumps(change)) > views.ROOM:
        raise Refused("That is more at once than a form can carry; change it in a line: /client settings.")
    lines, id_ = _lines(visit, change), new_id()
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "settings.policy")
        count = accounts.count(session, visit.team_id)
    if not count:
        return Answer(view=views.effect(None, lines, change, id_), on_top=on_top)
    before, after = with_change(visit.tend.store, visit.team_id, change)

    def work_out() -> Answer:
        try:
            told = effect(visit.tend.store, visit.team_id, visit.now, before, after)
        except Exception:
            _show(visit, id_, views.uncounted(lines, change, id_), whence)
            raise
        _show(visit, id_, views.effect(told, lines, change, id_), whence)
        return NOTHING

    counting = views.counting(count, lines, id_)
    return Answer(view=counting, on_top=on_top, later=Later(("effect", visit.team_id, id_), work_out))


def apply(visit: Visit, form: Form) -> Answer:
    """Make a change whose effect was seen."""
    return saved(visit, form.metadata["change"])


def saved(visit: Visit, change: Mapping[str, Any], done: Sequence[str] = ()) -> Answer:
    """Make a change, and say what is another now; `done`: sentences on what was changed with it."""
    said = [*done]
    if change:
        said += _lines(visit, change)
        work.change(visit.tend.store, replace(visit, part=":policy").deed(), change)
    if "counts" in change:
        said.append(COUNTED)
    return Answer(answers.settings_saved(said), clears=True)


def _lines(visit: Visit, change: Mapping[str, Any]) -> list[str]:
    with visit.tend.store.read() as session:
        workspace = workspaces.get(session, visit.team_id)
    stored = workspace.policy if workspace else {}
    try:
        after = Policy.from_overrides(laid_over(stored, change))
    except ValueError as error:
        raise Refused(f"That cannot be: {error}.") from error
    return policy_changes.lines(Policy.from_overrides(stored), after)


def _show(visit: Visit, id_: str, view: dict[str, Any], whence: Mapping[str, Any]) -> None:
    """Bring the view up to date that says that it is being counted; whoever closed it meanwhile wants nothing more."""
    metadata = {**json.loads(view["private_metadata"]), **whence}
    counted = {**view, "private_metadata": json.dumps(metadata, ensure_ascii=False)}
    try:
        visit.tend.slack.of(visit.team_id).until_there().views_update(external_id=id_, view=counted)
    except (SlackClientError, OSError) as error:
        log.info("effect.not_shown", error=str(error))
