"""The portal, page by page, as an enterprise's member sees it."""

import pytest
from django.urls import reverse

from applications.models import Application, EnterpriseClaim
from tests import make
from tests.pages import autosave, hidden
from tests.some import some
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.files.models import StoredFile
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db


def test_the_home_shows_messages_to_the_person_as_the_count_beside_the_menu_does(client, reference):
    application = make.draft()
    person = application.created_by
    client.force_login(person)
    InboxMessage.objects.create(
        key="account_invited", audience="person", user=person, subject="写给您本人的消息", body="正文"
    )
    page = client.get(reverse("portal:home")).content.decode()
    assert "写给您本人的消息" in page
    assert page.count(">未读</span>") == InboxMessage.objects.visible_to(person).unread_by(person).count()


def test_drafts_are_offered_once_and_by_their_product(client, reference):
    application = make.draft()
    client.force_login(application.created_by)
    page = client.get(reverse("portal:application_new")).content.decode()
    assert "您有 1 份草稿，还没有提交" in page
    assert f"继续办理“{application.product_version.name}”" in page


@pytest.fixture
def signed_in(client, reference):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def test_newcomer_binds_an_enterprise_and_waits_for_the_officer(signed_in):
    person = make.user()
    client = signed_in(person)
    assert "先绑定您的企业" in client.get(reverse("portal:home")).content.decode()
    answer = client.post(
        reverse("portal:bind"),
        {
            "code": "91510100tfmp 0101x4",
            "name": "样例家居制造有限公司",
            "region": "510100",
            "licence": make.pdf("营业执照.pdf"),
        },
    )
    assert answer.status_code == 302
    claim = EnterpriseClaim.objects.get()
    assert (claim.user, claim.status, claim.enterprise.uscc) == (person, "pending", "91510100TFMP0101X4")
    assert "企业认领正在核验" in client.get(reverse("portal:home")).content.decode()


def test_wrong_check_digit_is_told_at_the_field(signed_in):
    client = signed_in(make.user())
    answer = client.post(
        reverse("portal:bind"),
        {"code": "91510100TFMP0101X5", "name": "样例", "region": "510100", "licence": make.pdf("营业执照.pdf")},
    )
    assert answer.status_code == 422
    assert "第 18 位校验不符" in answer.content.decode()
    assert EnterpriseClaim.objects.count() == 0


