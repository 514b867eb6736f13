"""The one word for what keeps Tend from starting."""


class CannotStart(Exception):
    """Tend cannot start; the text says why, and what to do."""
