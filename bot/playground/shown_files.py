"""Files in Slack's own JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.playground.core import Core
from bot.playground.file import File
from bot.playground.world import Channel


def file_json(core: Core, file: File) -> dict[str, Any]:
    """A file as files.info tells it."""
    shared = [core.world.channels[channel_id] for channel_id in file.channels]
    private = f"{core.base_url}files-pri/{core.world.team_id}-{file.id}"
    made = int(file.at.timestamp())
    return {
        "id": file.id,
        "created": made,
        "timestamp": made,
        "name": file.name,
        "title": file.title,
        "mimetype": file.type.media,
        "filetype": file.type.name,
        "pretty_type": file.type.pretty,
        "user": file.user,
        "user_team": core.world.users[file.user].team_id,
        "editable": file.type.is_text,
        "size": file.size,
        "mode": "snippet" if file.type.is_text else "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": any(not channel.is_private for channel in shared),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{private}/{quote(file.name)}",
        "url_private_download": f"{private}/download/{quote(file.name)}",
        "permalink": f"{core.base_url}files/{file.user}/{file.id}/{quote(file.name)}",
        "channels": [channel.id for channel in shared if not channel.is_private],
        "groups": [channel.id for channel in shared if channel.is_private and not channel.dm_with],
        "ims": [channel.id for channel in shared if channel.dm_with],
        "has_rich_preview": False,
        "file_access": "visible",
    }


def file_in(core: Core, file: File, channel: Channel) -> dict[str, Any]:
    """A file as a message tells it: where people of another company are, only that files.info has to be asked."""
    if not channel.is_ext_shared:
        return file_json(core, file)
    return {
        "id": file.id,
        "mode": "file_access",
        "file_access": "check_file_info",
        "created": 0,
        "timestamp": 0,
        "user": "",
    }
