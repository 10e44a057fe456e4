"""Papers of a case: made once under a business key, kept with the case, read by its enterprise and its officers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError

from applications.cases.models.application import Application
from applications.cases.models.filing import CasePaper
from applications.papers.wording import WORDING
from tianfu.papers.snapshots import issue_paper
from tianfu.workflow import clock
from tianfu.workflow.jobs import PermanentFailure, crash_point

PAPER_PURPOSE = "case_paper"


@contextmanager
def refuse_unprintable() -> Iterator[None]:
    """A character without a glyph parks the job with the paper's own sentence: trying again cannot help."""
    try:
        yield
    except ValidationError as error:
        raise PermanentFailure(" ".join(error.messages)) from error


def keep_paper(application: Application, kind: str, key: str, sheet: Any, *, paper_kind: str = "") -> CasePaper:
    """Make the paper outside any lock and keep it; the same key gives the same paper, whatever is retried."""
    found = CasePaper.objects.filter(key=key).first()
    if found is not None:
        return found
    own = application.programme_version.content["papers"].get(str(kind))
    label = own["title"] if own else CasePaper.Kind(kind).label
    paper = issue_paper(
        paper_kind or WORDING[kind].paper_kind,
        sheet.template,
        sheet,
        name=f"{label}-{sheet.number.replace('/', '-')}.pdf",
        purpose=PAPER_PURPOSE,
        key=key,
    )
    crash_point(f"paper.{kind}")
    row, _ = CasePaper.objects.get_or_create(
        key=key, defaults={"application": application, "kind": kind, "paper": paper, "created_at": clock.now()}
    )
    return row
