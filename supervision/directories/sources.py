"""What of the directories waits for a person: second signatures, plans, certificates that end, previews, differences."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from supervision.directories.items.rules import keeps_list
from supervision.directories.models import (
    DirectoryComparison,
    DirectoryImport,
    Inspector,
    ItemEndorsement,
    PlannedBatch,
    YearlyPlan,
)
from supervision.directories.states import PlanState
from tianfu.accounts.roles import Role
from tianfu.text.moments import numeric_day
from tianfu.workflow import clock, work_items
from tianfu.workflow.policies.values import policy
from tianfu.workflow.work_items import Kind, WorkItem, rows_source, second_item

S = PlanState
_STEPS = {
    S.DRAFT: "计划待审定，请通读后审定或请编制人修改。",
    S.APPROVED: "计划已审定，请报上级机关备案后登记文号。",
    S.FILED: "备案已登记，请公布计划。",
    S.PUBLISHED: "年度已过，请结束计划。",
}


def _plans_things(user: Any) -> bool:
    return bool(user.roles & {Role.SPOTCHECK_MANAGER, Role.PROVINCE_APPROVER, Role.PREFECTURE_APPROVER})


def _manages(user: Any) -> bool:
    return Role.SPOTCHECK_MANAGER in user.roles


def _inspects(user: Any) -> bool:
    return Role.INSPECTOR in user.roles


# ---- items
def proposals(user: Any) -> QuerySet[ItemEndorsement]:
    """Items somebody else wants published or withdrawn."""
    found: QuerySet[ItemEndorsement] = ItemEndorsement.objects.open_to(user)
    return found.select_related("subject", "first_by")


def _proposal(row: ItemEndorsement) -> WorkItem:
    return second_item(
        row,
        title=f"抽查事项 {row.subject.code}",
        url=reverse("console:inspection_item", args=[row.subject_id]),
        what=f"提出{row.get_act_display()}“{row.subject.name}”，请复核。",
        about=f"inspectionitem:{row.subject_id}",
    )


# ---- plans
def _of(user: Any, *roles: Role) -> Q:
    """Plans of the prefectures for which the person holds one of `roles`; all for a role of the whole province."""
    regions: set[str] = set()
    for role in roles:
        held = user.regions_for(role, "")
        if held is None:
            return Q()
        regions |= held
    return Q(region__in=regions)


def waiting_plans(user: Any) -> QuerySet[YearlyPlan]:
    """Drafts with batches that this person may approve, and what a planner has to file, publish or close."""
    writes = _of(user, Role.SPOTCHECK_MANAGER)
    approves = writes if writes == Q() else _of(user, Role.SPOTCHECK_MANAGER, Role.PREFECTURE_APPROVER)
    if user.has_unbound(Role.PROVINCE_APPROVER) and approves != Q():
        approves |= Q(region=None)
    wrote = PlannedBatch.objects.filter(plan=OuterRef("pk"), changed_by=user)
    ready = Exists(PlannedBatch.objects.filter(plan=OuterRef("pk")))
    drafts = YearlyPlan.objects.filter(approves, ready, ~Exists(wrote), state=S.DRAFT)
    drafts = drafts.exclude(created_by=user).exclude(changed_by=user)
    steps = Q(state__in=[S.APPROVED, S.FILED]) | Q(state=S.PUBLISHED, year__lt=clock.today().year)
    rows = YearlyPlan.objects.filter(Q(pk__in=drafts.values("pk")) | (writes & steps))
    return rows.select_related("created_by").order_by("created_at", "pk")


def _plan(row: YearlyPlan) -> WorkItem:
    return WorkItem(
        title=row.title,
        url=reverse("console:yearly_plan", args=[row.pk]),
        what=_STEPS[PlanState(row.state)],
        since=row.created_at,
        holder=str(row.created_by),
        about=f"yearlyplan:{row.pk}",
    )


# ---- certificates of inspectors
def ending_certificates(user: Any) -> QuerySet[Inspector]:
    """On the roll, in the planner's regions, ended or ending within the days of the policy."""
    today = clock.today()
    until = today + timedelta(days=int(policy("directory.certificate_notice_days", on=today)))
    rows = Inspector.objects.on_console_for(user, Role.SPOTCHECK_MANAGER).on_roll(today)
    return rows.filter(valid_until__lte=until).select_related("unit").order_by("valid_until", "pk")


