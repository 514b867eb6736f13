"""Touches from other programs, as people read of them: keys in Slack, and the page of the intake itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, mrkdwn
from bot.views.post import Post

MAKE, REVOKE = "intake.make", "intake.revoke"
KEY = "form.intake_key"
_HEADING = "Touches from other programs"
_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:52rem;margin:4rem auto;padding:0 1.5rem;color:#1d1c1d}"
    "code,pre{background:#f0efeb;border-radius:.25em}code{padding:.1em .35em}pre{padding:1rem;overflow:auto}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4em .8em .4em 0;"
    "border-bottom:1px solid #ddd}a{color:#1f4d3f}"
)


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key in use: who made it, and on which days it was made and last used."""

    id: str
    name: str
    made_by: str
    made_on: date
    used_on: date | None


def keys(shown: Sequence[KeyShown], address: str, today: date) -> Post:
    """The keys of a workspace. `address`: where the intake is, empty where it is not served."""
    blocks: list[Block] = [kit.header(_HEADING), kit.section(_where(address))]
    blocks += [_key(key, today) for key in shown]
    if not shown:
        blocks.append(kit.section("There is no key yet, so nothing comes in."))
    blocks.append(kit.actions(kit.button("Make a key", MAKE, "", "Make a key for another program", primary=True)))
    return kit.post(_HEADING, blocks)


def made(name: str, secret: str, address: str) -> Post:
    """A new key, shown this once."""
    said = (
        f"The key {mrkdwn.bold(name)} is made. This is the only time that it is shown; keep it where secrets are kept:"
    )
    blocks: list[Block] = [kit.section(f"{said}\n```{secret}```"), kit.section(_where(address))]
    return kit.post(f"The key {mrkdwn.bold(name)} is made.", blocks)


def revoked(name: str) -> Post:
    """A key that opens nothing any more."""
    said = f"The key {mrkdwn.bold(name)} is revoked: nothing comes in with it from now on. What came in stays."
    return kit.post(said, [kit.section(said)])


def form() -> dict[str, Any]:
    """What a new key is for."""
    hint = "Name it after what will use it, so that you know which one to revoke some day."
    return inputs.modal("A key", KEY, "Make it", [inputs.text("name", "What is it for?", hint=hint)])


def page(address: str, schema: dict[str, Any]) -> str:
    """The intake for people: how to post, and every field. `schema`: JSON schema of a touch."""
    example = (
        f"curl {address}/intake/touches \\\n"
        '  -H "Authorization: Bearer $TEND_KEY" -H "Content-Type: application/json" \\\n'
        '  -d \'{"external_id": "form-1", "contacts": ["jane@acme.com"],\n'
        '       "kind": "email", "direction": "from-client", "note": "Asked for the new prices"}\''
    )
    body = (
        "<p>Forms, CRMs and forwarders of e-mail can pass touches on to Tend. An admin makes a key in Slack with "
        "<code>/client intake</code>.</p>"
        f"<pre>{escape(example)}</pre>"
        "<p>Up to 100 at once: <code>{&quot;touches&quot;: [...]}</code>. The answer, 202, says what became of each: "
        "<code>logged</code>, <code>known</code> (it was on record before) or <code>refused</code>, with why. A touch "
        "that is posted alone and refused answers 422. The same <code>external_id</code> a second time changes "
        "nothing, so send again whatever broke off. For programs: <a href='intake/openapi.json'>OpenAPI</a>.</p>"
        f"<table><thead><tr><th>Field<th>What it is</thead><tbody>{''.join(_rows(schema))}</tbody></table>"
    )
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_HEADING}</title>'
    top = f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head>'
    return f"{top}<body><main><h1>{_HEADING}</h1>{body}</main></body></html>"


def _where(address: str) -> str:
    if not address:
        return (
            "This Tend takes no HTTP requests. Whoever runs it sets `PORT` (and `TEND_PUBLIC_URL`, where it is reached "
            "from outside); then programs post touches to `/intake/touches`."
        )
    return f"Programs post to {mrkdwn.code(f'{address}/intake/touches')}; how, says {mrkdwn.code(f'{address}/intake')}."


def _key(key: KeyShown, today: date) -> Block:
    used = f"last used {mrkdwn.day(key.used_on, today)}" if key.used_on else "never used"
    by = f" by {mrkdwn.person(key.made_by)}" if key.made_by else ""
    button = kit.button("Revoke", REVOKE, key.id, f"Revoke the key {key.name}")
    return kit.section(f"{mrkdwn.bold(key.name)}\nmade {mrkdwn.day(key.made_on, today)}{by} · {used}", accessory=button)


def _rows(schema: dict[str, Any]) -> Iterator[str]:
    needed = set(schema["required"])
    for name, field in schema["properties"].items():
        said = [escape(field["description"]), escape(", ".join(_choices(schema, field)))]
        if name in needed:
            said.insert(0, "<strong>Needed.</strong>")
        yield f"<tr><td><code>{name}</code><td>{' '.join(filter(None, said))}"


def _choices(schema: dict[str, Any], field: dict[str, Any]) -> list[str]:
    ref = str(field.get("$ref", "")).rpartition("/")[2]
    return list(schema["$defs"][ref]["enum"]) if ref else []
