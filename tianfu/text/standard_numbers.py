"""Standard numbers, compared whole: code, number, parts and year. GB/T 1234—2020 is gb／t1234-2020, and 1 is no number."""

import re
import unicodedata
from dataclasses import dataclass

from tianfu.text.clean import line
from tianfu.text.search_key import search_key

_DASH = re.compile("[\u00ad\u02d7\u2010-\u2015\u2043\u2212\u2500\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff0d一~～]")
# GB/T, DB51/T, T/CAS, Q/ABC, JB/T, ISO, ISO/IEC: letters with at most one slash; a local one has its region's digits.
# An enterprise's own code may hold digits and is then set off by a blank.
_CODE = (
    r"DB ?[0-9]{2,6}(?: ?/ ?[A-Z]{1,2})?|Q ?/ ?(?:[A-Z0-9]*[A-Z0-9](?= )|[A-Z]+)|T ?/ ?[A-Z]{2,12}"
    r"|[A-Z]{2,6}(?: ?/ ?[A-Z]{1,6}){0,2}"
)
_NUMBER = re.compile(
    rf"(?<![A-Z0-9])(?P<code>{_CODE}) ?(?P<number>[0-9]+[A-Z]?(?:[.][0-9]+)*(?: ?- ?[0-9]{{1,3}}(?![0-9]))*)"
    rf"(?: ?[-:] ?(?P<year>(?:19|20)[0-9]{{2}}))?(?![A-Z0-9])"
)
_ITEMS = re.compile(r"[、，,;；\n]|以及|和|及")


@dataclass(frozen=True)
class StandardNumber:
    """One number in its canonical parts; `year` is empty when none was written."""

    code: str
    number: str
    year: str

    def __str__(self) -> str:
        return f"{self.code} {self.number}{'—' if self.year else ''}{self.year}"


def standard_numbers(text: str) -> list[StandardNumber]:
    """Every standard number that stands in `text`, in order; a list, a title behind it, any dashes and widths."""
    folded = unicodedata.normalize("NFKC", _DASH.sub("-", line(text))).upper()
    return [
        StandardNumber(_tight(match["code"]), _tight(match["number"]), match["year"] or "")
        for match in _NUMBER.finditer(folded)
    ]


def names_standard(text: str, number: str) -> bool:
    """Whether the list or sentence `text` names exactly the standard `number` (each, where it holds several), year included.

    A number that has not the shape of one (an old enterprise standard, say) counts only as a whole item of the list.
    """
    wanted = standard_numbers(number)
    if wanted and search_key("".join(map(str, wanted))) == search_key(number):
        return set(wanted) <= set(standard_numbers(text))
    return tells_a_standard(number) and any(_item_is(item, search_key(number)) for item in _ITEMS.split(line(text)))


def tells_a_standard(number: str) -> bool:
    """Whether `number` can tell one standard from another: a bare serial, year or code cannot."""
    key = search_key(number)
    return bool(re.search(r"[0-9]", key) and re.search(r"[^0-9.]", key))


def _item_is(item: str, key: str) -> bool:
    words = item.split()
    return not standard_numbers(item) and any(
        search_key("".join(words[: count + 1])) == key for count in range(len(words))
    )


def _tight(text: str) -> str:
    return text.replace(" ", "")
