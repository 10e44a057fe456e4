"""定向检查: a check of one object for a reason, without a draw; opened by two people, inspected as any other."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from supervision.directories.inspectors.recusals import recused_codes
from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.scope import holds_for
from supervision.inspections.assignment.picks import directed_task
from supervision.inspections.messages import tell_team
from supervision.inspections.models import InspectionTask
from supervision.inspections.rules import TEAM
from tianfu.accounts.access.separation import made_by_problems, staff_problems
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.policies.values import policy

OPENERS = (Role.SPOTCHECK_MANAGER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER)


def directed_term() -> date:
    """The last day of the visit of a check that is opened today."""
    return clock.today() + timedelta(days=int(policy("inspection.directed_days")))


def open_directed_check(
    obj: InspectionObject,
    items: Iterable[InspectionItem],
    team: Sequence[Inspector],
    reason: str,
    actor: Any,
    second: Any,
    *,
    origin_ref: str = "",
) -> InspectionTask:
    """Make the task and tell its team. `team` begins with its lead; `origin_ref` ("lead:12") says what it comes from.

    `actor` proposed it and `second` confirmed it: the caller has both signatures. Unannounced: the object is told
    nothing before the visit. Raises NotAllowed and NotPossible in words.
    """
    items, team = list(items), list(team)
    with transaction.atomic():
        InspectionObject.objects.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
        for person in (actor, second):
            if not holds_for(person, OPENERS, obj.authorization, obj.region_id):
                raise NotAllowed("定向检查由抽查组织人或省级经办人、审批人提出和复核。")
        problems = [] if actor.pk != second.pk else ["定向检查须由两人作出：先由一人提出，再由另一人确认。"]
        problems += staff_problems(second) + made_by_problems(second, actor.pk)
        problems += [] if reason.strip() else ["请写明检查的缘由。"]
        problems += _item_problems(obj, items) + _team_problems(obj, team, (actor, second))
        if InspectionTask.objects.unfinished().filter(object=obj).exists():
            problems.append("该对象已有未办结的检查，请先办结。")
        if problems:
            raise NotPossible(problems)
        task = directed_task(
            obj,
            items,
            team,
            due_on=directed_term(),
            reason=reason.strip(),
            opened_by=actor,
            seconded_by=second,
            origin_ref=origin_ref,
        )
        record("inspectiontask.directed", actor=second, subject=task, reason=reason, data={"first": actor.pk})
        tell_team(task)
    return task


def _item_problems(obj: InspectionObject, items: Sequence[InspectionItem]) -> list[str]:
    if not items:
        return ["请选择检查事项。"]
    published = set(
        InspectionItem.objects.published(clock.today())
        .filter(object_kinds__contains=[obj.kind])
        .values_list("pk", flat=True)
    )
    wrong = [item.name for item in items if item.pk not in published]
    return [f"未公布或不适用于该对象的事项不得检查：{'、'.join(wrong)}。"] if wrong else []


def _team_problems(obj: InspectionObject, team: Sequence[Inspector], openers: tuple[Any, ...]) -> list[str]:
    if len({person.pk for person in team}) != len(team) or len(team) < TEAM:
        return ["检查组由两名以上不同的检查人员组成。"]
    today, problems = clock.today(), []
    able = set(
        Inspector.objects.available(today, directed_term())
        .filter(pk__in=[one.pk for one in team])
        .values_list("pk", flat=True)
    )
    away = [one.number for one in team if one.pk not in able]
    if away:
        problems.append(f"检查期内不能执行检查的人员（执法证号）：{'、'.join(away)}。")
    recused = [one.number for one in team if obj.code in recused_codes(one, [obj])]
    if recused:
        problems.append(f"须回避的人员（执法证号）：{'、'.join(recused)}。")
    if not team[0].lead:
        problems.append("检查组的第一人须可任主检人。")
    if {one.user_id for one in team} & {person.pk for person in openers}:
        problems.append("提出和复核检查的人不能参加检查。")
    return problems
