"""A device with passkeys, in software: answers the options of a page as a browser does."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40


class Device:
    """One passkey. Each method returns the JSON text that the page's script would send."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.identity = secrets.token_bytes(32)
        self.handle = b""

    def make(self, options: dict[str, Any], **said: Any) -> str:
        """`said` overrides what a sound device says: origin, host, flags."""
        self.handle = websafe_decode(options["publicKey"]["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.identity, public)
        data = self._data(said.get("flags", PRESENT | VERIFIED) | MADE, said.get("host"), credential)
        client = self._client("webauthn.create", options, said)
        response = {"attestationObject": AttestationObject.create("none", data, {}), "clientDataJSON": client}
        return self._answer(response)

    def show(self, options: dict[str, Any], **said: Any) -> str:
        """As `make`; also handle: whose passkey it says it is."""
        data = self._data(said.get("flags", PRESENT | VERIFIED), said.get("host"))
        client = self._client("webauthn.get", options, said)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        handle = said.get("handle", self.handle)
        return self._answer(
            {"authenticatorData": data, "clientDataJSON": client, "signature": signature, "userHandle": handle}
        )

    def _data(self, flags: int, host: str | None, credential: Any = b"") -> AuthenticatorData:
        digest = hashlib.sha256((host or "localhost").encode()).digest()
        return AuthenticatorData.create(digest, flags, 0, credential)

    def _client(self, kind: str, options: dict[str, Any], said: dict[str, Any]) -> bytes:
        challenge = websafe_decode(said.get("challenge", options["publicKey"]["challenge"]))
        return bytes(CollectedClientData.create(kind, challenge, said.get("origin", settings.PUBLIC_URL)))

    def _answer(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.identity)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": {key: websafe_encode(bytes(value)) for key, value in response.items()},
            }
        )
