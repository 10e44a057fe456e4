"""Bad input: a clear sentence, the right status, no trace in the data."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Application, Batch, EnterpriseClaim, Evidence, Product
from tests import make
from tianfu.accounts.models import Membership, Organisation
from tianfu.files.models import StoredFile
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.once import new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client, reference):
    """Signed in as the manager of a verified enterprise, with a batch open."""
    row = make.enterprise()
    make.batch()
    row.person = make.member(row.organisation, edit=True)
    client.force_login(row.person)
    return row


def licence(**fields):
    form = {"code": "91510100TFMP0101X4", "name": "样例家居制造有限公司", "region": "510100"}
    return {**form, "licence": make.pdf("营业执照.pdf"), **fields}


def test_an_enterprise_claimed_by_somebody_else_is_joined_not_claimed_again(client, reference):
    first, second = make.user(), make.user()
    client.force_login(first)
    assert client.post(reverse("portal:bind"), licence()).status_code == 302
    client.force_login(second)
    answer = client.post(reverse("portal:bind"), licence())
    assert answer.status_code == 422
    assert "已由他人提交认领" in answer.content.decode()
    assert (EnterpriseClaim.objects.count(), StoredFile.objects.filter(purpose="licence").count()) == (1, 1)
    assert client.post(reverse("portal:join"), {"code": "91510100TFMP0101X4"}).status_code == 302
    assert Membership.objects.get(user=second).status == "pending"


def test_an_enterprise_unknown_to_the_platform_cannot_be_joined(client, reference):
    client.force_login(make.user())
    answer = client.post(reverse("portal:join"), {"code": "91510100TFMP0101X4"})
    assert answer.status_code == 422
    assert "还没有这家企业" in answer.content.decode()
    assert Organisation.objects.filter(kind="enterprise").count() == 0


def test_an_unverified_enterprise_may_draft_but_not_submit(client, reference):
    application = make.draft()
    application.enterprise.verified_at = None
    application.enterprise.save()
    client.force_login(application.created_by)
    answer = client.post(reverse("portal:submit", args=[application.pk]), {"seen": 0, "commitment": "on"})
    assert answer.status_code == 422
    assert "认领尚未通过核验" in answer.content.decode()
    assert Application.objects.get().number is None


def test_an_expired_batch_opens_nothing_and_files_nothing(client, clock, reference):
    application = make.draft()
    clock.set(Batch.objects.get().closes_on + timedelta(days=1))
    client.force_login(application.created_by)
    answer = client.post(reverse("portal:submit", args=[application.pk]), {"seen": 0, "commitment": "on"})
    assert answer.status_code == 422
    assert "受理期" in answer.content.decode()
    form = {"batch": Batch.objects.get().pk, "product": application.product_id, "route": "self_declaration"}
    assert client.post(reverse("portal:application_new"), form).status_code == 422
    assert Application.objects.count() == 1


def test_a_form_posted_twice_counts_once(client, owner):
    industry = make.Industry.objects.get(key="m6-03")
    form = {"name": "衣柜", "models_text": "", "sector": "manufacturing", "industry": industry.pk, "region": "510100",
            "standard_number": "Q/DEMO 1—2026", "standard_title": "衣柜", "once": new_key()}  # fmt: skip
    first = client.post(reverse("portal:product_new"), form)
    # A reload sends the very same form; with another key it would be refused as a twin.
    second = client.post(reverse("portal:product_new"), {**form, "models_text": "其他"})
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Product.objects.filter(name="衣柜").count() == 1
    twin = client.post(reverse("portal:product_new"), {**form, "once": new_key()})
    assert twin.status_code == 422
    assert "已有同名" in twin.content.decode()


def test_a_second_application_for_the_product_leads_to_the_first(client, reference):
    application = make.draft()
    client.force_login(application.created_by)
    form = {"batch": application.batch_id, "product": application.product_id, "route": application.route}
    answer = client.post(reverse("portal:application_new"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"已有一份在办申报：草稿（{application.batch.name}）。请继续填写那一份；不再需要的，请先删除草稿。" in page
    assert f"草稿 {application.pk}" not in page, "a number of ours says nothing"
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("检测报告.pdf", b"", "0 字节"),
        ("检测报告.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "扩展名"),
        ("检测报告.exe", b"MZ" + b"0" * 200, "检测报告.exe"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_in_place(client, reference, name, data, sentence):
    application = make.draft()
    client.force_login(application.created_by)
    before = (Evidence.objects.count(), StoredFile.objects.count())
    url = reverse("portal:section", args=[application.pk, "evidence"])
    answer = client.post(url, {"kind": "test_report", "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (Evidence.objects.count(), StoredFile.objects.count()) == before


def test_a_stage_is_not_passed_with_missing_parts(client, reference):
    application = make.filed()
    application.evidence.update(removed_at=application.submitted_at)
    officer = make.staff()["prefecture"]
    with pytest.raises(NotPossible, match="未上传“检测报告”"):
        advance(application, "pass_stage", actor=officer, seen=application.revision)
    client.force_login(officer)
    checklist = application.programme_version.payload["checklists"]["completeness_check"]
    ticks = {f"item_{entry['key']}": "on" for entry in checklist}
    answer = client.post(reverse("console:pass", args=[application.pk]), {"seen": application.revision, **ticks})
    assert answer.status_code == 409
    assert "未上传“检测报告”" in answer.content.decode()
    assert Application.objects.get().state == "completeness_check"


def test_a_stale_form_says_who_was_faster_and_changes_nothing(client, reference):
    application = make.filed()
    client.force_login(application.created_by)
    url = reverse("portal:retract", args=[application.pk])
    answer = client.post(url, {"seen": application.revision - 1})
    assert answer.status_code == 409
    assert application.created_by.name in answer.content.decode()
    assert Application.objects.get().state == "completeness_check"


@pytest.mark.parametrize("sign", ["²", "１", "٣", "-1", "9" * 40, "1.0", "9" * 5000])
def test_a_sign_that_is_no_plain_digit_is_never_taken_for_one(client, reference, sign):
    """`isdigit` takes ² for a digit and `int` does not; a page that mixes them up breaks."""
    case = make.filed()
    client.force_login(case.created_by)
    answer = client.post(reverse("portal:retract", args=[case.pk]), {"seen": sign})
    assert answer.status_code == 409
    draft = make.draft(item=make.product(case.enterprise, "别的"), person=case.created_by)
    answer = client.post(
        reverse("portal:comparison_autosave", args=[draft.pk]), {"field": f"row-{sign}-own", "value": "1"}
    )
    assert answer.status_code in (404, 409, 422)
    assert client.get(reverse("brands"), {"before": sign, "industry": sign}).status_code == 200
