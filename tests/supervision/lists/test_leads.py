"""线索: filed by a bureau or a 社会监督员 with photos, decided by an officer with a reason; the filer is never shown."""

import io
from datetime import date
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from PIL import Image

from certification.models import Authorization
from supervision.directories.models import InspectionObject
from supervision.directories.objects.upkeep import compare_once_a_day
from supervision.inspections.models import InspectionTask
from supervision.lists.leads.acts import decide_lead, file_lead, find_authorization
from supervision.lists.leads.checks import check_facts, confirm_check, object_of, offered, propose_check
from supervision.lists.models import Lead, LeadPhoto
from supervision.lists.public.enterprise import candidates
from supervision.lists.sources import checks_for_second
from tests import make
from tests.pages import hidden
from tests.supervision.make import inspector, published_items
from tianfu.accounts.models import RoleGrant
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db
LEADS = "/console/leads/"
TYPED = {"source": "volunteer", "found_on": "2026-05-10", "place": "春熙路某商场", "text": "包装上的标识被改成绿色。"}


@pytest.fixture
def volunteer(reference, clock):
    clock.set("2026-05-11")
    return make.officer(Role.SUPERVISOR_VOLUNTEER, name="匿名监督者")


@pytest.fixture
def officer(volunteer):
    return make.officer(Role.PROVINCE_OFFICER)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def picture(name="现场.jpg"):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def issued(clock):
    authorization = make.issued(clock_fixture=clock)
    return Authorization.objects.get(pk=authorization.pk)


def filed(person, authorization=None):
    return file_lead(
        user=person, authorization=authorization, found_on=date(2026, 5, 10), place="商场", text="标识被改色。"
    )


def test_a_volunteer_files_with_a_photo_and_reads_the_outcome(volunteer, officer, clock):
    authorization = issued(clock)
    client, operator = client_of(volunteer), make.officer(Role.OPERATOR_OFFICER)
    form = hidden(client.get(f"{LEADS}new/"))
    assert client.post(f"{LEADS}new/", {**form, **TYPED}).status_code == 302
    lead = Lead.objects.get()
    page = f"{LEADS}{lead.pk}/"
    assert client.post(f"{page}photos/", {"file": picture()}).status_code == 302
    assert client_of(officer).get(page).content.decode().count("匿名监督者") == 1
    Lead.objects.filter(pk=lead.pk).update(authorization=authorization)
    decision = {"seen": "0", "outcome": "suspend", "reason": "照片显示改色，请核实。"}
    assert client_of(officer).post(f"{page}decide/", decision).status_code == 302
    assert "照片显示改色，请核实。" in client.get(page).content.decode()
    told = InboxMessage.objects.get(key="lead_decided")
    assert (told.user, told.link) == (volunteer, page)
    asked = InboxMessage.objects.get(key="lead_to_suspend", user=operator)
    assert asked.link == f"/console/lead-requests/{lead.pk}/"
    assert "照片显示改色" in asked.body and "匿名监督者" not in asked.body


def test_the_filer_is_shown_to_nobody_but_the_province(volunteer, officer, clock):
    authorization = issued(clock)
    lead = filed(volunteer, authorization)
    client_of(volunteer).post(f"{LEADS}{lead.pk}/photos/", {"file": picture()})
    photo = StoredFile.objects.get(purpose="lead_photo")
    decide_lead(lead, user=officer, seen=0, outcome="suspend", reason="请核实。")
    operator, holder = make.officer(Role.OPERATOR_OFFICER), make.member(authorization.enterprise.organisation)
    others = [
        make.officer(Role.SUPERVISOR_VOLUNTEER),
        make.officer(Role.PREFECTURE_OFFICER, "510100"),
        operator,
        holder,
    ]
    for person in others:
        client = client_of(person)
        assert client.get(f"{LEADS}{lead.pk}/").status_code in (403, 404)
        assert client.get(f"/files/{photo.pk}/{photo.name}").status_code in (403, 404)
    pages = [
        client_of(operator).get(f"/console/authorizations/{authorization.pk}/"),
        client_of(operator).get("/portal/inbox/"),
        client_of(holder).get(f"/portal/authorizations/{authorization.pk}/"),
        client_of(holder).get("/portal/inbox/"),
        Client().get(f"/brands/{authorization.number}/"),
    ]
    for answer in pages:
        assert "匿名监督者" not in answer.content.decode() and "标识被改色" not in answer.content.decode()
    own = f"/files/{photo.pk}/{photo.name}"
    assert client_of(volunteer).get(own).status_code == 200
    RoleGrant.objects.filter(user=volunteer).update(
        ended_at=the_clock.now(), ended_by=make.officer(Role.SYSTEM_ADMIN), end_reason="任期届满"
    )
    assert client_of(volunteer).get(own).status_code == 404, "who is no volunteer any more"
    assert client_of(others[0]).get(LEADS).content.decode().count(f"{LEADS}{lead.pk}/") == 0


