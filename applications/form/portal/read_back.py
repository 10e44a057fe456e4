"""The read-back as pages draw it (applications/form/portal/_read_back.html)."""

from collections.abc import Collection
from typing import Any

from applications.cases.filings.read_back import row_entry, row_words
from applications.cases.models.application import Application
from applications.cases.portal.pages import section_url
from applications.cases.sections.section import section
from applications.form.filed_table import comparison_rows
from tianfu.files.kinds import shown_inline
from tianfu.files.names import extension_of


def read_back(
    application: Application, content: dict[str, Any], changed: Collection[str] = (), *, leave_out: str = ""
) -> list[dict[str, Any]]:
    """Every section of `content` as it will be filed, with links to change it; `changed`: entries to mark."""
    return [_part(application, filed, changed) for filed in content["sections"] if filed["key"] != leave_out]


def _part(application: Application, filed: dict[str, Any], changed: Collection[str]) -> dict[str, Any]:
    rows = [
        {
            **row,
            "value": row_words(row),
            "lines": row["value"].split("\n") if "\n" in row["value"] else [],
            "changed": row_entry(filed, row) in changed,
        }
        for row in filed["rows"]
    ]
    return {
        "title": filed["title"],
        "url": section_url(application, filed["key"]),
        "rows": rows,
        "files": [{**entry, "inline": shown_inline(extension_of(entry["name"]))} for entry in filed["files"]],
        "comparison": comparison_rows(filed.get("items", [])),
        "missing": section(filed["key"]).gaps(application),
    }
