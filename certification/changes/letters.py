"""The decision letters of this subject: numbered and wanted in the act's transaction, set by a job, kept with the case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.cases.standing.offices import operator
from applications.cases.standing.remedies import remedy
from applications.models import CasePaper
from applications.papers.case_papers import keep_paper, refuse_unprintable
from applications.papers.letters import next_document_number
from applications.papers.wording import WORDING
from certification.authorizations.models.authorization import Authorization
from tianfu.papers.art.qr import verify_url
from tianfu.papers.shapes import Letter
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.jobs import enqueue
from tianfu.workflow.models import Job


@dataclass(frozen=True)
class Decision:
    """What a letter says besides the mark. `rows`: [fact, before, after]; `addressee`: who asked."""

    kind: str
    number: str
    on: date
    addressee: str
    paragraphs: list[str]
    closing: list[str]
    rows: list[list[str]]


def _numbered(authorization: Authorization, kind: str) -> dict[str, Any]:
    """For a job's payload: 文号 and day, as they stand in the act's transaction."""
    today = clock.today()
    number = next_document_number(authorization.application, kind, today)
    return {"kind": str(kind), "number": number, "on": today.isoformat()}


def want_letter(job: str, key: str, authorization: Authorization, kind: str, **payload: Any) -> None:
    """In the act's own transaction. `payload`: verb, reason, to and whatever the job reads besides."""
    enqueue(job, key, _numbered(authorization, kind) | payload)


def decided(job: Job, opening: str, closing: list[str], rows: list[dict[str, str]]) -> Decision:
    """The letter of a request as its job wants it. `opening` has places for organ, day and brand; `rows`: what was asked,
    before and after."""
    payload = job.payload
    # Braces of a reason are no places to fill in.
    said = payload["reason"].rstrip("。").replace("{", "{{").replace("}", "}}")
    return Decision(
        kind=payload["kind"],
        number=payload["number"],
        on=date.fromisoformat(payload["on"]),
        addressee=payload["to"],
        paragraphs=[opening, f"审查意见：{said}。"],
        closing=closing,
        rows=[[row["label"], row["before"] or "无", row["after"] or "无"] for row in rows],
    )


def keep_letter(authorization: Authorization, decision: Decision, key: str) -> None:
    """Set and keep it; a second run finds it made."""
    with refuse_unprintable():
        sheet, wording = _sheet(authorization, decision), WORDING[decision.kind]
        keep_paper(authorization.application, decision.kind, key, sheet, paper_kind=wording.paper_kind)


def letter_of(key: str) -> CasePaper | None:
    """The letter of this act, once its job has run."""
    return CasePaper.objects.select_related("paper__file").filter(key=key).first()


def _sheet(authorization: Authorization, decision: Decision) -> Letter:
    application, wording = authorization.application, WORDING[decision.kind]
    office = operator(application, decision.on)
    content = application.programme_version.content
    words = content["words"]
    return Letter(
        number=decision.number,
        made_at=clock.now(),
        programme=content["name"],
        issuer=office.name,
        verify_url=verify_url(authorization.number or ""),
        kind_label=wording.title,
        title=wording.title,
        addressee=decision.addressee,
        subject=[
            (f"{words['grant']}编号", authorization.number or ""),
            (f"{words['grant']}产品", authorization.product_name),
            ("有效期", f"{formal_day(authorization.starts_on)}至{formal_day(authorization.ends_on)}"),
        ],
        paragraphs=[
            text.format(organ=office.self_name, day=formal_day(decision.on), brand=content["name"])
            for text in decision.paragraphs
        ],
        table_head=["事项", "变更前", "变更后"],
        table=decision.rows,
        closing=decision.closing,
        remedies=[remedy(application, decision.on).letter] if wording.remedy else [],
        contact=office.contact,
        signed_on=decision.on,
    )
