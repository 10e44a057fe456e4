from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.papers.reading import pages, text_of
from tianfu.files.kinds import Kind
from tianfu.files.uploads import accept
from tianfu.papers.art.samples import SAMPLE_KINDS, sample_evidence

ON = date(2026, 3, 2)


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_a_sample_is_one_marked_page_that_names_the_enterprise(kind: str, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    pdf = sample_evidence(kind, number="JC-2026-0187", enterprise="示例光能科技有限公司", on=ON)
    text = text_of(pdf)
    assert pages(pdf) == 1
    assert "示例光能科技有限公司" in text
    assert "JC-2026-0187" in text
    assert "演示样张" in text


def test_a_test_report_carries_its_results() -> None:
    pdf = sample_evidence(
        "test_report",
        number="JC-1",
        enterprise="样例家居制造有限公司",
        on=ON,
        product="板式家具",
        results=[["甲醛释放量", "mg/m³", "≤ 0.050", "0.021", "合格"]],
    )
    assert "甲醛释放量mg/m³≤0.0500.021合格" in text_of(pdf)


@pytest.mark.django_db
def test_a_sample_passes_the_checks_of_an_upload() -> None:
    pdf = sample_evidence("licence", number="91511400TFMP121222", enterprise="示例光能科技有限公司", on=ON)
    upload = SimpleUploadedFile("营业执照.pdf", pdf, "application/pdf")
    stored = accept(upload, kinds=[Kind.PDF], max_bytes=20_000_000, actor=None, purpose="evidence")
    assert stored.read() == pdf
