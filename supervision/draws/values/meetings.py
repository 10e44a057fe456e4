"""掷骰会: a draw made in one meeting, after the commitment, before named witnesses."""

from datetime import datetime
from typing import Any

from django.db import transaction

from supervision.draws.models import DiceMeeting, DrawPlan
from supervision.draws.rules import organises
from supervision.draws.states import DrawState, Mode
from tianfu.files.models import StoredFile
from tianfu.ledger.audit.records import record
from tianfu.ledger.hashes.fingerprints import holds_personal
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.policies.values import policy


def awaits_dice(plan: DrawPlan) -> bool:
    """Committed, and its dice are not rolled: nobody can know the result, whatever `seed_after` says."""
    return plan.mode == Mode.DICE and plan.state == DrawState.COMMITTED and not hasattr(plan, "meeting")


def record_meeting(
    plan: DrawPlan,
    *,
    user: Any,
    held_at: datetime,
    place: str,
    witnesses: list[dict[str, str]],
    film: StoredFile | None = None,
    film_sha256: str = "",
) -> DiceMeeting:
    """Who was present, where and when the dice were rolled, and the hash of what shows it.

    Raises NotPossible in words; the roll must lie after the commitment and not in the future.
    """
    with transaction.atomic():
        locked = lock(plan)
        if not organises(locked, user):
            raise NotAllowed("掷骰由抽查组织人记录。")
        problems = _problems(locked, held_at, place, witnesses)
        if film is None and not film_sha256:
            problems.append("请上传现场照片，或者填写影像文件的 SHA-256。")
        if problems:
            raise NotPossible(problems)
        made = DiceMeeting.objects.create(
            plan=locked,
            held_at=held_at,
            place=place,
            witnesses=witnesses,
            film=film,
            film_sha256=film_sha256 or (film.sha256 if film else ""),
            recorded_by=user,
            recorded_at=clock.now(),
        )
        record("drawplan.dice_rolled", actor=user, subject=locked)
        roles = "、".join(row["role"] for row in witnesses)
        # Roles are public, names stay inside: the log cannot forget.
        publish("draw.dice", {"number": locked.number, "witnesses": roles, "film_sha256": made.film_sha256})
    return made


def _problems(plan: DrawPlan, held_at: datetime, place: str, witnesses: list[dict[str, str]]) -> list[str]:
    problems = []
    if plan.mode != Mode.DICE or plan.state != DrawState.COMMITTED:
        problems.append("只有已承诺、以掷骰为随机数来源的方案可以记录掷骰。")
    if hasattr(plan, "meeting"):
        problems.append("掷骰已经记录。")
    if plan.committed_at is not None and held_at < plan.committed_at:
        problems.append("掷骰须在承诺之后进行：先公布名录和方案，再掷骰。")
    if held_at > clock.now():
        problems.append("掷骰时间不能晚于现在。")
    if holds_personal([row.get("role", "") for row in witnesses]):
        problems.append("见证人的身份请只写单位和职务，不写邮箱、手机号或身份证号：身份会公开。")
    least = int(policy("draw.witnesses"))
    if len(witnesses) < least or any(not row.get("name") or not row.get("role") for row in witnesses):
        problems.append(f"请写明至少 {least} 位见证人的姓名和身份。")
    if not place.strip():
        problems.append("请写明地点。")
    return problems
