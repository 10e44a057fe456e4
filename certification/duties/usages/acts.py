"""标识使用登记: filed with pictures, accepted or returned with marks on them, filed again, stopped, revoked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from certification.authorizations.models.authorization import Authorization
from certification.duties.usages.facts import UsageFacts, facts_problems, picture_problem, room_problems
from certification.duties.usages.messages import tell_desk, tell_holder
from certification.duties.usages.models import FACTS, MarkUsage, PictureMark, UsagePicture
from certification.duties.usages.pictures.areas import Area
from certification.duties.usages.rules import standing_problems
from certification.duties.usages.states import OPEN
from tianfu.files.inspection.images import shown_size
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import SYSTEM, NotPossible, advance, lock, refuse_stale
from tianfu.workflow.policies.uploads import take_one
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.member import check_member

PURPOSE = "mark_usage"
KINDS = (Kind.JPEG, Kind.PNG)
_VIEW_ONLY = "您只有查看权限。需要登记标识使用的，请联系企业管理员。"


@dataclass(frozen=True)
class Marked:
    """What is wrong where on which picture of the submission that was read."""

    picture: int
    area: Area
    text: str


def register(
    authorization: Authorization, facts: UsageFacts, *, user: Any, uploads: Sequence[UploadedFile]
) -> MarkUsage:
    """By a member who may edit. Raises NotAllowed, NotPossible, ValidationError for a file; nothing is kept then."""
    with transaction.atomic():
        locked = lock(authorization)
        check_member(user, locked.enterprise.organisation, "edit", _VIEW_ONLY)
        _refuse(locked, facts, len(uploads), room_problems(locked))
        serial = (locked.usages.aggregate(last=Max("serial"))["last"] or 0) + 1
        usage = MarkUsage.objects.create(
            authorization=locked,
            serial=serial,
            number=f"{locked.number}-U{serial:02d}",
            filed_by=user,
            filed_at=clock.now(),
            due_on=decide_by(locked),
            **{name: getattr(facts, name) for name in FACTS},
        )
        _keep_pictures(usage, [], uploads, user)
        record("mark_usage.register", actor=user, subject=usage, data={"facts": str(facts), "pictures": len(uploads)})
        tell_desk(usage)
    return usage


def _refuse(authorization: Authorization, facts: UsageFacts, pictures: int, more: Sequence[str] = ()) -> None:
    problems = [*standing_problems(authorization), *more, *facts_problems(authorization, facts).values()]
    if wrong := picture_problem(pictures, authorization.application.programme_slug):
        problems.append(wrong)
    if problems:
        raise NotPossible(problems)


def decide_by(authorization: Authorization) -> date:
    """The last day for the operator's answer to what is filed today."""
    days = int(policy("usage.decide_days", scope=authorization.application.programme_slug))
    return add_working_days(clock.today(), days).date


def _keep_pictures(usage: MarkUsage, again: Sequence[UsagePicture], uploads: Sequence[UploadedFile], user: Any) -> None:
    slug = usage.authorization.programme_slug
    kept = [(row.file, (row.width, row.height)) for row in again]
    for upload in uploads:
        file = take_one(upload, slug, kinds=KINDS, user=user, purpose=PURPOSE)
        kept.append((file, shown_size(file.read())))
    UsagePicture.objects.bulk_create(
        UsagePicture(usage=usage, round=usage.round, position=at, file=file, width=size[0], height=size[1])
        for at, (file, size) in enumerate(kept, start=1)
    )


def resubmit(
    usage: MarkUsage,
    facts: UsageFacts,
    *,
    user: Any,
    seen: int,
    keep: Collection[int],
    uploads: Sequence[UploadedFile],
) -> MarkUsage:
    """Filed again after it was returned or taken back; `keep`: keys of pictures of the last submission that stay. Errors as `register`."""
    with transaction.atomic():
        fresh = lock(usage)
        refuse_stale(fresh, seen)
        again = list(fresh.pictures.filter(round=fresh.round, pk__in=list(keep)).select_related("file"))
        _refuse(fresh.authorization, facts, len(again) + len(uploads))
        moved = advance(
            fresh,
            "resubmit",
            actor=user,
            seen=seen,
            facts=facts,
            due_on=decide_by(fresh.authorization),
            kept=len(again),
        )
        _keep_pictures(moved, again, uploads, user)
        tell_desk(moved)
    return moved


def approve(usage: MarkUsage, *, user: Any, seen: int, note: str = "") -> MarkUsage:
    """By the operator; the mark may be used as registered."""
    with transaction.atomic():
        moved = advance(usage, "approve", actor=user, seen=seen, note=note)
        tell_holder(moved, "usage_approved")
    return moved


def hand_back(usage: MarkUsage, *, user: Any, seen: int, reason: str, marks: Sequence[Marked] = ()) -> MarkUsage:
    """Returned with a reason and what was marked on the pictures, which the holder reads.

    Raises ValidationError for a picture that is none of this submission's.
    """
    with transaction.atomic():
        moved = advance(usage, "hand_back", actor=user, seen=seen, note=reason, marks=len(marks))
        pictures = {row.pk: row for row in moved.pictures.filter(round=moved.round)}
        for number, one in enumerate(marks, start=1):
            if one.picture not in pictures:
                raise ValidationError("请选择本次提交的一张样图。", code="picture")
            area = one.area
            PictureMark.objects.create(
                picture=pictures[one.picture],
                number=number,
                left=area.left,
                top=area.top,
                width=area.width,
                height=area.height,
                text=one.text,
            )
        tell_holder(moved, "usage_returned")
    return moved


def revoke(usage: MarkUsage, *, user: Any, seen: int, reason: str) -> MarkUsage:
    """By the operator, where the mark is not used as registered."""
    with transaction.atomic():
        moved = advance(usage, "revoke", actor=user, seen=seen, note=reason)
        tell_holder(moved, "usage_revoked")
    return moved


def stop(usage: MarkUsage, *, user: Any, seen: int) -> MarkUsage:
    """By the holder: this usage has ended, or will not begin."""
    return advance(usage, "stop", actor=user, seen=seen)


def take_back(usage: MarkUsage, *, user: Any, seen: int) -> MarkUsage:
    """By the holder, before it was looked at. Raises Overtaken where an officer was faster."""
    return advance(usage, "take_back", actor=user, seen=seen)


def close_usages(authorization: Authorization) -> None:
    """The authorization has ended: nothing of it is used any more. In the transaction of that passage."""
    for usage in authorization.usages.filter(state__in=OPEN).order_by("pk"):
        note = f"授权已{authorization.get_state_display()}，标识停止使用。"
        advance(usage, "close", actor=SYSTEM, seen=usage.revision, note=note)
