"""Causes of a suspension: what each means, who must cure it, when it is a fact, and when it may be lifted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from certification.authorizations.models.authorization import Authorization, Suspension
from certification.authorizations.states import AuthorizationState, Cause
from certification.certificates.states import CertificateState
from tianfu.registry.spoken import for_readers_of
from tianfu.workflow import clock


@dataclass(frozen=True)
class CauseWords:
    """For officer and holder: what follows and who must cure. For the public: one sentence without a person.
    `evidence`: what the holder hands in with his answer. `asks`: what the officer who chooses it has to write."""

    follows: str
    cured_by: str
    public: str
    evidence: str
    asks: str = ""


WORDS: dict[str, CauseWords] = {
    Cause.CERTIFICATE: CauseWords(
        "标识暂停，直到认证机构恢复证书；证书恢复时自动消除。",
        "由认证机构和持有人消除。",
        "所依据的质量认证证书被暂停。",
        "如：认证机构恢复证书的通知；对暂停有意见的，与认证机构往来的函件。",
    ),
    Cause.CERTIFICATE_ENDED: CauseWords(
        "标识暂停；持有人须在期限内更换证书，逾期由两人处理。",
        "由持有人消除。",
        "所依据的质量认证证书已被撤销或注销。",
        "如：认证机构的撤销或注销决定，办理新证书的合同或受理通知。",
    ),
    Cause.BODY_LEFT: CauseWords(
        "标识暂停；持有人须换用联盟成员的证书，否则由两人处理。",
        "由持有人消除。",
        "颁发证书的认证机构不再具备联盟资格。",
        "如：与联盟成员签订的认证合同或受理通知。",
    ),
    Cause.MISUSE: CauseWords(
        "标识暂停；持有人改正并提交证明后，由两人核实恢复。",
        "由持有人消除。",
        "标识使用不符合规定，正在改正。",
        "如：改正后包装、说明书、场所或广告的照片，原有印制品的销毁或更换记录，通知经销商的函件。",
    ),
    Cause.QUALITY: CauseWords(
        "标识暂停；持有人整改并提交合格检测报告后，由两人核实恢复。",
        "由持有人消除。",
        "产品质量不符合要求，正在整改。",
        "如：整改报告（原因、措施、责任人），整改后由有资质的机构出具的合格检测报告，不合格批次的处理记录。",
    ),
    Cause.REPORT: CauseWords(
        "标识暂停，直到持有人补报、运营机构接受年度自查报告；接受后由两人核实恢复，无需另行申请。",
        "由持有人消除。",
        "持有人未按期报送年度自查报告。",
        "如：未能按期报送的原因证明；报告本身请在“年度自查报告”中报送。",
    ),
    Cause.HOLDER: CauseWords(
        "标识按持有人的书面申请暂停；持有人可以申请恢复。",
        "由持有人消除。",
        "持有人申请暂停使用。",
        "如：恢复生产的说明，恢复后首批产品的检验记录。",
    ),
    Cause.OTHER: CauseWords(
        "标识暂停，直到理由中写明的情况改正。",
        "由理由中写明的一方消除。",
        "存在须改正的其他情况。",
        "请按理由中写明的改正要求，提交改正后的照片、记录或证明。",
        "请在理由中写明须改正什么、由谁改正。",
    ),
}
# What rests on the certificate ends with the certificate or its replacement, never by a request.
OF_THE_CERTIFICATE = (Cause.CERTIFICATE, Cause.CERTIFICATE_ENDED, Cause.BODY_LEFT)


@dataclass(frozen=True)
class Fact:
    """A cause whose truth a subject above knows. `untrue` and `still` answer in words, without the full stop: why it
    cannot be recorded, and why it cannot be lifted yet; "" = nothing in the way."""

    untrue: Callable[[Authorization], str]
    still: Callable[[Authorization], str]


_facts: dict[str, Fact] = {}


def register_fact(cause: str, *, untrue: Callable[[Authorization], str], still: Callable[[Authorization], str]) -> None:
    """Called at start-up by the subject that knows."""
    _facts[cause] = Fact(untrue, still)


_NO_USE = {
    AuthorizationState.PENDING: "授权尚未生效，自有效期首日起才能使用标识。",
    AuthorizationState.SUSPENDED: "授权已暂停，暂停期间不得在产品、包装和宣传中使用标识。",
    AuthorizationState.WITHDRAWN: "授权已被撤销，不得再使用标识。",
    AuthorizationState.CANCELLED: "授权已注销，不再使用标识。",
    AuthorizationState.EXPIRED: "授权已过有效期，不得再使用标识。",
    AuthorizationState.SUPERSEDED: "授权证书已换发，请使用新证书的标识文件。",
}
_ENDED = (CertificateState.WITHDRAWN, CertificateState.CANCELLED)


def is_a_fact(authorization: Authorization, cause: str) -> bool:
    """Is what the cause says of the certificate, its body or the holder's wish true today? Causes of conduct are for
    people to judge."""
    certificate = authorization.certificate
    if cause in _facts:
        return not _facts[cause].untrue(authorization)
    if cause == Cause.HOLDER:
        return bool(authorization.suspension_requests.waiting().exists())
    if cause not in OF_THE_CERTIFICATE:
        return True
    if certificate is None:
        return False
    if cause == Cause.CERTIFICATE:
        return certificate.state == CertificateState.SUSPENDED
    if cause == Cause.CERTIFICATE_ENDED:
        return certificate.state in _ENDED
    return not certificate.body.covers(certificate.sector, clock.today())


def fact_problems(authorization: Authorization, cause: str) -> list[str]:
    """Why this cause cannot be recorded: the facts on the platform say otherwise."""
    if is_a_fact(authorization, cause):
        return []
    label = Cause(cause).label
    if cause in _facts:
        return [f"{_facts[cause].untrue(authorization)}，不能选择“{label}”。"]
    if cause == Cause.HOLDER:
        return [f"持有人没有提出暂停申请，或者已经撤回，不能选择“{label}”。请持有人在授权页面提出。"]
    certificate = authorization.certificate
    if certificate is None:
        return [f"该授权不以质量认证证书为依据，不能选择“{label}”。"]
    if cause == Cause.BODY_LEFT:
        return [f"“{certificate.body}”现为联盟成员且具备该领域，不能选择“{label}”。"]
    return [
        f"质量认证证书 {certificate.number} 当前“{certificate.effective_label(clock.today())}”，不能选择“{label}”。"
    ]


def lifting_problems(authorization: Authorization, cause: str) -> list[str]:
    """Why this cause cannot be lifted yet: it still is a fact."""
    if cause in _facts:
        why = _facts[cause].still(authorization)
        return [f"{why}，“{Cause(cause).label}”不能消除。{WORDS[cause].follows}"] if why else []
    if cause not in OF_THE_CERTIFICATE or not is_a_fact(authorization, cause):
        return []
    return [f"“{Cause(cause).label}”的情况仍然存在，不能消除。{WORDS[cause].follows}"]


def open_causes(authorization: Authorization) -> list[Suspension]:
    """The causes that keep the mark down now, oldest first."""
    return list(authorization.suspensions.filter(lifted_at=None))


def choices(authorization: Authorization) -> list[tuple[str, str]]:
    """What may be chosen today, each with what follows and who must cure; none is chosen for the officer."""
    standing = {row.cause for row in open_causes(authorization)}
    return [
        (cause.value, for_readers_of(authorization, f"{cause.label}：{words.follows}{words.cured_by}{words.asks}"))
        for cause, words in ((one, WORDS[one]) for one in Cause)
        if cause not in standing and is_a_fact(authorization, cause)
    ]


def standing_choices(authorization: Authorization) -> list[tuple[str, str]]:
    """What may be lifted today; a cause that still is a fact is not offered."""
    return [
        (row.cause, for_readers_of(authorization, row.get_cause_display()))
        for row in open_causes(authorization)
        if not lifting_problems(authorization, row.cause)
    ]


def public_causes(authorization: Authorization) -> list[dict[str, Any]]:
    """For the public: each standing cause in words and since when; never the officers' reasons."""
    return in_words(authorization, open_causes(authorization))


def in_words(authorization: Authorization, causes: Iterable[Suspension]) -> list[dict[str, Any]]:
    """As `public_causes`, of these."""
    return [
        {
            "label": for_readers_of(authorization, row.get_cause_display()),
            "words": for_readers_of(authorization, WORDS[row.cause].public),
            "since": row.since,
        }
        for row in causes
    ]


def mended_elsewhere(cause: str) -> bool:
    """Is something else mended first (the certificate, a report), so that no request with evidence can lift the cause?"""
    return cause in OF_THE_CERTIFICATE or cause in _facts


def use_warning(authorization: Authorization, day: date) -> str:
    """Why the mark may not be used on `day`, before its files are offered; "" while it may."""
    return _NO_USE.get(authorization.effective_on(day), "")
