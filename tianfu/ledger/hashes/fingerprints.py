"""Keyed hashes that let a phone or ID number be compared in the audit trail, never read from it."""

import hmac
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d{9}")
# GB 11643: region, date of birth, sequence, check digit.
_ID_NUMBER = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")

_INSIDE = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_MOBILE.pattern}|{_ID_NUMBER.pattern})(?![0-9A-Za-z])|[\w.+-]{{1,64}}@[\w-]+\.\w", re.ASCII
)


def fingerprint(value: str) -> str:
    """24 hexadecimal digits of HMAC-SHA-256; the same value gives the same digits.

    The key is the setting FINGERPRINT_KEY: to delete it is to erase what the digits could tell.
    """
    key = settings.FINGERPRINT_KEY.encode()
    return hmac.new(key, value.strip().lower().encode(), "sha256").hexdigest()[:24]


def without_personal(value: Any) -> Any:
    """The value with each text that is an e-mail address, mobile or ID number as "#" + fingerprint.

    A net under the callers, who should not hand such values to the audit trail at all.
    """
    if isinstance(value, str):
        return "#" + fingerprint(value) if _is_personal(value.strip()) else value
    if isinstance(value, Mapping):
        return {key: without_personal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_personal(item) for item in value]
    return value


def _is_personal(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_EMAIL, _MOBILE, _ID_NUMBER))


def holds_personal(value: Any) -> bool:
    """Whether an e-mail address, mobile or ID number stands anywhere in the texts of `value`: for what becomes public.

    Letters or digits beside it make it something else: a digest, a barcode, a number of ours.
    """
    if isinstance(value, str):
        return _INSIDE.search(value) is not None
    if isinstance(value, Mapping):
        return any(holds_personal(item) for item in value.values())
    return isinstance(value, list | tuple) and any(holds_personal(item) for item in value)
