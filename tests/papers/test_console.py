from typing import Any

import pytest
from django.contrib.admin import site
from django.test import RequestFactory

from tests.accounts.make import staff
from tests.papers import make
from tianfu.accounts.roles import Role
from tianfu.papers.console.issued import PaperAdmin
from tianfu.papers.models import Paper
from tianfu.papers.snapshots import issue_paper

pytestmark = pytest.mark.django_db


def page() -> tuple[PaperAdmin, Any]:
    request = RequestFactory().get("/console/papers/paper/")
    request.user = staff(Role.AUDITOR)
    return PaperAdmin(Paper, site), request


def test_papers_are_shown_and_never_made_changed_or_deleted_here() -> None:
    admin, request = page()
    assert admin.has_view_permission(request)
    assert not admin.has_add_permission(request)
    assert not admin.has_change_permission(request)
    assert not admin.has_delete_permission(request)


def test_a_paper_is_found_by_number_and_by_hash() -> None:
    paper = issue_paper("grant", "letter", make.letter(), name="决定书.pdf", purpose="letter")
    admin, request = page()
    for term in (paper.number, paper.sha256):
        found, _ = admin.get_search_results(request, Paper.objects.all(), term)
        assert list(found) == [paper]
    assert f"/files/{paper.file_id}/" in admin.file_link(paper)
