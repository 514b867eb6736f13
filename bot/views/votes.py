"""Whether a warning was worth the word: the question, and the thanks."""

from __future__ import annotations

from bot.views import kit, mrkdwn, words
from bot.views.post import Post


def asked(post: Post, nudge_id: str, rule: str) -> Post:
    """A post with the question under it: a card has no place for both answers."""
    name = words.rule(rule)
    row = kit.actions(
        kit.button("Useful", "nudge.useful", nudge_id, f"Useful: this warning of the rule {name}"),
        kit.button("Not useful", "nudge.not_useful", nudge_id, f"Not useful: this warning of the rule {name}"),
    )
    return Post(post.text, [*post.blocks, *kit.post(post.text, [row]).blocks])


def counted(rule: str, *, useful: bool) -> Post:
    """A vote on a nudge was counted."""
    seen = f"everybody can see how often it was of use: {mrkdwn.code('/client settings rules')}"
    peace = "" if useful else " Nothing is switched off by it; to be left in peace about this one, press Snooze."
    said = "useful" if useful else "not useful"
    text = f"Thank you. Your vote is counted for the rule “{words.rule(rule)}” as {said}, and {seen}.{peace}"
    return kit.post(text, [kit.section(text)])
