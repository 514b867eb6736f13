"""What Tend asks Slack to be allowed."""

from __future__ import annotations

#: What manifest.yml asks for; a test holds the two alike.
SCOPES = frozenset(
    {
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    }
)
