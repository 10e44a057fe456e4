"""Signed notes and checkpoints as C2SP defines them (signed-note, tlog-checkpoint), Ed25519."""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"


class NoteInvalid(ValueError):
    """The note is malformed or not signed by this key."""


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


def checkpoint_text(checkpoint: Checkpoint) -> str:
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The note: `text` (which ends with a line break), an empty line, one signature line."""
    signature = base64.b64encode(_key_id(name, key.public_key()) + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def verifier_key(name: str, public: Ed25519PublicKey) -> str:
    """The public key in the form that note tools read: name+hash+key."""
    encoded = base64.b64encode(_ED25519 + public.public_bytes_raw()).decode()
    return f"{name}+{_key_id(name, public).hex()}+{encoded}"


def renamed(verifier: str, name: str) -> str:
    """The same key under another name."""
    return verifier_key(name, _public(verifier))


def _public(verifier: str) -> Ed25519PublicKey:
    encoded = base64.b64decode(verifier.partition("+")[2].partition("+")[2])
    return Ed25519PublicKey.from_public_bytes(encoded[1:])


def open_note(note: str, verifier: str) -> str:
    """The text of the note, if `verifier` (name+hash+key) signed it; NoteInvalid otherwise."""
    name, public = verifier.partition("+")[0], _public(verifier)
    text, blank, signatures = note.rpartition("\n\n")
    if not blank:
        raise NoteInvalid("no signature")
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, blob = [*line.split(" "), "", ""][:3]
        signature = base64.b64decode(blob)
        if dash == "—" and signer == name and signature[:4] == _key_id(name, public):
            try:
                public.verify(signature[4:], text.encode())
            except InvalidSignature as error:
                raise NoteInvalid("wrong signature") from error
            return text
    raise NoteInvalid("not signed by this key")


def text_of(note: str) -> str:
    """What the note says, whoever signed it."""
    return note.rpartition("\n\n")[0] + "\n"


def parse_checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or not lines[1].isdecimal():
        raise NoteInvalid("not a checkpoint")
    return Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2]))


def _key_id(name: str, public: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public.public_bytes_raw()).digest()[:4]
