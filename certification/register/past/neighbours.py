"""One number after the other: what the public reads of a renewal on both numbers."""

from dataclasses import dataclass

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.term.continuity import continuation
from tianfu.text.moments import full_day


@dataclass(frozen=True)
class Neighbours:
    """`previous`: the number that this one continues; `following`: the one that continues it, decided and numbered."""

    previous: Authorization | None
    following: Authorization | None

    @property
    def sentence(self) -> str:
        if self.following is None:
            return ""
        return f"已续期，新授权 {self.following.number}，自 {full_day(self.following.starts_on)}起生效。"


def neighbours(authorization: Authorization) -> Neighbours:
    """Two queries at most."""
    following = continuation(authorization)
    return Neighbours(authorization.previous, following if following is not None and following.number else None)
