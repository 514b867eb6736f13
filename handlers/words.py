"""The words of the one-line language: what each is read as. Kinds and directions are `bot.policy`'s, as plain words."""

from __future__ import annotations

KINDS: dict[str, tuple[str, ...]] = {
    "call": (
        "call", "calls", "called", "calling", "phone", "phoned", "phone call", "rang", "ring", "spoke",
        "spoke on the phone", "telephone", "telephoned",
    ),
    "meeting": ("meeting", "meet", "met", "met up", "review meeting", "workshop", "qbr", "kick-off", "kickoff"),
    "visit": ("visit", "visited", "site visit", "on-site", "onsite"),
    "video": (
        "video", "video call", "video meeting", "videocall", "zoom", "zoom call", "zoom meeting", "zoomed", "teams",
        "teams call", "teams meeting", "google meet", "facetime", "webex",
    ),
    "meal": (
        "meal", "lunch", "lunched", "lunch meeting", "dinner", "breakfast", "brunch", "coffee", "drinks", "beer",
    ),
    "email": ("email", "emails", "e-mail", "e-mails", "mail", "mails", "emailed", "e-mailed", "mailed"),
    "message": (
        "message", "messages", "messaged", "text", "texts", "texted", "slack", "slacked", "chat", "chatted", "dm",
        "whatsapp", "sms", "letter", "wrote",
    ),
    "event": ("event", "conference", "fair", "trade fair", "webinar", "party"),
    "thanks": ("thanks", "thank", "thanked", "thank you", "thank-you", "thank you note", "thank-you note", "gift"),
    "delivery": ("delivery", "deliver", "delivered", "sent", "shipped", "handed over", "handover"),
    "attempt": (
        "attempt", "attempted", "voicemail", "voice mail", "left a voicemail", "left voicemail", "left a message",
        "no answer", "no reply", "no response", "not reached", "tried", "missed call", "unanswered",
    ),
    "note": ("note", "internal", "internal note", "memo"),
}  # fmt: skip

DIRECTIONS: dict[str, tuple[str, ...]] = {
    "two-way": ("two-way", "two way", "both ways", "with them", "with the client"),
    "from-client": ("from-client", "from client", "from the client", "from them", "inbound", "incoming", "received"),
    "to-client": ("to-client", "to client", "to the client", "to them", "outbound", "outgoing"),
}

#: Said of ourselves, these go one way only; "they …", "from …" and "with …" say otherwise.
TO_CLIENT = frozenset({
    "emailed", "e-mailed", "mailed", "messaged", "texted", "slacked", "wrote", "sent", "delivered", "shipped",
    "handed over", "thanks", "thank", "thanked", "thank you", "thank-you", "thank you note", "thank-you note", "gift",
    *KINDS["attempt"],
})  # fmt: skip

#: Deeds that one does to somebody who is named next: "called Jane".
DONE_TO = frozenset({
    "called", "phoned", "rang", "telephoned", "met", "visited", "emailed", "e-mailed", "mailed", "messaged", "texted",
    "slacked", "thanked",
})  # fmt: skip

#: What clients do: "they …", "their CFO …", "Jane …" with one of these is from the client.
DEEDS = frozenset({
    *DONE_TO - {"met"}, "sent", "delivered", "wrote", "asked", "answered", "replied", "responded", "came", "got",
    "reached", "dropped", "popped",
})  # fmt: skip

#: After a word with a capital, these are more likely our own: "Proposal sent".
DONE_BY_US = frozenset({"sent", "delivered"})

#: These tell a direction only where no kind was named before them: "lunch with Jane, they asked …" is a lunch.
ONLY_FIRST = frozenset({"they", "received"})

#: Kinds in which "to …" tells who spoke; one speaks with whom one calls to.
ONE_WAY = frozenset({"email", "message", "thanks", "delivery", "attempt"})

#: A kind that outweighs others in the same line: a call nobody answered is no call.
STRONGEST = "attempt"

_NO_NAME = """
    about re regarding on at for to from by in into over after before during since until till because but so then that
    which who whom when where why how is was were are be been has have had will would can could did does do they we i
    he she it you us them me my our your his her its this these those a an the and or with their next not no if as than
    per via today yesterday tomorrow
"""
_IN_NAMES = "of de da do di del della der den van von zu la le el al bin ibn ben y e"
_NOT_WHEN = "until till by before after for due since of about re regarding"

#: What may stand before an account's name inside a line: "call with Jane at Acme".
LEAD_IN = frozenset({"with", "at", "of", "for", "from", "to"})

#: No name goes on past one of these.
NO_NAME = frozenset(_NO_NAME.split())

#: In capitals, these are no such words: "Head of IT".
ABBREVIATIONS = frozenset({"IT", "US"})

#: Small words inside names and titles: "Head of IT", "Jan van der Berg".
IN_NAMES = frozenset(_IN_NAMES.split())

#: Before a day these tell of something else than when the touch was.
NOT_WHEN = frozenset(_NOT_WHEN.split())

KIND_OF = {phrase: kind for kind, phrases in KINDS.items() for phrase in phrases}
DIRECTION_OF = {phrase: direction for direction, phrases in DIRECTIONS.items() for phrase in phrases}
LONGEST = max(phrase.count(" ") + 1 for phrase in (*KIND_OF, *DIRECTION_OF))

#: Keys of pairs, and the part of a touch that each names.
KEYS = {
    "kind": "kind", "type": "kind",
    "direction": "direction", "dir": "direction",
    "with": "with", "contact": "with", "contacts": "with",
    "who": "who", "by": "who", "people": "who",
    "on": "on", "when": "on", "date": "on",
    "temp": "temp", "temperature": "temp",
    "next": "next",
}  # fmt: skip

#: What may stand between "next" and its day: "next call on Friday", "next one in 2w".
BEFORE_NEXT = frozenset({*KIND_OF, "one", "touch", "contact", "catch-up", "check-in", "review"})
