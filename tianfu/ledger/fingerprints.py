"""Keyed hashes that let a phone or ID number be compared in the audit trail, never read from it."""

import hmac

from django.conf import settings


def fingerprint(value: str) -> str:
    """24 hexadecimal digits of HMAC-SHA-256; the same value gives the same digits.

    The key is the setting FINGERPRINT_KEY: to delete it is to erase what the digits could tell.
    """
    key = settings.FINGERPRINT_KEY.encode()
    return hmac.new(key, value.strip().encode(), "sha256").hexdigest()[:24]
