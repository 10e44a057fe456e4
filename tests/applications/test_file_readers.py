"""Who may read which file of a case; and every download of a certificate or mark is on record."""

import pytest
from django.contrib.auth.models import AnonymousUser

from applications.enterprises.claims.licences import LICENCE_PURPOSE
from applications.models import CasePaper, EnterpriseClaim
from certification.models import Download
from tests import make
from tianfu.accounts.roles import Role
from tianfu.files.readers import may_read
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def test_files_of_a_case_open_to_its_enterprise_and_its_desk_and_to_nobody_else(clock, reference):
    application = make.draft()
    evidence = application.evidence.first().file
    people = make.staff()
    stranger = make.founder(make.enterprise("样例食品有限公司").organisation)
    elsewhere = make.officer(Role.PREFECTURE_OFFICER, "510700")
    assert may_read(application.created_by, evidence)
    assert not may_read(people["operator"], evidence)  # a draft is nobody's business
    make.submit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)
    run_due()
    paper = CasePaper.objects.get(kind="receipt").paper.file
    certificate = application.certificate_claim.certificate
    for file in (evidence, paper, certificate.file):
        for reader in (application.created_by, people["operator"], people["prefecture"], people["province"]):
            assert may_read(reader, file)
        for reader in (stranger, elsewhere, AnonymousUser(), make.officer(Role.EXPERT)):
            assert not may_read(reader, file)
    of_the_body = make.member(certificate.body.organisation)
    assert may_read(of_the_body, certificate.file)
    assert not may_read(of_the_body, evidence)


def test_each_download_of_certificate_and_mark_is_a_row_and_an_audit_event(clock, reference, client):
    authorization = make.issued(clock_fixture=clock)
    holder = authorization.application.created_by
    stranger = make.founder(make.enterprise("样例食品有限公司").organisation)
    certificate = authorization.certificates.get().paper.file
    mark = authorization.marks.get(format="zip").file
    client.force_login(stranger)
    assert client.get(mark.get_absolute_url()).status_code == 404
    client.force_login(holder)
    assert client.get(mark.get_absolute_url()).status_code == 200
    assert client.get(certificate.get_absolute_url()).status_code == 200
    assert client.get(certificate.get_absolute_url() + "?inline=1").status_code == 200
    assert client.head(mark.get_absolute_url()).status_code == 200
    rows = Download.objects.filter(authorization=authorization, downloaded_by=holder)
    assert {row.file_id for row in rows} == {certificate.pk, mark.pk}
    assert rows.count() == 2
    assert AuditEvent.objects.filter(action="file.downloaded", actor=holder).count() == 3


def test_a_licence_opens_to_claimant_managers_and_the_offices_of_its_city(reference):
    owner = make.enterprise(verified=False)
    claimant, editor = make.member(owner.organisation, edit=True), make.member(owner.organisation, edit=True, sign=True)
    licence = make.stored_file(purpose=LICENCE_PURPOSE)
    EnterpriseClaim.objects.create(enterprise=owner, user=claimant, licence=licence, claimed_at=the_clock.now())
    here = [make.officer(role, "510100") for role in (Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER)]
    elsewhere = [make.officer(role, "510700") for role in (Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER)]
    readers = [claimant, *here, make.officer(Role.PROVINCE_OFFICER), make.officer(Role.AUDITOR)]
    others = [editor, *elsewhere, make.officer(Role.OPERATOR_OFFICER), make.officer(Role.EXPERT), AnonymousUser()]
    assert [may_read(person, licence) for person in readers] == [True] * len(readers)
    assert [may_read(person, licence) for person in others] == [False] * len(others)
