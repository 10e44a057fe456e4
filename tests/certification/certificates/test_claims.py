"""A case rests only on a certificate of its own firm and product, in scope, and valid for long enough; one mark a product."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from applications.cases.stages.stage import stage
from certification.authorizations.lookup.obstacles import no_live_authorization
from certification.authorizations.term.grant import end_date
from certification.certificates.claims.acts import claim_certificate, confirm
from certification.certificates.claims.examination import certificate_problems
from tests import make
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@dataclass
class Certificate:
    """As a body entered it for the application of `case`."""

    body: Any
    valid_until: date
    holder_uscc: str = "91511400TFMP121222"
    product_name: str = "板式家具"
    sector: str = "manufacturing"
    standard: str = "T/DEMO 001—2024 板式家具"
    number: str = "DEMO-1"
    valid: bool = field(default=True)

    def is_valid(self, day: date) -> bool:
        return self.valid and day <= self.valid_until

    def effective_label(self, day: date) -> str:
        return "有效" if self.is_valid(day) else "暂停"


def test_a_certificate_bears_an_application_only_with_each_of_its_facts(reference):
    today = the_clock.today()
    version = SimpleNamespace(sector="manufacturing", name="板式家具", standard_number="T/DEMO 001—2024")
    firm = SimpleNamespace(uscc="91511400TFMP121222")
    case: Any = SimpleNamespace(product_version=version, enterprise=firm, programme_slug="tfmp")
    enough = add_months(today, int(policy("certificate.months_left", scope="tfmp", on=today)))
    facts = {"body": make.body(), "valid_until": enough}

    def problem(**change: Any) -> str:
        return "".join(certificate_problems(case, Certificate(**{**facts, **change}), today))

    assert problem() == ""
    wrong = {
        "剩余有效期不足": {"valid_until": enough - timedelta(days=1)},
        "不是同一主体": {"holder_uscc": "91510700TFMP06064Y"},
        "与申报产品“板式家具”不一致": {"product_name": "衣柜"},
        "认证领域与机构范围或申报产品领域不一致": {"sector": "service"},
        "不含申报的执行标准": {"standard": "T/DEMO 001—2023"},
        "不能作为申报依据": {"valid": False},
    }
    for sentence, change in wrong.items():
        assert sentence in problem(**change), sentence


def test_the_certificate_of_another_firm_is_not_chosen(reference):
    application = make.draft()
    other = make.certificate(
        make.body("另一认证有限公司"), fits=make.product(make.enterprise("样例食品有限公司"), "豆瓣酱")
    )
    with pytest.raises(NotPossible, match="该证书的持有人不是本企业"):
        claim_certificate(application, other, user=application.created_by)


def test_a_product_has_one_mark_until_its_last_day_is_over(issued, clock):
    authorization = issued("self_declaration")
    application = authorization.application
    clock.set(authorization.ends_on)
    assert no_live_authorization(application) == [f"该产品已有有效授权 {authorization}。"]
    clock.set(authorization.ends_on + timedelta(days=1))
    assert no_live_authorization(application) == []


def test_a_mark_lasts_its_months_and_never_longer_than_its_certificate(reference, clock):
    clock.set("2026-03-02")
    application = make.draft()
    certificate = application.certificate_claim.certificate
    start = the_clock.today()
    months = int(policy("validity.quality_certification", scope="tfmp", on=start))
    last = add_months(start, months) - timedelta(days=1)
    for until, ends in ((last + timedelta(days=1), last), (last, last), (last - timedelta(days=1),) * 2):
        certificate.valid_until = until
        assert end_date(application, start) == ends


def test_a_confirmation_is_of_the_certificate_as_it_is_now(reference):
    application = make.draft()
    claim = application.certificate_claim
    claim.certificate.revision = 2
    unconfirmed = "认证机构尚未确认证书。"
    for confirmed, problems in ((None, [unconfirmed]), (1, [unconfirmed]), (2, [])):
        claim.confirmed_revision = confirmed
        assert stage("certificate_check").problems(application) == problems


def test_only_who_signs_for_the_body_confirms(reference):
    claim = make.draft().certificate_claim
    person = make.member(claim.certificate.body.organisation, edit=True, manage=True)
    with pytest.raises(NotAllowed, match="有签署权限的成员可以确认"):
        confirm(claim, user=person, seen=claim.application.revision, shown=NO_PAGE)
