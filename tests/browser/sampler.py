"""A tiny Bolt app that shows every kind of block and says what it heard. It has nothing to do with clients."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any
from urllib.request import Request, urlopen

from slack_bolt import App, Complete, Fail
from slack_sdk import WebClient

from bot.playground.standin import Standin
from bot.socket import close, connect
from tests.browser import gallery
from tests.browser.gallery import Block, button, plain, section

FRUIT = ["Apple", "Apricot", "Banana", "Cherry"]


@contextmanager
def sampler(slack: Standin) -> Iterator[None]:
    """Connects the sampler to the stand-in for as long as the block runs."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    app = App(client=client, process_before_response=True, raise_error_for_unhandled_request=False)
    register(app)
    handler = connect(app, slack.app_token)
    slack.until_connected()
    try:
        yield
    finally:
        close(handler)


def register(app: App) -> None:
    app.command("/echo")(echo)
    app.command("/gallery")(show)
    app.command("/sleep")(lambda: None)
    app.action("count")(count)
    app.action("remove")(remove)
    app.action("open.form")(open_form)
    app.action("break")(lambda ack: None)
    for name in ("more", "size", "who", "where", "day", "hour", "fruit", "sizes", "how", "ticks"):
        app.action(name)(tell)
    app.options("fruit")(fruit)
    app.options("it")(fruit)
    app.view("form")(submitted)
    app.view("step")(next_step)
    app.view("last")(lambda ack: ack(response_action="clear"))
    app.shortcut("sample.quote")(quote)
    app.shortcut("sample.form")(open_form)
    app.event("app_home_opened")(home)
    app.event("message")(received)
    app.function("shout")(shout)


def echo(ack: Any, command: dict[str, Any]) -> None:
    ack(command["text"] or "Nothing to say")


def show(ack: Any, client: WebClient, command: dict[str, Any], body: dict[str, Any]) -> None:
    what = command["text"].strip()
    if what == "form":
        return open_form(ack, client, body)
    if what == "steps":
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=step(1))
        return None
    blocks = {
        "words": gallery.WORDS,
        "controls": gallery.CONTROLS,
        "tables": [gallery.DATA_TABLE, gallery.TABLE],
        "charts": [gallery.chart("line", "Touches per week"), gallery.PIE],
        "bars": [gallery.chart("bar", "Bars"), gallery.chart("area", "Areas")],
    }.get(what)
    if blocks is None:
        ack("Try one of the words in the hint")
        return None
    ack()
    client.chat_postMessage(channel=command["channel_id"], text=f"Sample of {what}", blocks=blocks)
    return None


def open_form(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
    ack()
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Every input"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": gallery.FORM,
        "private_metadata": (body.get("channel") or {}).get("id") or body.get("channel_id") or "C0HEALTH",
    }
    client.views_open(trigger_id=body["trigger_id"], view=view)


def submitted(ack: Any, client: WebClient, view: dict[str, Any], body: dict[str, Any]) -> None:
    values = {block: value_of(element["it"]) for block, element in view["state"]["values"].items()}
    if values["name"] == "Nobody":
        ack(response_action="errors", errors={"name": "We know nobody of that name"})
        return
    ack()
    client.chat_postMessage(
        channel=view["private_metadata"], text=escape(f"Saved {json.dumps(values, sort_keys=True)}", quote=False)
    )


def value_of(element: dict[str, Any]) -> Any:
    for key in ("selected_option", "selected_options"):
        if element.get(key) is not None:
            chosen = element[key]
            return chosen["value"] if key == "selected_option" else [one["value"] for one in chosen]
    names = ("value", "selected_user", "selected_users", "selected_date", "selected_time", "selected_conversation")
    return next((element[name] for name in names if element.get(name) is not None), None)


def count(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
    ack()
    message = body["message"]
    before = int(message["blocks"][0]["text"]["text"].split("*")[1])
    blocks: list[Block] = [section(f"Pressed *{before + 1}* times", block_id="count"), *message["blocks"][1:]]
    client.chat_update(channel=body["channel"]["id"], ts=message["ts"], text="Counted", blocks=blocks)


def remove(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
    ack()
    client.chat_delete(channel=body["channel"]["id"], ts=body["message"]["ts"])


def tell(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
    ack()
    action = body["actions"][0]
    heard = f"Heard {action['action_id']}: {json.dumps(value_of(action))}"
    client.chat_postEphemeral(channel=body["channel"]["id"], user=body["user"]["id"], text=heard)


def fruit(ack: Any, payload: dict[str, Any]) -> None:
    found = [name for name in FRUIT if name.lower().startswith(payload["value"].lower())]
    options = [gallery.option(name, name.lower()) for name in found]
    if payload["block_id"] == "basket" and options:
        ack(option_groups=[{"label": plain(f"{len(options)} found"), "options": options}])
    else:
        ack(options=options)


def received(event: dict[str, Any], client: WebClient) -> None:
    for named in event.get("files", []):
        file = client.files_info(file=named["id"])["file"]
        request = Request(file["url_private_download"], headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310
        with urlopen(request) as answer:  # noqa: S310
            lines = len(answer.read().splitlines())
        client.files_upload_v2(
            channel=event["channel"],
            filename="counted.txt",
            content=f"{lines} lines",
            initial_comment=f"{file['name']} has {lines} lines",
        )


def shout(inputs: dict[str, Any], complete: Complete, fail: Fail) -> None:
    if inputs["words"] == "hush":
        fail(error="That cannot be shouted")
    else:
        complete(outputs={"shouted": inputs["words"].upper() * inputs.get("times", 1), "at": inputs["at"]})


def step(number: int) -> Block:
    return {
        "type": "modal",
        "callback_id": "step" if number < 3 else "last",
        "title": plain(f"Step {number}"),
        "submit": plain("Next"),
        "blocks": [gallery.field("What", f"what{number}", {"type": "plain_text_input"}, optional=True)],
        "private_metadata": str(number),
    }


def next_step(ack: Any, view: dict[str, Any]) -> None:
    ack(response_action="push", view=step(int(view["private_metadata"]) + 1))


def quote(ack: Any, client: WebClient, shortcut: dict[str, Any]) -> None:
    ack()
    message = shortcut["message"]
    client.chat_postMessage(
        channel=shortcut["channel"]["id"], thread_ts=message["ts"], text=f"Quoted: {message['text']}"
    )


def home(client: WebClient, event: dict[str, Any]) -> None:
    if event["tab"] != "home":
        return
    user = event["user"]
    blocks = [
        {"type": "header", "text": plain("Your clients")},
        section(f"Welcome, <@{user}>", accessory=button("Open the form", "open.form")),
        gallery.PIE,
        gallery.DATA_TABLE,
    ]
    client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})
