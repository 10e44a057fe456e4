"""What the desk adds to an entry beside what the register says of it."""

from collections.abc import Iterable
from typing import Any

from supervision.directories.models import InspectionObject, ObjectChange
from supervision.directories.plans.rules import holds
from supervision.directories.states import Passage
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed


def set_added_tags(row: InspectionObject, tags: Iterable[str], *, actor: Any) -> bool:
    """Replace the added tags of a locked entry; False when nothing changes. Tags of the register are left out."""
    if not holds(actor, Role.SPOTCHECK_MANAGER, row.region_id) and not _of_province(actor):
        raise NotAllowed("该检查对象由其所在地或省级的抽查组织人管理。")
    wanted = sorted(set(tags) - set(row.tags))
    if wanted == row.added_tags:
        return False
    before, row.added_tags = list(row.added_tags), wanted
    row.save(update_fields=["added_tags"])
    what = {"补充标签": ["、".join(before), "、".join(wanted)]}
    ObjectChange.objects.create(
        object=row, at=clock.now(), passage=Passage.CHANGED, on=clock.today(), what=what, cause="补充标签", actor=actor
    )
    record("inspectionobject.set_tags", actor=actor, subject=row, data={"before": before, "after": wanted})
    return True


def _of_province(actor: Any) -> bool:
    return actor.regions_for(Role.SPOTCHECK_MANAGER) is None
