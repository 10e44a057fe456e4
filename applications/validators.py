import re

from django.core.exceptions import ValidationError

_PHONE = re.compile(r"(1\d{10}|0\d{2,3}-?[\dX]{7,8}(-\d{1,6})?|\d{3,4}-?[\dX]{7,8}|400-?\d{3}-?\d{4})", re.IGNORECASE)


def validate_phone(value: str) -> None:
    """A mobile number or a land line with its area code."""
    if not _PHONE.fullmatch(value.replace(" ", "")):
        raise ValidationError("电话号码格式不对。请填 11 位手机号，或带区号的座机号，如 028-00001234。", code="phone")
