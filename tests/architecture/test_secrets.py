"""No key, token or password stands in what is committed (trust.md E 53): every tracked file is read.

Made-up ones for tests and for the demo are written as such; what looks like a real one stops the build.
"""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

# What a secret looks like whatever stands before it.
SHAPES = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    "AWS key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "GitHub token": re.compile(r"\bgh[pousr]_[0-9A-Za-z]{36,}\b|\bgithub_pat_[0-9A-Za-z_]{50,}\b"),
    "GitLab token": re.compile(r"\bglpat-[0-9A-Za-z_-]{20,}\b"),
    "Slack token": re.compile(r"\bxox[abpors]-[0-9A-Za-z-]{10,}\b"),
    "API key": re.compile(r"\bsk-(?:[a-z]+-)?[0-9A-Za-z_-]{32,}\b|\bAIza[0-9A-Za-z_-]{35}\b"),
    "package token": re.compile(r"\bpypi-[0-9A-Za-z_-]{50,}\b|\bnpm_[0-9A-Za-z]{36}\b"),
    "web token": re.compile(r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}"),
    "password in an address": re.compile(
        r"\b[a-z][a-z0-9+]*://[^\s/:@'\"{}<>$]+:(?P<secret>[^\s/@'\"{}<>$]{3,})@[^\s/'\"]+"
    ),
}
# A name that says secret, and a text given to it.
GIVEN = re.compile(
    r"""(?ix) \b [\w.-]* (?:secret|passwd|password|api_?key|access_?key|token|private_?key|signing_key|encryption_keys?) [\w]*
    ["']? \s* (?: = | : (?!:) ) \s* (?:[rbu]?["'])? (?P<secret> [A-Za-z0-9+/=_.~!@#$%^&*-]{16,} ) """
)
MADE_UP = re.compile(
    r"demo|test|example|sample|checks-only|correct.horse|fixture|placeholder|tianfu|dummy", re.IGNORECASE
)
# Made-up ones that look real, with what they are.
KNOWN = {
    "tests/inbox/test_delivery.py": "passwords of mail servers that do not exist",
    "tests/supervision/draws/": "secrets of made-up draws; a draw's secret is revealed in the end",
    "tests/architecture/test_secrets.py": "the samples below",
}
# Bits for each character above which a text is taken for a key; words and paths stay below.
RANDOM = 3.7


def tracked() -> list[Path]:
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def entropy(text: str) -> float:
    """Bits for each character."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def secrets_in(text: str) -> Iterator[str]:
    for what, shape in SHAPES.items():
        for found in shape.finditer(text):
            secret = found.groupdict().get("secret") or found[0]
            if what != "password in an address" or not (MADE_UP.search(secret) or secret in ("password", "user")):
                yield f"{what}: {secret[:12]}…"
    for found in GIVEN.finditer(text):
        secret = found["secret"]
        named = re.fullmatch(r"[A-Za-z_][\w.]*(?:\(.*)?", secret) and not (
            re.search(r"\d", secret) and entropy(secret) > RANDOM
        )
        code = named or re.fullmatch(r"[A-Z]\w*Key", secret)
        if not code and not MADE_UP.search(secret) and entropy(secret) > RANDOM:
            yield f"given: {secret[:12]}…"


def test_no_tracked_file_holds_a_secret() -> None:
    found = []
    for path in tracked():
        content = path.read_bytes()
        known = str(path.relative_to(ROOT)).startswith(tuple(KNOWN))
        if b"\0" not in content[:8000] and not known:
            found += [f"{path.relative_to(ROOT)}: {one}" for one in secrets_in(content.decode("utf-8", "replace"))]
    assert found == []


def test_no_file_of_keys_or_of_an_environment_is_tracked() -> None:
    """By their names, whatever they hold."""
    private = re.compile(
        r"(^|/)(\.env(\..*)?|id_(rsa|ed25519|ecdsa)|.*\.(pem|p12|pfx|jks|keystore|kdbx)|secret-key|encryption-keys)$"
    )
    assert [str(p.relative_to(ROOT)) for p in tracked() if private.search(str(p.relative_to(ROOT)))] == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
        "-----BEGIN " + "PRIVATE KEY-----",
        "AKIA" + "QWERTYUIOPASDFGH",
        "ghp_" + "a1B2c3D4e5" * 4,
        "smtp://mailer:" + "hU7kq0Zp2x" + "@mail.gov.cn:25",
        "SECRET_KEY = " + "'k3j9Xv7qLw2pRt8zYb4nMc6d'",
        'api_key: "' + "f83bA91kLmz07QwErtY5" + '"',
        "password=" + "Zx81mQp4Lr9vTn2w",
    ],
)
def test_a_secret_is_seen(text: str) -> None:
    assert len(list(secrets_in(text))) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "password = settings.SMTP_PASSWORD",
        "smtp://user:password@host:port?tls=1",
        "token = get_token(request)",
        'PASSWORD = "correct horse battery"',
        "SECRET_KEY=checks-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
        "private_key: Ed25519PrivateKey",
        "template name: account/password_reset_from_key.html",
    ],
)
def test_what_only_sounds_like_one_is_left_alone(text: str) -> None:
    assert list(secrets_in(text)) == []