def test_neither_the_public_log_nor_open_data_holds_a_finding_or_its_filer(volunteer, officer, clock):
    lead = filed(volunteer, issued(clock))
    decide_lead(lead, user=officer, seen=0, outcome="suspend", reason="请核实改色。")
    written = "".join(LogOutbox.objects.values_list("entry", flat=True))
    urls = [
        "/inspections/",
        "/inspections/list.json",
        "/inspections/list.csv",
        "/blacklist.json",
        "/blacklist.csv",
        "/draws/",
    ]
    pages = [Client().get(url) for url in urls]
    answers = [written, *(page.content.decode() for page in pages)]
    secrets = (volunteer.name, volunteer.email, "标识被改色", "请核实改色", f"线索 {lead.pk}", f"lead:{lead.pk}")
    assert [(number, word) for number, text in enumerate(answers) for word in secrets if word in text] == []
    assert "cert.issued" in written and [page.status_code for page in pages] == [200] * len(urls)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"authorization": "TFMP-9999"}, "没有这个编号的授权"),
        ({"source": ""}, "请选择来源。"),
        ({"source": "authority"}, "authority"),
        ({"text": ""}, "请写明发现的情况。"),
        ({"found_on": "2026-05-12"}, "发现日期不能晚于今天。"),
        ({"found_on": "昨天"}, "found_on"),
    ],
)
def test_a_wrong_finding_comes_back_with_what_was_typed(volunteer, typed, words):
    answer = client_of(volunteer).post(f"{LEADS}new/", {**TYPED, **typed})
    page = answer.content.decode()
    assert (answer.status_code, Lead.objects.exists()) == (422, False)
    assert words in page and "春熙路某商场" in page


def test_a_day_yet_to_come_is_said_together_with_what_else_is_wrong(volunteer):
    page = client_of(volunteer).post(f"{LEADS}new/", {**TYPED, "found_on": "2026-05-12", "text": ""}).content.decode()
    assert [page.count(words) for words in ("发现日期不能晚于今天。", "请写明发现的情况。")] == [2, 2]


