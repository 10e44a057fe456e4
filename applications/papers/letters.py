"""Decision letters and notices: which passage gives which letter, and what stands in it.

A letter is wanted in the passage's transaction as a job and made after it; everything in it comes from
the history row, the correction or the programme, so that a letter made late says the same.
"""

from datetime import date, datetime
from typing import Any

from applications.cases.filings.signatures import OPERATOR, standing_signature
from applications.cases.models.application import Application
from applications.cases.models.application_change import ApplicationChange
from applications.cases.models.correction import Correction, CorrectionItem
from applications.cases.models.filing import CasePaper
from applications.cases.rules.acceptance import ACCEPTING, accepted
from applications.cases.sections.scope import label_of
from applications.cases.sections.section import registered as sections
from applications.cases.stages.stage import registered
from applications.cases.standing.desks import desk_of, stage_label
from applications.cases.standing.offices import Office, authority, office_of
from applications.cases.standing.remedies import remedy
from applications.cases.states import DECISION, INTAKE
from applications.enterprises.changes.effects import name_at
from applications.papers.case_papers import keep_paper, refuse_unprintable
from applications.papers.shapes import Agreement, Signature
from applications.papers.wording import WORDING, Wording, wording_of
from applications.programmes.clauses import clause
from tianfu.papers.shapes import Clause, Letter, Reason
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.jobs import enqueue, handler
from tianfu.workflow.models import Job
from tianfu.workflow.numbers import document_number, next_serial
from tianfu.workflow.policies.values import policy_row

LETTER_JOB = "case_letter"
Kind = CasePaper.Kind
# The text that is signed is called as the paper that holds it.
KEY = str(Kind.AGREEMENT)


def letters_of(change: Any) -> list[Kind]:
    """The papers that this passage gives."""
    if change.transition == "ask_correction":
        return [Kind.CORRECTION]
    if change.transition == "decline":
        return [Kind.NOT_ACCEPTED]
    if change.transition == "reject":
        return [Kind.REJECTED]
    if change.transition == "terminate":
        return [Kind.TERMINATED]
    if change.source in INTAKE and change.transition in ACCEPTING:
        return [] if accepted(change.subject, before=change) else [Kind.ACCEPTED]
    if change.transition == "pass_stage" and change.source in DECISION:
        return [Kind.APPROVED]
    if change.transition == "authorize":
        return _last_letter(change)
    return []


def _last_letter(change: Any) -> list[Kind]:
    """The paper a case ends with: the agreement where both have signed one, else the decision, unless it was given."""
    if registered()[change.source].texts:
        return [Kind.AGREEMENT]
    given = change.source not in DECISION and any(key in DECISION for key in change.subject.stage_order)
    return [] if given else [Kind.APPROVED]


def want_letters(application: Application, change: Any) -> None:
    """In the passage's transaction: number and due date as they stood then go with the job."""
    for kind in letters_of(change):
        due = application.due_on.isoformat() if application.due_on else ""
        payload = {"change": change.pk, "kind": str(kind), "due": due, "provisional": application.due_provisional}
        if WORDING[kind].word:
            payload["number"] = next_document_number(application, kind, clock.in_beijing(change.at))
        enqueue(LETTER_JOB, f"letter:{kind}:{change.pk}", payload)


def next_document_number(application: Application, kind: str, day: date) -> str:
    """The next 文号 of this kind of letter in this year, without gaps: it goes back with the transaction."""
    slug = application.programme_slug
    word = f"{_document_word(application, day)}{WORDING[kind].word}"
    return document_number(word, day.year, next_serial(f"{slug}:letter:{kind}", day.year))


def _document_word(application: Application, day: date) -> str:
    """机关代字: set for this programme, else as its file says; a file from before it said so takes the general one."""
    row = policy_row("document.word", scope=application.programme_slug, on=day)
    return str(row.value if row.scope else application.programme_version.content.get("document_word", row.value))


@handler(LETTER_JOB, label="制作决定书和通知书")
def make_letter(job: Job) -> None:
    """Make and keep one letter; a second run finds it made."""
    change = ApplicationChange.objects.select_related("subject").get(pk=job.payload["change"])
    kind = Kind(job.payload["kind"])
    with refuse_unprintable():
        if kind == Kind.AGREEMENT:
            sheet: Any = agreement_sheet(change.subject)
        else:
            due = date.fromisoformat(job.payload["due"]) if job.payload["due"] else None
            sheet = letter_sheet(
                change, kind, due, provisional=job.payload["provisional"], number=job.payload.get("number", "")
            )
        keep_paper(change.subject, kind, job.key, sheet)


