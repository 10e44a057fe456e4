"""Numbers: gap-free serials, their formats, and the check character that tells a typing mistake.

    TFMP-A-2026-00001-K            filing:         prefix, route letter, year, serial, check
    TFMP-C-510700-2026-00012-K     authorization:  the same with the region's code
    川品补〔2026〕12号                letter:         word of issuer and kind, year, serial of the kind

The check character is ISO 7064 MOD 37,36 over letters and digits, without the dashes (domain.md 7.2).
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db import connection
from stdnum.exceptions import ValidationError as InvalidCharacter
from stdnum.iso7064 import mod_37_36

_SERIAL_WIDTH = 5
_COMPACT = re.compile(r"^(?P<prefix>[A-Z]{2,12})(?P<route>[A-Z])(?P<digits>[0-9]{9,21})(?P<check>[0-9A-Z])$")
_REGION_AND_YEAR = 10
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u30fc\u4e00_.·/-]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_FORMATTED = re.compile(r"^[A-Z]{2,12}-[A-Z](-\d{6})?-\d{4}-\d{5,11}-[0-9A-Z]$")


class NotInTransaction(RuntimeError):
    """A serial may only be taken inside the transaction that uses it, or it could be lost."""


@dataclass(frozen=True)
class Number:
    """The parts of a number. `region` is empty in a filing number."""

    prefix: str
    route: str
    region: str
    year: int
    serial: int
    check: str

    @property
    def body(self) -> str:
        """What the check character is computed over."""
        return f"{self.prefix}{self.route}{self.region}{self.year:04d}{self.serial:0{_SERIAL_WIDTH}d}"

    @property
    def mistyped(self) -> bool:
        return check_character(self.body) != self.check

    def __str__(self) -> str:
        parts = [self.prefix, self.route, self.region, f"{self.year:04d}", f"{self.serial:0{_SERIAL_WIDTH}d}"]
        return "-".join([part for part in parts if part] + [self.check])


def next_serial(scope: str, year: int) -> int:
    """The next serial of `scope` in the Beijing year `year`, from 1, without gaps.

    The counter row stays locked until the caller's transaction ends, and goes back with it: so take
    the number late, in a short transaction. Raises NotInTransaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("next_serial must run inside transaction.atomic()")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_counter AS c (scope, year, value) VALUES (%s, %s, 1)"
            " ON CONFLICT (scope, year) DO UPDATE SET value = c.value + 1 RETURNING value",
            [scope, year],
        )
        return int(cursor.fetchone()[0])


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 over the letters and digits of `text`; anything else is ignored."""
    return str(mod_37_36.calc_check_digit(re.sub(r"[^0-9A-Z]", "", text.upper())))


def document_number(word: str, year: int, serial: int) -> str:
    """文号: 川品补〔2026〕12号. `word` names issuer and kind of document; the serial counts per kind and year."""
    return f"{word}〔{year}〕{serial}号"


def filing_number(prefix: str, route_letter: str, year: int, serial: int) -> str:
    """`TFMP-A-2026-00001-K`"""
    return _formatted(Number(prefix, route_letter, "", year, serial, ""))


def authorization_number(prefix: str, route_letter: str, region_code: str, year: int, serial: int) -> str:
    """`TFMP-C-510700-2026-00012-K`; the region by its six-digit code (GB/T 2260)."""
    if not re.fullmatch(r"\d{6}", region_code):
        raise ValueError(f"not a region code: {region_code!r}")
    return _formatted(Number(prefix, route_letter, region_code, year, serial, ""))


def _formatted(number: Number) -> str:
    text = f"{number}{check_character(number.body)}"
    if not _FORMATTED.match(text):
        raise ValueError(f"not a number: {text!r}")
    return text


def parse(text: str) -> Number | None:
    """The number a person typed, scanned or pasted, or None when it has not the shape of one.

    Accepts lower case, full-width letters, spaces, missing or other dashes, and a pasted address that
    ends in `/V/<number>`. O and 0 are not guessed: the check character tells.
    """
    compact = _compact(text)
    match = _COMPACT.match(compact)
    if match is None:
        return None
    digits = match["digits"]
    # A filing has year and serial; an authorization six digits more. Serials longer than nine digits do not occur.
    region = digits[:6] if len(digits) >= _REGION_AND_YEAR + _SERIAL_WIDTH else ""
    rest = digits[len(region) :]
    found = Number(match["prefix"], match["route"], region, int(rest[:4]), int(rest[4:]), match["check"])
    # One number, one spelling: superfluous zeros would slip past the check character.
    return found if f"{found.body}{found.check}" == compact else None


def normalise(text: str) -> str:
    """The number in its printed form, or the cleaned text when it is none."""
    number = parse(text)
    return str(number) if number is not None else _compact(text)


def is_number_shaped(text: str) -> bool:
    """Does it look like one of our numbers, right or wrong?"""
    return parse(text) is not None


def is_mistyped(number: str) -> bool:
    """Can this spelling never have been issued, because its shape or its check character is wrong?"""
    found = parse(number)
    try:
        return found is None or found.mistyped
    except InvalidCharacter:
        return True


def _compact(text: str) -> str:
    # NFKC after the long dashes: it would turn some of them into something else.
    address = text.strip().split("?")[0].split("#")[0].rstrip("/")
    last = re.split("/V/", address, flags=re.IGNORECASE)[-1]
    plain = unicodedata.normalize("NFKC", _DASHES.sub("", _INVISIBLE.sub("", last))).upper()
    return _DASHES.sub("", plain)[:80]
