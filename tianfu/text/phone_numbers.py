"""Telephone numbers of the mainland: read however they are written, kept in one form."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from tianfu.text.clean import line

ADVICE = "请填 11 位手机号，或带区号的座机号，如 028-00001234；有分机的写“转”，如 028-00001234转123。"
_DASH = re.compile("[\u00ad\u2010-\u2015\u2043\u2212\u2500\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff0d一_]")
_EXTENSION = re.compile(
    r"^(.*?[0-9X])[\s,，;；.()-]*(?:转接?|分机号?|内线|EXT(?:ENSION)?|X|#)[\s.:：-]*([0-9]{1,6})\)?$"
)
_COUNTRY = re.compile(r"^(?:\+|00)\s*\(?86\)?[\s-]*|^\(\+?86\)[\s-]*|^86[\s-]+(?=1|0)")
# Mobile; three-digit area codes 010 and 02x, all others four; 400 and 800; services such as 12315 and 95598.
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LAND = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9X0][0-9X]{6,7})")
_FREE = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
_SERVICE = re.compile(r"1[0-9]{4}|9[56][0-9]{3,6}")
# What was accepted before; such a number stays good as it is. X stands for a digit that is masked.
_BEFORE = re.compile(
    r"1\d{10}|0\d{2,3}-?[\dX]{7,8}(-\d{1,6})?|\d{3,4}-?[\dX]{7,8}|400-?\d{3}-?\d{4}", re.IGNORECASE | re.ASCII
)


def read_phone(text: str) -> str:
    """`（028）8765 4321 转 12` → `028-87654321转12`, `+86 138-0000-0000` → `13800000000`. Empty stays empty.

    Raises ValidationError in words.
    """
    plain = unicodedata.normalize("NFKC", _DASH.sub("-", line(text))).upper()
    if not plain:
        return ""
    number, extension = plain, ""
    # An X among digits masks one; only after seven digits it can stand for an extension.
    if match := _EXTENSION.match(plain):
        if len(re.sub("[^0-9]", "", match[1])) >= 7:
            number, extension = match[1], match[2]
    elif match := re.match(r"^(\(?0[0-9]{2,3}\)?[\s-]*[0-9X]{7,8})-([0-9]{1,6})$", number):
        number, extension = match[1], match[2]
    digits = re.sub(r"[\s()-]", "", _COUNTRY.sub("", number))
    if (
        digits != number
        and re.fullmatch(r"[1-9][0-9]{9,10}", digits)
        and not _MOBILE.fullmatch(digits)
        and "86" in plain[:6]
    ):
        digits = f"0{digits}"  # abroad one drops the 0 of the area code
    written = _written(digits)
    if written:
        return f"{written}转{extension}" if extension else written
    mobile_with_a_slip = re.fullmatch(r"1[3-9][0-9]{6,}", digits)
    if _BEFORE.fullmatch(plain.replace(" ", "")) and not mobile_with_a_slip:
        return plain.replace(" ", "")
    if re.search(r"[/、,;]|或", plain):
        raise ValidationError(f"请只填一个号码。{ADVICE}", code="phone")
    if re.fullmatch(r"[2-9][0-9]{6,7}", digits):
        raise ValidationError(f"座机号前缺少区号。{ADVICE}", code="phone")
    raise ValidationError(f"电话号码格式不对。{ADVICE}", code="phone")


def _written(digits: str) -> str:
    """The one form of a number without country code and extension; empty when it is none."""
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    if match := _LAND.fullmatch(digits):
        return f"{match[1]}-{match[2]}"
    if match := _FREE.fullmatch(digits):
        return f"{match[1]}-{match[2]}-{match[3]}"
    return ""
