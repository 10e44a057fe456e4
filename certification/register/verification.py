"""Is this number real, and what is it worth today? One answer in a word, a colour and a sentence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from applications.models import ProgrammeVersion
from applications.programmes.names import slug_of
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from certification.register.search.example import example_numbers
from tianfu.accounts.models import Region
from tianfu.registry.spoken import for_readers_of
from tianfu.text.clean import line
from tianfu.text.moments import full_day
from tianfu.workflow.numbers import Number, find

# The province began to grant the mark in 2021 (川质强省发〔2021〕1号).
_FIRST_YEAR = 2021


class Answer(StrEnum):
    """What the verify page says. The first seven are states; the others are about the number itself."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    NOT_YET = "not_yet"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


WORDS = {
    Answer.ACTIVE: ("有效", "该编号真实，授权在有效期内。"),
    Answer.SUSPENDED: ("暂停", "该编号真实，但授权已暂停，暂停期间不得使用标识。"),
    Answer.WITHDRAWN: ("撤销", "该授权已被撤销，不得再使用标识。"),
    Answer.CANCELLED: ("注销", "该授权已注销，不再使用标识。"),
    Answer.EXPIRED: ("过期", "该授权已过有效期。"),
    Answer.SUPERSEDED: ("已换证", "该证书已换发，请以新证书为准。"),
    Answer.NOT_YET: ("尚未生效", "该编号真实，授权尚未生效。"),
    Answer.MISTYPED: ("编号有误", "编号的组成或校验位不符，可能抄错了一位。请对照证书或标识重新输入。"),
    Answer.UNKNOWN: ("无此编号", "没有签发过这个编号。看到印有此编号的标识，请向市场监管部门举报。"),
    Answer.UNREADABLE: (
        "看不出编号",
        "没有从您输入的内容中看出授权编号，可能输错或没有输全。编号印在标识和证书上，形如 {example}。",
    ),
}
# A number of ours, but of another kind.
_NO_AUTHORIZATION = "这是申报的受理编号或公示编号，不是授权编号。授权编号印在标识和证书上，带有六位地区代码。"


@dataclass(frozen=True)
class Verification:
    """`number` as normalised; `authorization` only when the number was issued."""

    number: str
    answer: Answer
    authorization: Authorization | None = None
    advice: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.answer][0]

    @property
    def sentence(self) -> str:
        text = self.advice or WORDS[self.answer][1].format(example=example_numbers())
        return text if self.authorization is None else for_readers_of(self.authorization, text)


def published_by(text: str) -> Authorization | None:
    """The published authorization whose number stands in `text`, however it is written; None when there is none."""
    number = find(text)
    if number is None:
        return None
    rows = Authorization.objects.published().select_related("enterprise__organisation", "programme")
    return rows.filter(number=str(number)).first()


def programme_of(found: Verification) -> str:
    """The slug of the programme whose number it is or pretends to be, by its prefix; "" where none prints such."""
    if found.authorization is not None:
        return slug_of(found.authorization.programme_id)
    number = find(found.number)
    if number is None:
        return ""
    slugs = ProgrammeVersion.objects.filter(payload__prefix=number.prefix).values_list("programme__slug", flat=True)
    return slugs.order_by("programme__slug").first() or ""


def verify(text: str, today: date) -> Verification:
    """Look a number up as typed, printed or scanned: one query when it was issued.

    Only a well-formed number that was never issued is `UNKNOWN` and calls for a report: prefix, letter, region, year
    and check character must fit. Mistyped and unreadable are the reader's own slip until shown otherwise.
    """
    number = find(text)
    if number is None:
        return Verification(line(text)[:80], Answer.UNREADABLE)
    if number.mistyped:
        return Verification(str(number), Answer.MISTYPED)
    found = published_by(str(number))
    return issued(found, today) if found is not None else unissued(number, today)


def issued(row: Authorization, today: date) -> Verification:
    """The answer for a published one."""
    return Verification(row.number or "", Answer(row.effective_on(today).value), row)


def unissued(number: Number, today: date) -> Verification:
    """The answer for a well-formed number that no published authorization has."""
    if (waiting := _waiting(str(number), today)) is not None:
        return waiting
    if not number.region:
        return Verification(str(number), Answer.UNREADABLE, advice=_NO_AUTHORIZATION)
    return Verification(str(number), Answer.UNKNOWN if _could_be_issued(number, today) else Answer.MISTYPED)


def _waiting(number: str, today: date) -> Verification | None:
    """A renewed one is numbered and printed before its first day; whoever reads it then is told of both."""
    rows = Authorization.objects.filter(number=number, state=AuthorizationState.PENDING, previous__isnull=False)
    row = rows.select_related("previous").first()
    if row is None or row.previous is None:
        return None
    since = f"，自 {full_day(row.starts_on)}起有效" if row.starts_on > today else ""
    advice = f"该编号真实，授权尚未生效{since}；此前请查验原授权编号 {row.previous.number}。"
    return Verification(number, Answer.NOT_YET, advice=advice)


def _could_be_issued(number: Number, today: date) -> bool:
    """Whether every part is one that the platform prints: a programme's prefix and letter, a region, a year so far."""
    versions = ProgrammeVersion.objects.values_list("payload__prefix", "payload__letters")
    printed = {(prefix, route["authorization"]) for prefix, letters in versions for route in letters.values()}
    return (
        (number.prefix, number.route) in printed
        and _FIRST_YEAR <= number.year <= today.year
        and Region.objects.served().filter(pk=number.region).exists()
    )
