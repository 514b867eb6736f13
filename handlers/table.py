"""Everything that Slack can call, in one table: id → plain function."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.tend import Tend
from bot.views import calendar as calendar_views
from bot.views import imports as import_views
from bot.views import intake as intake_views
from bot.views import keys as key_views
from bot.views import lessons as lesson_views
from bot.views import never_again as word_views
from bot.views import openings as opening_views
from bot.views import papers as paper_views
from bot.views import plans as plan_views
from bot.views import remarks as remark_views
from bot.views import traits as trait_views
from bot.views import welcome as welcome_views
from bot.views import winbacks as winback_views
from bot.views.forms import account as account_forms
from bot.views.forms import contact as contact_forms
from bot.views.forms import erase as erase_forms
from bot.views.forms import imports as import_forms
from bot.views.forms import lesson as lesson_forms
from bot.views.forms import opening as opening_forms
from bot.views.forms import paper as paper_forms
from bot.views.forms import plan as plan_forms
from bot.views.forms import remark as remark_forms
from bot.views.forms import snooze as snooze_forms
from bot.views.forms import touch as touch_forms
from bot.views.forms import trait as trait_forms
from bot.views.forms import winback as winback_forms
from handlers import (
    audits,
    breakdowns,
    buttons,
    channels,
    choices,
    commands,
    departures,
    errors,
    home,
    imports,
    joins,
    keys,
    leavers,
    lessons,
    losses,
    messages,
    modals,
    newcomers,
    openings,
    papers,
    plan_steps,
    plans,
    promises,
    remarks,
    rescue_forms,
    rescues,
    rounds,
    settings_forms,
    shortcuts,
    traits,
    winbacks,
    wishes,
)
from handlers.answer import Answer
from handlers.desk import Desk
from handlers.form import Form
from handlers.functions import log_touch
from handlers.in_time import InTime
from handlers.retake import chosen
from handlers.steps import Step
from handlers.told import Happened
from handlers.verbs import calendar, intake, owner, rules, sources
from handlers.visit import Visit

COMMANDS: dict[str, Callable[[Visit], Answer]] = {
    "/touch": commands.touch,
    "/heard": commands.heard,
    "/client": commands.client,
}

ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    "nudge.log": buttons.log_nudge,
    "nudge.did": buttons.already_did,
    "nudge.snooze": buttons.snooze,
    "nudge.take": buttons.take,
    "nudge.useful": buttons.useful,
    "nudge.not_useful": buttons.not_useful,
    "nudge.why": buttons.why,
    "nudge.whom": buttons.whom,
    "nudge.address": remarks.address_nudge,
    "nudge.decline": remarks.decline_nudge,
    **promises.ACTIONS,
    **wishes.ACTIONS,
    **breakdowns.ACTIONS,
    **rescues.ACTIONS,
    **leavers.ACTIONS,
    remark_views.ADDRESS: remarks.address,
    remark_views.DECLINE: remarks.decline,
    remark_views.GIVE: remarks.give,
    "nudge.step_do": plan_steps.do_nudge,
    "nudge.step_skip": plan_steps.skip_nudge,
    "nudge.step_move": plan_steps.move_nudge,
    plan_views.DO: plan_steps.do,
    plan_views.SKIP: plan_steps.skip,
    plan_views.MOVE: plan_steps.move,
    paper_views.SHOW: papers.show,
    paper_views.FETCH: papers.fetch,
    paper_views.CHANGE: papers.change,
    paper_views.SWITCH: papers.switch,
    paper_views.BACK: papers.bring_back,
    plan_views.ADD: plans.add,
    plan_views.OFFER: plans.offer,
    plan_views.EDIT: plans.edit,
    plan_views.END: plans.end,
    trait_views.NEW: traits.new,
    trait_views.FORGET: traits.forget,
    "nudge.opening_asked": openings.asked_nudge,
    "nudge.opening_drop": openings.drop_nudge,
    "nudge.winback": winbacks.asked_nudge,
    opening_views.ASKED: openings.asked,
    opening_views.DROP: openings.drop,
    opening_views.NOTE: openings.asked_to_note,
    winback_views.DECIDE: winbacks.asked,
    lesson_views.NEW: lessons.new,
    lesson_views.FINDING: lessons.from_finding,
    lesson_views.LOOK: lessons.look,
    lesson_views.TASKS: lessons.tasks,
    lesson_views.ANSWER: lessons.answer,
    lesson_views.END: lessons.close,
    lesson_views.TELL: lessons.tell,
    word_views.READ: lessons.read,
    "touch.edit": buttons.edit_touch,
    "touch.felt": buttons.felt,
    "touch.undo": buttons.undo_touch,
    "touch.form": buttons.touch_form,
    "account.add": buttons.add_account,
    "account.cadence": buttons.change_cadence,
    key_views.MAKE: keys.make,
    key_views.NOT: keys.put_away,
    welcome_views.OWNER: owner.run,
    welcome_views.SAMPLE: imports.try_sample,
    welcome_views.SAMPLE_TO_REST: imports.sample_to_rest,
    "newcomer.add": newcomers.add,
    "newcomer.decline": newcomers.decline,
    **rounds.ACTIONS,
    **losses.ACTIONS,
    **audits.ACTIONS,
    "source.set": sources.pressed,
    import_views.START: imports.start,
    import_views.COLUMNS: imports.columns,
    import_views.LEAVE: imports.leave,
    import_views.AGAIN: imports.again,
    calendar_views.SET: calendar.asked,
    calendar_views.REMOVE: calendar.removed,
    intake_views.MAKE: intake.asked,
    intake_views.REVOKE: intake.revoke,
    "list.more": buttons.more,
    "rules.try": rules.tried,
    "rules.apply": rules.apply,
    "settings.open": settings_forms.opened,
    "home.log": buttons.home_log,
    "home.add": buttons.home_add,
    "home.show": home.show,
    "home.settings": buttons.home_settings,
}

#: Buttons of which a row holds several: Slack wants each to have an id of its own.
NUMBERED_ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    "account.pick": buttons.pick_account,
    "home.page": home.turn,
    "wish.was": wishes.was_delivered,
    "plan.lay": plans.lay,
}

#: From the menus of Slack itself: `touch.new` anywhere, the others on a message.
SHORTCUTS: dict[str, Callable[[Visit, dict[str, Any]], Answer]] = {
    "touch.new": shortcuts.new_touch,
    "touch.from_message": shortcuts.touch_from_message,
    "remark.from_message": remarks.from_message,
}

FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    touch_forms.LOG: modals.log_touch,
    touch_forms.EDIT: modals.edit_touch,
    touch_forms.ALREADY_DID: modals.already_did,
    touch_forms.FELT: modals.touch_felt,
    remark_forms.REMARK: remarks.sent,
    remark_forms.ADDRESSED: remarks.addressed,
    remark_forms.DECLINED: remarks.declined,
    remark_forms.GIVEN: remarks.given,
    paper_forms.PAPER: papers.changed,
    plan_forms.LAY: plans.laid,
    plan_forms.EDIT: plans.edited,
    plan_forms.ADD: plans.added,
    plan_forms.OFFER: plans.offered,
    plan_forms.ENDED: plans.ended,
    plan_forms.SKIPPED: plan_steps.skipped,
    plan_forms.PROVEN: plan_steps.proven,
    plan_forms.MOVED: plan_steps.moved,
    **promises.FORMS,
    **wishes.FORMS,
    **breakdowns.FORMS,
    trait_forms.TRAIT: traits.sent,
    opening_forms.OPENING: openings.sent,
    opening_forms.ASKED: openings.asked_sent,
    winback_forms.WINBACK: winbacks.sent,
    lesson_forms.LESSON: lessons.drawn,
    lesson_forms.ANSWER: lessons.answered,
    lesson_forms.END: lessons.closed,
    word_views.FORM: lessons.told,
    **rescue_forms.FORMS,
    contact_forms.CONTACT: modals.contact,
    contact_forms.LEFT: modals.left,
    erase_forms.ERASE: modals.erase,
    account_forms.ADD: modals.add_account,
    account_forms.EDIT: modals.edit_account,
    account_forms.OWNER: modals.owner,
    account_forms.WHICH: modals.which,
    snooze_forms.SNOOZE: modals.snooze,
    **rounds.FORMS,
    **losses.FORMS,
    **audits.FORMS,
    **settings_forms.FORMS,
    import_forms.IMPORT: imports.chosen,
    calendar_views.FORM: calendar.sent,
    intake_views.KEY: intake.make,
}

#: In a form that stays open.
CHOICES: dict[str, Callable[[Visit, Form], Answer]] = {
    **dict.fromkeys(("account", "contact", "contacts"), chosen),
    import_forms.NOUN: imports.noun_chosen,
}

OPTIONS: dict[str, Callable[[Visit, str, Form], list[dict[str, Any]]]] = {
    "account": choices.accounts,
    "contact": choices.contacts,
    "contacts": choices.contacts,
    "country": settings_forms.countries_found,
}

EVENTS: dict[str, Callable[[Visit, dict[str, Any]], None]] = {"app_home_opened": home.opened}

#: What Slack tells of whatever happens where the bot is: no person of ours need have done it.
TOLD: dict[str, Happened] = {
    "message": messages.said,
    "channel_id_changed": channels.renamed,
    "channel_shared": channels.shared,
    "channel_unshared": channels.shared,
    "member_joined_channel": joins.joined,
}

#: What Slack tells of the app itself: no person did it here.
APP_EVENTS: dict[str, Callable[[Tend], departures.Listener]] = {
    "app_uninstalled": departures.uninstalled,
    "tokens_revoked": departures.tokens_revoked,
}


#: Steps that Workflow Builder offers.
FUNCTIONS: dict[str, Step] = {"log_touch": log_touch}


def register(app: App, tend: Tend, in_time: InTime | None = None) -> Desk:
    """Have a Bolt app call us for everything in the tables above; the desk is to be closed in the end.

    `in_time`: how long a listener may take.
    """
    desk = Desk(tend, in_time or InTime())
    for command, run in COMMANDS.items():
        app.command(command)(desk.command(run))
    for action_id, press in ACTIONS.items():
        app.action(action_id)(desk.action(press))
    for prefix, press in NUMBERED_ACTIONS.items():
        app.action(re.compile(rf"{re.escape(prefix)}\.\d+"))(desk.action(press))
    for action_id, choose in CHOICES.items():
        app.action(action_id)(desk.choice(choose))
    for callback_id, start in SHORTCUTS.items():
        app.shortcut(callback_id)(desk.shortcut(start))
    for callback_id, submit in FORMS.items():
        app.view(callback_id)(desk.form(submit))
    for action_id, load in OPTIONS.items():
        app.options(action_id)(desk.options(load))
    for event, happened in EVENTS.items():
        app.event(event)(desk.event(happened))
    for event, hear in TOLD.items():
        app.event(event)(desk.told(hear))
    for event, told in APP_EVENTS.items():
        app.event(event)(told(tend))
    for callback_id, do in FUNCTIONS.items():
        app.function(callback_id)(desk.step(do))
    app.error(errors.last_resort)
    return desk
