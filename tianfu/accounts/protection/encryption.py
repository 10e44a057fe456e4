"""Secrets that are kept in the database: encrypted under ENCRYPTION_KEYS, which are apart from SECRET_KEY.

The first key writes, all of them read; so a key is exchanged by putting a new one in front, running
`manage.py encryption_rotate`, and taking the old one away. What was written before there were such keys
lies under SECRET_KEY and stays readable until that command has run.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32
MISSING = "环境变量 ENCRYPTION_KEYS 未设置：数据库中的两步验证密钥无法加密；变量表见 docs/operations.md。"


class Unreadable(Exception):
    """No key at hand opens this text: it was written under one that is missing."""


def encrypt(text: str) -> str:
    """Under the first of ENCRYPTION_KEYS. Raises ImproperlyConfigured when there is none."""
    if not settings.ENCRYPTION_KEYS:
        raise ImproperlyConfigured(MISSING)
    return _own(settings.ENCRYPTION_KEYS[0]).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Under whichever key fits. Raises Unreadable."""
    keys = [_own(key) for key in settings.ENCRYPTION_KEYS]
    keys += [_former(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    try:
        return MultiFernet(keys).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def is_newest(token: str) -> bool:
    """Whether the first key wrote it: then there is nothing to exchange."""
    try:
        _own(settings.ENCRYPTION_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def problem() -> str:
    """What is wrong with the keys that are set, in words; empty when nothing is."""
    if not settings.ENCRYPTION_KEYS:
        return MISSING
    if not settings.DEMO and any(len(key) < SHORTEST for key in settings.ENCRYPTION_KEYS):
        return f"环境变量 ENCRYPTION_KEYS 中有不足 {SHORTEST} 个字符的密钥，请换成随机的长密钥。"
    return ""


def _own(key: str) -> Fernet:
    return _fernet(b"encryption" + key.encode())


def _former(secret: str) -> Fernet:
    return _fernet(b"second factor" + secret.encode())


def _fernet(material: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(material).digest()))
