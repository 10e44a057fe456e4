"""What both sides' pages show of filings: each as it was signed, what changed since the one before, its evidence."""

from typing import Any

from certification.duties.reports.models import figures
from certification.duties.reports.models.annual_report import AnnualReport


def filings_read(report: AnnualReport) -> list[dict[str, Any]]:
    """Newest first: `filing`, its `rows` for components/readback.html (`changed`: since the filing before), its `files`."""
    files = {
        f"{row.file.name} {row.file.sha256}": row.file for row in report.files.select_related("file").order_by("pk")
    }
    found: list[dict[str, Any]] = []
    before: dict[str, str] | None = None
    for filing in report.filings.select_related("signed_by"):
        words = figures.in_words(filing)
        rows = [
            {"label": label, "value": value, "changed": before is not None and before[label] != value}
            for label, value in words.items()
        ]
        evidence = [files[name] for name in filing.evidence if name in files]
        found.append({"filing": filing, "rows": rows, "files": evidence})
        before = words
    return found[::-1]
