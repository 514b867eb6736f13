"""The pages that somebody sees who installs Tend: plain HTML, which says what to do next."""

from __future__ import annotations

from html import escape

_STYLE = (
    "body{font:1.05rem/1.6 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem;color:#1d1c1d}"
    "h1{font-size:1.6rem}code{background:#f0efeb;padding:.1em .35em;border-radius:.25em}a{color:#1f4d3f}"
)
_AGAIN = '<p><a href="install">Start again</a></p>'


def installed(name: str, link: str) -> str:
    """Tend is in a workspace, or in an organisation; `link` leads to it in Slack."""
    steps = (
        "Open Slack and type <code>/invite @Tend</code> in the channel where warnings may be posted.",
        "There, type <code>/client settings channel #that-channel</code>.",
        "Add a client: <code>/client add &quot;Acme Corp&quot; tier:key</code>.",
        "From then on, log what happens in one line: <code>/touch Acme call with Jane: renewal looks fine</code>.",
    )
    listed = "".join(f"<li>{step}</li>" for step in steps)
    place = escape(name) or "your workspace"
    body = f'<p>What to do next:</p><ol>{listed}</ol><p><a href="{escape(link)}">Open Slack</a></p>'
    return _page(f"Tend is installed in {place}", body)


def declined() -> str:
    """They said no on Slack's page."""
    why = "<p>That is fine: nothing was installed, and Tend knows nothing of your workspace.</p>"
    hint = "<p>If your workspace lets only admins install apps, one of them can open this page instead.</p>"
    return _page("Tend was not installed", why + hint + _AGAIN)


def expired() -> str:
    """Their way to Slack and back took too long, was gone twice, or began in another browser."""
    why = "<p>The way to Slack and back is good once, for ten minutes, in one browser. Nothing was installed.</p>"
    return _page("This link is no longer good", why + _AGAIN)


def refused() -> str:
    """Slack did not take what it had sent itself."""
    why = "<p>Slack did not confirm the installation, so nothing was installed. It usually works the second time.</p>"
    return _page("Slack did not confirm it", why + _AGAIN)


def unreachable() -> str:
    """Slack did not answer."""
    why = "<p>Slack could not be reached just now, so nothing was installed. Please try again in a few minutes.</p>"
    return _page("Slack did not answer", why + _AGAIN)


def not_saved() -> str:
    """Tend's own database did not take it."""
    why = (
        "<p>Tend could not note down what Slack said, because its database did not answer just now. Please start again "
        "in a few minutes: that is all it takes.</p>"
    )
    return _page("Tend is not quite installed", why + _AGAIN)


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    top = f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head>'
    return f"{top}<body><h1>{title}</h1>{body}</body></html>"
