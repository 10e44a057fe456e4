"""Passkeys (WebAuthn): what the browser sends is read and checked here; allauth keeps them, fido2 does the arithmetic.

Every ceremony asks the device to check its owner (a finger, a face, a PIN), so a passkey alone is two factors. Its
challenge stands in the session, works once and goes with every answer, right or wrong.
"""

import hashlib
import json
import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from tianfu.accounts.models import User
from tianfu.accounts.protection import attempts

logger = logging.getLogger(__name__)
KIND = Authenticator.Type.WEBAUTHN
LONGEST = 20_000  # characters; a browser's answer has one or two thousand
MOST = 20  # passkeys of one person
CHALLENGE_SECONDS = 24 * 60 * 60  # as long as any session lives
WRONG = "通行密钥没有通过核对。请重新点击按钮再试一次；仍不行时，请改用其他方式，或重新打开本页。"
MANY = f"一个账号最多添加 {MOST} 个通行密钥，请先移除不用的。"
TWICE = "这个通行密钥已经添加过，不用重复添加。"
# What is kept of a new one; the rest of what was sent is not ours to store.
KEPT = ("id", "rawId", "type", "response", "clientExtensionResults", "authenticatorAttachment")


def origin() -> str:
    """The one address at which our passkeys may be used: scheme, host and port of PUBLIC_URL."""
    parts = urlsplit(settings.PUBLIC_URL)
    return f"{parts.scheme}://{parts.netloc}"


def relying_party() -> dict[str, str]:
    """As whom we ask: the host of PUBLIC_URL, never that of a request."""
    return {"id": urlsplit(settings.PUBLIC_URL).hostname or "localhost", "name": settings.PLATFORM_NAME}


def options_to_add(user: User) -> dict[str, Any]:
    """For the browser: make a passkey for this person, found on the device without asking for an address."""
    options: dict[str, Any] = _plain(auth.begin_registration(user, True))
    return options


def options_to_use(user: User | None) -> dict[str, Any]:
    """For the browser: show one of this person's, or whichever the device has (sign-in)."""
    options: dict[str, Any] = _plain(auth.begin_authentication(user))
    return options


def _plain(value: Any) -> Any:
    if hasattr(value, "items"):
        return {name: _plain(part) for name, part in value.items() if part is not None}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def shown(user: User | None, text: str) -> Authenticator:
    """The passkey that answered the session's challenge: `user`'s, or (None) the one of whoever it names.

    Raises ValidationError, in one sentence for everything: another's passkey, an answer to another challenge, of
    another address or used before, something that is no answer at all.
    """
    try:
        answer = _read(text)
        _check_address(AuthenticationResponse.from_dict(answer).response.client_data)
        _use_challenge()
        return auth.complete_authentication(user or auth.extract_user_from_response(answer), answer)
    except DatabaseError:
        raise
    except Exception as error:
        raise _refused(error) from error
    finally:
        auth.clear_state()


def made(user: User, text: str) -> dict[str, Any]:
    """The new passkey that answered the session's challenge, as it is kept. Raises ValidationError as `shown` does."""
    try:
        answer = _read(text)
        _check_address(RegistrationResponse.from_dict(answer).response.client_data)
        _use_challenge()
        binding = auth.complete_registration(answer)
        held = {one.credential_id for one in auth.get_credentials(user)}
    except DatabaseError:
        raise
    except Exception as error:
        raise _refused(error) from error
    finally:
        auth.clear_state()
    if binding.credential_data is None or binding.credential_data.credential_id in held:
        raise ValidationError(TWICE, code="twice")
    if len(held) >= MOST:
        raise ValidationError(MANY, code="many")
    return {name: answer[name] for name in KEPT if name in answer}


def _read(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise ValueError("too long")
    answer = json.loads(text)
    if not isinstance(answer, dict):
        raise TypeError("no answer of a browser")
    return answer


def _check_address(said: Any) -> None:
    if said.origin != origin() or said.cross_origin:
        raise ValueError("an answer of another address")


def _use_challenge() -> None:
    """Of requests that answer one challenge at the same moment one is looked at."""
    state = auth.get_state()
    if not state:
        raise ValueError("no challenge")
    mark = hashlib.sha256(str(state["challenge"]).encode()).hexdigest()
    if attempts.count(f"passkey:{mark}", CHALLENGE_SECONDS) > 1:
        raise ValueError("a challenge used before")


def _refused(error: Exception) -> ValidationError:
    # A stranger's bytes break the readers of JSON, CBOR, keys and signatures in many ways: none of them is our fault.
    logger.info("a passkey was refused: %s", type(error).__name__)
    return ValidationError(WRONG, code="passkey")
