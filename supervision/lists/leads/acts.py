"""Filing a finding with photos, and what becomes of it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from certification.models import Authorization
from supervision.lists.leads.requests import pass_on
from supervision.lists.leads.rules import sources
from supervision.lists.leads.states import LeadState
from supervision.lists.models import Lead, LeadPhoto
from tianfu.files.kinds import Kind
from tianfu.inbox.dispatch import notify
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.policies.upload_size import most_bytes
from tianfu.workflow.policies.uploads import take_one
from tianfu.workflow.policies.values import policy

PHOTO_PURPOSE = "lead_photo"
YET_TO_COME = "发现日期不能晚于今天。"
PHOTO_KINDS = (Kind.JPEG, Kind.PNG)


def find_authorization(number: str) -> Authorization | None:
    """The published authorization of this number; ValidationError, for its field, when there is none."""
    if not number:
        return None
    found = Authorization.objects.published().filter(number__iexact=number).first()
    if found is None:
        raise ValidationError("没有这个编号的授权，请核对；编号看不清的请留空，在情况中写明企业和产品。")
    return found


def check_found_on(found_on: date) -> None:
    """ValidationError, for its field, when that day is yet to come."""
    if found_on > clock.today():
        raise ValidationError(YET_TO_COME)


@transaction.atomic
def file_lead(
    *, user: Any, authorization: Authorization | None, found_on: date, place: str, text: str, source: str = ""
) -> Lead:
    """`source` empty: what follows from the filer's role. Raises NotAllowed, or NotPossible with every reason."""
    offered = sources(user)
    if not offered:
        raise NotAllowed("线索由市（州）经办人和社会监督员提交。")
    source = source or offered[0]
    problems = [YET_TO_COME] if found_on > clock.today() else []
    if source not in offered:
        problems.append(f"您提交的线索，来源只能是{'、'.join(one.label for one in offered)}。")
    if not text.strip():
        problems.append("请写明发现的情况。")
    if problems:
        raise NotPossible(problems)
    lead = Lead.objects.create(
        authorization=authorization,
        source=source,
        found_on=found_on,
        place=place,
        text=text.strip(),
        filed_by=user,
        filed_at=clock.now(),
    )
    record("lead.file", actor=user, subject=lead, data={"source": source})
    return lead


def photo_limits() -> tuple[int, int]:
    """(most photos of one lead, bytes of one)."""
    return int(policy("lead.photos")), most_bytes()


def add_photo(lead: Lead, upload: UploadedFile, *, user: Any) -> LeadPhoto:
    """One picture, while the finding waits. Raises ValidationError with what is wrong with the file."""
    most, _ = photo_limits()
    with transaction.atomic():
        fresh = lock(lead)
        if fresh.filed_by_id != user.pk or fresh.state != LeadState.FILED:
            raise NotAllowed("照片由提交人在线索处理之前添加。")
        if fresh.photos.count() >= most:
            raise ValidationError(f"每条线索最多 {most} 张照片，请选择最能说明情况的。")
        file = take_one(upload, kinds=PHOTO_KINDS, user=user, purpose=PHOTO_PURPOSE)
        photo = LeadPhoto.objects.create(lead=fresh, file=file, added_at=clock.now())
        record("lead.add_photo", actor=user, subject=fresh, data={"sha256": file.sha256})
    return photo


def decide_lead(lead: Lead, *, user: Any, seen: int, outcome: str, reason: str, endorsement: Any = None) -> Lead:
    """A check (`endorsement`: both signatures), a proposal or nothing, with a reason that the filer reads; the operator never learns who filed it."""
    with transaction.atomic():
        more = {"endorsement": endorsement} if endorsement is not None else {}
        decided = advance(lead, "decide", actor=user, seen=seen, note=reason.strip(), outcome=outcome, **more)
        notify(
            "lead_decided",
            users=[decided.filed_by],
            context={
                "lead": decided.pk,
                "found_on": decided.found_on,
                "place": decided.place,
                "outcome": decided.get_outcome_display(),
                "reason": decided.reason,
            },
            link=reverse("console:lead", args=[decided.pk]),
            about=f"lead:{decided.pk}",
            once=str(decided.pk),
        )
        pass_on(decided)
    return decided
