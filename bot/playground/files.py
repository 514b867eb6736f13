"""files.*: uploading in the three steps that Slack wants, and asking what a file is."""

from __future__ import annotations

from typing import Any

from bot.playground.chat import thread_of
from bot.playground.core import Core
from bot.playground.errors import SlackError, invalid_arguments
from bot.playground.file import File
from bot.playground.methods import Args, Method
from bot.playground.shown_files import file_json


def get_upload_url(core: Core, args: Args) -> dict[str, Any]:
    """files.getUploadURLExternal."""
    name, length = args.required("filename"), args.number("length", 0)
    if length < 1:
        raise invalid_arguments("must be more than 0: length")
    file = core.new_file(name, length, core.bot.id)
    return {"ok": True, "upload_url": f"{core.base_url}upload/{file.id}", "file_id": file.id}


def receive(core: Core, file_id: str, content: bytes) -> bool:
    """Take the bytes of a file; false when it is unknown or has another length than announced."""
    file = core.world.files.get(file_id)
    if file is None or len(content) != file.size:
        return False
    file.content = content
    return True


def complete_upload(core: Core, args: Args) -> dict[str, Any]:
    """files.completeUploadExternal; shares the files where a channel is named."""
    listed = args.parsed("files", "invalid_arguments") or []
    files = [_finished(core, entry) for entry in listed]
    if not files:
        raise invalid_arguments("missing required field: files")
    if "channel_id" in args:
        _share(core, files, args)
    return {"ok": True, "files": [file_json(core, file) for file in files]}


def info(core: Core, args: Args) -> dict[str, Any]:
    """files.info."""
    return {"ok": True, "file": file_json(core, visible(core, args.required("file"))), "comments": []}


def visible(core: Core, file_id: str) -> File:
    """A file that the bot may see: its own, or one that was shared where it is. Raises `file_not_found`."""
    file = core.world.files.get(file_id)
    if file is None or file.content is None or not (file.user == core.bot.id or _is_shared_with(core, file)):
        raise SlackError("file_not_found")
    return file


def _is_shared_with(core: Core, file: File) -> bool:
    return any(core.bot.id in core.world.channels[channel_id].members for channel_id in file.channels)


def _finished(core: Core, entry: dict[str, Any]) -> File:
    file = core.world.files.get(entry.get("id", ""))
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    file.title = entry.get("title") or file.name
    return file


def _share(core: Core, files: list[File], args: Args) -> None:
    channel = core.channel(args.text("channel_id"))
    if core.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    text, thread_ts = args.text("initial_comment"), thread_of(core, channel, args)
    core.add_message(channel.id, core.bot.id, text, files=files, thread_ts=thread_ts, by_app=True)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, scope="files:write"),
    "files.completeUploadExternal": Method(complete_upload, scope="files:write"),
    "files.info": Method(info, scope="files:read"),
}
