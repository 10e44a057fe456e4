"""What a change does on its day: the enterprise, its name before. Papers and decisions stay; upper subjects follow."""

from datetime import datetime
from typing import Any

from django.dispatch import Signal

from applications.enterprises.changes.models import EnterpriseChange, FormerName
from applications.enterprises.changes.states import ChangeKind, MergerRole
from applications.enterprises.models import Enterprise
from tianfu.accounts.models import Organisation
from tianfu.ledger.audit.records import record

# Sent inside the transaction in which a change takes effect, with `change`: floors above follow.
enterprise_changed = Signal()
# Sent before it when the enterprise goes to another city, with `change`: whoever works by city follows.
enterprise_moved = Signal()


def put_into_effect(change: EnterpriseChange) -> None:
    """Write the change into the enterprise. The caller holds the lock and passes the door in the same transaction."""
    enterprise = Enterprise.objects.select_related("organisation").get(pk=change.enterprise_id)
    before = {
        "old_name": enterprise.organisation.name,
        "old_address": enterprise.address,
        "old_region": enterprise.registered_region_id,
    }
    EnterpriseChange.objects.filter(pk=change.pk).update(**before)
    {ChangeKind.RENAME: _rename, ChangeKind.MOVE: _move, ChangeKind.MERGER: _merge}[ChangeKind(change.kind)](
        change, enterprise
    )
    enterprise_changed.send(sender=EnterpriseChange, change=change)


def _rename(change: EnterpriseChange, enterprise: Enterprise) -> None:
    old = enterprise.organisation.name
    FormerName.objects.create(enterprise=enterprise, name=old, until=change.valid_from, change=change)
    Organisation.objects.filter(pk=enterprise.organisation_id).update(name=change.new_name)
    _record("enterprise.renamed", change, enterprise, {"name": old}, {"name": change.new_name})


def _move(change: EnterpriseChange, enterprise: Enterprise) -> None:
    assert change.new_region_id is not None  # of every move, by constraint
    before = {"region": enterprise.registered_region_id, "address": enterprise.address}
    after = {"region": change.new_region_id, "address": change.new_address}
    Enterprise.objects.filter(pk=enterprise.pk).update(
        registered_region=change.new_region_id, address=change.new_address
    )
    Organisation.objects.filter(pk=enterprise.organisation_id).update(region=change.new_region_id)
    _record("enterprise.moved", change, enterprise, before, after)
    if change.new_region_id != enterprise.registered_region_id:
        enterprise_moved.send(sender=EnterpriseChange, change=change)


def _merge(change: EnterpriseChange, enterprise: Enterprise) -> None:
    """Recorded and found; marks granted to the other firm do not pass over with it."""
    FormerName.objects.create(
        enterprise=enterprise,
        name=change.other_name,
        kind=FormerName.Kind.TAKEN_OVER,
        until=change.valid_from,
        change=change,
    )
    after = {"other": change.other_name, "uscc": change.other_uscc, "role": MergerRole(change.other_role).label}
    _record("enterprise.merged", change, enterprise, {}, after)


def _record(
    action: str, change: EnterpriseChange, enterprise: Enterprise, before: dict[str, Any], after: dict[str, Any]
) -> None:
    data = {"change": change.pk, "valid_from": change.valid_from.isoformat(), "before": before, "after": after}
    record(action, actor=change.decided_by, subject=enterprise, data=data)


def name_at(enterprise: Enterprise, moment: datetime) -> str:
    """What the enterprise was called on the platform at `moment`: a paper made late says what it would have said."""
    later = enterprise.former_names.filter(kind=FormerName.Kind.OWN, change__effective_at__gt=moment)
    first = later.order_by("change__effective_at", "pk").first()
    return first.name if first is not None else enterprise.organisation.name


def names_before(enterprise: Enterprise) -> list[FormerName]:
    """Newest first: its own former names and those of firms it took over."""
    return list(enterprise.former_names.all())
