"""From the decision to an active mark: one number, one certificate, one package, whatever is repeated or fails."""

import io
import json
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.db.models.functions import Now

from certification.authorizations.term.expiry import expire_ended
from certification.authorizations.term.papers_order import ISSUE_JOB, issue_key
from certification.issuing.steps import issue_authorization
from certification.models import Authorization, AuthorizationCertificate, MarkFile
from tests import make
from tianfu.demo.routes import Route
from tianfu.ledger.models import LogOutbox
from tianfu.papers.models import Paper
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.jobs import retry, run_due, run_job
from tianfu.workflow.models import Counter, Job
from tianfu.workflow.numbers import is_mistyped

pytestmark = pytest.mark.django_db


def issue_job(authorization):
    return Job.objects.get(key=issue_key(authorization))


def pending(clock, route=Route.QUALITY_CERTIFICATION, **kwargs):
    clock.set("2026-03-02")
    return make.authorization(route, clock_fixture=clock, **kwargs)


def text_of(stored):
    with pikepdf.open(io.BytesIO(stored.read())) as document:
        return str(document.docinfo.get("/Title", "")) + str(document.docinfo.get("/Keywords", ""))


@pytest.mark.parametrize(("route", "letter"), [(Route.QUALITY_CERTIFICATION, "C"), (Route.SELF_DECLARATION, "S")])
def test_both_routes_end_in_an_active_mark_with_certificate_and_package(issued, route, letter):
    authorization = issued(route)
    assert authorization.number[:-1] == f"TFMP-{letter}-510100-2026-00001-"
    assert not is_mistyped(authorization.number)
    assert authorization.published_at is not None
    paper = authorization.certificates.get().paper
    assert (paper.number, paper.data["holder"]) == (authorization.number, authorization.holder_name)
    assert (paper.data["valid_from"], paper.data["valid_until"]) == (
        authorization.starts_on.isoformat(),
        authorization.ends_on.isoformat(),
    )
    assert paper.file.read().startswith(b"%PDF-")
    assert authorization.number in text_of(paper.file)
    assert {mark.format for mark in authorization.marks.all()} == {
        "svg", "png", "pdf", "zip", "mono", "guide",
    }  # fmt: skip
    package = zipfile.ZipFile(io.BytesIO(authorization.marks.get(format="zip").file.read()))
    usage = package.read("使用说明.txt").decode("utf-8-sig")
    assert authorization.product_name in usage
    assert authorization.number in usage
    assert authorization.marks.get(format="svg").file.read().startswith(b"<svg")


def test_serials_of_a_programme_and_year_run_on_over_both_routes(issued, clock):
    first = issued(Route.QUALITY_CERTIFICATION)
    second = issued(Route.SELF_DECLARATION, item=make.product(make.enterprise("样例食品有限公司"), "豆瓣酱"))
    assert [row.number[:-2].rpartition("-")[2] for row in (first, second)] == ["00001", "00002"]


def test_the_year_of_the_number_is_beijings(clock, reference):
    authorization = pending(clock)
    clock.set("2027-01-01T00:30:00+08:00")  # still 2026 in UTC
    run_due()
    authorization.refresh_from_db()
    assert "-2027-00001-" in authorization.number
    assert list(Counter.objects.filter(scope="tfmp:authorization").values_list("year", "value")) == [(2027, 1)]


def test_a_job_delivered_again_changes_nothing(issued):
    authorization = issued()
    before = (authorization.number, authorization.revision, Paper.objects.count(), MarkFile.objects.count())
    issue_authorization(authorization.pk)
    Job.objects.filter(kind=ISSUE_JOB).update(state=Job.State.QUEUED, run_after=Now() - timedelta(seconds=1))
    assert run_job(issue_job(authorization).pk) is True
    authorization.refresh_from_db()
    assert before == (authorization.number, authorization.revision, Paper.objects.count(), MarkFile.objects.count())
    assert Counter.objects.get(scope="tfmp:authorization").value == 1


def test_missing_glyph_parks_the_job_with_a_sentence_and_spends_no_number(clock, reference):
    authorization = pending(clock)
    Authorization.objects.filter(pk=authorization.pk).update(product_name="\U0002b740木家具")
    run_due()
    job = issue_job(authorization)
    assert job.state == Job.State.PARKED
    assert "U+2B740" in job.last_error
    assert "没有字形" in job.last_error
    assert not Paper.objects.filter(kind="certificate").exists()
    assert not Counter.objects.filter(scope="tfmp:authorization").exists()
    Authorization.objects.filter(pk=authorization.pk).update(product_name="楠木家具")
    retry(job, make.user())
    run_due()
    authorization.refresh_from_db()
    assert authorization.state == "active"
    assert authorization.certificates.get().paper.data["product"] == "楠木家具"


def test_certificate_suspended_while_issue_is_pending_stops_it_and_reinstating_lets_it_go_on(clock, reference):
    authorization = pending(clock)
    certificate = authorization.certificate
    issuer = make.member(certificate.body.organisation, sign=True)
    certificate = advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未通过")
    run_due()
    authorization.refresh_from_db()
    assert (authorization.state, authorization.number) == ("pending", None)
    assert "暂停" in issue_job(authorization).last_error
    advance(certificate, "reinstate", actor=issuer, seen=certificate.revision, note="整改完成")
    run_due()
    authorization.refresh_from_db()
    assert authorization.state == "active"


def test_certificate_suspended_between_papers_and_activation_leaves_the_mark_inactive(clock, reference, monkeypatch):
    authorization = pending(clock)
    certificate = authorization.certificate
    issuer = make.member(certificate.body.organisation, sign=True)

    def strike(name):
        if name == "issue.marks":
            advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未通过")

    monkeypatch.setattr("certification.issuing.steps.crash_point", strike)
    run_due()
    authorization.refresh_from_db()
    assert (authorization.state, authorization.published_at) == ("pending", None)
    assert issue_job(authorization).state == Job.State.PARKED
    monkeypatch.undo()
    certificate.refresh_from_db()
    advance(certificate, "reinstate", actor=issuer, seen=certificate.revision, note="整改完成")
    run_due()
    authorization.refresh_from_db()
    assert authorization.state == "active"
    assert AuthorizationCertificate.objects.filter(authorization=authorization).count() == 1


def test_authorization_whose_term_is_over_is_not_issued(clock, reference):
    authorization = pending(clock)
    clock.set(authorization.ends_on + timedelta(days=1))
    run_due()
    assert "已经届满" in issue_job(authorization).last_error


def test_every_act_of_the_register_goes_into_the_public_log_in_its_own_transaction(issued, clock):
    authorization = issued()
    clock.set(authorization.ends_on + timedelta(days=1))
    expire_ended(the_clock.today())
    entries = [json.loads(row.entry) for row in LogOutbox.objects.filter(entry__contains='"cert.').order_by("pk")]
    assert [entry["t"] for entry in entries] == ["cert.issued", "cert.expired"]
    assert entries[0]["certificate_sha256"] == authorization.certificates.get().paper.sha256
    assert {entry["number"] for entry in entries} == {authorization.number}
