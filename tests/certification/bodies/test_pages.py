"""A body's people reach every certificate, every body of theirs, and see on their home what waits and what runs out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from certification.bodies.choice import bodies_of
from certification.certificates.issued.ends import propose_end
from certification.certificates.issued.entry import enter_certificate
from certification.certificates.issued.overview import changes_of, expiring, standing_ends, waiting_claims
from certification.models import QualityCertificate
from tests import make
from tests.queries import costs, opening
from tianfu.accounts.models import Membership
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(reference):
    return make.body()


@pytest.fixture
def person(body, client):
    found = make.member(body.organisation, edit=True, sign=True)
    client.force_login(found)
    return found


@pytest.fixture
def item(reference):
    return make.product(make.enterprise())


def many(body, item, count):
    first = make.certificate(body, fits=item, number="TF-0000")
    rows = []
    for number in range(1, count):
        row = QualityCertificate.objects.get(pk=first.pk)
        row.pk, row.number = None, f"TF-{number:04d}"
        rows.append(row)
    QualityCertificate.objects.bulk_create(rows)


def test_the_201st_certificate_is_reached_by_page_and_by_search(body, person, item, client):
    many(body, item, 201)
    numbers = []
    for page in range(1, 6):
        text = client.get(f"/portal/certificates/?page={page}").content.decode()
        numbers += [row.number for row in QualityCertificate.objects.all() if f">{row.number}<" in text]
    assert sorted(numbers) == [f"TF-{number:04d}" for number in range(201)]
    found = client.get("/portal/certificates/?q=ｔｆ 0000").content.decode()
    assert ">TF-0000<" in found
    assert ">TF-0001<" not in found


def test_a_list_of_certificates_costs_the_same_however_long(body, person, item, client):
    make.certificate(body, fits=item)
    few, more = costs(opening(client, "/portal/certificates/"), lambda: many(body, item, 60))
    assert more == few <= 16


def test_somebody_of_two_bodies_switches_between_them(body, person, item, client):
    other = make.body("另一认证公司")
    Membership.objects.create(
        user=person, organisation=other.organisation, status="active", can_edit=True, can_sign=True, can_manage=True,
        decided_at=the_clock.now(),
    )  # fmt: skip
    make.certificate(body, fits=item, number="ONE-1")
    make.certificate(other, fits=item, number="TWO-2")
    seen = set()
    for chosen in (body, other):
        client.post("/portal/body/choose/", {"body": chosen.pk})
        text = client.get("/portal/certificates/").content.decode()
        seen.add((chosen.pk, ">ONE-1<" in text, ">TWO-2<" in text))
    assert seen == {(body.pk, True, False), (other.pk, False, True)}
    client.post("/portal/body/choose/", {"body": make.body("不相干").pk})
    assert ">TWO-2<" in client.get("/portal/certificates/").content.decode()


def test_the_home_shows_what_waits_what_runs_out_and_what_was_done(body, person, item, client, clock):
    clock.set("2026-03-02")
    soon = make.certificate(body, fits=item, number="SOON-1", valid_until=the_clock.today() + timedelta(days=80))
    late = make.certificate(body, fits=item, number="LATE-1", valid_until=the_clock.today() + timedelta(days=800))
    advance(late, "suspend", actor=person, seen=0, note="监督审核未按期进行")
    propose_end(
        soon, "cancel", user=make.member(body.organisation, sign=True), seen=0, reason="企业申请", shown=NO_PAGE
    )
    people = make.staff()
    application = make.advance_to(make.filed(item=item), "certificate_check", people, clock)
    assert client.get("/portal/").url == "/portal/body/"
    text = client.get("/portal/body/").content.decode()
    assert f"/portal/confirmations/{application.certificate_claim.pk}/" in text
    assert "还有 80 天" in text
    assert "注销证书 SOON-1" in text
    assert "监督审核未按期进行" in text
    assert "LATE-1" not in text.split("即将到期的证书")[1].split("最近办理")[0]
    assert client.get("/portal/body/history/").status_code == 200
    assert ">SOON-1<" in client.get("/portal/certificates/?expiring=1").content.decode()


def test_a_home_says_nothing_of_other_bodies_nor_of_what_is_over(body, item, clock):
    clock.set("2026-03-02")
    application = make.advance_to(make.filed(item=item), "certificate_check", make.staff(), clock)
    other, today = make.body("另一认证公司"), the_clock.today()
    theirs = make.certificate(other, fits=item, number="TWO-2", valid_until=today + timedelta(days=80))
    advance(theirs, "suspend", actor=make.member(other.organisation, sign=True), seen=0, note="监督审核未按期进行")
    propose_end(theirs, "cancel", user=make.member(other.organisation, sign=True), seen=1, reason="申请", shown=NO_PAGE)
    for days in (-1, 0):
        make.certificate(body, fits=item, number=f"ONE{days}", valid_until=today + timedelta(days=days))
    assert [list(waiting_claims(one)) for one in (body, other)] == [[application.certificate_claim], []]
    assert [len(standing_ends(one)) for one in (body, other)] == [0, 1]
    assert [[row.number for row in expiring(one, today)] for one in (body, other)] == [["ONE0"], ["TWO-2"]]
    assert [changes_of(one).count() for one in (body, other)] == [0, 1]
    make.advance_to(application, "document_review", make.staff(), clock)
    assert list(waiting_claims(body)) == []


def test_who_left_a_body_acts_for_it_no_longer(body, person):
    assert list(bodies_of(person)) == [body]
    Membership.objects.filter(user=person).update(status="ended", ended_at=the_clock.now())
    assert list(bodies_of(person)) == []


def test_a_home_with_nothing_says_so(body, person, client):
    text = client.get("/portal/body/").content.decode()
    assert "没有等待确认的证书" in text
    assert "近期没有证书到期" in text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_until": "issued_on"}, "valid_until"),
        ({"issued_on": "tomorrow"}, "issued_on"),
        ({"sector": "unknown"}, "sector"),
        ({"number": "TAKEN"}, "number"),
    ],
)
def test_rules_of_a_certificate_hold_without_its_form(body, person, item, change, field):
    make.certificate(body, fits=item, number="TAKEN")
    row = make.certificate(body, fits=item, number="FREE")
    row.pk = None
    row.number = "FREE-2"
    today = the_clock.today()
    named = {"issued_on": row.issued_on, "tomorrow": today + timedelta(days=1)}
    for name, value in change.items():
        setattr(row, name, named.get(value, value))
    with pytest.raises(ValidationError) as refused:
        enter_certificate(body, row, make.pdf(), user=person)
    assert set(refused.value.message_dict) == {field}


def test_an_enterprise_reads_which_colleague_took_a_file_and_no_name_of_staff(issued, client):
    authorization = issued()
    owner, officer = authorization.application.created_by, make.officer(Role.OPERATOR_OFFICER)
    for person in (owner, officer):
        file = authorization.marks.first().file
        authorization.downloads.create(file=file, downloaded_by=person, downloaded_at=the_clock.now())
    client.force_login(owner)
    page = client.get(f"/portal/authorizations/{authorization.pk}/").content.decode()
    assert (f"{owner} 下载" in page, "工作人员 下载" in page, str(officer) in page) == (True, True, False)


def test_the_21st_download_is_reached_by_page(issued, client):
    authorization = issued()
    owner = authorization.application.created_by
    file = authorization.marks.first().file
    for _ in range(21):
        authorization.downloads.create(file=file, downloaded_by=owner, downloaded_at=the_clock.now())
    client.force_login(owner)
    page = f"/portal/authorizations/{authorization.pk}/"
    assert [client.get(f"{page}?page={number}").content.decode().count("下载 " + file.name) for number in (1, 2)] == [
        20,
        1,
    ]
    client.force_login(make.officer(Role.OPERATOR_OFFICER))
    assert "第 1–20 条，共 21 条" in client.get(f"/console/authorizations/{authorization.pk}/").content.decode()
