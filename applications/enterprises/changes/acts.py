"""A change of an enterprise from its filing to its effect."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from applications.enterprises.changes.effects import put_into_effect
from applications.enterprises.changes.messages import tell_filed
from applications.enterprises.changes.models import ChangeEvidence, EnterpriseChange
from applications.enterprises.changes.states import OPEN, ChangeKind, ChangeState
from applications.enterprises.models import Enterprise
from tianfu.accounts.organisations.uscc import clean_uscc
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.papers.fields import refuse_unprintable_fields
from tianfu.text.search_key import search_key
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, NotPossible, Refused, advance, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.rounds import each
from tianfu.workflow.signatures.member import check_member

EVIDENCE_KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG)
EVIDENCE_PURPOSE = "enterprise_change"
# What each kind of change says; everything else is left empty, whatever a page sends.
SAYS = {
    ChangeKind.RENAME: ("new_name",),
    ChangeKind.MOVE: ("new_region", "new_address"),
    ChangeKind.MERGER: ("other_name", "other_uscc", "other_role"),
}


@transaction.atomic
def file_change(
    enterprise: Enterprise, kind: str, facts: dict[str, Any], files: Sequence[UploadedFile], *, user: Any
) -> EnterpriseChange:
    """Ask for a change. `facts`: what the kind says, `valid_from`, `explanation`. One open request of a kind.

    Raises ValidationError by field, NotPossible, NotAllowed.
    """
    locked = Enterprise.objects.select_for_update(of=("self",), no_key=True).get(pk=enterprise.pk)
    check_member(
        user, locked.organisation, "sign", "变更由有签署权限的成员申请。请联系企业管理员授予，或由有权限的成员办理。"
    )
    if locked.verified_at is None:
        raise NotPossible(["企业认领尚未通过核验，请先完成认领。名称等信息在认领时核对。"])
    if locked.change_requests.filter(kind=kind, state__in=OPEN).exists():
        raise NotPossible([_STANDING])
    said = _said(kind, facts)
    _refuse_wrong(locked, kind, said, facts.get("valid_from"))
    if not files:
        raise ValidationError({"files": ["请上传证明材料，如变更后的营业执照、登记机关的变更通知书。"]})
    change = EnterpriseChange(
        enterprise=locked,
        kind=kind,
        valid_from=facts["valid_from"],
        explanation=facts.get("explanation", ""),
        deciding_region=said.get("new_region") or locked.registered_region,
        filed_by=user,
        filed_at=clock.now(),
        **said,
    )
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        raise NotPossible([_STANDING]) from error
    _keep(change, files, user)
    plain = {name: str(getattr(value, "pk", value)) for name, value in said.items()}
    data = {"kind": str(kind), "valid_from": change.valid_from.isoformat(), **plain}
    record("enterprise_change.filed", actor=user, subject=change, data=data)
    tell_filed(change)
    return change


_STANDING = "已有一份同类变更申请在办，请先等待办结，或撤回后重新申请。"


def _said(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    said = {name: facts.get(name) for name in SAYS[ChangeKind(kind)]}
    return {name: "" if value is None and name != "new_region" else value for name, value in said.items()}


def _refuse_wrong(enterprise: Enterprise, kind: str, said: dict[str, Any], valid_from: date | None) -> None:
    errors = refuse_unprintable_fields(said)
    if valid_from is None:
        errors["valid_from"] = ["请填写生效日，即登记机关核准变更的日期。"]
    elif enterprise.established_on and valid_from < enterprise.established_on:
        errors["valid_from"] = ["生效日不能早于企业成立日期。"]
    check = {ChangeKind.RENAME: _wrong_name, ChangeKind.MOVE: _wrong_place, ChangeKind.MERGER: _wrong_other}
    for field, sentence in check[ChangeKind(kind)](enterprise, said).items():
        errors.setdefault(field, [sentence])
    if errors:
        raise ValidationError(errors)


def _wrong_name(enterprise: Enterprise, said: dict[str, Any]) -> dict[str, str]:
    name = said["new_name"].strip()
    if not name:
        return {"new_name": "请填写变更后的企业名称，与营业执照完全一致。"}
    if name == enterprise.organisation.name:
        return {"new_name": "与现在的名称相同，无需变更。"}
    return {}


def _wrong_place(enterprise: Enterprise, said: dict[str, Any]) -> dict[str, str]:
    region, address = said["new_region"], said["new_address"].strip()
    if region is None or region.kind != "prefecture":
        return {"new_region": "请选择变更后的登记市（州）；只在本市（州）内变更住所的，选择原来的。"}
    moved = region.pk != enterprise.registered_region_id
    if not address:
        return {"new_address": "请填写变更后的住所，与营业执照一致。"}
    if not moved and search_key(address) == search_key(enterprise.address):
        return {"new_address": "登记地和住所都没有变化，无需变更。"}
    return {}


def _wrong_other(enterprise: Enterprise, said: dict[str, Any]) -> dict[str, str]:
    if not said["other_name"].strip():
        return {"other_name": "请填写对方企业的名称。"}
    if not said["other_role"]:
        return {"other_role": "请选择与对方的关系。"}
    try:
        said["other_uscc"] = clean_uscc(said["other_uscc"])
    except ValidationError as error:
        return {"other_uscc": error.messages[0]}
    if said["other_uscc"] == enterprise.uscc:
        return {"other_uscc": "这是本企业的代码，请填写对方企业的。"}
    return {}


def _keep(change: EnterpriseChange, files: Sequence[UploadedFile], user: Any) -> None:
    for stored in take_all(files, kinds=EVIDENCE_KINDS, user=user, purpose=EVIDENCE_PURPOSE):
        ChangeEvidence.objects.create(change=change, file=stored, added_by=user, added_at=clock.now())


@transaction.atomic
def hand_in_again(
    change: EnterpriseChange, files: Sequence[UploadedFile], *, user: Any, seen: int, note: str
) -> EnterpriseChange:
    """After 退回补充: further evidence or an explanation, or both; what was asked for itself stays as it was."""
    if not files and not note.strip():
        raise ValidationError({"files": ["请补充材料，或写明情况。"]})
    moved = advance(change, "hand_in_again", actor=user, seen=seen, note=note)
    _keep(moved, files, user)
    return moved


def withdraw(change: EnterpriseChange, *, user: Any, seen: int) -> EnterpriseChange:
    """The enterprise takes it back; nothing of it holds."""
    return advance(change, "take_back", actor=user, seen=seen)


def decide(change: EnterpriseChange, verb: str, *, user: Any, seen: int, note: str = "") -> EnterpriseChange:
    """`approve`, `return_it` or `refuse`. An approved change whose day has come takes effect at once."""
    with transaction.atomic():
        moved = advance(change, verb, actor=user, seen=seen, note=note)
        if moved.state == ChangeState.APPROVED and moved.valid_from <= clock.today():
            return _take_effect(moved)
    return moved


def _take_effect(change: EnterpriseChange) -> EnterpriseChange:
    with transaction.atomic():
        put_into_effect(lock(change))
        return advance(EnterpriseChange.objects.get(pk=change.pk), "take_effect", actor=SYSTEM, seen=change.revision)


def take_effect_due(today: date) -> int:
    """Every decided change whose day has come; returns how many. May run twice, and late."""
    due = EnterpriseChange.objects.due(today).order_by("valid_from", "pk")
    return each("enterprise change", due, _take_effect_if_it_stands)


def _take_effect_if_it_stands(change: EnterpriseChange) -> bool:
    try:
        _take_effect(change)
    except Refused:
        return False  # withdrawn, or done by another run, a moment ago
    return True


def bring_up_to_date(enterprise: Enterprise) -> None:
    """Before something is decided in its name: a change whose day has come holds, whether the job ran or not."""
    for change in enterprise.change_requests.due(clock.today()).order_by("valid_from", "pk"):
        _take_effect(change)
