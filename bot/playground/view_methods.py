"""views.*: modals and Home."""

from __future__ import annotations

from typing import Any

from bot.playground.core import Core
from bot.playground.errors import SlackError, invalid_arguments
from bot.playground.methods import Args, Method
from bot.playground.modals import View
from bot.playground.shown import view_json
from bot.playground.views import check_view


def open_(core: Core, args: Args) -> dict[str, Any]:
    """views.open."""
    user_id, content = _triggered(core, args)
    return _answer(core, core.modals.open(user_id, content))


def push(core: Core, args: Args) -> dict[str, Any]:
    """views.push."""
    user_id, content = _triggered(core, args)
    return _answer(core, core.modals.push(user_id, content))


def update(core: Core, args: Args) -> dict[str, Any]:
    """views.update, by view_id or external_id."""
    if ("view_id" in args) == ("external_id" in args):
        raise invalid_arguments("exactly one of view_id and external_id must be given")
    modals = core.modals
    found = modals.find(args.text("view_id")) if "view_id" in args else modals.find_external(args.text("external_id"))
    if found is None:
        raise SlackError("not_found")
    content = check_view(args.parsed("view", "invalid_arguments"), ("modal", "home"))
    if content["type"] != found.content["type"]:
        raise invalid_arguments("the type of a view cannot change [json-pointer:/view/type]")
    return _answer(core, modals.update(found, content, args.text("hash") or None))


def publish(core: Core, args: Args) -> dict[str, Any]:
    """views.publish."""
    user = core.user(args.required("user_id"))
    if not core.manifest.home_enabled:
        raise SlackError("not_enabled")
    content = check_view(args.parsed("view", "invalid_arguments"), ("home",))
    if refused := core.faults.problems_with(content["blocks"], "/view/blocks"):
        raise invalid_arguments(*refused)
    return _answer(core, core.modals.publish(user.id, content, args.text("hash") or None))


def _triggered(core: Core, args: Args) -> tuple[str, dict[str, Any]]:
    content = check_view(args.parsed("view", "invalid_arguments"), ("modal",))
    trigger_id = args.text("trigger_id")
    if not trigger_id:
        raise invalid_arguments("missing required field: trigger_id")
    return core.triggers.exchange(trigger_id), content


def _answer(core: Core, view: View) -> dict[str, Any]:
    core.viewed(view.user_id, "home" if view.content["type"] == "home" else "views")
    return {"ok": True, "view": view_json(core, view)}


METHODS = {
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
