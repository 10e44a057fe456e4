"""准予继受决定书, 不予继受决定书: to the holder and the successor."""

from typing import Any

from applications.models import CasePaper
from certification.authorizations.notices import change_rows, keep_notice, term_row, told, want_notice
from certification.changes.successions.models import Succession
from tianfu.workflow.jobs import handler
from tianfu.workflow.models import Job

_KINDS = {"accept": CasePaper.Kind.SUCCEEDED, "refuse": CasePaper.Kind.SUCCESSION_REFUSED}


def letter_key(succession: Succession, verb: str) -> str:
    """The business key of its job and of its paper."""
    return f"succession:{succession.pk}:{verb}"


def want_letter(succession: Succession, verb: str, reason: str, rows: list[dict[str, str]]) -> None:
    """In the decision's own transaction; `rows`: before and after as decided."""
    both = f"{succession.holder}、{succession.successor}"
    key, said = letter_key(succession, verb), _said(succession, reason, rows)
    want_notice(succession.authorization, _KINDS[verb], key, to=both, **said)


def _said(succession: Succession, reason: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "said": reason,
        "rows": [term_row(succession.authorization)],
        "table": change_rows(rows),
        "way": succession.get_way_display(),
    }


@handler("succession_letter", label="制作继受决定书")
def make_earlier_letter(job: Job) -> None:
    """Wanted before every letter of a mark had one job; a parked one is still tried again."""
    succession = Succession.objects.select_related("authorization").get(pk=job.payload["succession"])
    said = _said(succession, job.payload["reason"], job.payload["rows"])
    keep_notice(succession.authorization, job.key, job.payload | told(**said))
