"""通读: what was read is what is filed."""

import pytest
from django.urls import reverse

from applications.enterprises.products.versions import change_product
from applications.filling import save_fields
from applications.models import Filing
from tests import make
from tests.pages import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, reference):
    application = make.draft()
    client.force_login(application.created_by)
    application.page = reverse("portal:submit", args=[application.pk])
    return application


def change_people(application, number):
    saved = save_fields(application, "subject", {"employees": number}, user=application.created_by)
    assert saved.errors == {}


def test_what_another_window_saved_after_the_reading_is_not_filed(client, draft):
    read = hidden(client.get(draft.page))
    change_people(draft, "9999")
    answer = client.post(draft.page, {**read, "commitment": "on"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "主体信息 · 从业人数，现为“9999" in page
    assert page.count('class="changed"') == 1
    assert Filing.objects.count() == 0
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("draft", None)
    # The page was read again: now that is what is filed.
    assert client.post(draft.page, {**hidden(answer), "commitment": "on"}).status_code == 302
    assert '"value":"9999"' in Filing.objects.get().content


def test_a_change_taken_back_before_the_submission_changes_nothing(client, draft):
    read = hidden(client.get(draft.page))
    change_people(draft, "9999")
    change_people(draft, "320")
    assert client.post(draft.page, {**read, "commitment": "on"}).status_code == 302


@pytest.mark.parametrize("what", ["product", "row", "file", "enterprise", "batch"])
def test_whatever_the_filing_holds_is_part_of_what_was_read(client, draft, what):
    read = hidden(client.get(draft.page))
    if what == "product":
        change_product(draft.product, {"trademark": "另一商标"}, user=draft.created_by)
    elif what == "row":
        draft.comparison.update(national_source="GB 1")
    elif what == "file":
        make.add_evidence(draft, draft.evidence.first().kind, make.pdf("又一份.pdf"), user=draft.created_by)
    elif what == "enterprise":
        draft.enterprise.organisation.name = "样例家居集团有限公司"
        draft.enterprise.organisation.save()
    else:
        draft.batch.name = "2026 年第九批"
        draft.batch.save()
    answer = client.post(draft.page, {**read, "commitment": "on"})
    assert answer.status_code in (409, 422)  # a name that no longer fits the certificate is a gap first
    assert Filing.objects.count() == 0


def test_a_submission_that_read_nothing_files_nothing(client, draft):
    answer = client.post(draft.page, {"seen": draft.revision, "commitment": "on"})
    assert answer.status_code == 409
    assert Filing.objects.count() == 0
