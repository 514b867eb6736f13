"""What people write, drop, correct and take back."""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground.actors import Actors
from bot.playground.errors import NotPossible
from bot.playground.typed import said
from bot.playground.world import Channel, Message, User


class Talking(Actors):
    """The app hears of all this where it is a member and asked to; nobody waits for that."""

    def say(self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> Message:
        """Write a plain message, or an answer in a thread."""
        return self.share(user_id, channel_id, {}, text, thread_ts)

    def drop(
        self,
        user_id: str,
        channel_id: str,
        name: str,
        content: bytes | str,
        text: str = "",
        thread_ts: str | None = None,
    ) -> Message:
        """Drop a file into a channel or into the direct messages with the app, with words or without."""
        read = content.encode() if isinstance(content, str) else content
        return self.share(user_id, channel_id, {name: read}, text, thread_ts)

    def share(
        self,
        user_id: str,
        channel_id: str,
        files: Mapping[str, bytes],
        text: str = "",
        thread_ts: str | None = None,
    ) -> Message:
        """Send a message with files, by their names."""
        core = self._core
        with core.lock:
            user, channel = self._writer(user_id, channel_id)
            empty = [name for name, content in files.items() if not content]
            if empty:
                raise NotPossible("empty_file", f"{', '.join(empty)} is empty, so it could not be uploaded")
            kept = [core.new_file(name, len(content), user.id, content) for name, content in files.items()]
            thread = self._thread(channel, thread_ts)
            return core.add_message(channel.id, user.id, said(core, text), thread_ts=thread, files=kept)

    def edit(self, user_id: str, message: Message, text: str) -> Message:
        """Let one's own message say something else."""
        with self._core.lock:
            return self._core.rewrite(self._own(user_id, message), text=said(self._core, text))

    def delete(self, user_id: str, message: Message) -> None:
        """Take back one's own message."""
        with self._core.lock:
            self._core.remove(self._own(user_id, message))

    def invite(self, user_id: str, channel_id: str, who: str) -> None:
        """Bring somebody, or the app, into a channel."""
        core = self._core
        with core.lock:
            inviter = self._acting.user(user_id)
            channel = self._acting.channel_of(inviter, channel_id)
            newcomer = core.user(who)
            channel.members.add(newcomer.id)
            core.changes.announce("channels", user=None)
            self._hearing.joined(inviter, channel, newcomer)

    def _writer(self, user_id: str, channel_id: str) -> tuple[User, Channel]:
        user = self._acting.user(user_id)
        channel = self._acting.channel_of(user, channel_id)
        self._refuse_read_only(channel)
        return user, channel

    def _thread(self, channel: Channel, thread_ts: str | None) -> str | None:
        """The thread that this is in; a message that is answered for the first time becomes one."""
        parent = self._core.world.message(channel.id, thread_ts) if thread_ts else None
        if parent is None:
            return None
        parent.thread_ts = parent.thread_ts or parent.ts
        return parent.thread_ts

    def _own(self, user_id: str, message: Message) -> Message:
        user, channel = self._writer(user_id, message.channel)
        now = self._core.world.message(channel.id, message.ts)
        if now is None or now.user != user.id:
            raise NotPossible("not_yours", f"{user.name} did not write the message {message.ts}")
        return now
