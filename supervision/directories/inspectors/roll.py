"""Acts on the roll of inspectors: entered, changed, taken off; leave and recusals declared and ended. Each is audited.

The planner of the unit's region keeps the roll; an inspector declares his own leave and recusals, and takes back what
he declared himself.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from supervision.directories.models import InspectionObject, Inspector, Leave, Recusal
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible

NOT_YOURS = "该单位的检查人员由其所在地或省级的抽查组织人管理。"


def may_keep(user: Any, unit: Organisation) -> bool:
    """Does the person keep the roll of this unit?"""
    if unit.region_id is None:
        return user.regions_for(Role.SPOTCHECK_MANAGER) is None
    return user.has_role(Role.SPOTCHECK_MANAGER, unit.region_id)


def is_own(user: Any, inspector: Inspector) -> bool:
    """Is it the person himself, and is he an inspector still?"""
    return inspector.user_id is not None and inspector.user_id == user.pk and Role.INSPECTOR in user.roles


def _locked(inspector: Inspector) -> Inspector:
    return Inspector.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=inspector.pk)


def _require_keeper(user: Any, unit: Organisation) -> None:
    if not may_keep(user, unit):
        raise NotAllowed(NOT_YOURS)


def _require_either(user: Any, inspector: Inspector) -> None:
    if not is_own(user, inspector) and not may_keep(user, inspector.unit):
        raise NotAllowed(NOT_YOURS)


def certificate_problems(valid_from: date, valid_until: date, today: date) -> list[str]:
    """Against a certificate that is entered today."""
    if valid_until < valid_from:
        return ["有效期止不能早于有效期起。"]
    if valid_until < today:
        return [f"执法证已于 {valid_until} 到期，请换证后再登记。"]
    return []


def enter(inspector: Inspector, *, actor: Any) -> Inspector:
    """A new entry, or one that was off the roll comes back with what is now true of it."""
    with transaction.atomic():
        _require_keeper(actor, inspector.unit)
        problems = certificate_problems(inspector.valid_from, inspector.valid_until, clock.today())
        if Inspector.objects.filter(number=inspector.number).exists():
            problems.append(f"执法证号 {inspector.number} 已在名录中。")
        if problems:
            raise NotPossible(problems)
        inspector.listed_on = clock.today()
        inspector.save(force_insert=True)
        record("inspector.enter", actor=actor, subject=inspector, data=_facts(inspector))
    return inspector


def change(inspector: Inspector, before: dict[str, Any], *, actor: Any) -> Inspector:
    """Save what the form changed on the locked row; `before`: the facts of the row as it was."""
    _require_keeper(actor, Organisation.objects.get(pk=before["unit"]))
    _require_keeper(actor, inspector.unit)
    inspector.save()
    now = _facts(inspector)
    changed = {name: [before.get(name), value] for name, value in now.items() if before.get(name) != value}
    record("inspector.change", actor=actor, subject=inspector, data=changed)
    return inspector


def facts_of(inspector: Inspector) -> dict[str, Any]:
    """What an audit event tells of an entry: no name."""
    return _facts(inspector)


def _facts(inspector: Inspector) -> dict[str, Any]:
    return {
        "number": inspector.number,
        "unit": inspector.unit_id,
        "user": inspector.user_id,
        "valid_from": inspector.valid_from.isoformat(),
        "valid_until": inspector.valid_until.isoformat(),
        "areas": list(inspector.areas),
        "home": inspector.home,
        "tags": list(inspector.tags),
        "lead": inspector.lead,
    }


def take_off(inspector: Inspector, *, on: date, reason: str, actor: Any) -> Inspector:
    """`on` is the first day off the roll, today or later."""
    with transaction.atomic():
        fresh = _locked(inspector)
        _require_keeper(actor, fresh.unit)
        problems = [] if reason.strip() else ["请写明移出的原因。"]
        if fresh.left_on is not None and fresh.left_on <= clock.today():
            problems.append(f"该人员已于 {fresh.left_on} 移出名录。")
        if on < clock.today():
            problems.append("移出日期不能早于今天：已经进行的抽取以当时的名录为准。")
        if problems:
            raise NotPossible(problems)
        fresh.left_on, fresh.left_reason = max(on, fresh.listed_on), reason.strip()
        fresh.save(update_fields=["left_on", "left_reason"])
        record("inspector.take_off", actor=actor, subject=fresh, reason=reason, data={"on": on.isoformat()})
    return fresh


def put_back(inspector: Inspector, *, actor: Any) -> Inspector:
    """Back on the roll from today, or the day on which he was to leave is struck out."""
    with transaction.atomic():
        fresh = _locked(inspector)
        _require_keeper(actor, fresh.unit)
        problems = certificate_problems(fresh.valid_from, fresh.valid_until, clock.today())
        if fresh.left_on is None:
            problems.append("该人员在名录中。")
        elsewhere = Inspector.objects.filter(user=fresh.user_id, left_on=None).exclude(pk=fresh.pk)
        if fresh.user_id is not None and elsewhere.exists():
            problems.append("该账号已用于另一条检查人员信息，请先更改其中之一。")
        if problems:
            raise NotPossible(problems)
        if fresh.left_on is not None and fresh.left_on <= clock.today():
            fresh.listed_on = clock.today()
        fresh.left_on, fresh.left_reason = None, ""
        fresh.save(update_fields=["left_on", "left_reason", "listed_on"])
        record("inspector.put_back", actor=actor, subject=fresh)
    return fresh


def leave_problems(inspector: Inspector, since: date, until: date) -> list[str]:
    """Against leave on these days; days that are past change no draw."""
    if until < since:
        return ["休假的最后一天不能早于第一天。"]
    if until < clock.today():
        return ["休假日期已过，不需要登记。"]
    same = inspector.leaves.standing().filter(since__lte=until, until__gte=since).first()
    return [f"{same.since} 至 {same.until} 已登记休假，请先撤销或另选日期。"] if same is not None else []


def declare_leave(inspector: Inspector, *, since: date, until: date, actor: Any) -> Leave:
    """By himself or by the planner."""
    with transaction.atomic():
        fresh = _locked(inspector)
        _require_either(actor, fresh)
        if problems := leave_problems(fresh, since, until):
            raise NotPossible(problems)
        row = Leave.objects.create(
            inspector=fresh, since=since, until=until, declared_by=actor, declared_at=clock.now()
        )
        data = {"since": since.isoformat(), "until": until.isoformat()}
        record("inspector.declare_leave", actor=actor, subject=fresh, data=data)
    return row


def take_back_leave(leave: Leave, *, actor: Any) -> Leave:
    """The days count as service again."""
    with transaction.atomic():
        inspector = _locked(leave.inspector)
        _require_either(actor, inspector)
        fresh = Leave.objects.select_for_update().get(pk=leave.pk)
        if fresh.taken_back_at is not None:
            raise NotPossible(["该休假登记已经撤销。"])
        if fresh.until < clock.today():
            raise NotPossible(["休假已经结束，登记作为记录保留。"])
        fresh.taken_back_by, fresh.taken_back_at = actor, clock.now()
        fresh.save(update_fields=["taken_back_by", "taken_back_at"])
        record("inspector.take_back_leave", actor=actor, subject=inspector, data={"leave": fresh.pk})
    return fresh


def recusal_problems(against: str) -> list[str]:
    """Against a recusal from what is no object and no enterprise of the directory."""
    if against and InspectionObject.objects.filter(Q(code=against) | Q(uscc=against)).exists():
        return []
    return [f"名录中没有编号或统一社会信用代码为“{against}”的检查对象，请核对。"]


def declare_recusal(inspector: Inspector, *, against: str, reason: str, actor: Any) -> Recusal:
    """Against one object by its code, or everything of one enterprise by its credit code."""
    with transaction.atomic():
        fresh = _locked(inspector)
        _require_either(actor, fresh)
        problems = [] if reason.strip() else ["请写明回避的事由，例如亲属任职；事由不公开。"]
        if problems := problems + recusal_problems(against):
            raise NotPossible(problems)
        kind = "code" if InspectionObject.objects.filter(code=against).exists() else "uscc"
        try:
            with transaction.atomic():
                row = Recusal.objects.create(
                    inspector=fresh,
                    reason=reason.strip(),
                    declared_by=actor,
                    declared_at=clock.now(),
                    **{kind: against},
                )
        except IntegrityError as error:
            raise NotPossible([f"对“{against}”的回避已经登记。"]) from error
        record("inspector.declare_recusal", actor=actor, subject=fresh, reason=reason, data={kind: against})
    return row


def end_recusal(recusal: Recusal, *, reason: str, actor: Any) -> Recusal:
    """What ceased to be so. What somebody else entered against him the inspector does not end himself."""
    with transaction.atomic():
        inspector = _locked(recusal.inspector)
        _require_either(actor, inspector)
        fresh = Recusal.objects.select_for_update().get(pk=recusal.pk)
        problems = [] if reason.strip() else ["请写明终止回避的理由。"]
        if fresh.ended_at is not None:
            problems.append("该回避登记已经终止。")
        if is_own(actor, inspector) and fresh.declared_by_id != actor.pk:
            problems.append("这项回避由抽查组织人登记，请由抽查组织人终止。")
        if problems:
            raise NotPossible(problems)
        fresh.ended_by, fresh.ended_at, fresh.end_reason = actor, clock.now(), reason.strip()
        fresh.save(update_fields=["ended_by", "ended_at", "end_reason"])
        record("inspector.end_recusal", actor=actor, subject=inspector, reason=reason, data={"recusal": fresh.pk})
    return fresh
