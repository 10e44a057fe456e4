"""A certificate fits by whole identifiers: a dash of another kind bars nobody, a piece of a number fits nothing."""

import pytest

from certification.certificates.claims.examination import certificate_problems
from tests import make
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(reference, clock):
    clock.set("2026-03-02")
    return make.draft()


def about_standard(case, standard: str, number: str = "") -> list[str]:
    certificate = case.certificate_claim.certificate
    certificate.standard = standard
    if number:
        case.product_version.standard_number = number
    return [text for text in certificate_problems(case, certificate, the_clock.today()) if "执行标准" in text]


def test_a_standard_fits_whatever_the_dash_and_only_as_a_whole(case):
    for listed in ("T/DEMO 001-2024 板式家具", "ｔ／ｄｅｍｏ００１–2024", "GB 18580-2017、T/DEMO 001—2024"):
        assert about_standard(case, listed) == [], listed
    for listed in ("T/DEMO 001—2023", "T/DEMO 0012024", "T/DEMO 001", "T/DEMO 1001—2024", "GB 18580-2017"):
        assert len(about_standard(case, listed)) == 1, listed
    for piece in ("1", "001", "2024", "T", "T/DEMO", "T/DEMO 00"):
        assert len(about_standard(case, "T/DEMO 001—2024 板式家具", piece)) == 1, piece


def test_product_names_are_compared_by_their_key(case):
    certificate = case.certificate_claim.certificate
    certificate.product_name = "板式\u200b家具 "
    assert certificate_problems(case, certificate, the_clock.today()) == []
    certificate.product_name = "板式家具柜"
    assert len(certificate_problems(case, certificate, the_clock.today())) == 1
