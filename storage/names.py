"""How names are compared."""

from __future__ import annotations

import re
import unicodedata


def key(name: str) -> str:
    """The form in which two names are the same: case, accents, width, punctuation and spaces aside.

    Names of nothing but symbols (emoji, say) keep them, so that they stay apart.
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", bare).strip()
    return words or " ".join(folded.split())
