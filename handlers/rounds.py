"""What Slack can call of litmus tests, campaigns and the pulse: id → plain function."""

from __future__ import annotations

from collections.abc import Callable

from bot.views import campaigns as campaign_views
from bot.views import litmus as litmus_views
from bot.views import pulse as pulse_views
from bot.views.forms import litmus as forms
from handlers import campaigns, litmus, pulse
from handlers.answer import Answer
from handlers.form import Form
from handlers.visit import Visit

ACTIONS: dict[str, Callable[[Visit, str], Answer]] = {
    "nudge.view": litmus.nudge_view,
    litmus_views.GIVE: litmus.give,
    litmus_views.NEXT: litmus.next_view,
    litmus_views.OPEN: litmus.opening,
    litmus_views.CLOSE: litmus.close,
    litmus_views.PLAN: litmus.plan,
    campaign_views.START: campaigns.starting,
    campaign_views.END: campaigns.end,
    pulse_views.TELL: pulse.answering,
    pulse_views.ASK: pulse.ask,
}

FORMS: dict[str, Callable[[Visit, Form], Answer]] = {
    forms.VIEW: litmus.viewed,
    forms.OPEN: litmus.opened,
    forms.CAMPAIGN: campaigns.started,
    forms.PULSE: pulse.told,
}
