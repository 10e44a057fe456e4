"""Two brands in one database: 湖北精品 from draft to certificate beside a running 天府名品, each in its own words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from applications.cases.filing.submission import submit
from applications.form.autosave import save_fields
from applications.form.rows import open_application
from applications.models import Application, Batch, CasePaper, ProgrammeVersion, PublicNotice
from applications.programme_files.loader import load_programme
from applications.programmes.names import KEPT
from certification.models import Authorization, MarkFile
from certification.register.public.filters import BrandFilter
from tests import make
from tests.pages import hidden
from tests.papers.reading import text_of
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage, OutgoingMail
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
HUBEI = Path(__file__).parent.parent / "applications" / "programmes" / "hubei.toml"
# What only 天府名品 says.
FOREIGN = ("天府名品", "天府", "TIANFU", "Tianfu", "TFMP-", "四川", "成都", "川品")


@pytest.fixture
def hubei(reference: None) -> Iterator[ProgrammeVersion]:
    before = dict(KEPT.versions)
    yield load_programme(HUBEI)
    KEPT.versions = before


def call(version: ProgrammeVersion) -> Batch:
    today = the_clock.today()
    return Batch.objects.create(
        programme=version.programme, name="2026 年认定", opens_on=today, closes_on=today.replace(year=today.year + 1),
        sectors=["manufacturing"], routes=version.route_keys, created_at=the_clock.now(),
    )  # fmt: skip


def filed(version: ProgrammeVersion) -> Application:
    firm = make.enterprise("演示光电有限公司", region="420100")
    person = make.member(firm.organisation, edit=True, sign=True)
    item = make.product(firm, "车载显示屏", standard_number="T/HBDEMO 001—2026", standard_title="车载显示屏")
    case = open_application(user=person, product=item, batch=call(version), route="recognition")
    make.fill(case, person)
    saved = save_fields(case, "subject", {**make.SUBJECT, "address": "湖北省武汉市示例路 3 号"}, user=person)
    assert saved.errors == {}
    case.refresh_from_db()
    return submit(case, user=person, seen=case.revision, shown=NO_PAGE)


def papers(case: Application) -> dict[str, str]:
    """Every paper of the case and of what was granted, by file name, as its text."""
    issued = [row.paper for row in CasePaper.objects.filter(application=case)]
    issued += [row.paper for row in Authorization.objects.get(application=case).certificates.all()]
    return {paper.file.name: text_of(paper.file.read()) for paper in issued}


def test_hubei_goes_from_draft_to_a_certificate_of_its_own_beside_tianfu(hubei: ProgrammeVersion, clock: Any) -> None:
    clock.set("2026-03-02")
    theirs = make.authorization(clock_fixture=clock)
    clock.set("2026-04-01")
    case = filed(hubei)
    assert case.number[:17] == "HBJP-R-2026-00001"
    case = make.advance_to(case, "authorized", make.staff("420100"), clock)
    run_due()
    assert [change.target for change in case.changes.all()] == [*case.stage_order, "authorized"]
    ours = Authorization.objects.get(application=case)
    theirs.refresh_from_db()
    assert (ours.state, theirs.state) == ("active", "active")
    assert ours.number[:22] == "HBJP-R-420100-2026-000"
    assert theirs.number[:22] == "TFMP-C-510100-2026-000"
    assert (ours.ends_on.year, ours.certificate) == (ours.starts_on.year + 3, None)

    certificate = papers(case)[f"认定证书-{ours.number}.pdf"]
    assert "经评审，该产品达到“湖北精品”评审认定的要求，现认定为“湖北精品”。" in certificate
    assert "认定证书" in certificate and "“湖北精品”认定委员会秘书处" in certificate
    everything = {**papers(case), **{row.subject: row.body for row in messages_of(case)}}
    assert foreign(everything) == []
    kinds = {name.split("-")[0] for name in papers(case)}
    assert kinds == {"申报回执", "申报书", "受理通知书", "认定决定书", "认定证书"}
    assert "鄂品授〔2026〕1号" in papers(case)[next(name for name in papers(case) if "认定决定书" in name)]
    assert PublicNotice.objects.get(application=case).snapshot["programme"] == "湖北精品"
    usage = MarkFile.objects.get(authorization=ours, format="zip")
    assert usage.file.name.startswith("湖北精品标识-HBJP-R-420100")

    assert (case.get_state_display(), case.get_route_display()) == ("已认定", "评审认定")
    assert (theirs.application.get_state_display(), theirs.get_route_display()) == ("已授权", "品质认证")
    other = papers(theirs.application)
    assert "符合“天府名品”品质认证的要求" in other[f"授权证书-{theirs.number}.pdf"]
    assert [name for name, text in other.items() if "湖北" in text] == []


def foreign(texts: dict[str, str]) -> list[str]:
    """Each foreign word with what stands around it."""
    return [
        f"{name}: {text[max(text.find(word) - 20, 0) :][:50]}"
        for name, text in texts.items()
        for word in FOREIGN
        if word in text
    ]


def messages_of(case: Application) -> list[Any]:
    organisation = case.enterprise.organisation
    mails = OutgoingMail.objects.filter(to__in=organisation.memberships.values("user__email"))
    found: list[Any] = list(InboxMessage.objects.filter(organisation=organisation))
    assert found and mails.exists()
    return found


def test_the_decision_without_an_agreement_says_that_the_certificate_follows(
    hubei: ProgrammeVersion, clock: Any
) -> None:
    clock.set("2026-04-01")
    case = make.advance_to(filed(hubei), "authorized", make.staff("420100"), clock)
    told = InboxMessage.objects.get(organisation=case.enterprise.organisation, key="decision_approved")
    assert told.subject == "准予认定：车载显示屏"
    assert told.body.startswith("湖北省市场监督管理局决定准予您企业的产品使用湖北精品标识。")
    assert told.body.endswith("平台正在制发证书和标识，完成后会在这里告知您。您现在不需要再做其他操作。")


@pytest.mark.parametrize("last", ["document_review", "public_notice", "prefecture_review"])
def test_any_last_stage_ends_a_case(hubei: ProgrammeVersion, clock: Any, last: str) -> None:
    """The engine asks for no stage by name; that a programme decides somewhere is asked of its file."""
    clock.set("2026-04-01")
    payload = hubei.payload
    order = payload["routes"]["recognition"]["stages"]
    payload["routes"]["recognition"]["stages"] = order[: order.index(last) + 1]
    version = ProgrammeVersion.objects.create(
        programme=hubei.programme, version=2, payload=payload, sha256="0" * 64, loaded_at=the_clock.now()
    )
    case = make.advance_to(filed(version), "authorized", make.staff("420100"), clock)
    run_due()
    assert case.changes.last().transition == "authorize"
    assert Authorization.objects.get(application=case).state == "active"


def test_a_batch_takes_only_the_ways_and_sectors_of_its_programme(hubei: ProgrammeVersion, client: Any) -> None:
    client.force_login(make.officer(Role.OPERATOR_OFFICER))
    url = reverse("console:batch_new")
    page = client.get(url)
    form = {**hidden(page), "programme": hubei.programme_id, "name": "2027 年认定", "opens_on": "2027-01-01",
            "closes_on": "2027-03-31", "sectors": ["manufacturing"], "routes": ["recognition"]}  # fmt: skip
    refused = client.post(url, {**form, "sectors": ["agriculture"], "routes": ["self_declaration"]})
    assert refused.context["form"].errors == {
        "routes": ["“湖北精品”没有“自我声明”，请取消勾选这一项。"],
        "sectors": ["“湖北精品”没有“农产”，请取消勾选这一项。"],
    }
    assert client.post(url, form).status_code == 302
    assert Batch.objects.get().routes == ["recognition"]


def test_filters_and_forms_offer_the_ways_of_both(hubei: ProgrammeVersion, client: Any, clock: Any) -> None:
    clock.set("2026-04-01")
    case = filed(hubei)
    client.force_login(case.created_by)
    form = client.get(reverse("portal:application_new")).context["form"]
    assert form.fields["route"].choices == [("recognition", "评审认定")]
    assert form.fields["route"].help_text == "评审认定：产品、服务经初审、资料审核、公示后认定。"
    offered = [("quality_certification", "品质认证"), ("self_declaration", "自我声明"), ("recognition", "评审认定")]
    assert BrandFilter({}).fields["route"].choices == [("", "全部方式"), *offered]
