"""准予变更决定书, 不予变更决定书."""

from typing import Any

from applications.models import CasePaper
from certification.authorizations.notices import change_rows, keep_notice, term_row, told, want_notice
from certification.changes.requests.models import ChangeRequest
from tianfu.workflow.jobs import handler
from tianfu.workflow.models import Job

_KINDS = {"accept": CasePaper.Kind.CHANGED, "refuse": CasePaper.Kind.CHANGE_REFUSED}


def letter_key(request: ChangeRequest, verb: str) -> str:
    """The business key of its job and of its paper."""
    return f"change:{request.pk}:{verb}"


def want_letter(request: ChangeRequest, verb: str, reason: str) -> None:
    """In the decision's own transaction."""
    want_notice(request.authorization, _KINDS[verb], letter_key(request, verb), **_said(request, reason))


def _said(request: ChangeRequest, reason: str) -> dict[str, Any]:
    return {
        "said": reason,
        "rows": [term_row(request.authorization)],
        "table": change_rows(request.changed),
        "what": request.get_kind_display(),
        "people": "由两名工作人员" if request.way.by_two else "经",
    }


@handler("change_letter", label="制作变更决定书")
def make_earlier_letter(job: Job) -> None:
    """Wanted before every letter of a mark had one job; a parked one is still tried again."""
    request = ChangeRequest.objects.select_related("authorization").get(pk=job.payload["request"])
    keep_notice(request.authorization, job.key, job.payload | told(**_said(request, job.payload["reason"])))
