from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import CannotOpen, Vault

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


@given(secret=st.text(), owner=st.text())
def test_what_is_sealed_for_an_owner_opens_for_that_owner(secret: str, owner: str) -> None:
    vault = Vault([OLD])

    assert vault.open(vault.seal(secret, owner), owner) == secret


def test_the_secret_does_not_show_in_what_is_kept() -> None:
    sealed = Vault([OLD]).seal("xoxb-hush", "T0TEND")

    assert "hush" not in sealed
    assert "T0TEND" not in sealed


def test_moved_to_another_owner_it_does_not_open() -> None:
    vault = Vault([OLD])

    with pytest.raises(CannotOpen, match="another"):
        vault.open(vault.seal("xoxb-hush", "T0TEND"), "T0ACME")


@pytest.mark.parametrize("sealed", ["", "xoxb-plain", Vault([OTHER]).seal("xoxb-hush", "T0TEND")])
def test_what_no_key_opens_is_told_without_showing_it(sealed: str) -> None:
    with pytest.raises(CannotOpen) as caught:
        Vault([OLD, NEW]).open(sealed, "T0TEND")

    assert str(caught.value) == "no key opens what was sealed for T0TEND"


def test_older_keys_open_and_the_first_one_seals() -> None:
    sealed = Vault([OLD]).seal("xoxb-hush", "T0TEND")
    both = Vault([NEW, OLD])

    assert both.open(sealed, "T0TEND") == "xoxb-hush"
    assert not both.is_newest(sealed)
    anew = both.seal_anew(sealed)
    assert both.is_newest(anew)
    assert Vault([NEW]).open(anew, "T0TEND") == "xoxb-hush"
    with pytest.raises(CannotOpen):
        Vault([OLD]).open(anew, "T0TEND")
    with pytest.raises(CannotOpen):
        Vault([OLD]).seal_anew(anew)


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="32 url-safe base64"):
        Vault(["not a key"])
