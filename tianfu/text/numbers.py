"""One reader for every number a person types. It folds full-width forms and nothing else: a number is never guessed.

`10²` is not 102, `1,23,4` is not 1234, `½` and `1e5` are not read at all: each is refused with a sentence that says
how to write it. The digits stay as they were typed: 0.10 is read back as 0.10.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from tianfu.text.clean import line

# Only these: the input methods of Chinese keyboards write them for the plain ones.
_FOLD = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    0xFF0B: "+",
    0xFF0D: "-",
    0x2212: "-",
    0xFF0E: ".",
    0xFF0C: ",",
}
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
# A unit never begins like more of a number; a unit such as “10³/s” is therefore not accepted beside a number, only in
# its own cell. 百, 千, 万 and 亿 begin units (万元), the other Chinese numerals do not.
_MORE = re.compile(r"[.,+\-/:~～*^eE±×÷–—−至到⁰¹²³⁴-₉〇零一二两三四五六七八九十]")
_NOTHING = frozenset(
    {"-", "--", "---", "—", "——", "–", "/", "\\", "无", "没有", "N/A", "n/a", "NA", "na", "null", "暂无", "…", "……"}
)
_RANGE = re.compile(r"[+-]?[0-9.,]+ ?(?:-|–|—|~|～|至|到|±|\+/-) ?[0-9]")
_BOUND = re.compile(r"[<>=≤≥＜＞＝≦≧≈约近超不大小于高低过上下以少多至]+ ?[0-9]")
_GROUPED = re.compile(r"[+-]?[0-9.,]*,[0-9.,]*")


@dataclass(frozen=True)
class Reading:
    """What was understood: `digits` as typed (plain ASCII, no group commas, no plus sign), `rest` what follows them."""

    digits: str
    rest: str = ""

    @property
    def value(self) -> Decimal:
        return Decimal(self.digits)

    @property
    def shown(self) -> str:
        """As people read it: 18,600.50 with groups from five digits on."""
        return grouped(self.digits)


def grouped(digits: str) -> str:
    """`18600.50` → `18,600.50`; up to four whole digits stay as they are, so that a year is a year."""
    sign, plain = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, dot, places = plain.partition(".")
    return f"{sign}{int(whole):,}{dot}{places}" if len(whole) > 4 else digits


def plain_digits(value: Decimal) -> str:
    """A number of which no typed form is known: without trailing zeros, never in exponent form."""
    return f"{value.normalize():f}"


def read_number(text: str, *, unit: str = "", whole_digits: int = 12, places: int = 6) -> Reading | None:
    """The number `text` says, optionally followed by `unit`. Empty → None.

    Raises ValidationError in words (codes `not_a_number`, `too_long`), with the way to write it.
    """
    found = split_number(text, whole_digits=whole_digits, places=places)
    if found is None:
        return None
    if found.rest and (not unit or _unit(found.rest) != _unit(unit)):
        hint = f"单位是“{unit}”，请换算后只填数字" if unit else "请只填数字，不带单位和说明"
        raise ValidationError(f"“{_quoted(text)}”里有“{found.rest}”。{hint}，如 18600.5。", code="not_a_number")
    return Reading(found.digits)


def _unit(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def read_whole(text: str, *, unit: str = "", digits: int = 12) -> int | None:
    """A whole number, read as `read_number` reads. Empty → None; raises ValidationError in words."""
    found = read_number(text, unit=unit, whole_digits=digits)
    if found is None:
        return None
    if "." in found.digits:
        raise ValidationError(
            f"“{_quoted(text)}”不是整数，请填整数，如 {found.digits.partition('.')[0]}。", code="not_whole"
        )
    return int(found.digits)


def begins_like_a_number(text: str) -> bool:
    """Does the text begin with a digit of any kind, or a sign or point before one?"""
    plain = line(text).translate(_FOLD).lstrip("+-.,")
    return bool(plain) and unicodedata.category(plain[0]).startswith("N")


def split_number(text: str, *, whole_digits: int = 12, places: int = 6, notes: str = "") -> Reading | None:
    """The number at the beginning of `text` and what follows it, which must look like a unit. Empty → None.

    `notes`: the column beside it that takes remarks, named in the refusal; empty where the form has none.
    """
    plain = line(text).translate(_FOLD)
    if not plain:
        return None
    match = _NUMBER.match(plain)
    after = plain[match.end() :] if match else plain
    rest = after.lstrip(" ")
    if match is None or (rest and (_MORE.match(rest) or unicodedata.category(rest[0]).startswith("N"))):
        raise _refusal(text, plain, notes)
    sign, whole, point = match[1], match[2].replace(",", ""), match[3] or ""
    if len(whole) > 1 and whole.startswith("0"):
        fewer = grouped(whole.lstrip("0").rjust(1, "0"))
        raise _wrong(text, f"数字前面多了 0。请核对：是 {fewer}{point}，还是漏了小数点？")
    if len(whole) > whole_digits or len(point) - 1 > places:
        raise ValidationError(
            f"数值过长：整数部分最多 {whole_digits} 位，小数最多 {places} 位。请换用更大的单位，或按有效位数填写。",
            code="too_long",
        )
    return Reading(("-" if sign == "-" else "") + whole + point, rest)


def _refusal(text: str, plain: str, notes: str) -> ValidationError:
    """The sentence for a text that is no number: what is wrong with it, how to write it, where remarks go."""
    elsewhere = f"，需要说明的请写在{notes}" if notes else ""
    if plain in _NOTHING:
        return _wrong(text, "没有数值的请留空，不要填横线或文字。")
    if re.search(r"[0-9][eE][+-]?[0-9]", plain):
        return _wrong(text, "请不要用科学记数法，写出全部数字，如 100000。")
    if re.search(r"[⁰¹²³⁴-₉]|\^|\*\*|×10", plain):
        return _wrong(text, "请不要用上下标或乘方，写出全部数字，如 100。")
    if re.search(r"[¼-¾⅐-⅞]|^[+-]?[0-9]+ ?/ ?[0-9]", plain):
        return _wrong(text, "请不要用分数，写成小数，如 0.5。")
    if re.search(r"[0-9] +[0-9]", plain):
        return _wrong(text, "数字中间不要有空格，请连着写，如 18600.5。")
    if _RANGE.match(plain):
        return _wrong(text, f"请只填一个数值，不要填范围和偏差{elsewhere}。")
    if _BOUND.match(plain):
        return _wrong(text, f"请只填数值，不要写“不低于”“≤”等{elsewhere}。")
    if _GROUPED.fullmatch(plain):
        return _wrong(text, "逗号只能把整数每三位分开，如 18,600.5；小数请用小数点，如 1.2。")
    if re.fullmatch(r"[+-]?\.[0-9]+", plain):
        return _wrong(text, f"小数点前请写 0，如 0{plain.lstrip('+-')}。")
    if re.fullmatch(r"[+-]?[0-9,]+\.", plain):
        return _wrong(text, "小数点后面缺少数字；没有小数的请去掉小数点。")
    if plain.count(".") > 1:
        return _wrong(text, "有多个小数点，请只保留一个，如 18600.5。")
    if any(sign.isnumeric() and not "0" <= sign <= "9" for sign in plain):
        return _wrong(text, "请用阿拉伯数字 0 至 9 填写，如 123。")
    return _wrong(text, f"请只填数值，如 0.05，不要写说明文字{elsewhere}。")


def _wrong(text: str, advice: str) -> ValidationError:
    return ValidationError(f"“{_quoted(text)}”不是能读懂的数字。{advice}", code="not_a_number")


def _quoted(text: str) -> str:
    plain = line(text)
    return plain if len(plain) <= 30 else plain[:29] + "…"
