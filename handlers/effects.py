"""A change of the workspace's settings: what it would have meant is shown before it is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from bot.backtest import effect
from bot.backtest.policies import with_change
from bot.policy import Policy
from bot.views import answers, policy_changes
from bot.views.forms.settings import effect as views
from bot.views.forms.settings import heard
from bot.views.forms.settings.heard import Chosen
from bot.work import channels
from bot.work import settings as work
from bot.work.deed import Refused
from bot.work.overrides import laid_over
from bot.work.permission import allow
from handlers.answer import NOTHING, Answer, Later
from handlers.form import Form
from handlers.lately import lately
from handlers.visit import Visit
from storage import accounts, workspaces
from storage.ids import new_id

log = structlog.get_logger()

#: Settings that move no clock: who hears of a nudge, and when; and what holds for what is opened or closed from now on.
STILL = frozenset(
    {
        *("budget", "daily_hour", "working_hours", "storm", "untouched_days", "critical_to_lead", "channels_hear"),
        *("channels_digest", "channels_rules", "channels"),
        *("attention_new_days", "attention_short_share", "attention_crowds_share", "gate_key_days", "gate_rescue_days"),
        *("winback_decide_days", "freed_days", "litmus_days", "campaign_days"),
        *("pulse_days", "pulse_every_days"),
    }
)
#: Of them, those that take some seconds to count where there are many accounts.
SLOW = frozenset({"attention_new_days", "attention_short_share", "attention_crowds_share"})
COUNTED = "I counted the times of every account anew from its touches."
_WHENCE = ("channel", "response_url", "home", "place")


def shown(visit: Visit, form: Form, change: Mapping[str, Any], channel: Chosen | None = None) -> Answer:
    """What a change from a form would have meant, on top of it. Raises `Refused`.

    Where no clock moves and there is no account to tell of, it is made. `channel`: another alert channel than now.
    """
    moves = bool(change.keys() - STILL)
    if not moves and (not (change or channel) or is_empty(visit)):
        return saved(visit, change)
    whence = {name: form.metadata[name] for name in _WHENCE if name in form.metadata}
    if not moves:
        return _heard(visit, change, channel, whence, on_top=True)
    return _shown(visit, change, whence, on_top=True)


def shown_first(visit: Visit, change: Mapping[str, Any]) -> Answer | None:
    """What a change that was typed would have meant; None where it changes nothing. Raises `Refused`."""
    if not change or is_empty(visit):
        return None
    lines = _lines(visit, change)
    if not change.keys() - STILL:
        return _heard(visit, change, None, {}, on_top=False) if lines else None
    return _shown(visit, change, {}, on_top=False)


def channel_shown_first(visit: Visit, chosen: Chosen) -> Answer:
    """What another channel for warnings that was typed would mean. Raises `Refused`."""
    return _heard(visit, {}, chosen, {}, on_top=False)


def _heard(
    visit: Visit, change: Mapping[str, Any], channel: Chosen | None, whence: Mapping[str, Any], *, on_top: bool
) -> Answer:
    """What moves no clock, in sentences; where nothing is known yet of which they could tell, too."""
    _check_room(change)
    before, after = _both(visit, change)
    with visit.tend.store.read() as session:
        _may(session, visit, change)
    lines, to = policy_changes.lines(before, after), None if channel is None else channel.after or ""

    def told(id_: str) -> dict[str, Any]:
        return views.heard(_sentences(visit, change, channel), lines, change, to, id_)

    if SLOW & change.keys():
        return _counted(visit, change, lines, whence, told, on_top=on_top)
    return Answer(view=told(new_id()), on_top=on_top)


def _shown(visit: Visit, change: Mapping[str, Any], whence: Mapping[str, Any], *, on_top: bool) -> Answer:
    _check_room(change)
    lines = _lines(visit, change)
    with visit.tend.store.read() as session:
        allow(session, visit.deed(), "settings.policy")
    if is_empty(visit):
        return Answer(view=views.effect(None, lines, change, new_id()), on_top=on_top)
    before, after = with_change(visit.tend.store, visit.team_id, change)

    def told(id_: str) -> dict[str, Any]:
        replayed = effect(visit.tend.store, visit.team_id, visit.now, before, after)
        return views.effect(replayed, lines, change, id_, _sentences(visit, change))

    return _counted(visit, change, lines, whence, told, on_top=on_top)


def _check_room(change: Mapping[str, Any]) -> None:
    if len(json.dumps(change)) > views.ROOM:
        raise Refused("That is more at once than a form can carry; change less of it at a time: /client settings.")


def _counted(
    visit: Visit,
    change: Mapping[str, Any],
    lines: Sequence[str],
    whence: Mapping[str, Any],
    told: Callable[[str], dict[str, Any]],
    *,
    on_top: bool,
) -> Answer:
    """That it is being counted; what is `told` follows when it is there."""
    id_, what = new_id(), views.ASKED_FOR if change.keys() - STILL else views.MEANS
    with visit.tend.store.read() as session:
        count = accounts.count(session, visit.team_id)

    def work_out() -> Answer:
        try:
            view = told(id_)
        except Exception:
            _show(visit, id_, views.uncounted(what, lines, change, id_), whence)
            raise
        _show(visit, id_, view, whence)
        return NOTHING

    counting = views.counting(what, count, lines, id_)
    return Answer(view=counting, on_top=on_top, later=Later(("effect", visit.team_id, id_), work_out))


def _sentences(visit: Visit, change: Mapping[str, Any], channel: Chosen | None = None) -> list[str]:
    """What of a change moves no clock, in sentences."""
    before, after = _both(visit, change)
    known = lately(visit, before, after, change.keys())
    said = [heard.channel(channel, known)] if channel else []
    return said + heard.sentences(before, after, change, known)


def is_empty(visit: Visit) -> bool:
    """Whether there is no account of which an effect could be told."""
    with visit.tend.store.read() as session:
        return not accounts.count(session, visit.team_id)


def saved(visit: Visit, change: Mapping[str, Any], done: Sequence[str] = ()) -> Answer:
    """Make a change, and say what is another now; `done`: sentences on what was changed with it.

    What single channels hear is a change by itself. Raises `NotAllowed` where one of them is not theirs to change.
    """
    said = [*done]
    if change:
        with visit.tend.store.read() as session:
            _may(session, visit, change)
        said += _lines(visit, change)
        _make(visit, change)
    if "counts" in change:
        said.append(COUNTED)
    return Answer(answers.settings_saved(said), clears=True)


def _make(visit: Visit, change: Mapping[str, Any]) -> None:
    if "channels" not in change:
        work.change(visit.tend.store, replace(visit, part=":policy").deed(), change)
    for channel_id, chosen in change.get("channels", {}).items():
        channels.choose(visit.tend.store, replace(visit, part=f":{channel_id}").deed(), channel_id, chosen)


def _may(session: Session, visit: Visit, change: Mapping[str, Any]) -> None:
    """Go on only if whoever asks may make the change. Raises `NotAllowed`."""
    if "channels" not in change:
        allow(session, visit.deed(), "settings.policy")
    for channel_id in change.get("channels", {}):
        channels.may_choose(session, visit.deed(), channel_id)


def _lines(visit: Visit, change: Mapping[str, Any]) -> list[str]:
    return policy_changes.lines(*_both(visit, change))


def _both(visit: Visit, change: Mapping[str, Any]) -> tuple[Policy, Policy]:
    """The policy as it is stored, and with a change. Raises `Refused`."""
    with visit.tend.store.read() as session:
        workspace = workspaces.get(session, visit.team_id)
    stored = workspace.policy if workspace else {}
    try:
        after = Policy.from_overrides(laid_over(stored, change))
    except ValueError as error:
        raise Refused(f"That cannot be: {error}.") from error
    return Policy.from_overrides(stored), after


def _show(visit: Visit, id_: str, view: dict[str, Any], whence: Mapping[str, Any]) -> None:
    """Bring the view up to date that says that it is being counted; whoever closed it meanwhile wants nothing more."""
    metadata = {**json.loads(view["private_metadata"]), **whence}
    counted = {**view, "private_metadata": json.dumps(metadata, ensure_ascii=False)}
    try:
        visit.tend.slack.of(visit.team_id).until_there().views_update(external_id=id_, view=counted)
    except (SlackClientError, OSError) as error:
        log.info("effect.not_shown", error=str(error))
