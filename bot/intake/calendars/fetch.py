"""Gets a calendar from its address, and from nowhere else: an address may not lead into our own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

MOST = 5_000_000  # bytes
WITHIN_S = 20.0  # for all of it
_STEP_S = 5.0
_REDIRECTS = 3
_HEADERS = {"User-Agent": "Tend", "Accept": "text/calendar, */*;q=0.1"}


class CannotFetch(Exception):
    """The calendar did not come; the text says why, without the address."""


def tidy(typed: str) -> str:
    """The address to fetch for what somebody typed. Raises `CannotFetch` where it is none."""
    address = typed.strip()
    scheme, _, rest = address.partition("://")
    if scheme.lower() in ("webcal", "webcals"):
        address = f"https://{rest}"
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise CannotFetch("That is no address.") from None
    if url.scheme not in ("https", "http") or not url.host:
        raise CannotFetch("An address of a calendar begins with https:// or webcal://.")
    return str(url)


def host(address: str) -> str:
    """The part of an address that may be shown: the rest of it is as good as a password."""
    return httpx.URL(address).host


def fetch(address: str, *, private: bool) -> bytes:
    """The calendar as it comes. `private`: our own network may be asked, too.

    Each host is looked up once, and the very address that was checked is spoken to. Raises `CannotFetch`.
    """
    until = time.monotonic() + WITHIN_S
    try:
        with httpx.Client(timeout=_STEP_S, follow_redirects=False, trust_env=False) as client:
            for _ in range(_REDIRECTS + 1):
                where = _resolved(httpx.URL(address), private=private)
                told = {**_HEADERS, "Host": where.host_header}
                how = {"sni_hostname": where.name}
                with client.stream("GET", where.url, headers=told, extensions=how) as answer:
                    if answer.is_redirect:
                        address = tidy(urljoin(address, answer.headers.get("location", "")))
                        continue
                    return _read(answer, until)
    except httpx.HTTPError as error:
        raise CannotFetch(f"It could not be reached ({type(error).__name__}).") from None
    raise CannotFetch("It leads from one address to the next without end.")


@dataclass(frozen=True, slots=True)
class _Place:
    url: httpx.URL
    name: str
    host_header: str


def _resolved(url: httpx.URL, *, private: bool) -> _Place:
    """The address with the number of its host in place of its name, so that it is looked up only once."""
    if url.scheme != "https" and not private:
        raise CannotFetch("Calendars are fetched over https alone.")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CannotFetch("There is no such host.") from None
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not private and not all(ipaddress.ip_address(number.partition("%")[0]).is_global for number in numbers):
        raise CannotFetch("It lies in a network of our own, which is not asked.")
    return _Place(url.copy_with(host=numbers[0]), url.host, url.netloc.decode("ascii"))


def _read(answer: httpx.Response, until: float) -> bytes:
    if answer.status_code != httpx.codes.OK:
        raise CannotFetch(f"It answered {answer.status_code} {answer.reason_phrase}.".replace(" .", "."))
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > MOST:
            raise CannotFetch(f"It is larger than {MOST // 1_000_000} MB.")
        if time.monotonic() > until:
            raise CannotFetch(f"It did not come within {WITHIN_S:g} s.")
    return bytes(content)
