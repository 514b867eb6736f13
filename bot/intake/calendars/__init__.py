"""Calendars that log themselves: an address is fetched, its events are read, what concerns clients is written down."""
