"""申报回执 and 申报书 come from the immutable filing."""

import pytest

from applications.enterprises.products.versions import change_product
from applications.models import Application, CasePaper, Filing
from tests import make
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job

pytestmark = pytest.mark.django_db


def test_each_filing_gets_one_receipt_and_one_read_back(clock, reference):
    clock.set("2026-03-02")
    application = make.filed("self_declaration")
    filing = Filing.objects.get(application=application)
    run_due()
    Job.objects.filter(kind="receipt").update(state=Job.State.QUEUED)
    run_due()
    receipt, read_back = CasePaper.objects.filter(application=application).order_by("id")
    assert [receipt.kind, read_back.kind] == ["receipt", "read_back"]
    data = receipt.paper.data
    assert (data["filing_sha256"], data["number"]) == (filing.sha256, application.number)
    assert [entry["sha256"] for entry in data["files"]] == [entry["sha256"] for entry in filing.file_hashes]
    assert "成都市市场监督管理局办理形式审查" in data["next_step"]
    printed = read_back.paper.data
    assert printed["comparison"][0]["indicator"] == "甲醛释放量"
    assert printed["comparison"][0]["verdict"] == "优于"
    rows = {label: value for section in printed["sections"] for label, value in section["rows"]}
    assert "无醛添加板式家具。" in rows.values()
    assert "李四（法定代表人）" in rows["签署"]


def test_receipt_keeps_what_was_filed_when_the_answers_change_later(clock, reference):
    application = make.filed()
    Application.objects.filter(pk=application.pk).update(round=1)
    change_product(application.product, {"name": "改名后的产品"}, user=application.created_by)
    run_due()
    assert CasePaper.objects.get(kind="receipt").paper.data["product"] == "板式家具"
