"""The data an enterprise keeps of itself: who may change what, and the event that says what changed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enterprises.models import Enterprise
from tianfu.ledger.audit.records import record
from tianfu.ledger.hashes.fingerprints import fingerprint
from tianfu.papers.fields import refuse_unprintable_fields
from tianfu.workflow.signatures.member import check_member

FIELDS = (
    "address",
    "legal_representative",
    "established_on",
    "quality_officer",
    "contact_name",
    "contact_phone",
)
# About a person: the trail says that they changed, never from what to what.
_PERSONAL = frozenset({"legal_representative", "quality_officer", "contact_name", "contact_phone"})
REGISTERED = "住所已随认领核验。变更住所请在“名称、登记地等变更”中申请。"


def address_is_registered(enterprise: Enterprise) -> bool:
    """From then on the seat changes only by a decided change."""
    return enterprise.verified_at is not None and bool(enterprise.address)


@transaction.atomic
def change_facts(enterprise: Enterprise, facts: Mapping[str, Any], *, user: Any) -> Enterprise:
    """Write `facts` (some of FIELDS); ValidationError by field. Nothing new is no change and no event."""
    locked = Enterprise.objects.select_for_update(of=("self",), no_key=True).get(pk=enterprise.pk)
    check_member(user, locked.organisation, "edit", "您只有查看权限。需要修改企业资料请联系企业管理员。")
    changed = {name: value for name, value in facts.items() if getattr(locked, name) != value}
    if not changed:
        return locked
    errors = refuse_unprintable_fields(changed)
    if "address" in changed and address_is_registered(locked):
        errors["address"] = [REGISTERED]
    if errors:
        raise ValidationError(errors)
    before = {name: getattr(locked, name) for name in changed}
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.full_clean(exclude=["organisation", "registered_region"])
    locked.save(update_fields=list(changed))
    data = {"fields": sorted(changed), "before": _readable(before), "after": _readable(changed)}
    record("enterprise.edit", actor=user, subject=locked, data=data)
    return locked


def _readable(facts: Mapping[str, Any]) -> dict[str, str]:
    """As the trail keeps them: personal data as fingerprints, so that only equality can be told."""
    return {
        name: "" if value in (None, "") else "#" + fingerprint(str(value)) if name in _PERSONAL else str(value)
        for name, value in facts.items()
    }
