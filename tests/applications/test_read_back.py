"""通读: what was read is what is filed."""

import json
import re

import pytest
from django.urls import reverse

from applications.cases.filings.read_back import row_words
from applications.enterprises.products.versions import change_product
from applications.form.autosave import save_fields
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


def test_the_read_back_shows_units_dates_as_people_write_them_and_files_that_open(client, draft):
    page = client.get(draft.page).content.decode()
    for words in ("320 人", "12,000.50 万元", "2009 年 5 月 18 日", "12 万套"):
        assert words in page, words
    assert "2009-05-18" not in page
    file = draft.evidence.first().file
    link = reverse("files:download", args=[file.pk, file.name])
    assert f'href="{link}?inline=1"' in page
    assert client.get(link, {"inline": "1"}).status_code == 200


def test_the_filing_keeps_plain_values_beside_unit_and_kind(client, draft):
    client.post(draft.page, {**hidden(client.get(draft.page)), "commitment": "on"})
    rows = {row["key"]: row for part in json.loads(Filing.objects.get().content)["sections"] for row in part["rows"]}
    assert rows["employees"] == {"key": "employees", "label": "从业人数", "value": "320", "unit": "人"}
    assert (rows["established_on"]["value"], rows["established_on"]["kind"]) == ("2009-05-18", "date")
    # As filings of before have it: their digests and signatures still fit.
    assert rows["industry"]["value"] == f"{draft.product.industry.name}({draft.product.industry.scheme})"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"key": "a", "value": "18600.5", "unit": "万元"}, "18,600.5 万元"),
        ({"key": "a", "value": "320", "unit": "人"}, "320 人"),
        ({"key": "a", "value": "12 万套", "unit": "万套"}, "12 万套"),
        ({"key": "a", "value": "约 12 万套"}, "约 12 万套"),
        ({"key": "a", "value": "", "unit": "人"}, ""),
        ({"key": "a", "value": "2026-09-28", "kind": "date"}, "2026 年 9 月 28 日"),
        ({"key": "industry", "value": "电子信息(5+1)"}, "电子信息"),
        ({"key": "industry", "value": "川茶（10+3）"}, "川茶"),
        ({"key": "industry", "value": "川茶"}, "川茶"),
    ],
)
def test_a_filed_row_is_read_as_people_write_it(row, words):
    assert row_words(row) == words


def test_industries_are_offered_under_their_sector_once_each_without_the_scheme(client, draft):
    page = client.get(reverse("portal:product_new")).content.decode()
    industries = page[page.index('name="industry"') :].split("</select>")[0]
    names = re.findall(r'<option value="\d+"[^>]*>([^<]+)</option>', industries)
    assert industries.count("<optgroup") == 4
    assert len(names) == len(set(names)) and "电子信息" in names
    assert not [name for name in names if "+" in name or "(" in name or "（" in name]


def test_after_an_upload_by_script_the_page_that_opens_shows_the_message(client, draft):
    url = reverse("portal:section", args=[draft.pk, "evidence"])
    answer = client.post(url, {"kind": "other", "file": make.pdf("专利.pdf")}, headers={"X-Follow": "script"})
    assert (answer.status_code, answer.json()) == (200, {"location": url})
    assert "“专利.pdf”已上传并通过检查" in client.get(url).content.decode()
    assert client.post(url, {"kind": "other", "file": make.pdf("专利二.pdf")}).status_code == 302
