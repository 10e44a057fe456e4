"""Numbers: gap-free serials, their formats, and the check character that tells a typing mistake.

    TFMP-A-2026-00001-K            filing:         prefix, route letter, year, serial, check
    TFMP-C-510700-2026-00012-K     authorization:  the same with the region's code
    川品补〔2026〕12号                letter:         word of issuer and kind, year, serial of the kind

The check character is ISO 7064 MOD 37,36 over letters and digits, without the dashes (domain.md 7.2).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from django.db import connection
from stdnum.exceptions import ValidationError as InvalidCharacter
from stdnum.iso7064 import mod_37_36

from tianfu.text.clean import visible

_SERIAL_WIDTH = 5
_COMPACT = re.compile(r"^(?P<prefix>[A-Z]{2,12})(?P<route>[A-Z])(?P<digits>[0-9]{9,21})(?P<check>[0-9A-Z])$")
_REGION_AND_YEAR = 10
_LONGEST_TEXT = 500
# Whatever people write between the parts; 一 and ー are dashes of an input method.
_DASH = "\u00ad\u02d7\u058a\u1806\u2010-\u2015\u2043\u2053\u2212\u2500\u2796\u2e3a\u2e3b\u301c\u3030\ufe58\ufe63\uff0d\uff5e\u30fc\uff70\u4e00_.·•~/-"
_DASHES = re.compile(f"[{_DASH}]")
_BLANKS = re.compile(r"\s+")
_BETWEEN = r"[\s-]"
# In the midst of a text: with something between the parts, or run together.
_PARTED = re.compile(
    rf"(?<![0-9A-Z])(?P<prefix>[A-Z]{{2,12}}){_BETWEEN}+(?P<route>[A-Z])(?:{_BETWEEN}+(?P<region>\d{{6}}))?"
    rf"{_BETWEEN}+(?P<year>\d{{4}}){_BETWEEN}+(?P<serial>\d{{5,11}}){_BETWEEN}+(?P<check>[0-9A-Z])(?![0-9A-Z])",
    re.ASCII,
)
_RUN = re.compile(
    rf"(?<![0-9A-Z])(?P<head>[A-Z]{{3,13}})(?P<tail>(?:[0-9]{_BETWEEN}*){{9,21}}[0-9A-Z])(?![0-9A-Z])", re.ASCII
)
_BEGINNING = re.compile(r"(?P<prefix>[A-Z]{2,12})(?P<route>[A-Z])(?P<digits>[0-9]+)", re.ASCII)
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
        """Whether the check character does not fit."""
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


@lru_cache(maxsize=1000)
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


def beginning(key: str) -> str:
    """How an authorization's number begins whose letters and digits are `key`, `tfmpc5101` → `TFMP-C-5101`; "" for what
    begins like none."""
    whole = parse(key)
    if whole is not None and not whole.mistyped:
        return str(whole)
    match = _BEGINNING.fullmatch(key.upper())
    if match is None:
        return ""
    digits = match["digits"]
    parts = [match["prefix"], match["route"], digits[:6], digits[6:_REGION_AND_YEAR], digits[_REGION_AND_YEAR:]]
    return "-".join(part for part in parts if part)


def find(text: str) -> Number | None:
    """The number that stands anywhere in `text`: alone, in a sentence, in an address, before a comma.

    One whose check character fits goes before one that is mistyped; None when there is nothing of its shape.
    """
    text = text[:_LONGEST_TEXT]
    whole = parse(text)
    if whole is not None and not whole.mistyped:
        return whole
    found: list[Number | None] = [whole]
    plain = _plain(unquote(text))
    for match in _PARTED.finditer(plain):
        found.append(parse("".join(part or "" for part in match.groups())))
    for match in _RUN.finditer(plain):
        found.append(parse(_DASHES.sub("", _BLANKS.sub("", match[0]))))
    numbers = [number for number in found if number is not None]
    return next((number for number in numbers if not number.mistyped), numbers[0] if numbers else None)


def normalise(text: str) -> str:
    """The number in its printed form, or the cleaned text when it is none."""
    number = find(text)
    return str(number) if number is not None else _compact(text)


def is_mistyped(number: str) -> bool:
    """Can this spelling never have been issued, because its shape or its check character is wrong?"""
    found = find(number)
    try:
        return found is None or found.mistyped
    except InvalidCharacter:
        return True


def _plain(text: str) -> str:
    """Folded to half width and capitals; the dashes stay apart from the blanks."""
    # NFKC after the long dashes: it would turn some of them into something else.
    return unicodedata.normalize("NFKC", _DASHES.sub("-", visible(text))).upper()


def _compact(text: str) -> str:
    address = unquote(text).strip().split("?")[0].split("#")[0].rstrip("/")
    last = re.split("/V/", address, flags=re.IGNORECASE)[-1]
    return _DASHES.sub("", _BLANKS.sub("", _plain(last)))[:80]
