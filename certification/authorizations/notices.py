"""The letters of a mark: numbered and wanted in the act's transaction, set by a job, kept with the case.

Their words stand in the `letter_words.py` of the subject, by kind.
"""

from collections.abc import Sequence
from datetime import date
from string import Formatter
from typing import Any

from applications.cases.standing.offices import operator
from applications.cases.standing.remedies import remedy
from applications.models import CasePaper
from applications.papers.case_papers import keep_paper, refuse_unprintable
from applications.papers.letters import next_document_number
from applications.papers.wording import wording_of
from certification.authorizations.models.authorization import Authorization
from tianfu.papers.art.qr import verify_url
from tianfu.papers.shapes import Letter
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.jobs import enqueue, handler
from tianfu.workflow.models import Job

NOTICE_JOB = "authorization_notice"
Rows = Sequence[Sequence[str]]


def notice_key(about: Any, verb: str) -> str:
    """The business key of the job and of its paper: one letter for each passage of `about`."""
    return f"{about._meta.model_name}:{about.pk}:{verb}:{getattr(about, 'revision', 0)}"


def want_notice(authorization: Authorization, kind: str, key: str, *, to: str = "", **said: Any) -> None:
    """`to`: whom it addresses besides the holder's own name; `said`: as `told` takes it."""
    today = clock.today()
    payload = {
        "authorization": authorization.pk,
        "kind": str(kind),
        "number": next_document_number(authorization.application, kind, today),
        "on": today.isoformat(),
        "to": to or authorization.holder_name,
        **told(**said),
    }
    enqueue(NOTICE_JOB, key, payload)


def told(*, said: str = "", rows: Rows = (), table: Rows = (), **facts: Any) -> dict[str, Any]:
    """`said`: the officer's words; `rows`: what it is about, besides the mark; `table`: what changes, before and after;
    `facts`: for the wording's places."""
    return {
        "said": said,
        "rows": [list(row) for row in rows],
        "table": [list(row) for row in table],
        "facts": {name: formal_day(value) if isinstance(value, date) else str(value) for name, value in facts.items()},
    }


def term_row(authorization: Authorization) -> tuple[str, str]:
    """For `rows`."""
    return ("有效期", f"{formal_day(authorization.starts_on)}至{formal_day(authorization.ends_on)}")


def change_rows(rows: Sequence[dict[str, str]]) -> list[list[str]]:
    """For `table`: what was asked or decided, before and after."""
    return [[row["label"], row["before"] or "无", row["after"] or "无"] for row in rows]


def notices_on(about: Any) -> list[CasePaper]:
    """The letters that its passages gave, newest first, once their jobs have run; for `certification/authorizations/_notices.html`."""
    rows = CasePaper.objects.filter(key__startswith=f"{about._meta.model_name}:{about.pk}:")
    return list(rows.select_related("paper__file", "application").order_by("-pk"))


def letter_of(key: str) -> CasePaper | None:
    """The letter of this act, once its job has run."""
    return CasePaper.objects.select_related("paper__file").filter(key=key).first()


@handler(NOTICE_JOB, label="制作决定书和通知书")
def make_notice(job: Job) -> None:
    keep_notice(Authorization.objects.get(pk=job.payload["authorization"]), job.key, job.payload)


def keep_notice(authorization: Authorization, key: str, facts: dict[str, Any]) -> None:
    """Set and keep it; a second run finds it made."""
    with refuse_unprintable():
        keep_paper(authorization.application, facts["kind"], key, notice_sheet(authorization, facts))


def notice_sheet(authorization: Authorization, facts: dict[str, Any]) -> Letter:
    """`facts` as the job keeps them, so that a letter made late says the same."""
    application, on = authorization.application, date.fromisoformat(facts["on"])
    content, office = application.programme_version.content, operator(application, on)
    wording, table = wording_of(facts["kind"], "", content), facts.get("table", [])
    values = {
        "brand": content["name"],
        "organ": office.self_name,
        "day": formal_day(on),
        "said": facts["said"].rstrip("。"),
        **content["words"],
        **facts["facts"],
    }
    return Letter(
        number=facts["number"],
        made_at=clock.now(),
        programme=content["name"],
        issuer=office.name,
        verify_url=verify_url(authorization.number or ""),
        kind_label=wording.title,
        title=wording.title,
        addressee=facts["to"],
        subject=[
            (f"{content['words']['grant']}编号", authorization.number or "尚未编号"),
            (f"{content['words']['grant']}产品", authorization.product_name),
            *[(label, value) for label, value in facts["rows"]],
        ],
        paragraphs=_filled(wording.paragraphs, values),
        table_head=["事项", "变更前", "变更后"] if table else [],
        table=table,
        closing=_filled(wording.closing, values),
        remedies=[remedy(application, on).letter] if wording.remedy else [],
        contact=office.contact,
        signed_on=on,
    )


def _filled(texts: Sequence[str], values: dict[str, str]) -> list[str]:
    """A paragraph that speaks of what was not said falls away."""
    return [text.format(**values) for text in texts if all(values.get(place) for place in _places(text))]


def _places(text: str) -> list[str]:
    return [place for _, place, _, _ in Formatter().parse(text) if place]