def letter_sheet(
    change: ApplicationChange, kind: Kind, due: date | None, *, provisional: bool = False, number: str = ""
) -> Letter:
    """`number`: its 文号; a letter wanted before there were any keeps the number of its sort."""
    application, day = change.subject, clock.in_beijing(change.at)
    wording = wording_of(kind, change.transition, application.programme_version.content)
    # 终止办理 is the authority's act, wherever the case stands.
    office = authority(application, day) if kind == Kind.TERMINATED else office_of(application, change.source, day)
    return Letter(
        number=number or paper_number(application, kind, change.revision),
        made_at=clock.now(),
        programme=application.programme_version.content["name"],
        issuer=office.name,
        kind_label=wording.title,
        title=wording.title,
        addressee=name_at(application.enterprise, change.at),
        subject=_subject(application, change.at),
        paragraphs=_paragraphs(change, wording, due, office, provisional=provisional),
        reasons=_reasons(change) if kind != Kind.CORRECTION else [],
        table_head=["需补正的内容", "要求", "依据"] if kind == Kind.CORRECTION else [],
        table=_gaps(application, change) if kind == Kind.CORRECTION else [],
        closing=list(wording.closing),
        remedies=[remedy(application, day).letter] if wording.remedy else [],
        contact=office.contact,
        signed_on=day,
    )


def paper_number(application: Application, kind: Kind, revision: int) -> str:
    """A paper's own number: the filing's, its sort, and the revision of the case it was made on."""
    return f"{application.number}/{WORDING[kind].code}{revision}"


def _subject(application: Application, at: datetime) -> list[tuple[str, str]]:
    rows = [
        ("申报编号", application.number or ""),
        ("申报单位", name_at(application.enterprise, at)),
        ("统一社会信用代码", application.enterprise.uscc),
        ("申报产品", application.product_version.name),
        ("获得方式", application.get_route_display()),
    ]
    return [row for row in rows if row[1]]


def _paragraphs(
    change: ApplicationChange, wording: Wording, due: date | None, office: Office, *, provisional: bool
) -> list[str]:
    application = change.subject
    day = formal_day(due) if due else ""
    values = {
        "brand": application.programme_version.content["name"],
        **application.programme_version.content["words"],
        "organ": office.self_name,
        "stage": stage_label(application, change.source),
        "next_stage": stage_label(application, change.target),
        "next_desk": desk_of(application, change.target),
        "day": day + ("（暂定，有关年度放假安排公布后可能顺延）" if day and provisional else ""),
        "note": change.note,
        "silent_until": _day_of(change.inputs.get("due")),
        "basis": change.inputs.get("basis", ""),
    }
    unknown = [f"{{{name}}}" for name, value in values.items() if not value]
    return [text.format(**values) for text in wording.paragraphs if not any(name in text for name in unknown)]


def _day_of(text: Any) -> str:
    """A day that a passage's inputs name, as a letter writes it."""
    return formal_day(date.fromisoformat(text)) if isinstance(text, str) and text else ""


def _reasons(change: ApplicationChange) -> list[Reason]:
    coded = change.inputs.get("reasons", [])
    return [Reason(code=row["code"], text=row["text"], clause=clause(row.get("clause", ""))) for row in coded]


def _gaps(application: Application, change: ApplicationChange) -> list[list[str]]:
    """All gaps named at once, numbered: what is wanting, what to do, and the clause it rests on."""
    correction = Correction.objects.filter(application=application, opened_at__lte=change.at).latest("opened_at")
    room = registered().get(change.source)
    basis = clause(room.clause) if room is not None else ""
    rows = correction.items.select_related("evidence__file")
    return [[f"{n}. {_place(item)}（{item.get_kind_display()}）", item.text, basis] for n, item in enumerate(rows, 1)]


def _place(item: CorrectionItem) -> str:
    """产品信息 · 产品简介, or 证明材料 · the file's name."""
    part = sections().get(item.section)
    if part is None:
        return item.section
    if item.evidence is not None:
        return f"{part.title} · {item.evidence.file.name}"
    label = label_of(part, item.field)
    return f"{part.title} · {label}" if label else part.title


def agreement_sheet(application: Application) -> Agreement:
    """The agreement with the record of both signatures."""
    version = application.programme_version
    text, content = version.text(KEY), version.content
    enterprise, product = application.enterprise, application.product_version
    # Who signed under an earlier name signed anew: the last signature of each side is the one that counts.
    newest = {row.party: row for row in application.signatures.order_by("signed_at", "pk") if row.text_key == KEY}
    signed = sorted(newest.values(), key=lambda row: (row.signed_at, row.pk))
    standing = standing_signature(application, KEY, OPERATOR)
    return Agreement(
        number=f"{application.number}/{WORDING[Kind.AGREEMENT].code}",
        made_at=clock.now(),
        programme=content["name"],
        issuer=content["issuer"],
        title=text["title"],
        party_a=[("名称", content["issuer"]), ("授权事项", f"“{content['name']}”标识使用")],
        party_b=[
            ("名称", name_at(enterprise, signed[-1].signed_at)),
            ("统一社会信用代码", enterprise.uscc),
            ("授权产品", product.name),
            ("型号规格", product.models_text or "—"),
            ("执行标准", f"{product.standard_number} {product.standard_title}"),
        ],
        clauses=[Clause(heading="双方约定", paragraphs=list(text["body"]))],
        text_version=text["version"],
        text_sha256=standing.text_sha256 if standing else signed[-1].text_sha256,
        signatures=[
            Signature(
                party=row.get_party_display(),
                name=row.signatory_name,
                role=row.signatory_role,
                method=row.get_method_display(),
                signed_at=row.signed_at,
                text_sha256=row.text_sha256,
            )
            for row in signed
        ],
    )
