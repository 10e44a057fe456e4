"""The doors of a mark, of the holder's answer and of the exchange of a certificate, asked in every wrong way."""

from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import transaction

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.replacements.acts import offer, pass_over_late
from certification.authorizations.suspensions.restorations.acts import file_restoration, retract
from certification.authorizations.term.expiry import expire_ended
from certification.changes.requests.acts import file_request
from certification.changes.requests.decisions import decide_alone
from certification.changes.successions import decisions
from certification.changes.successions.acts import ask_succession, confirm_succession
from certification.models import Authorization, QualityCertificate, Replacement, Restoration
from tests import make
from tests.door.cast import Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tests.kept_rows import once
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
AGGREGATES = (Authorization, Restoration, Replacement)
CITY = "成都的一项授权"


def after_its_end(call: Call) -> None:
    with pgtrigger.ignore():
        Authorization.objects.filter(pk=call.obj.pk).update(
            starts_on=the_clock.today() - timedelta(days=2), ends_on=the_clock.today() - timedelta(days=1)
        )


for _verb in ("suspend", "reinstate", "withdraw", "amend", "pass_on"):
    wrong(f"authorization.{_verb}", "已经届满，不能再办理")(after_its_end)
wrong("authorization.cancel", "已经届满，不能再办理", "active", "suspended")(after_its_end)
wrong("authorization.activate", "已经届满，不能再办理")(after_its_end)


@wrong("authorization.activate", "尚未开始")
def before_its_first_day(call: Call) -> None:
    Authorization.objects.filter(pk=call.obj.pk).update(starts_on=the_clock.today() + timedelta(days=1))


@wrong("authorization.activate", "续期的授权不能生效")
def after_one_that_was_withdrawn(call: Call) -> None:
    with pgtrigger.ignore():
        old = Authorization.objects.filter(enterprise=call.obj.enterprise_id).exclude(pk=call.obj.pk).last()
        Authorization.objects.filter(pk=old.pk).update(state="withdrawn", number="N-1", published_at=the_clock.now())
        Authorization.objects.filter(pk=call.obj.pk).update(previous=old)


def on_a_suspended_certificate(call: Call) -> None:
    with pgtrigger.ignore():
        QualityCertificate.objects.filter(pk=call.obj.certificate_id).update(state="suspended")


wrong("authorization.activate", "标识不能有效")(on_a_suspended_certificate)
wrong("authorization.reinstate", "标识不能有效")(on_a_suspended_certificate)


@wrong("authorization.activate", "授权证书尚未生成")
def without_its_paper(call: Call) -> None:
    with pgtrigger.ignore():
        call.obj.certificates.all().delete()


@wrong("authorization.reinstate", "仍有未消除的暂停原因")
def with_another_cause(call: Call) -> None:
    call.obj.suspensions.create(cause=Cause.QUALITY, reason="抽查不合格", since=the_clock.now())


@wrong("authorization.pass_on", "变更须由持有人申请、按规定办理后登记。")
@wrong("authorization.amend", "变更须由持有人申请、按规定办理后登记。")
def with_nothing_that_was_granted(call: Call) -> Call:
    return replace(call, inputs={**call.inputs, "decided": None})


@wrong("authorization.pass_on", "变更须由持有人申请、按规定办理后登记。")
@wrong("authorization.amend", "变更须由持有人申请、按规定办理后登记。")
def with_a_change_that_is_written_already(call: Call) -> Call:
    written = copy(call.inputs["decided"])
    written.applied_revision = 1
    return replace(call, inputs={**call.inputs, "decided": written})


@wrong("authorization.expire", "尚未届满")
def on_its_last_day(call: Call) -> None:
    Authorization.objects.filter(pk=call.obj.pk).update(ends_on=the_clock.today())


@wrong("replacement.pass_over", "更换期限未满")
def on_the_last_day_of_the_term(call: Call) -> None:
    Replacement.objects.filter(pk=call.obj.pk).update(due_on=the_clock.today())


@wrong("replacement.pass_over", "企业已提交新证书待核对")
def with_an_offer_that_waits(call: Call) -> None:
    Replacement.objects.filter(pk=call.obj.pk).update(
        offered=call.obj.certificate, offered_by=make.user(), offered_at=the_clock.now()
    )


@pytest.fixture
def marks(reference: None, clock: Any) -> list[Authorization]:
    """Four products of one enterprise with their marks, decided and not issued yet."""
    clock.set("2026-03-02")

    def build() -> tuple[Authorization, ...]:
        owner = make.enterprise()
        names = ("板式家具", "衣柜", "书桌", "茶几")
        return tuple(make.authorization(clock_fixture=clock, item=make.product(owner, name)) for name in names)

    return list(once("four marks", "", build))


