"""The keys that a backup leaves out: by which marks a restore knows them again, and what goes on without them."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.places import Places


@dataclass(frozen=True)
class Key:
    """`without` says what no longer works when it is lost, and what does all the same."""

    file: str  # below DATA_DIR, where `make run` keeps it
    without: str


KEYS = {
    "SECRET_KEY": Key("secret-key", "所有人须重新登录，已发出的邮件链接失效；密码、数据和证书不受影响。"),
    "ENCRYPTION_KEYS": Key(
        "encryption-keys", "原有的两步验证和恢复码无法核对，须核实身份后重置；登录密码、数据和证书不受影响。"
    ),
    "FINGERPRINT_KEY": Key("", "审计台账中原有的电话、证件指纹不能再与新记录对照；台账核验不受影响。"),
    "LOG_SIGNING_KEY": Key(
        "keys/log-demo.key", "公示日志停止签发新检查点，新条目在队列中等待；已有条目和检查点仍可核对。"
    ),
}


def at_hand(places: Places, env: Mapping[str, str] = os.environ) -> dict[str, list[bytes]]:
    """Name → the keys that are there, the first in use first; none is made here."""
    found: dict[str, list[bytes]] = {}
    for name, key in KEYS.items():
        given = env.get(name, "")
        file = places.data / key.file if key.file else None
        if given:
            found[name] = _given(name, given)
        elif file is not None and file.is_file():
            found[name] = _kept(name, file)
    if "SECRET_KEY" in found:
        found.setdefault("FINGERPRINT_KEY", found["SECRET_KEY"][:1])
        # Former ones still read what lies under them, and accept what they signed.
        found["SECRET_KEY"] += _given("ENCRYPTION_KEYS", env.get("SECRET_KEY_FALLBACKS", ""))
    return found


def _given(name: str, text: str) -> list[bytes]:
    if name == "LOG_SIGNING_KEY":
        return [base64.b64decode(text)]
    if name == "ENCRYPTION_KEYS":
        return [part.strip().encode() for part in text.split(",") if part.strip()]
    return [text.encode()]


def _kept(name: str, file: Path) -> list[bytes]:
    data = file.read_bytes()
    return [data] if name == "LOG_SIGNING_KEY" else data.split()


def marks(places: Places) -> dict[str, str]:
    """Name → a mark of the key in use, short and slow to make, so that it helps nobody to guess the key."""
    return {name: _mark(keys[0]) for name, keys in at_hand(places).items() if keys}


def lacking(wanted: Mapping[str, str], places: Places) -> list[str]:
    """One sentence for each key that was in use when the backup was made and is not at hand now."""
    found = at_hand(places)
    return [
        f"{name} 与备份时不同或尚未提供：{KEYS[name].without}"
        for name, mark in wanted.items()
        if name in KEYS and mark not in {_mark(key) for key in found.get(name, [])}
    ]


def _mark(key: bytes) -> str:
    return hashlib.scrypt(key, salt=b"tianfu key mark", n=2**14, r=8, p=1, dklen=4).hex()
