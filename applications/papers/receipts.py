"""申报回执 and 申报书: made by a job from the immutable filing, never from the live answers."""

import json
from typing import Any

from applications.cases.filings.read_back import row_words
from applications.cases.models.application import Application
from applications.cases.models.filing import CasePaper, Filing
from applications.cases.standing.desks import desk_of, stage_label
from applications.papers.case_papers import keep_paper, refuse_unprintable
from applications.papers.shapes import ComparisonRow, FilingReadback, Receipt, Section, StandardValue
from tianfu.papers.shapes import FileLine
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.jobs import handler
from tianfu.workflow.models import Job

Kind = CasePaper.Kind
_LEVELS = ("international", "national", "industry")


@handler("receipt", label="制作申报回执和申报书")
def make_receipt(job: Job) -> None:
    """Both papers of one filing; a second run finds them made."""
    filing = Filing.objects.select_related("application__programme_version", "filed_by").get(pk=job.payload["filing"])
    content = json.loads(filing.content)
    with refuse_unprintable():
        keep_paper(filing.application, Kind.RECEIPT, f"receipt:{filing.pk}", receipt_sheet(filing, content))
        keep_paper(filing.application, Kind.READ_BACK, f"read_back:{filing.pk}", read_back_sheet(filing, content))


def receipt_sheet(filing: Filing, content: dict[str, Any]) -> Receipt:
    """Proof of what was filed and when."""
    application = filing.application
    return Receipt(
        **_common(filing, content),
        uscc=content["enterprise"]["uscc"],
        batch=content["batch"],
        submitted_by=content["filed_by"],
        parts=[part["title"] for part in content["sections"]],
        files=_files(content),
        next_step=_next_step(application, filing),
    )


def _next_step(application: Application, filing: Filing) -> str:
    """Where the case went with this filing: its first stage, or the one that asked for correction."""
    change = application.changes.filter(transition__in=["submit", "resubmit"]).order_by("revision")[filing.version - 1]
    desk, label = desk_of(application, change.target), stage_label(application, change.target)
    return f"接下来由{desk}办理{label}。进展和期限可随时登录平台查看，需要您补正或有结果时，会在平台消息中告知您。"


def read_back_sheet(filing: Filing, content: dict[str, Any]) -> FilingReadback:
    """The whole application as filed, nothing reworded."""
    rows = [row for part in content["sections"] if part["key"] == "comparison" for row in part["items"]]
    return FilingReadback(
        **_common(filing, content),
        sections=[Section(title=part["title"], rows=_rows(part)) for part in content["sections"] if part["rows"]],
        comparison=[_comparison(row) for row in rows],
        evidence=_files(content),
    )


def _rows(part: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [(row["label"], row_words(row)) for row in part["rows"]]
    signature = part.get("signature")
    if signature:
        rows.append(
            ("签署", f"{signature['name']}（{signature['role']}），{signature['method']}，{_signed(signature)}")
        )
    return rows


def _signed(signature: dict[str, Any]) -> str:
    """The filing keeps ISO text; a reader gets Beijing time, to the second."""
    return moments.full_second(signature["signed_at"])


def _common(filing: Filing, content: dict[str, Any]) -> dict[str, Any]:
    application = filing.application
    payload = application.programme_version.payload
    return {
        "number": content["number"],
        "made_at": clock.now(),
        "programme": payload["name"],
        "issuer": payload["issuer"],
        "enterprise": content["enterprise"]["name"],
        "product": content["product"]["name"],
        "route": application.get_route_display(),
        "submitted_at": filing.filed_at,
        "version": filing.version,
        "filing_sha256": filing.sha256,
    }


def _files(content: dict[str, Any]) -> list[FileLine]:
    return [
        FileLine(part=part["title"], name=entry["name"], size=size_text(entry["size"]), sha256=entry["sha256"])
        for part in content["sections"]
        for entry in part["files"]
    ]


def size_text(size: int) -> str:
    """「58 KB」, 「1.2 MB」; `size` in bytes."""
    return f"{max(size // 1024, 1)} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _comparison(row: dict[str, Any]) -> ComparisonRow:
    standards = {level: StandardValue(value=row[f"{level}_value"], source=row[f"{level}_source"]) for level in _LEVELS}
    return ComparisonRow(
        indicator=row["indicator"],
        unit=row["unit"],
        direction=row["direction_label"],
        own=row["own_value"],
        own_source=row["evidence_note"],
        verdict=row["verdict_label"],
        **standards,
    )
