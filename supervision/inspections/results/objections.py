"""异议 against a reviewed conclusion, or against a correction that still finds a problem: by the inspected side within
the term, decided by somebody who took no part."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from supervision.inspections.holder import holder_of
from supervision.inspections.messages import tell_of_decision, tell_of_objection
from supervision.inspections.models import InspectionTask, ResultObjection
from supervision.inspections.rules import oversees
from supervision.inspections.states import UNOBJECTED, TaskState
from tianfu.accounts.access.separation import made_by_problems, staff_problems
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.policies.values import policy

_STANDING = "您已经对该结论提出过异议。"


def objection_term(word: str) -> date | None:
    """Ten working days for whom the word says something against (domain.md 8.5); the others need none."""
    if word in UNOBJECTED:
        return None
    return add_working_days(clock.today(), int(policy("inspection.objection_days"))).date


def _open_since(task: InspectionTask) -> datetime | None:
    """Since when what stands may be objected to: the review before publication, the last correction after it."""
    if task.objection_until is None:
        return None
    if task.published_at is not None:
        return task.corrected_at
    return task.reviewed_at if task.state == TaskState.REVIEWED else None


def objecting_problems(task: InspectionTask) -> list[str]:
    """Why nothing can be said against the conclusion or its correction now."""
    since = _open_since(task)
    if since is None:
        return ["现在没有可以提出异议的检查结论。"]
    if clock.today() > task.objection_until:  # type: ignore[operator]  # asked above
        return ["异议期已过。"]
    return [_STANDING] if task.objections.filter(filed_at__gte=since).exists() else []


def open_to_objection(rows: QuerySet[InspectionTask]) -> QuerySet[Any]:
    """Those of `rows` to which `objecting_problems` has no answer now."""
    since = Case(When(published_at__isnull=False, then=F("corrected_at")), default=F("reviewed_at"))
    stands = Q(state=TaskState.REVIEWED, published_at=None) | Q(published_at__isnull=False, corrected_at__isnull=False)
    said = ResultObjection.objects.filter(task=OuterRef("pk"), filed_at__gte=OuterRef("open_since"))
    return rows.filter(stands, objection_until__gte=clock.today()).annotate(open_since=since).filter(~Exists(said))


def contested(task: InspectionTask) -> list[str]:
    """Why nothing may rest on a corrected result yet; [] when nothing stands against it."""
    since = _open_since(task)
    if task.published_at is None or since is None:
        return []
    last = task.objections.filter(filed_at__gte=since).last()
    if last is None:
        if clock.today() > task.objection_until:  # type: ignore[operator]
            return []
        day = moments.full_day(task.objection_until)  # type: ignore[arg-type]
        return [f"更正后的结果在异议期内，{day}届满后才能作为处理的依据。"]
    if last.decided_at is None:
        return ["对更正后结果的异议尚未处理，处理后才能作为处理的依据。"]
    return ["对更正后结果的异议成立，再次更正之前不能作为处理的依据。"] if last.upheld else []


def uncontested() -> Q:
    """As `contested` says of one."""
    since = ResultObjection.objects.filter(task=OuterRef("pk"), filed_at__gte=OuterRef("corrected_at"))
    over = Q(objection_until__lt=clock.today()) & ~Q(Exists(since))
    return Q(corrected_at=None) | Q(objection_until=None) | over | Q(_last_decided(upheld=False))


def upheld_after_publication() -> Q:
    """An objection against a correction was right, and no other correction has followed."""
    return Q(corrected_at__isnull=False) & Q(_last_decided(upheld=True))


def _last_decided(*, upheld: bool) -> Exists:
    """There is one objection at most to each correction."""
    rows = ResultObjection.objects.filter(task=OuterRef("pk"), filed_at__gte=OuterRef("corrected_at"))
    return Exists(rows.filter(upheld=upheld))


def object_to(task: InspectionTask, *, user: Any, text: str) -> ResultObjection:
    """By a member of the inspected side with the right to sign. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        locked = lock(task)
        holder = holder_of(locked)
        if holder is None or not user.can(holder, "sign"):
            raise NotAllowed("异议由有签署权限的成员提出。请联系管理员授予，或由有权限的成员办理。")
        problems = objecting_problems(locked) + ([] if text.strip() else ["请写明异议和理由。"])
        if problems:
            raise NotPossible(problems)
        try:
            with transaction.atomic():
                row = ResultObjection.objects.create(
                    task=locked, text=text.strip(), filed_by=user, filed_at=clock.now()
                )
        except IntegrityError as error:
            raise NotPossible([_STANDING]) from error
        record("inspectiontask.objected", actor=user, subject=locked, reason=text)
        tell_of_objection(locked, row.pk, deciders(locked))
    return row


def decide_objection(objection: ResultObjection, *, user: Any, upheld: bool, answer: str) -> InspectionTask:
    """Right: the team concludes anew, or, against a correction, two organisers correct again. Not right: it stands."""
    with transaction.atomic():
        task = lock(objection.task)
        fresh = ResultObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        _may_decide(task, fresh, user, answer)
        fresh.upheld, fresh.answer, fresh.decided_by, fresh.decided_at = upheld, answer.strip(), user, clock.now()
        fresh.save()
        if upheld and task.published_at is None:
            task = advance(task, "uphold", actor=user, seen=task.revision, note=fresh.answer, objection=fresh)
        else:
            verb = "upheld" if upheld else "dismissed"
            record(f"inspectiontask.objection_{verb}", actor=user, subject=task, reason=answer)
        tell_of_decision(task, fresh.pk, upheld=upheld, answer=fresh.answer)
    return task


def judges(task: InspectionTask) -> set[int | None]:
    """Whose word the objection is against."""
    people = {task.concluded_by_id, task.reviewed_by_id}
    for pair in task.corrections.filter(second_at__isnull=False).values_list("first_by", "second_by"):
        people |= set(pair)
    return people - {None}


def deciders(task: InspectionTask) -> list[User]:
    """Who may decide an objection against what stands: the organisers of the region and, above them, the province's, who
    neither made, reviewed nor corrected it, nor stand in its team. [] when nobody is left: then somebody is to be named."""
    judged = judges(task)
    return [
        user for user in desk([Role.SPOTCHECK_MANAGER], task.object.region_id)
        if user.pk not in judged and oversees(task, user) and task.reviewed_by_id not in user.came_from
    ]  # fmt: skip


def _may_decide(task: InspectionTask, objection: ResultObjection, user: Any, answer: str) -> None:
    if not oversees(task, user):
        raise NotAllowed("异议由抽查组织人处理。")
    problems, since = staff_problems(user), _open_since(task)
    if objection.decided_at is not None or since is None or objection.filed_at < since:
        problems.append("该异议已经处理。")
    if user.pk in judges(task):
        problems.append(f"您作出、复核或更正了该结论，须由另一位抽查组织人处理异议{_who(task)}。")
    elif task.reviewed_by_id is not None:
        problems += made_by_problems(user, task.reviewed_by_id)
    if not answer.strip():
        problems.append("请写明理由：理由会告知被检查对象。")
    if problems:
        raise NotPossible(problems)


def _who(task: InspectionTask) -> str:
    """Where the region has nobody left, who it is."""
    left = deciders(task)
    region = task.object.region_id
    if any(user.regions_for(Role.SPOTCHECK_MANAGER) is not None for user in left) or region is None:
        return ""
    return "：本市（州）没有其他人，由省级抽查组织人处理" if left else "：已没有其他人，请系统管理员增设省级抽查组织人"
