"""The key that signs checkpoints: given by the environment, or made once for a demo."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


class NoSigningKey(Exception):
    """Outside a demo the key must be given; entries wait in the outbox until it is."""


def signing_key() -> Ed25519PrivateKey:
    """LOG_SIGNING_KEY (base64 of 32 bytes); with DEMO=1 a file in the data folder, made at first use."""
    if settings.LOG_SIGNING_KEY:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.LOG_SIGNING_KEY, validate=True))
    if not settings.DEMO:
        raise NoSigningKey("环境变量 LOG_SIGNING_KEY 未设置，公示日志暂停签发检查点，条目在队列中等待。")
    return Ed25519PrivateKey.from_private_bytes(_demo_seed(Path(settings.DATA_DIR) / "keys" / "log-demo.key"))


def _demo_seed(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            # A link fails when another process was first; both then read the same key.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
