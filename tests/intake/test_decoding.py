from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.decoding import Decoded, decode
from bot.work.deed import Refused

TEXT = "Kunde;Besitzer\nMüller;Åsa “Ö”\n"


@pytest.mark.parametrize(
    ("encoding", "name", "is_sure"),
    [
        ("utf-8", "UTF-8", True),
        ("utf-8-sig", "UTF-8", True),
        ("utf-16", "UTF-16", True),
        ("utf-16-le", "UTF-16", True),
        ("utf-16-be", "UTF-16", True),
        ("cp1252", "Windows-1252", False),
    ],
)
def test_a_text_is_the_same_in_whatever_encoding(encoding: str, name: str, is_sure: bool) -> None:
    assert decode(TEXT.encode(encoding)) == Decoded(TEXT, name, is_sure)


def test_what_windows_does_not_write_is_latin_1() -> None:
    assert decode(b"M\xfcller\x81").encoding == "Latin-1"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04\x14\x00", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1", "spreadsheet"),
        (b"  <!DOCTYPE html>", "web page"),
        (b"<HTML><head>", "web page"),
        (b"%PDF-1.7\x00\x01\x02", "no text"),
        (b"\x00" * 40, "no text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "no text"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        decode(content)


@given(st.binary(max_size=200))
def test_whatever_comes_is_a_text_or_is_refused(content: bytes) -> None:
    with suppress(Refused):
        assert isinstance(decode(content).text, str)


def test_a_control_character_that_strayed_into_a_text_makes_no_binary_of_it() -> None:
    assert decode(b"name,tier\nAcme\x07 Corp,key\nGlobex,light\n").encoding == "UTF-8"
    with pytest.raises(Refused, match="no text"):
        decode(b"\x01\x02\x03\x04name\x07,\x08tier")