def certificate_item(row: Inspector) -> WorkItem:
    """What to do about a certificate that ended or ends soon."""
    over = row.valid_until < clock.today()
    return WorkItem(
        title=f"执法证号 {row.number} · {row.unit}",
        url=reverse("console:inspector", args=[row.pk]),
        what=f"执法证{'已于' if over else '将于'} {numeric_day(row.valid_until)} 到期，请更新或移出名录。",
        due=row.valid_until,
        about=f"inspector:{row.pk}",
        tone="over" if over else "soon",
    )


def own_certificates(user: Any) -> QuerySet[Inspector]:
    """The person's own entry, when its certificate ended or ends soon."""
    today = clock.today()
    until = today + timedelta(days=int(policy("directory.certificate_notice_days", on=today)))
    return Inspector.objects.on_roll(today).filter(user=user, valid_until__lte=until).order_by("pk")


def _own(row: Inspector) -> WorkItem:
    return WorkItem(
        title=f"执法证号 {row.number}",
        url=reverse("console:inspector_own"),
        what="您的执法证将到期或已到期，到期后不再被抽取。请换证，并告知抽查组织人更新。",
        due=row.valid_until,
        tone="over" if row.valid_until < clock.today() else "soon",
    )


# ---- previews and comparisons
def open_imports(user: Any) -> QuerySet[DirectoryImport]:
    """One's own previews that are neither taken nor given up."""
    return DirectoryImport.objects.filter(uploaded_by=user, taken_at=None, dropped_at=None).order_by("pk")


def _import(row: DirectoryImport) -> WorkItem:
    return WorkItem(
        title=f"{row.get_target_display()}：{row.file_name}",
        url=reverse("console:directory_import", args=[row.pk]),
        what=f"预览共 {row.total} 行，可导入 {row.good} 行，请确认或放弃。",
        since=row.uploaded_at,
        about=f"directoryimport:{row.pk}",
    )


def recent_differences(user: Any) -> QuerySet[DirectoryComparison]:
    """Comparisons since yesterday that put something right."""
    since = clock.start_of(clock.today() - timedelta(days=1))
    rows = DirectoryComparison.objects.filter(finished_at__gte=since)
    return rows.filter(Q(listed__gt=0) | Q(left__gt=0) | Q(changed__gt=0)).order_by("-pk")


def _difference(row: DirectoryComparison) -> WorkItem:
    return WorkItem(
        title="检查对象名录与登记核对",
        url=reverse("console:directory_comparisons"),
        what=f"补列入 {row.listed}，补移出 {row.left}，更正信息 {row.changed}。",
        since=row.finished_at,
    )


SOURCES = (
    rows_source(
        "supervision.items",
        "抽查事项的公布和停用",
        Kind.SECOND,
        proposals,
        _proposal,
        concerns=keeps_list,
        page="console:inspection_items",
        endorsement=ItemEndorsement,
    ),
    *(
        rows_source(f"supervision.{key}", label, kind, found, item, concerns=concerns, page=f"console:{page}")
        for key, label, kind, found, item, page, concerns in (
            ("plans", "年度抽查计划", Kind.TODO, waiting_plans, _plan, "yearly_plans", _plans_things),
            ("certificates", "到期的执法证", Kind.TODO, ending_certificates, certificate_item, "inspectors", _manages),
            ("own", "我的执法证", Kind.TODO, own_certificates, _own, "inspector_own", _inspects),
            ("imports", "待确认的名录导入", Kind.TODO, open_imports, _import, "directory_imports", _manages),
            ("compared", "名录核对", Kind.NEW, recent_differences, _difference, "directory_comparisons", _manages),
        )
    ),
)


def register() -> None:
    """Called from `ready()`."""
    for source in SOURCES:
        work_items.register(source)
