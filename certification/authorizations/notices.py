"""Letters of every act on what a holder asks for or reports: numbered and wanted in the act's transaction, set by a job, kept
with the case. Their words stand in `applications/papers/wording.py`, by kind.

The four letters that change the state of an authorization are `letters.py`'s.
"""

from collections.abc import Sequence
from datetime import date
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
Rows = Sequence[tuple[str, str]]


def notice_key(about: Any, verb: str) -> str:
    """The business key of the job and of its paper: one letter for each passage of `about`."""
    return f"{about._meta.model_name}:{about.pk}:{verb}:{getattr(about, 'revision', 0)}"


def want_notice(
    authorization: Authorization, kind: str, key: str, *, said: str = "", rows: Rows = (), **facts: Any
) -> None:
    """`said`: the officer's words; `rows`: what it is about, besides the mark; `facts`: for the wording's braces."""
    today = clock.today()
    payload = {
        "authorization": authorization.pk,
        "kind": str(kind),
        "number": next_document_number(authorization.application, kind, today),
        "on": today.isoformat(),
        "to": authorization.holder_name,
        "said": said,
        "rows": [list(row) for row in rows],
        "facts": {name: formal_day(value) if isinstance(value, date) else str(value) for name, value in facts.items()},
    }
    enqueue(NOTICE_JOB, key, payload)


def notices_on(about: Any) -> list[CasePaper]:
    """The letters that its passages gave, newest first, once their jobs have run; for `authorizations/_notices.html`."""
    rows = CasePaper.objects.filter(key__startswith=f"{about._meta.model_name}:{about.pk}:")
    return list(rows.select_related("paper__file", "application").order_by("-pk"))


@handler(NOTICE_JOB, label="制作决定书和通知书")
def make_notice(job: Job) -> None:
    """Make and keep it; a second run finds it made."""
    authorization = Authorization.objects.select_related("application__programme_version", "programme").get(
        pk=job.payload["authorization"]
    )
    with refuse_unprintable():
        keep_paper(authorization.application, job.payload["kind"], job.key, notice_sheet(authorization, job.payload))


def notice_sheet(authorization: Authorization, facts: dict[str, Any]) -> Letter:
    """`facts` as the job keeps them, so that a letter made late says the same."""
    application, on = authorization.application, date.fromisoformat(facts["on"])
    content, office = application.programme_version.content, operator(application, on)
    wording = wording_of(facts["kind"], "", content)
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
            (f"{content['words']['grant']}编号", authorization.number or ""),
            (f"{content['words']['grant']}产品", authorization.product_name),
            *[(label, value) for label, value in facts["rows"]],
        ],
        paragraphs=_filled(wording.paragraphs, values),
        closing=_filled(wording.closing, values),
        remedies=[remedy(application, on).letter] if wording.remedy else [],
        contact=office.contact,
        signed_on=on,
    )


def _filled(texts: Sequence[str], values: dict[str, str]) -> list[str]:
    """A paragraph that speaks of what was not said falls away."""
    empty = [f"{{{name}}}" for name, value in values.items() if not value]
    return [text.format(**values) for text in texts if not any(name in text for name in empty)]
