import base64
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.threads import together
from tianfu.ledger.log.identity import public_key
from tianfu.ledger.log.notes import (
    Checkpoint,
    NoteInvalid,
    checkpoint_text,
    open_note,
    parse_checkpoint,
    sign,
    verifier_key,
)
from tianfu.ledger.log.signing_key import NoSigningKey, signing_key

# The example of the signed-note specification (golang.org/x/mod/sumdb/note, C2SP signed-note).
SAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_specifications_own_note_is_valid() -> None:
    assert open_note(SAMPLE, SAMPLE_KEY) == SAMPLE.partition("\n\n")[0] + "\n"


def test_our_own_note_is_valid_and_any_change_is_not() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    text = checkpoint_text(Checkpoint("example.com/log", 7, b"\1" * 32))
    note, verifier = sign(text, "example.com/log", key), verifier_key("example.com/log", key.public_key())
    assert parse_checkpoint(open_note(note, verifier)) == Checkpoint("example.com/log", 7, b"\1" * 32)
    with pytest.raises(NoteInvalid):
        open_note(note.replace("\n7\n", "\n8\n"), verifier)
    with pytest.raises(NoteInvalid):
        open_note(note, SAMPLE_KEY)
    with pytest.raises(NoteInvalid):
        open_note(text, verifier)


def test_a_checkpoint_has_the_lines_of_the_specification() -> None:
    text = checkpoint_text(Checkpoint("example.com/log", 7, bytes(32)))
    assert text == f"example.com/log\n7\n{base64.b64encode(bytes(32)).decode()}\n"


def test_a_demo_makes_its_key_once_and_keeps_it_private(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.DATA_DIR, settings.LOG_SIGNING_KEY = True, tmp_path, ""
    keys = together(8, lambda _: signing_key().private_bytes_raw())
    assert len({bytes(key) for key in keys}) == 1
    (file,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_a_given_key_is_used(settings: Any) -> None:
    settings.LOG_SIGNING_KEY = base64.b64encode(b"k" * 32).decode()
    settings.LOG_ORIGIN = "example.com/log"
    expected = Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key()
    assert public_key() == verifier_key("example.com/log", expected)


def test_outside_a_demo_no_key_is_invented(settings: Any) -> None:
    settings.DEMO, settings.LOG_SIGNING_KEY = False, ""
    with pytest.raises(NoSigningKey):
        signing_key()
