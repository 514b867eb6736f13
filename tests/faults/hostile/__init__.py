"""Hostile text: what it is, where it is typed, and what is wrong with what comes of it."""
