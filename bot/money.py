"""Money: amounts as people write them, kept as integer minor units (cents) of an ISO 4217 currency."""

from __future__ import annotations

import re
from decimal import Decimal

MOST_MINOR = 10**15

CURRENCIES = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
    VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905 - readable as it is
)
_NO_CENTS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())  # noqa: SIM905
_MILLS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})

_PLAIN = re.compile(r"\d+([.,]\d+)?")
_POINT = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_COMMA = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")


def digits(currency: str) -> int:
    """How many decimal digits a currency has."""
    return 0 if currency in _NO_CENTS else 3 if currency in _MILLS else 2


def read(text: str, currency: str) -> Decimal:
    """An amount as written: 120000, 120,000.50, 120.000,50, 120'000 or 120 000. Raises `ValueError`.

    A single group of three after a comma or point is thousands: 1,234 and 1.234 are both 1234; but not after a point
    where the currency has three decimal digits.
    """
    bare = re.sub(r"[\s'\u2019_]", "", text)
    if digits(currency) == 3 and re.fullmatch(r"\d+\.\d{3}", bare):
        return Decimal(bare)
    if _POINT.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    if _COMMA.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    raise ValueError(f"not an amount: {text!r}")


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units. Raises `ValueError` for a fraction of one, for less than nothing and for too much."""
    minor = amount.scaleb(digits(currency))
    if minor != minor.to_integral_value() or not 0 <= minor <= MOST_MINOR:
        raise ValueError(f"not an amount of {currency}: {amount}")
    return int(minor)


def plain(minor: int, currency: str) -> str:
    """An amount as a spreadsheet takes it: "120000", "99.50"."""
    places = digits(currency)
    whole, rest = divmod(minor, 10**places)
    return f"{whole}.{rest:0{places}}" if rest else str(whole)
