"""What stands in the way of a change: asked when it is filed and, with the same words, when it is decided."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.open_matters import open_matters
from certification.authorizations.states import LIVE, AuthorizationState
from certification.certificates.losses.grounds import standing_problems
from certification.certificates.models import QualityCertificate
from certification.changes.requests.content import FIELDS, changed, wanted
from certification.changes.requests.kinds import WAYS
from certification.changes.requests.models import ChangeRequest
from certification.changes.requests.states import ChangeKind
from certification.issuing.data import model_list
from certification.issuing.reissue import being_made
from tianfu.papers.fields import refuse_unprintable_fields
from tianfu.text.search_key import search_key
from tianfu.text.standard_numbers import names_standard, tells_a_standard
from tianfu.workflow import clock

OPEN_KEY = "change_requests"
MISSING = {
    "models_text": "请填写变更后的型号规格，多个的用顿号隔开。",
    "standard_number": "请填写变更后的执行标准编号。",
    "standard_title": "请填写变更后的执行标准名称。",
    "trademark": "请填写变更后的商标。",
    "site": "请填写变更后的生产场所，写明厂名和地址。",
}
Errors = dict[str, list[str]]


def open_request(authorization: Authorization) -> str:
    """For `open_matters`."""
    row = authorization.change_requests.open().first()
    return f"变更{row.get_kind_display()}的申请正在办理，请等待办结，或先撤回。" if row else ""


def mark_problems(authorization: Authorization, kind: str) -> list[str]:
    """Why nothing of this kind may be changed on the mark today."""
    state = authorization.effective_on(clock.today())
    if state not in (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED):
        return [f"授权当前“{state.label}”，不能变更。"]
    label = ChangeKind(kind).label
    causes = authorization.suspensions.filter(lifted_at=None, cause__in=WAYS[kind].barred_by)
    problems = [
        f"授权因“{row.get_cause_display()}”暂停，须先消除该原因，才能变更{label}。" for row in causes.order_by("pk")
    ]
    if being_made(authorization):
        problems.append("上一次变更的证书和标识正在制作，制成后才能再次变更。")
    return problems


def filing_problems(authorization: Authorization, kind: str) -> list[str]:
    """Why the holder cannot ask for it now; the caller holds the lock when it files."""
    return mark_problems(authorization, kind) + open_matters(authorization)


def said_problems(
    authorization: Authorization, kind: str, said: Mapping[str, str], certificate: QualityCertificate | None
) -> Errors:
    """By field, what is wrong with what the holder said."""
    errors: Errors = {name: [MISSING[name]] for name in FIELDS[kind] if not said[name]}
    errors |= {name: words for name, words in refuse_unprintable_fields(dict(said)).items() if name not in errors}
    if not errors and kind == ChangeKind.STANDARD and not tells_a_standard(said["standard_number"]):
        errors["standard_number"] = ["标准编号不完整，请写明代号、顺序号和年代号，如 GB/T 1234—2020。"]
    if not errors and not changed(authorization, kind, said):
        errors[_place(kind)] = [_UNCHANGED if kind != ChangeKind.NAME else _NAME_UNCHANGED]
    if errors:
        return errors
    if problems := held_elsewhere(authorization, wanted(kind, said)):
        errors[_place(kind)] = problems
    if problems := certificate_problems(authorization, kind, said, certificate):
        errors["certificate"] = problems
    return errors


_UNCHANGED = "与现在的相同，无需变更。"
_NAME_UNCHANGED = (
    "证书上的名称和住所与企业信息一致，无需变更。名称或住所有变化的，请先在“企业信息”中申请变更，核定生效后再来。"
)


def _place(kind: str) -> str:
    return FIELDS[kind][0] if FIELDS[kind] else NON_FIELD_ERRORS


def held_elsewhere(authorization: Authorization, new: Mapping[str, str]) -> list[str]:
    """A model that another enterprise holds: under the same trademark, or without one by the same enterprise standard.
    Only what the change brings is asked about: an added model, or every model under another trademark or standard."""
    if not new.keys() & {"models_text", "trademark", "standard"}:
        return []
    trademark = new.get("trademark", authorization.trademark)
    standard = new.get("standard", authorization.standard)
    held = _units(authorization.models_text, authorization.product_name)
    units = _units(new["models_text"], authorization.product_name) if "models_text" in new else held
    units = {key: text for key, text in units.items() if "models_text" not in new or key not in held}
    others = Authorization.objects.filter(
        programme=authorization.programme_id, state__in=LIVE, ends_on__gte=clock.today()
    ).exclude(enterprise=authorization.enterprise_id)
    if trademark:
        others = others.filter(trademark=trademark)
    elif search_key(standard).startswith(search_key("Q/")):
        others = others.filter(trademark="", standard=standard)
    else:
        return []
    problems = []
    for row in others.order_by("pk"):
        shared = [units[key] for key in _units(row.models_text, row.product_name) if key in units]
        if shared:
            what = f"商标“{trademark}”" if trademark else f"执行标准“{standard}”"
            problems.append(
                f"“{'、'.join(shared)}”已由其他企业以相同的{what}取得授权（{row}），不能重复。请核对填写是否有误。"
            )
    return problems


def _units(models: str, product: str) -> dict[str, str]:
    """What the mark is for, by search key: its models, or the whole product where there are none."""
    return {search_key(text): text for text in model_list(models) or [product]}


def certificate_problems(
    authorization: Authorization, kind: str, said: Mapping[str, str], certificate: QualityCertificate | None
) -> list[str]:
    """Why the quality certificate does not bear the change; [] for a mark that rests on none."""
    if authorization.basis != "certificate" or not WAYS[kind].on_certificate:
        return []
    if certificate is None:
        return ["请选择载明变更后内容的质量认证证书；列表中没有的，请联系发证机构录入。"]
    problems = standing_problems(certificate, clock.today())
    if certificate.holder_uscc != authorization.holder_uscc:
        problems.append("证书持有人与授权持有人不是同一主体。")
    if search_key(certificate.product_name) != search_key(authorization.product_name):
        problems.append(f"证书产品“{certificate.product_name}”与授权产品“{authorization.product_name}”不一致。")
    return problems + _not_named(kind, said, certificate)


def _not_named(kind: str, said: Mapping[str, str], certificate: QualityCertificate) -> list[str]:
    """What of the change the certificate does not say. One without a list of models is for all of the product."""
    if kind == ChangeKind.MODELS and certificate.models_text:
        covered = {search_key(text) for text in model_list(certificate.models_text)}
        extra = [text for text in model_list(said["models_text"]) if search_key(text) not in covered]
        return [f"质量认证证书 {certificate.number} 不含型号“{'、'.join(extra)}”。"] if extra else []
    if kind == ChangeKind.STANDARD and not names_standard(certificate.standard, said["standard_number"]):
        return [
            f"质量认证证书 {certificate.number} 依据的标准“{certificate.standard}”不含“{said['standard_number']}”。"
        ]
    if kind == ChangeKind.SITE and search_key(said["site"]) not in search_key(certificate.sites):
        return [f"质量认证证书 {certificate.number} 没有载明生产场所“{said['site']}”，请发证机构换发载明该场所的证书。"]
    return []


def accept_problems(request: ChangeRequest) -> list[str]:
    """Why it cannot be granted today: everything that was asked at the filing, and the visit of a new site."""
    mark = request.authorization
    problems = mark_problems(mark, request.kind) + open_matters(mark, but=OPEN_KEY)
    for words in said_problems(mark, request.kind, request.said, request.certificate).values():
        problems += words
    if request.kind == ChangeKind.NAME and not _still_called(request):
        problems.append("企业的名称或住所在申请后又有变化，请退回企业重新提交。")
    if needs_check(request) and not request.site_checks.filter(conforms=True).exists():
        problems.append("生产场所变更须先现场核查并登记符合的结果。")
    return problems


def _still_called(request: ChangeRequest) -> bool:
    enterprise = request.authorization.enterprise
    now: dict[str, Any] = {"holder_name": enterprise.organisation.name, "address": enterprise.address}
    return bool(request.said == now)


def needs_check(request: ChangeRequest) -> bool:
    """A new site is visited where no certification body answers for it."""
    return request.way.checked and request.authorization.basis != "certificate"
