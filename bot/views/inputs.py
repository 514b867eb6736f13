"""Fields of forms: one input a block, whose block id and action id are the field's name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from slackblocks import (
    Block,
    CheckboxGroup,
    ConversationFilter,
    ConversationSelectMenu,
    DatePicker,
    Element,
    ExternalMultiSelectMenu,
    ExternalSelectMenu,
    InputBlock,
    ModalView,
    Option,
    PlainText,
    PlainTextInput,
    RadioButtonGroup,
    StaticMultiSelectMenu,
    StaticSelectMenu,
    UserMultiSelectMenu,
    UserSelectMenu,
)

from bot.anonymous import is_nobodys
from bot.views import kit
from bot.views.mrkdwn import cut
from bot.views.post import ROOM, weight

TEXT_LIMIT = 3000
OPTIONS_LIMIT = 100
OF = ":"  # between the name of a field and what its choices belong to, in its block id


def modal(title: str, callback_id: str, submit: str, blocks: Sequence[Block], **metadata: str | None) -> dict[str, Any]:
    """A form. `metadata` comes back with it; empty parts are left out."""
    kept = {name: value for name, value in metadata.items() if value}
    view = ModalView(
        title=PlainText(title),
        blocks=list(blocks),
        submit=PlainText(submit),
        close=PlainText("Cancel"),
        callback_id=callback_id,
        private_metadata=json.dumps(kept, ensure_ascii=False),
    )
    content = view.to_dict()
    return {**content, "blocks": kit.without_generated_ids(content["blocks"])}


def field(
    name: str,
    label: str,
    element: Element,
    *,
    hint: str = "",
    optional: bool = False,
    of: str = "",
    tells: bool = False,
) -> InputBlock:
    """One field.

    `of`: what its choices belong to; Slack empties a field that belongs to something else than before, and keeps what
    was entered in the others. `tells`: we hear of every choice at once.
    """
    return InputBlock(
        label=PlainText(label),
        element=element,
        dispatch_action=tells,
        block_id=f"{name}{OF}{of}" if of else name,
        hint=PlainText(cut(hint, 2000)) if hint else None,
        optional=optional,
    )


def text(
    name: str, label: str, value: str = "", *, many: bool = False, hint: str = "", optional: bool = False, of: str = ""
) -> Block:
    """Words; `many`: several lines of them; `of`: what they are about, where a form follows on one that asked alike."""
    given = cut(value, TEXT_LIMIT) or None
    element = PlainTextInput(action_id=name, initial_value=given, multiline=many, max_length=TEXT_LIMIT)
    return field(name, label, element, hint=hint, optional=optional, of=of)


def account(
    chosen: tuple[str, str] | None = None, hint: str = "", *, tells: bool = False, filled_in: bool = False
) -> Block:
    """The account, found as one types. `chosen`: (id, name); `filled_in` by us while the form was open."""
    element = ExternalSelectMenu(
        action_id="account",
        min_query_length=0,
        initial_option=option(chosen[1], chosen[0]) if chosen else None,
        placeholder=PlainText("Type a few letters of the name"),
    )
    return field("account", "Account", element, hint=hint, tells=tells, of="filled-in" if filled_in else "")


def contacts(chosen: Sequence[tuple[str, str]] = (), of: str = "") -> Block:
    """Contacts, found as one types. `chosen`: (id, name) of each; `of`: the id of their account, where it is known."""
    element = ExternalMultiSelectMenu(
        action_id="contacts",
        min_query_length=0,
        initial_options=[option(name, id_) for id_, name in chosen] or None,
        placeholder=PlainText("Type a few letters of a name"),
    )
    return field("contacts", "With whom of theirs", element, optional=True, of=of, tells=not of)


def one_contact(
    chosen: tuple[str, str] | None = None, of: str = "", *, label: str = "Contact", optional: bool = False
) -> Block:
    """One contact, found as one types. `chosen`: (id, name); `of`: the id of their account, where it is known."""
    element = ExternalSelectMenu(
        action_id="contact",
        min_query_length=0,
        initial_option=option(chosen[1], chosen[0]) if chosen else None,
        placeholder=PlainText("Type a few letters of the name"),
    )
    return field("contact", label, element, of=of, tells=not of, optional=optional)


def choice(name: str, label: str, options: Mapping[Any, str], chosen: str | None = None, **more: Any) -> Block:
    """One of a few: value → words."""
    element = StaticSelectMenu(
        action_id=name,
        options=[option(words, str(value)) for value, words in options.items()],
        initial_option=option(options[chosen], str(chosen)) if chosen else None,
    )
    return field(name, label, element, **more)


def radio(name: str, label: str, options: Mapping[Any, str], chosen: str | None = None, **more: Any) -> Block:
    """One of a few, all in sight: value → words."""
    lines = {str(value): option(words, str(value)) for value, words in options.items()}
    element = RadioButtonGroup(action_id=name, options=list(lines.values()), initial_option=lines.get(chosen or ""))
    return field(name, label, element, **more)


def choices(name: str, label: str, options: Mapping[Any, str], chosen: Iterable[str] = (), **more: Any) -> Block:
    """Several of a few: value → words."""
    element = StaticMultiSelectMenu(
        action_id=name,
        options=[option(words, str(value)) for value, words in options.items()],
        initial_options=[option(options[value], str(value)) for value in chosen] or None,
    )
    return field(name, label, element, **more)


def ticks(
    name: str,
    label: str,
    options: Mapping[Any, str],
    chosen: Iterable[str] = (),
    details: Mapping[Any, str] | None = None,
    *,
    optional: bool = True,
    **more: Any,
) -> Block:
    """Several of a few, all in sight: value → words; `details`: what stands below them, smaller."""
    below = details or {}
    lines = {str(value): option(words, str(value), below.get(value, "")) for value, words in options.items()}
    element = CheckboxGroup(
        action_id=name, options=list(lines.values()), initial_options=[lines[value] for value in chosen] or None
    )
    return field(name, label, element, optional=optional, **more)


def tick(name: str, label: str, words: str, *, ticked: bool = False) -> Block:
    """Yes or no."""
    yes = option(words, "yes")
    element = CheckboxGroup(action_id=name, options=[yes], initial_options=[yes] if ticked else None)
    return field(name, label, element, optional=True)


def day(name: str, label: str, value: date | None = None, *, hint: str = "", optional: bool = False) -> Block:
    """A day."""
    element = DatePicker(action_id=name, initial_date=value.isoformat() if value else None)
    return field(name, label, element, hint=hint, optional=optional)


def person(name: str, label: str, user_id: str | None = None, *, hint: str = "", optional: bool = False) -> Block:
    """One of ours; nobody is chosen yet where they were erased."""
    chosen = None if is_nobodys(user_id) else user_id
    return field(name, label, UserSelectMenu(action_id=name, initial_user=chosen), hint=hint, optional=optional)


def people(name: str, label: str, user_ids: Sequence[str] = (), *, hint: str = "", optional: bool = False) -> Block:
    """Several of ours, those who were erased aside."""
    chosen = [user_id for user_id in user_ids if not is_nobodys(user_id)]
    element = UserMultiSelectMenu(action_id=name, initial_users=chosen or None)
    return field(name, label, element, hint=hint, optional=optional)


def channel(
    name: str, label: str, channel_id: str | None = None, *, hint: str = "", shared: bool = False, optional: bool = True
) -> Block:
    """A channel; `shared`: also one with people of other companies in it."""
    element = ConversationSelectMenu(
        action_id=name,
        initial_conversation=channel_id,
        filter=ConversationFilter(
            include=["public", "private"], exclude_external_shared_channels=not shared, exclude_bot_users=True
        ),
    )
    return field(name, label, element, hint=hint, optional=optional)


def option(words: str, value: str, detail: str = "") -> Option:
    """One line of a menu; `detail` stands below it, smaller."""
    return Option(PlainText(cut(words, 75)), value, PlainText(cut(detail, 75)) if detail else None)


def contact_words(name: str, title: str = "", account: str = "") -> str:
    """A contact in one line of a menu: "Jane Doe, VP · Acme"; of a long one, name and account stay to be read."""
    at = f" · {cut(account, 30)}" if account else ""
    return cut(f"{name}, {title}" if title else name, 75 - len(at)) + at


def menu(found: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The lines of a menu that is searched as one types: (value, words) of each, a hundred where there is room."""
    named = [(value, cut(words, 75) or value) for value, words in found][:OPTIONS_LIMIT]
    lines = [{"text": {"type": "plain_text", "text": words}, "value": value} for value, words in named]
    return [line for line, upto in zip(lines, accumulate(map(weight, lines)), strict=True) if upto <= ROOM]