def test_a_photo_that_is_none_and_one_too_many_are_refused_in_words(volunteer, officer):
    lead = filed(volunteer)
    client, page = client_of(volunteer), f"{LEADS}{lead.pk}/photos/"
    heic = SimpleUploadedFile("IMG_1.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "image/heic")
    for upload, words in ((heic, "JPEG"), (SimpleUploadedFile("a.jpg", b"plain text"), "内容却是"), (None, "请先选择")):
        answer = client.post(page, {"file": upload} if upload else {})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    for number in range(9):
        client.post(page, {"file": picture(f"{number}.jpg")})
    answer = client.post(page, {"file": picture()})
    assert (answer.status_code, "最多 9 张" in answer.content.decode()) == (422, True)
    assert LeadPhoto.objects.count() == 9
    decide_lead(lead, user=officer, seen=0, outcome="nothing", reason="与标识无关。")
    assert client.post(page, {"file": picture()}).status_code == 403


def test_an_officer_decides_once_with_a_reason_and_never_his_own(volunteer, officer):
    lead = filed(volunteer)
    with pytest.raises(NotPossible, match="没有指明授权"):
        decide_lead(lead, user=officer, seen=0, outcome="suspend", reason="核实")
    with pytest.raises(NotPossible, match="须写明理由"):
        decide_lead(lead, user=officer, seen=0, outcome="nothing", reason=" ")
    with pytest.raises(NotAllowed):
        decide_lead(lead, user=volunteer, seen=0, outcome="nothing", reason="无")
    both = make.officer(Role.PREFECTURE_OFFICER, "510100")
    make.grant(both, Role.PROVINCE_OFFICER)
    own = filed(both)
    with pytest.raises(NotPossible, match="另一位经办人"):
        decide_lead(own, user=both, seen=0, outcome="nothing", reason="无")
    decide_lead(lead, user=officer, seen=0, outcome="nothing", reason="与标识无关。")
    with pytest.raises(Overtaken):
        decide_lead(lead, user=officer, seen=0, outcome="nothing", reason="与标识无关。")
    with pytest.raises(NotAllowed):
        filed(make.officer(Role.EXPERT))


def test_a_finding_becomes_a_directed_check_by_two_people(volunteer, officer, clock):
    authorization = issued(clock)
    compare_once_a_day(the_clock.today())
    published_items(3)
    lead = filed(volunteer, authorization)
    team = [inspector(), inspector(lead=False)]
    approver, page = make.officer(Role.PROVINCE_APPROVER), f"{LEADS}{lead.pk}/"
    client = client_of(officer)
    form = client.get(f"{page}check/")
    typed = {"items": [str(offered(object_of(lead))[0][0].pk)], "lead": str(team[0].pk), "others": [str(team[1].pk)]}
    assert client.post(f"{page}check/", {**hidden(form), **typed, "reason": ""}).status_code == 422
    assert (
        client.post(f"{page}check/", {**hidden(form), **typed, "reason": "标识改色，需现场核实。"}).status_code == 302
    )
    proposal = lead.endorsements.get()
    with pytest.raises(NotPossible, match="另一人确认"):
        confirm_check(proposal, user=officer, seen=0, shown=NO_PAGE)
    assert [row.subject for row in checks_for_second(approver)] == [lead]
    with pytest.raises(Changed):
        confirm_check(proposal, user=approver, seen=0, shown=stamp({"地点": "别处"}))
    both = make.officer(Role.SUPERVISOR_VOLUNTEER)
    make.grant(both, Role.PROVINCE_OFFICER)
    own, asked = filed(both, authorization), {"items": [], "team": [], "reason": "核实", "seen": 0}
    with pytest.raises(NotPossible, match="线索由您提交，须由另一位经办人处理。"):
        propose_check(own, user=both, **asked)
    second = client_of(approver)
    answer = second.post(f"{page}proposals/{proposal.pk}/", {**hidden(second.get(page)), "act": "confirm"})
    assert answer.status_code == 302
    task = InspectionTask.objects.get()
    assert (task.origin_ref, task.object.authorization_id) == (f"lead:{lead.pk}", authorization.pk)
    lead.refresh_from_db()
    assert (lead.state, lead.outcome) == ("decided", "check")
    assert "标识改色，需现场核实。" in client_of(volunteer).get(page).content.decode()
    InspectionObject.objects.filter(pk=task.object_id).update(left_on=the_clock.today())
    assert object_of(lead) is None, "what is not listed any more is not inspected"


def test_a_finding_names_a_published_mark_or_none(reference, clock):
    row = make.authorization(clock_fixture=clock)
    Authorization.objects.filter(pk=row.pk).update(number="TFMP-2026-00001-K")
    assert find_authorization("") is None
    with pytest.raises(ValidationError, match="没有这个编号的授权"):
        find_authorization("TFMP-2026-00001-K")
    assert candidates(row.holder_name) == [], "nor does the public search name its holder"
    Authorization.objects.filter(pk=row.pk).update(published_at=the_clock.now(), state="active")
    assert find_authorization("tfmp-2026-00001-k") == row
    assert [one.uscc for one in candidates(row.holder_name)] == [row.holder_uscc]


def test_the_source_follows_from_the_role_or_is_chosen_among_what_the_filer_may_name(volunteer, officer):
    local = make.officer(Role.PREFECTURE_OFFICER, "510100")
    both = make.officer(Role.PREFECTURE_OFFICER, "510100")
    make.grant(both, Role.SUPERVISOR_VOLUNTEER)
    assert [filed(person).get_source_display() for person in (volunteer, local, both)] == [
        "社会监督员", "地方市场监管部门", "地方市场监管部门",
    ]  # fmt: skip
    offers = {
        volunteer: ["volunteer", "mystery"],
        local: ["authority", "mystery", "third_party"],
        both: ["authority", "mystery", "third_party", "volunteer"],
    }
    for person, offered_sources in offers.items():
        client = client_of(person)
        shown = client.get(f"{LEADS}new/")
        field = shown.context["form"].fields["source"]
        assert ([key for key, _ in field.choices], field.initial) == (offered_sources, offered_sources[0])
        form = {**hidden(shown), **TYPED}
        for source in ("authority", "volunteer", "mystery", "third_party", "rumour"):
            answer = client.post(f"{LEADS}new/", {**form, "source": source, "once": f"{person.pk}-{source}"})
            assert answer.status_code == (302 if source in offered_sources else 422), (person, source)
    with pytest.raises(NotPossible, match="您提交的线索，来源只能是") as refused:
        file_lead(
            user=volunteer, authorization=None, found_on=date(2026, 5, 10), place="商场", text="改色。",
            source="authority",
        )  # fmt: skip
    assert refused.value.problems == ["您提交的线索，来源只能是社会监督员、神秘顾客。"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.update(source="rumour")


def test_the_source_is_read_by_the_province_and_the_filer_and_by_nobody_else(volunteer, officer, clock):
    authorization = issued(clock)
    local = make.officer(Role.PREFECTURE_OFFICER, "510100")
    lead = file_lead(
        user=local, authorization=authorization, found_on=date(2026, 5, 10), place="商场", text="改色。",
        source="mystery",
    )  # fmt: skip
    assert check_facts(lead)["来源"] == "神秘顾客"
    one = f"{LEADS}{lead.pk}/"
    readers = (officer, make.officer(Role.PROVINCE_APPROVER), make.officer(Role.AUDITOR))
    for person in readers:
        assert ["神秘顾客" in client_of(person).get(page).content.decode() for page in (one, LEADS)] == [True, True]
    assert ["神秘顾客" in client_of(local).get(page).content.decode() for page in (one, LEADS)] == [True, False]
    decide_lead(lead, user=officer, seen=0, outcome="suspend", reason="请核实。")
    operator, holder = make.officer(Role.OPERATOR_OFFICER), make.member(authorization.enterprise.organisation)
    for person in (operator, holder, volunteer):
        assert client_of(person).get(one).status_code in (403, 404)
    answers = [
        client_of(operator).get(f"/console/authorizations/{authorization.pk}/"),
        client_of(holder).get(f"/portal/authorizations/{authorization.pk}/"),
        client_of(holder).get("/portal/inbox/"),
        *(Client().get(url) for url in (f"/brands/{authorization.number}/", "/inspections/list.json", "/supervision/")),
    ]
    told = "".join(InboxMessage.objects.exclude(user=local).values_list("body", flat=True))
    written = "".join(LogOutbox.objects.values_list("entry", flat=True))
    texts = [told, written, *(answer.content.decode() for answer in answers)]
    assert [number for number, text in enumerate(texts) if "神秘顾客" in text or "mystery" in text] == []


def test_findings_from_before_get_what_followed_from_the_role_of_their_filer(volunteer):
    local = make.officer(Role.PREFECTURE_OFFICER, "510100")
    own, other = filed(volunteer), filed(local)
    make.grant(volunteer, Role.PREFECTURE_OFFICER, "510100")  # later, so that the finding stays the volunteer's
    Lead.objects.update(source="volunteer")
    with connection.cursor() as cursor:
        cursor.execute(import_module("supervision.migrations.0018_leads_name_their_source").OF_A_BUREAU)
    assert dict(Lead.objects.values_list("pk", "source")) == {own.pk: "volunteer", other.pk: "authority"}
