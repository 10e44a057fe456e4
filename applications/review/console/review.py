"""The review page: the case on the left, the decision on the right."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from applications.cases.filings.read_back import row_words
from applications.cases.models.application import Application
from applications.cases.models.filing import Filing
from applications.cases.stages.form import StageForm
from applications.cases.stages.stage import registered
from applications.cases.standing.position import rail, stands, timeline
from applications.enterprises.changes.effects import names_before
from applications.form.filed_table import comparison_rows
from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.console.panel import panel
from applications.review.console.position import in_list
from tianfu.accounts.access.rules import requires
from tianfu.files.kinds import shown_inline
from tianfu.files.names import extension_of
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import allowed

TABS = {
    "filed": "申报内容",
    "comparison": "对比表",
    "evidence": "证明材料",
    "reviews": "审查记录",
    "talk": "沟通和文书",
}


@requires(CASE_STAFF)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    viewed(request, application, "legal_representative", "contact_name", "contact_phone", "contact_email")
    return show(request, application)


def show(
    request: HttpRequest,
    application: Application,
    *,
    form: StageForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `form` and `problems` come back from an act that was refused."""
    tab = parameters.word(request.GET, "tab") or "filed"
    filings = list(application.filings.order_by("-version")[:2])
    context = {
        "title": application.number,
        "application": application,
        "former_names": names_before(application.enterprise),
        "stands": stands(application, officer=True),
        "rail": rail(application),
        "tabs": [
            {"label": label, "url": in_list(request, "", tab=key), "current": key == tab, "count": None}
            for key, label in TABS.items()
        ],
        "tab": tab if tab in TABS else "filed",
        **filed_context(filings),
        "of_stages": [room.review_template for room in registered().values() if room.review_template],
        **_tab_context(application, tab),
        **_termination(request, application),
        **panel(request, application, form),
        "problems": problems or [],
    }
    return page(request, "applications/review/console/review.html", context, status)


def filed_context(filings: list[Filing]) -> dict[str, Any]:
    """The newest filing's sections, with what changed since the round before marked."""
    if not filings:
        return {"parts": [], "comparison": [], "files": [], "filing": None}
    now = json.loads(filings[0].content)
    before = json.loads(filings[1].content) if len(filings) > 1 else None
    old_rows = (
        {(part["key"], row["key"]): row["value"] for part in before["sections"] for row in part["rows"]}
        if before
        else {}
    )
    old_files = {entry["sha256"] for part in before["sections"] for entry in part["files"]} if before else set()
    parts, comparison, files = [], [], []
    for part in now["sections"]:
        rows = [
            {
                "label": row["label"],
                "value": row_words(row),
                "lines": row["value"].split("\n") if "\n" in row["value"] else [],
                "url": "",
                "changed": before is not None and old_rows.get((part["key"], row["key"]), "") != row["value"],
            }
            for row in part["rows"]
        ]
        parts.append({"title": part["title"], "rows": rows, "signature": part.get("signature")})
        files += [
            {
                **entry,
                "part": part["title"],
                "changed": before is not None and entry["sha256"] not in old_files,
                "inline": shown_inline(extension_of(entry["name"])) or "",
            }
            for entry in part["files"]
        ]
        comparison += comparison_rows(part.get("items", []))
    return {"parts": parts, "comparison": comparison, "files": files, "filing": filings[0]}


def _tab_context(application: Application, tab: str) -> dict[str, Any]:
    if tab == "reviews":
        return {
            "reviews": application.reviews.select_related("reviewed_by", "filing").order_by("-reviewed_at", "-pk"),
            "events": timeline(application, officer=True),
        }
    if tab == "talk":
        return {
            "corrections": application.corrections.all(),
            "papers": application.papers.select_related("paper__file"),
        }
    return {}


def _termination(request: HttpRequest, application: Application) -> dict[str, Any]:
    """终止办理, for those who may decide on it."""
    if not allowed(application, request.user, "terminate")[0]:
        return {"may_terminate": False}
    return {"may_terminate": True, "termination": application.open_endorsement("terminate")}
