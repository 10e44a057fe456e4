"""Two brands in one database: 湖北精品 from draft to certificate beside a running 天府名品, each in its own words."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from applications.models import Application, Batch, CasePaper, ProgrammeVersion, PublicNotice
from applications.programmes.names import KEPT
from applications.review.stages.consultation.acts import answer, ask
from applications.review.stages.consultation.invited.departments import directory
from applications.review.stages.consultation.rounds import close_silent, remind_departments
from certification.models import Authorization, MarkFile
from certification.register.public.filters import BrandFilter
from tests import make
from tests.applications.review.test_final_acts import posted, send
from tests.hubei import filed, programme
from tests.pages import hidden
from tests.papers.reading import text_of
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage, OutgoingMail
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
OPINION = "建议补充产地证明后再行公示。"
# What only 天府名品 says.
FOREIGN = ("天府名品", "天府", "TIANFU", "Tianfu", "TFMP-", "四川", "成都", "川品")


@pytest.fixture
def hubei(reference: None) -> Iterator[ProgrammeVersion]:
    before = dict(KEPT.versions)
    yield programme()
    KEPT.versions = before


def papers(case: Application) -> dict[str, str]:
    """Every paper of the case and of what was granted, by file name, as its text."""
    issued = [row.paper for row in CasePaper.objects.filter(application=case)]
    issued += [row.paper for row in Authorization.objects.get(application=case).certificates.all()]
    return {paper.file.name: text_of(paper.file.read()) for paper in issued}


def test_hubei_goes_from_draft_to_a_certificate_of_its_own_beside_tianfu(
    hubei: ProgrammeVersion, clock: Any, client: Any
) -> None:
    clock.set("2026-03-02")
    theirs = make.authorization(clock_fixture=clock)
    clock.set("2026-04-01")
    case = filed(hubei)
    assert case.number[:17] == "HBJP-R-2026-00001"
    people = make.staff("420100")
    asked = consulted(make.advance_to(case, "consultation", people, clock), people["operator"], clock)
    case = make.advance_to(case, "authorized", people, clock)
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
    told = [*messages_of(case), *InboxMessage.objects.filter(user__in=asked)]
    everything = {**papers(case), **{row.subject: row.body for row in told}}
    assert {row.key for row in told if row.user_id} == {"consultation_asked", "consultation_due_soon"}
    assert [name for name, text in everything.items() if OPINION in text] == []
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
    verified = {row.number: client.get(reverse("verify_number", args=[row.number])) for row in (ours, theirs)}
    assert [answer.context["example"][:14] for answer in verified.values()] == ["HBJP-R-420100-", "TFMP-C-510100-"]
    unread = client.get(reverse("verify"), {"number": "看不清"}).content.decode()
    assert re.search(r"形如 TFMP-C-510100-\d{4}-00001-\w 或 HBJP-R-420100-\d{4}-00001-\w。", unread)


def consulted(case: Application, officer: User, clock: Any) -> list[User]:
    """Two departments are asked: one has an opinion, the other lets its days pass; the desk deals with the opinion."""
    farm, trade = (make.department(name, "420000") for name in ("湖北省农业农村厅", "湖北省商务厅"))
    offered = [row.name for row in directory(case)]
    make.department("四川省商务厅", "510000")
    assert [row.name for row in directory(case)] == offered == ["湖北省农业农村厅", "湖北省商务厅"]
    chosen = [farm[0].pk, trade[0].pk]
    row, late = ask(case, user=officer, seen=case.revision, departments=chosen, question="请提出意见。")
    answer(row, user=farm[1], outcome="opinion", text=OPINION, shown=NO_PAGE)
    clock.set(late.due_on)
    remind_departments(late.due_on)
    clock.set(late.due_on + timedelta(days=1))
    assert close_silent(the_clock.today()) == 1
    late.refresh_from_db()
    assert (late.get_outcome_display(), late.left_at) == ("逾期未回复，视为无异议", None)
    moved = make.passing(Application.objects.get(pk=case.pk), officer, "企业已补充产地证明，经核对属实。")
    assert moved.state == "public_notice"
    return [farm[1], trade[1]]


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


def test_the_decision_is_asked_once_more_in_the_words_of_its_programme(
    hubei: ProgrammeVersion, clock: Any, client: Any
) -> None:
    """The page between panel and act is no page of the case's own: it is told whose it is. Without an agreement none is named."""
    clock.set("2026-04-01")
    people = make.staff("420100")
    case = make.passing(make.advance_to(filed(hubei), "approval", people, clock), people["province"], "建议准予")
    client.force_login(people["province_second"])
    page = send(client, case, posted(client, case)).content.decode()
    for words in (
        "作出准予认定的决定，生成决定书。随即制作证书和标识。", "证书制作完成后，公开认定信息和对比表",
        "此后只能依规定暂停、撤销或注销认定。", "确认准予认定",
    ):  # fmt: skip
        assert words in page
    assert "授权" not in page[page.index("<main") :]


@pytest.mark.parametrize("last", ["document_review", "consultation", "public_notice", "prefecture_review"])
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
    assert form.fields["route"].help_text == "评审认定：产品、服务经初审、资料审核、征求部门意见、公示后认定。"
    offered = [("quality_certification", "品质认证"), ("self_declaration", "自我声明"), ("recognition", "评审认定")]
    assert BrandFilter({}).fields["route"].choices == [("", "全部方式"), *offered]
