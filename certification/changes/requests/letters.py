"""准予变更决定书, 不予变更决定书."""

from applications.models import CasePaper
from certification.changes import letters
from certification.changes.requests.models import ChangeRequest
from tianfu.workflow.jobs import handler
from tianfu.workflow.models import Job

LETTER_JOB = "change_letter"
_KINDS = {"accept": CasePaper.Kind.CHANGED, "refuse": CasePaper.Kind.CHANGE_REFUSED}
_OPENINGS = {
    "accept": "你单位申请变更“{{brand}}”授权的{kind}。{{organ}}经审查，决定自{{day}}起准予变更，变更内容见下表。",
    "refuse": "你单位申请变更“{{brand}}”授权的{kind}，申请内容见下表。{{organ}}{people}审查，决定不予变更。",
}
_CLOSINGS = {
    "accept": [
        "授权编号不变。新版授权证书和标识文件由平台换发，此前各版已换证，不再使用。",
    ],
    "refuse": ["授权内容不变。情况有变化的，你单位可以重新申请。"],
}


def letter_key(request: ChangeRequest, verb: str) -> str:
    """The business key of its job and of its paper."""
    return f"change:{request.pk}:{verb}"


def want_letter(request: ChangeRequest, verb: str, reason: str) -> None:
    """In the decision's own transaction."""
    mark = request.authorization
    said = {"request": request.pk, "verb": verb, "reason": reason, "to": mark.holder_name}
    letters.want_letter(LETTER_JOB, letter_key(request, verb), mark, _KINDS[verb], **said)


@handler(LETTER_JOB, label="制作变更决定书")
def make_letter(job: Job) -> None:
    request = ChangeRequest.objects.select_related(
        "authorization__application__programme_version", "authorization__programme"
    ).get(pk=job.payload["request"])
    verb, people = job.payload["verb"], "由两名工作人员" if request.way.by_two else "经"
    opening = _OPENINGS[verb].format(kind=request.get_kind_display(), people=people)
    letters.keep_letter(request.authorization, letters.decided(job, opening, _CLOSINGS[verb], request.changed), job.key)