def everybody(mark: Authorization) -> Cast:
    return cast(holder=mark.enterprise.organisation, body=mark.certificate.body.organisation)


def read(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def rows_of(mark: Authorization) -> tuple[Restoration, Replacement]:
    now, today = the_clock.now(), the_clock.today()
    cause = mark.suspensions.create(cause=Cause.MISUSE, reason="改色", since=now)
    kept = {"authorization": mark, "due_on": today}
    asked = Restoration.objects.create(
        **kept, suspension=cause, kind="request", text="已改", filed_by=mark.application.created_by, filed_at=now
    )
    duty = Replacement.objects.create(
        **kept, certificate=mark.certificate, cause=Cause.CERTIFICATE_ENDED, opened_at=now
    )
    return asked, duty


def test_rights_are_those_of_the_kept_tables(marks: list[Authorization], rewrite: bool) -> None:
    people = everybody(marks[0])
    for row in (marks[0], *rows_of(marks[0])):
        compare(path_of(type(row)), table({CITY: (row, people)}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(marks: list[Authorization], clock: Any) -> None:
    pair = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    people = everybody(marks[0])
    owner = marks[0].application.created_by
    probe = Probe(dict.fromkeys(AGGREGATES, (CITY, people)))

    def act(mark: Authorization, what: str, **more: Any) -> Authorization:
        mark = read(mark)
        proposal = propose(mark, what, user=pair[0], seen=mark.revision, reason="情况属实", **more)
        return confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)

    def ask(mark: Authorization) -> Restoration:
        cause = read(mark).suspensions.get(lifted_at=None)
        return file_restoration(cause, user=owner, kind="request", text="已更换。", uploads=[make.pdf("照片.pdf")])

    def change(mark: Authorization) -> None:
        """Its firm has another name, confirmed elsewhere; one of the operator's people registers it."""
        organisation = read(mark).enterprise.organisation
        type(organisation).objects.filter(pk=organisation.pk).update(name=f"{organisation.name}、更名")
        mark = read(mark)
        asked = file_request(mark, "name", {}, user=owner, text="", proof=make.PASSWORD, shown=NO_PAGE)
        decide_alone(asked, "accept", user=pair[0], seen=0, reason="与核定一致", shown=NO_PAGE)
        run_due()

    def pass_on(mark: Authorization) -> None:
        """The firm is merged into another, which brings its own certificate."""
        firm = make.enterprise("合并后家居集团有限公司")
        signer, body = make.member(firm.organisation, sign=True), mark.certificate.body
        own = make.certificate(body, fits=mark.product, holder_uscc=firm.uscc, valid_until=mark.ends_on)
        asked = ask_succession(
            mark, user=owner, way="merger", uscc=firm.uscc, text="吸收合并", uploads=[make.pdf()],
            proof=make.PASSWORD, shown=NO_PAGE,
        )  # fmt: skip
        asked = confirm_succession(asked, user=signer, seen=0, proof=make.PASSWORD, certificate=own, shown=NO_PAGE)
        proposal = decisions.propose(asked, "accept", user=pair[0], seen=1, reason="材料齐全")
        decisions.confirm(proposal, user=pair[1], seen=1, shown=NO_PAGE)
        run_due()

    with probe.watching():
        act(marks[2], Act.CANCEL)
        run_due()
        first, second = (read(mark) for mark in marks[:2])
        with transaction.atomic():
            today = the_clock.today()
            clock.set(first.ends_on + timedelta(days=1))
            expire_ended(the_clock.today())
            transaction.set_rollback(True)
        clock.set(today)
        pass_on(read(marks[3]))
        change(first)
        act(first, Act.SUSPEND, cause=Cause.MISUSE)
        change(first)
        retract(ask(first), user=owner, seen=0)
        act(first, Act.REFUSE, restoration=ask(first))
        act(first, Act.REINSTATE, restoration=ask(first))
        act(first, Act.SUSPEND, cause=Cause.MISUSE)
        ask(first)
        act(first, Act.WITHDRAW)
        make.ended(second.certificate)
        new = make.certificate(make.body("新认证公司"), fits=second.product, valid_until=second.ends_on)
        duty = offer(second.replacements.get(), new, user=owner)
        act(second, Act.REPLACE, replacement=duty)
        make.ended(new)
        late = read(second).replacements.get(state="open")
        clock.set(late.due_on + timedelta(days=1))
        pass_over_late(the_clock.today())
        act(second, Act.CANCEL)
    assert_tight(probe, *AGGREGATES)
