"""准予继受决定书, 不予继受决定书: to the holder and the successor."""

from applications.models import CasePaper
from certification.changes import letters
from certification.changes.successions.models import Succession
from tianfu.workflow.jobs import handler
from tianfu.workflow.models import Job

LETTER_JOB = "succession_letter"
_KINDS = {"accept": CasePaper.Kind.SUCCEEDED, "refuse": CasePaper.Kind.SUCCESSION_REFUSED}
_OPENINGS = {
    "accept": "你们因{way}申请继受“{{brand}}”授权。{{organ}}由两名工作人员审查，决定自{{day}}起准予继受，登记内容见下表。",
    "refuse": "你们因{way}申请继受“{{brand}}”授权，申请内容见下表。{{organ}}由两名工作人员审查，决定不予继受。",
}
_CLOSINGS = {
    "accept": [
        "授权编号不变，由继受企业持有并承担持有人的义务。新版授权证书和标识文件由平台换发，此前各版已换证，不再使用。",
        "授权不得转让、买卖。",
    ],
    "refuse": ["授权仍由原持有人持有。情况有变化的，可以重新申请。"],
}


def letter_key(succession: Succession, verb: str) -> str:
    """The business key of its job and of its paper."""
    return f"succession:{succession.pk}:{verb}"


def want_letter(succession: Succession, verb: str, reason: str, rows: list[dict[str, str]]) -> None:
    """In the decision's own transaction; `rows`: before and after as decided."""
    names = f"{succession.holder}、{succession.successor}"
    said = {"succession": succession.pk, "verb": verb, "reason": reason, "to": names, "rows": rows}
    letters.want_letter(LETTER_JOB, letter_key(succession, verb), succession.authorization, _KINDS[verb], **said)


@handler(LETTER_JOB, label="制作继受决定书")
def make_letter(job: Job) -> None:
    succession = Succession.objects.select_related(
        "authorization__application__programme_version", "authorization__programme"
    ).get(pk=job.payload["succession"])
    verb = job.payload["verb"]
    opening = _OPENINGS[verb].format(way=succession.get_way_display())
    letters.keep_letter(
        succession.authorization, letters.decided(job, opening, _CLOSINGS[verb], job.payload["rows"]), job.key
    )
