"""Where every request is taken and every answer handed over: let in, carried out in time, acknowledged once.

The acknowledgement carries the answer, after the commit. What takes longer is acknowledged with a word, and the
answer follows by itself (`handlers.delivery`); what is known to take long is worked out apart (`handlers.errands`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any

from slack_bolt import Ack, BoltContext, BoltRequest

from bot import metrics
from bot.backtest import break_off
from bot.tend import Tend
from bot.views import mrkdwn, plain, refusals
from handlers import delivery, errors, guard
from handlers.answer import NOTHING, Answer, FieldErrors
from handlers.call import Call
from handlers.errands import Errands
from handlers.form import Form
from handlers.in_time import InTime
from handlers.refresher import Refresher
from handlers.repeats import Repeats
from handlers.steps import Steps
from handlers.told import Told
from handlers.visit import Visit

RETRY = "x-slack-retry-num"

Listener = Callable[..., None]
Options = list[dict[str, Any]]
Show = Callable[[Visit, Call, dict[str, Any]], Answer]


class Desk:
    """Makes Bolt listeners of plain handlers, for one running bot."""

    def __init__(self, tend: Tend, in_time: InTime) -> None:
        self._tend = tend
        self._in_time = in_time
        self._errands: Errands[Answer] = Errands()
        self.told = Told(tend, in_time)
        self.step = Steps(tend, in_time)
        self._repeats = Repeats(tend.store)
        self.homes = Refresher(tend)

    def close(self, within_s: float) -> bool:
        """Finish what was let in, for when nobody asks any more; whether that was done within the time.

        What takes long is dropped, and who waits for it is told.
        """
        until = monotonic() + within_s
        told = self._errands.drop(Answer(refusals.say(refusals.STOPPING)), break_off, within_s)
        answered = self._in_time.close(max(0.0, until - monotonic()))
        shown = self.homes.rest(max(0.0, until - monotonic()))
        return self.told.close(max(0.0, until - monotonic())) and shown and answered and told

    def command(self, run: Callable[[Visit], Answer]) -> Listener:
        """A slash command: answered in the acknowledgement, seen by the one who typed it.

        An answer with a chart or a table goes its own way: what Slack makes of an acknowledgement it does not say. So
        does one for which an acknowledgement has no room. Where that way is closed, it is acknowledged in words.
        """

        def listener(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
            metrics.command(str(body["command"]))
            call = _call(body, context)
            follow_up = self._follow_up(call)

            def work() -> Answer:
                answer = self._answer(call, run)
                if answer.post is None or (answer.post.rides and not plain.is_young(answer.post.blocks)):
                    return answer
                if delivery.follow_up(self._tend, call, answer):
                    return NOTHING
                return Answer(next(form for form in plain.forms(answer.post)[1:] if form.rides))

            answer = self._in_time(work, late=follow_up)
            if answer is None:
                ack(text=refusals.PATIENCE, response_type="ephemeral")
            elif answer.post is None:
                ack()
            else:
                ack(text=answer.post.text, blocks=answer.post.blocks, response_type="ephemeral")

        return listener

    def action(self, run: Callable[[Visit, str], Answer]) -> Listener:
        """A button, or a menu of which a line is chosen: `run` is told its value."""

        def listener(
            ack: Ack, body: dict[str, Any], context: BoltContext, action: dict[str, Any], request: BoltRequest
        ) -> None:
            value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
            self._carry_out(body, context, request, lambda visit: run(visit, value))
            ack()

        return listener

    def shortcut(self, run: Callable[[Visit, dict[str, Any]], Answer]) -> Listener:
        """A shortcut: `run` is told what Slack sent, with the `message` that it was used on, if it was one."""

        def listener(ack: Ack, body: dict[str, Any], context: BoltContext, request: BoltRequest) -> None:
            self._carry_out(body, context, request, lambda visit: run(visit, body))
            ack()

        return listener

    def choice(self, run: Callable[[Visit, Form], Answer]) -> Listener:
        """A choice in a form that stays open, and may be laid out anew for it."""

        def listener(ack: Ack, body: dict[str, Any], context: BoltContext, request: BoltRequest) -> None:
            form = Form.of(body["view"])
            self._carry_out(body, context, request, lambda visit: run(visit, form), show=delivery.update_view)
            ack()

        return listener

    def form(self, run: Callable[[Visit, Form], Answer]) -> Listener:
        """A modal that was sent: it closes when it was done, and stays as it is, with the reason, when not."""

        def listener(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
            call = _call(body, context)
            form = Form.of(body["view"])
            follow_up = self._follow_up(call)

            def work() -> Answer:
                answer = self._answer(call, lambda visit: run(visit, form), show=_in_place)
                if not answer.failed or not form.fields:
                    follow_up(answer)
                return _at_the_form(answer, form)

            answer = self._in_time(work, late=self._failed_late(call, form))
            if answer is not None and answer.errors:
                ack(response_action="errors", errors=form.at(answer.errors))
            elif answer is not None and answer.view is not None:
                ack(response_action="push" if answer.on_top else "update", view=answer.view)
            elif answer is not None and answer.clears:
                ack(response_action="clear")
            else:
                ack()

        return listener

    def options(self, load: Callable[[Visit, str, Form], Options]) -> Listener:
        """A menu that is searched as somebody types; whoever is not let in finds nothing."""

        def listener(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
            call = _call(body, context)
            form = Form.of(body.get("view") or {})
            found: Options = []

            def look(visit: Visit) -> Answer:
                found.extend(load(visit, str(body.get("value") or ""), form))
                return NOTHING

            done = self._in_time(lambda: self._answer(call, look), late=_delivered)
            ack(options=found if done is not None else [])

        return listener

    def event(self, run: Callable[[Visit, dict[str, Any]], None]) -> Listener:
        """Somebody looks at Tend: their Home tab is the answer, or says why there is none."""

        def listener(body: dict[str, Any], context: BoltContext, event: dict[str, Any]) -> None:
            call = _call(body, context)

            def happened(visit: Visit) -> Answer:
                run(visit, event)
                return NOTHING

            def work() -> None:
                answer = self._answer(call, happened)
                if answer.post is not None:
                    delivery.turn_away(self._tend, call, answer.post)

            self._in_time(work, late=_delivered)

        return listener

    def _carry_out(
        self,
        body: dict[str, Any],
        context: BoltContext,
        request: BoltRequest,
        run: Callable[[Visit], Answer],
        show: Show = delivery.open_view,
    ) -> None:
        """Do what was pressed; the answer goes its own way, as the acknowledgement has no room for it."""
        call = _call(body, context, once=RETRY not in request.headers)
        follow_up = self._follow_up(call)
        self._in_time(lambda: follow_up(self._answer(call, run, show)), late=_delivered)

    def _answer(self, call: Call, run: Callable[[Visit], Answer], show: Show = delivery.open_view) -> Answer:
        visit: Visit | None = None
        try:
            if self._repeats.has(call, self._tend.now()):
                return NOTHING
            visit = guard.admit(self._tend, call)
            answer = run(visit)
            self._show_at_home(call)
            shown = answer if answer.view is None else replace(show(visit, call, answer.view), on_top=answer.on_top)
            self._begin(answer, visit, call)
            return shown
        except guard.Ignored:
            return NOTHING
        except FieldErrors as error:
            return Answer(errors=error.errors, failed=True)
        except Exception as error:
            return errors.told(error, visit, call.typed)

    def _show_at_home(self, call: Call) -> None:
        """Have their Home tell of what somebody did elsewhere; what is done on it is followed up there."""
        if call.trigger_id and not call.from_home:
            self.homes.soon(call.home_team, call.user_id)

    def _begin(self, answer: Answer, visit: Visit, call: Call) -> None:
        """Work out what takes long; it follows when it is there."""
        if answer.later is not None:
            work = answer.later.work
            self._errands(answer.later.key, lambda: _worked_out(visit, work), done=self._follow_up(call))

    def _follow_up(self, call: Call) -> Callable[[Answer], None]:
        def tell(answer: Answer) -> None:
            delivery.follow_up(self._tend, call, answer)

        return tell

    def _failed_late(self, call: Call, form: Form) -> Callable[[Answer], None]:
        def tell(answer: Answer) -> None:
            if answer.errors:
                delivery.follow_up(self._tend, call, Answer(errors.late(answer.errors, form)))

        return tell


def _worked_out(visit: Visit, work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    except Exception as error:
        return errors.told(error, visit)


def _in_place(visit: Visit, call: Call, view: dict[str, Any]) -> Answer:
    """A form that follows on another takes its place."""
    return Answer(view=delivery.remembering(visit, call, view))


def _at_the_form(answer: Answer, form: Form) -> Answer:
    if answer.failed and answer.post is not None and form.fields:
        return Answer(errors={form.fields[0]: mrkdwn.plain(answer.post.text)}, failed=True)
    return answer


def _call(body: dict[str, Any], context: BoltContext, *, once: bool = False) -> Call:
    known = context.authorize_result
    return Call(body, (known.team_id if known else None) or "", once=once or bool(context.get("once")))


def _delivered(_answer: object) -> None:
    """Nothing is left to do: it was handed over where it was done."""
