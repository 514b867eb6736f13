"""files.*: uploading in the three steps that Slack wants."""

from __future__ import annotations

from typing import Any

from bot.playground.core import Core
from bot.playground.errors import SlackError, invalid_arguments
from bot.playground.methods import Args, Method


def get_upload_url(core: Core, args: Args) -> dict[str, Any]:
    """files.getUploadURLExternal."""
    name, length = args.required("filename"), args.number("length", 0)
    if length < 1:
        raise invalid_arguments("must be more than 0: length")
    file_id = f"F{len(core.world.files) + 1:04d}"
    core.world.files[file_id] = {"id": file_id, "name": name, "size": length, "content": None, "done": False}
    return {"ok": True, "upload_url": f"{core.base_url}upload/{file_id}", "file_id": file_id}


def receive(core: Core, file_id: str, content: bytes) -> bool:
    """Take the bytes of a file; false when it is unknown or has another length than announced."""
    file = core.world.files.get(file_id)
    if file is None or len(content) != file["size"]:
        return False
    file["content"] = content
    return True


def complete_upload(core: Core, args: Args) -> dict[str, Any]:
    """files.completeUploadExternal; shares the files where a channel is named."""
    listed = args.parsed("files", "invalid_arguments") or []
    files = [_finished(core, entry) for entry in listed]
    if not files:
        raise invalid_arguments("missing required field: files")
    if "channel_id" in args:
        channel = core.channel(args.text("channel_id"))
        if core.bot.id not in channel.members:
            raise SlackError("not_in_channel")
        text, thread_ts = args.text("initial_comment"), args.text("thread_ts") or None
        core.add_message(channel.id, core.bot.id, text, files=files, thread_ts=thread_ts, by_app=True)
    return {"ok": True, "files": files}


def _finished(core: Core, entry: dict[str, Any]) -> dict[str, Any]:
    file = core.world.files.get(entry.get("id", ""))
    if file is None or file["content"] is None:
        raise SlackError("file_not_found")
    file["done"] = True
    return {"id": file["id"], "name": file["name"], "title": entry.get("title", file["name"]), "size": file["size"]}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, scope="files:write"),
    "files.completeUploadExternal": Method(complete_upload, scope="files:write"),
}
