"""A new paper touches the subject that issues it and nothing here: no list, no migration."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.papers import make
from tianfu.papers.checks import faulty_kinds, papers_can_be_made, unknown_papers
from tianfu.papers.kinds import KINDS, PaperKind, register_papers
from tianfu.papers.models import Paper
from tianfu.papers.shapes import Letter, Sheet
from tianfu.papers.snapshots import NotReproducible, issue_paper, rerender

# As they stand in the papers of every installation: a key that goes makes old papers nameless.
KEPT = {
    "certificate", "mark_package", "mark_svg", "mark_png", "mark_png_large", "mark_pdf", "receipt", "filing",
    "acceptance", "correction", "not_accepted", "rejection", "grant", "termination", "suspension", "reinstatement",
    "withdrawal", "cancellation", "blacklist_entry", "blacklist_removal", "agreement", "comparison", "notice",
    "inspection_record", "recheck_record", "reinspection_record",
}  # fmt: skip


class Unlettered(Sheet):
    template = "no_such_template"


@pytest.fixture
def warning(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of which nobody but its own subject knows, for the length of a test."""
    monkeypatch.setattr(KINDS, "_rows", dict(KINDS))
    monkeypatch.setattr(KINDS, "_places", dict(KINDS._places))
    register_papers("supervision.somewhere", [PaperKind("warning", "警示函", Letter)])
    return "warning"


def test_every_kind_that_ever_was_issued_is_still_known_and_every_kind_can_be_made() -> None:
    assert set(KINDS) >= KEPT
    assert papers_can_be_made() == []
    assert all(not KINDS.place_of(key).startswith("tianfu.") for key in KINDS)


@pytest.mark.django_db
def test_a_new_kind_is_issued_named_and_set_again_without_a_migration(warning: str) -> None:
    paper = issue_paper(warning, "letter", make.letter(), name="警示函.pdf", purpose="letter")
    assert str(Paper.objects.get(pk=paper.pk)) == f"警示函 {paper.number}"
    assert rerender(paper) == paper.file.read()
    paper.full_clean(exclude=["key"], validate_unique=False)
    said = StringIO()
    call_command("makemigrations", "papers", "--check", "--dry-run", stdout=said)
    assert "No changes" in said.getvalue()


@pytest.mark.django_db
def test_a_kind_nobody_registered_is_not_made() -> None:
    with pytest.raises(ValueError, match="没有登记文书种类“warning”，不能制作。"):
        issue_paper("warning", "letter", make.letter(), name="警示函.pdf", purpose="letter")
    assert not Paper.objects.exists()


@pytest.mark.django_db
def test_a_paper_of_a_kind_that_is_gone_is_kept_and_said_to_be_unknown() -> None:
    paper = issue_paper("grant", "letter", make.letter(), name="决定书.pdf", purpose="letter")
    paper.kind = "gone"
    with pytest.raises(NotReproducible, match="种类“gone”已不再登记"):
        rerender(paper)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            PaperKind("warning", "警示函", None),
            "文书“warning”（警示函）没有数据结构：请给出一个带 template 的 Sheet 子类。",
        ),  # type: ignore[arg-type]
        (
            PaperKind("warning", "警示函", Sheet),
            "文书“warning”（警示函）没有数据结构：请给出一个带 template 的 Sheet 子类。",
        ),
        (PaperKind("warning", "警示函", Unlettered), "文书“warning”（警示函）的模板 no_such_template.typ 不存在。"),
        (PaperKind("w" * 21, "警示函", Letter), f"文书“{'w' * 21}”（警示函）的键超过 20 个字符。"),
    ],
)
def test_a_kind_that_could_not_be_made_stops_the_start(kind: Any, said: str) -> None:
    assert faulty_kinds([kind]) == [said]


def test_a_paper_that_is_issued_and_nowhere_registered_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "supervision").mkdir()
    (tmp_path / "supervision" / "acts.py").write_text('issue_paper("warning", "letter", sheet, name=name)\n')
    assert unknown_papers(tmp_path) == ["supervision/acts.py:1 要制作文书“warning”，但没有 paper_kinds.py 登记它。"]