def test_a_digit_that_does_not_fit_is_confirmed_by_the_person_and_flagged_to_the_officer(signed_in):
    person = make.user()
    client = signed_in(person)
    typed = {"code": "91510100TFMP0101X5", "name": "样例", "region": "510100"}
    answer = client.post(reverse("portal:bind"), {**typed, "licence": make.pdf("营业执照.pdf")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("第 18 位校验不符" in page, "请勾选下面一项后再提交" in page, 'name="code_confirmed"' in page) == (
        True,
    ) * 3
    assert "已收到“营业执照.pdf”" in page
    again = {**typed, **hidden(answer), "code_confirmed": "on"}
    stranger = signed_in(make.user()).post(reverse("portal:bind"), {**again, "once": ""})
    assert stranger.status_code == 422, "somebody else's file is not theirs to hand in"
    answer = signed_in(person).post(reverse("portal:bind"), again)
    assert answer.status_code == 302, answer.content.decode()
    claim = EnterpriseClaim.objects.get()
    assert (claim.licence.name, claim.licence.uploaded_by) == ("营业执照.pdf", person)
    assert claim.enterprise.uscc == typed["code"]
    officer = signed_in(make.officer(Role.PREFECTURE_OFFICER, "510100"))
    assert "当事人已确认营业执照上确实如此" in officer.get(reverse("console:claim", args=[claim.pk])).content.decode()
    # A colleague joins by the same code, without being asked again.
    other = signed_in(make.user())
    assert other.post(reverse("portal:join"), {"code": "91510100 tfmp 0101x5"}).status_code == 302


def test_the_licence_is_chosen_once_and_the_last_one_counts(signed_in):
    person = make.user()
    client = signed_in(person)
    typed = {"code": "91510100TFMP0101X4", "name": "样例", "region": "510100"}
    first = client.post(reverse("portal:bind"), {**typed, "region": "", "licence": make.pdf("旧执照.pdf")})
    second = client.post(
        reverse("portal:bind"), {**typed, **hidden(first), "name": "", "licence": make.pdf("新执照.pdf")}
    )
    assert [answer.status_code for answer in (first, second)] == [422, 422]
    third = client.post(reverse("portal:bind"), {**typed, **hidden(second), "name": ""})
    assert "已收到“新执照.pdf”" in third.content.decode(), "it stays through any number of tries"
    for _ in range(2):  # a double click
        assert client.post(reverse("portal:bind"), {**typed, **hidden(third)}).status_code == 302
    assert EnterpriseClaim.objects.get().licence.name == "新执照.pdf"
    assert [file.name for file in StoredFile.objects.filter(uploaded_by=person)] == ["新执照.pdf"]
    forged = client.post(reverse("portal:bind"), {**typed, "licence_kept": str(StoredFile.objects.get().pk)})
    assert forged.status_code == 422 and "licence" in forged.context["form"].errors


def test_the_officer_sees_on_the_case_that_the_code_does_not_fit(signed_in):
    doubtful = make.filed(item=make.product(make.enterprise(uscc="91510100TFMP0101X5")))
    sound = make.filed(item=make.product(make.enterprise("别家有限公司")))
    client = signed_in(make.officer(Role.PREFECTURE_OFFICER, "510100"))
    shown = [
        "当事人已确认营业执照上确实如此" in client.get(reverse("console:review", args=[case.pk])).content.decode()
        for case in (doubtful, sound)
    ]
    assert shown == [True, False]


@pytest.mark.parametrize("route", Route.values)
def test_every_section_page_opens(signed_in, route):
    application = make.draft(route)
    client = signed_in(application.created_by)
    assert client.get(reverse("portal:application", args=[application.pk])).status_code == 200
    for key in some(application.sections):
        assert client.get(reverse("portal:section", args=[application.pk, key])).status_code == 200, key
    page = client.get(reverse("portal:submit", args=[application.pk]))
    assert page.status_code == 200
    assert "还不能提交" not in page.content.decode()


def test_autosave_saves_one_field_and_keeps_the_others(signed_in):
    application = make.draft()
    client = signed_in(application.created_by)
    url = reverse("portal:autosave", args=[application.pk, "subject"])
    page = reverse("portal:section", args=[application.pk, "subject"])
    answer = autosave(client, page, url, "contact_name", "赵六")
    assert answer.json()["missing"] == []
    assert client.post(url, {"field": "employees", "value": "很多"}).status_code == 422
    data = application.answers.get(section="subject").data
    assert (data["contact_name"], data["employees"]) == ("赵六", 320)


def test_unit_mismatch_is_refused_at_the_cell(signed_in):
    application = make.draft()
    client = signed_in(application.created_by)
    item = application.comparison.get()
    url = reverse("portal:comparison_autosave", args=[application.pk])
    answer = client.post(url, {"field": f"row-{item.pk}-own", "value": "0.02 mg/kg"})
    assert answer.status_code == 422
    assert "不一致" in answer.json()["errors"][f"row-{item.pk}-own"][0]
    assert client.post(url, {"field": f"row-{item.pk}-own", "value": "很低"}).status_code == 422
    item.refresh_from_db()
    assert str(item.own_value) == "0.021000"


def test_submit_files_once_however_often_the_page_is_posted(signed_in):
    application = make.draft()
    client = signed_in(application.created_by)
    url = reverse("portal:submit", args=[application.pk])
    read = hidden(client.get(url))
    for _ in range(3):
        answer = client.post(url, {**read, "commitment": "on"})
        assert answer.status_code == 302
    application.refresh_from_db()
    assert application.state == "completeness_check"
    assert application.filings.count() == 1
    page = client.get(reverse("portal:application", args=[application.pk])).content.decode()
    assert "形式审查" in page and application.number in page


def test_submitting_with_gaps_names_them_and_leads_there(signed_in):
    item = make.product(make.enterprise())
    person = make.member(item.enterprise.organisation, edit=True, sign=True)
    client = signed_in(person)
    make.batch()
    client.post(
        reverse("portal:application_new"),
        {
            "batch": Application._meta.get_field("batch").related_model.objects.get().pk,
            "product": item.pk,
            "route": "quality_certification",
        },
    )
    application = Application.objects.get()
    answer = client.post(reverse("portal:submit", args=[application.pk]), {"seen": 0, "commitment": "on"})
    assert answer.status_code == 422
    assert "未选择质量认证证书" in answer.content.decode()
    assert Application.objects.get().state == "draft"


def test_another_enterprise_gets_404(signed_in):
    application = make.draft()
    other = make.founder(make.enterprise("虚构泡菜食品有限公司", "511300").organisation)
    client = signed_in(other)
    for name in ("application", "submit", "retract", "agreement", "receipt_ready"):
        assert client.get(reverse(f"portal:{name}", args=[application.pk])).status_code == 404, name
    assert client.get(reverse("portal:section", args=[application.pk, "subject"])).status_code == 404
    url = reverse("portal:autosave", args=[application.pk, "subject"])
    assert client.post(url, {"field": "contact_name", "value": "x"}).status_code == 404


@pytest.mark.parametrize("typed", ["{code}", "{lower}，", "（样例）家居", "{spaced}"])
def test_the_officer_finds_a_claim_by_name_or_code(signed_in, typed):
    first, other = make.enterprise(verified=False), make.enterprise("别家茶叶有限公司", verified=False)
    for enterprise in (first, other):
        EnterpriseClaim.objects.create(
            enterprise=enterprise, user=make.user(), licence=make.stored_file(), claimed_at=the_clock.now()
        )
    code = first.uscc
    typed = typed.format(code=code, lower=code.lower(), spaced=f"{code[:8]} {code[8:]}")
    client = signed_in(make.officer(Role.PREFECTURE_OFFICER, "510100"))
    page = client.get(reverse("console:claims"), {"q": typed}).content.decode()
    assert (first.organisation.name in page, other.organisation.name in page) == (True, False)
