"""Is this number real, and what is it worth today? One answer in a word, a colour and a sentence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certification.models import Authorization
from certification.states import AuthorizationState
from tianfu.workflow.numbering import is_mistyped, is_number_shaped, normalise

S = AuthorizationState


class Answer(StrEnum):
    """What the verify page says. The first five are states; the others are about the number itself."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"


WORDS = {
    Answer.ACTIVE: ("有效", "该编号真实，授权在有效期内。"),
    Answer.SUSPENDED: ("暂停", "该编号真实，但授权已暂停，暂停期间不得使用标识。"),
    Answer.WITHDRAWN: ("撤销", "该授权已被撤销，不得再使用标识。"),
    Answer.CANCELLED: ("注销", "该授权已注销，不再使用标识。"),
    Answer.EXPIRED: ("过期", "该授权已过有效期。"),
    Answer.SUPERSEDED: ("已换证", "该证书已换发，请以新证书为准。"),
    Answer.MISTYPED: ("编号有误", "编号的校验位不符，可能抄错了一位。请对照证书或标识重新输入。"),
    Answer.UNKNOWN: ("无此编号", "没有签发过这个编号。看到印有此编号的标识，请向市场监管部门举报。"),
}


@dataclass(frozen=True)
class Verification:
    """`number` as normalised; `authorization` only when the number was issued."""

    number: str
    answer: Answer
    authorization: Authorization | None = None

    @property
    def word(self) -> str:
        return WORDS[self.answer][0]

    @property
    def sentence(self) -> str:
        return WORDS[self.answer][1]


def verify(text: str, today: date) -> Verification:
    """Look a number up as typed, printed or scanned: one query. Mistyped is not the same as unknown."""
    number = normalise(text)
    if not is_number_shaped(number):
        return Verification(number, Answer.UNKNOWN)
    if is_mistyped(number):
        return Verification(number, Answer.MISTYPED)
    found = Authorization.objects.published().filter(number=number).first()
    if found is None:
        return Verification(number, Answer.UNKNOWN)
    return Verification(number, Answer(found.effective_on(today).value), found)
