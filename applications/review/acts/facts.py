"""What an officer sees of a case before he signs: the facts behind `tianfu.workflow.signatures.shown` for acts of a second person."""

from typing import Any

from applications.cases.models.application import Application
from applications.cases.stages.stage import registered
from applications.review.models import ApplicationEndorsement, StageReview

_FIRST = {"pass_stage": "propose_pass", "reject": "propose_reject", "terminate": "propose_terminate"}
_OUTCOMES = {"pass": "同意", "reject": "不予授权"}


def first_review(application: Application, endorsement: ApplicationEndorsement) -> StageReview | None:
    """What the first of two people recorded with the proposal: opinion, ticks, codes of the reasons."""
    verb = endorsement.act.partition(":")[0]
    rows = application.reviews.filter(
        stage=application.state,
        act=_FIRST[verb],
        reviewed_by=endorsement.first_by_id,
        filing__version=application.round,
    )
    return rows.last()


def proposed_codes(application: Application, endorsement: ApplicationEndorsement) -> list[str]:
    """The coded reasons of a proposed refusal."""
    review = first_review(application, endorsement)
    return list(review.answers.get("reasons", [])) if review is not None else []


def case_facts(application: Application, endorsement: ApplicationEndorsement | None) -> dict[str, Any]:
    """The case as the decision page shows it now, entry by entry, with the proposal that waits for a second person."""
    filing = application.filings.order_by("version").last()
    room = registered().get(application.state)
    facts: dict[str, Any] = {
        "申报存证": filing.sha256 if filing is not None else "",
        "申报企业": f"{application.enterprise.organisation.name} {application.enterprise.uscc}",
        "产品（服务）": application.product_version.name,
        "本环节要求": "；".join(room.problems(application)) if room is not None else "",
        "补正": [[row.pk, row.message, row.closed_at is None] for row in application.corrections.all()],
        "审查意见": [[row.pk, row.act, row.opinion, row.answers] for row in application.reviews.order_by("pk")],
    }
    return facts | _of_stages(application) | _proposal(application, endorsement)


def _of_stages(application: Application) -> dict[str, Any]:
    """What each stage keeps of the case: objections, the certificate, answers of others."""
    found: dict[str, Any] = {}
    for room in registered().values():
        found |= room.facts(application)
    return found


def _proposal(application: Application, endorsement: ApplicationEndorsement | None) -> dict[str, Any]:
    if endorsement is None:
        return {}
    review = first_review(application, endorsement)
    return {
        "提议": f"{endorsement.first_by}：{_OUTCOMES.get(endorsement.outcome, endorsement.outcome)}",
        "提议人的意见": endorsement.first_note,
        "提议的核对项和理由": review.answers if review is not None else {},
    }
