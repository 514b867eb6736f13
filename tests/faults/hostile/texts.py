"""Text that breaks things: alive in Slack, not what it looks like, not what a file or a database takes, too long."""

from __future__ import annotations

TEXTS = {
    "channel": "<!channel> and <!here>",
    "mention": "<@U0EVIL> of <#C0EVIL|general>",
    "link": "<https://evil.test|Acme> https://evil.test/?a=1&b=2 evil.com",
    "date": "<!date^0^{date}|x> <!subteam^S0EVIL>",
    "one tick": "one ` two",
    "ticks": "```fence``` and `span` and ``",
    "marks": "*b* _i_ ~s~ • :tada:",
    "quote": "> quoted\n>>> all of it",
    "right to left": "\u202eevil\u202c \u200f\u05d0\u05d1\u05d2\u200f \u2067x\u2069",
    "unseen": "a\u200bc\u2060m\ufeffe\u00ad \u3164\u2800",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f4 \U00020000 e\u0301",
    "control": "a\x00b\x07\x1b[31mc\x1b]8;;evil\x07\x7f\x85d",
    "lines": "one\r\ntwo\u2028three\x0b\n\n```\nfour\ttabs",
    "quotes": "'\" \u201c\u201d\u00ab\" ' -- ; DROP TABLE accounts;--",
    "formula": "=HYPERLINK(1) +1 @x -2",
    "formula in quotes": "'=1+1",
    "lists": "a;b\\;c,d\\",
    "template": "{0} %s %(name)s ${x} {{y}} \\u0000 [bold]x[/] </script>",
    "halves": "\ud83d half of an emoji \udc69",
    "ampersands": "&" * 80,
    "angles": "<" * 3_000,
    "many ticks": "`" * 3_000,
    "other letters": "Жя\U0001f44d" * 600,
    "long": "A" * 5_900,  # twice in a line: about as much as Slack lets people send
    "longer": "<&`" * 1_950,
    "entities": "&lt;!channel&gt; &amp;lt; & < > &#60;",
}
SHORT = {
    "all at once": '=<!channel> <@U0EVIL> `span` & "x" \x1b[31m\u202e\u200b{0} [/]\n> \'',
}
