"""更名、迁址、合并: asked for with evidence, decided by the city, valid from a day; open cases follow, papers stay."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.cases.filings.submission import submit
from applications.enterprises.changes.acts import take_effect_due
from applications.enterprises.changes.states import ChangeState
from applications.models import Application, CasePaper, EnterpriseChange, FormerName
from applications.review.acts.passages import pass_stage
from applications.review.stages.agreement.acts import countersign, sign_for_enterprise
from applications.review.work.handlers import take
from certification.models import Authorization
from tests import make
from tests.applications.enterprises.change_steps import (
    CHENGDU,
    MIANYANG,
    NEW,
    OLD,
    approve,
    city,
    fresh,
    move,
    rename,
    signer,
)
from tests.pages import hidden
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.papers.snapshots import rerender
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE


@pytest.mark.django_db
class TestRename:
    def test_it_holds_from_its_day_and_the_old_name_is_kept(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        change = approve(rename(owner, user=signer(owner)), city())
        assert (change.state, fresh(owner).organisation.name) == (ChangeState.EFFECTIVE, NEW)
        (former,) = FormerName.objects.all()
        assert (former.name, former.until, former.kind) == (OLD, date(2026, 3, 2), "own")
        (event,) = AuditEvent.objects.filter(action="enterprise.renamed")
        assert (event.data["before"], event.data["after"]) == ({"name": OLD}, {"name": NEW})

    def test_one_for_the_future_takes_effect_by_the_clock(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        change = approve(rename(owner, user=signer(owner), day="2026-03-10"), city())
        assert (change.state, fresh(owner).organisation.name) == (ChangeState.APPROVED, OLD)
        clock.set("2026-03-09")
        assert take_effect_due(date(2026, 3, 9)) == 0
        clock.set("2026-03-12")  # the job ran late: the day is the one that was decided
        assert [take_effect_due(date(2026, 3, 12)), take_effect_due(date(2026, 3, 12))] == [1, 0]
        assert fresh(owner).organisation.name == NEW
        assert FormerName.objects.get().until == date(2026, 3, 10)
        assert InboxMessage.objects.get(key="enterprise_change_effective").organisation == fresh(owner).organisation

    def test_a_filing_after_the_day_bears_the_new_name_though_no_job_ran(self, clock, reference):
        clock.set("2026-03-02")
        draft = make.draft()
        approve(rename(draft.enterprise, user=draft.created_by, day="2026-03-03"), city())
        clock.set("2026-03-04")
        draft = Application.objects.get(pk=draft.pk)
        filed = submit(draft, user=draft.created_by, seen=draft.revision, shown=NO_PAGE)
        assert f'"name":"{NEW}"' in filed.filings.get().content

    def test_open_cases_follow_and_their_clock_runs_on(self, clock, reference):
        clock.set("2026-03-02")
        filed = make.filed()
        before = (filed.due_on, filed.stage_since, filed.state, filed.revision)
        clock.set("2026-03-04")
        approve(rename(filed.enterprise, user=filed.created_by, day="2026-03-04"), city())
        after = Application.objects.get(pk=filed.pk)
        assert str(after.enterprise) == NEW
        assert (after.due_on, after.stage_since, after.state, after.revision) == before

    def test_filings_and_papers_made_before_keep_the_old_name(self, clock, reference):
        clock.set("2026-03-02")
        filed = make.filed()
        run_due()
        content, old = filed.filings.get().content, filed.enterprise.organisation.name
        approve(rename(filed.enterprise, user=filed.created_by), city())
        assert filed.filings.get().content == content
        paper = CasePaper.objects.get(kind="receipt").paper
        assert paper.data["enterprise"] == old
        assert NEW not in str(paper.data) and rerender(paper) == paper.file.read()

    def test_an_issued_certificate_keeps_the_old_name_and_the_public_finds_both(self, client, clock, reference):
        clock.set("2026-03-02")
        authorization = make.issued(clock_fixture=clock)
        old, owner = authorization.holder_name, authorization.enterprise
        approve(rename(owner, user=authorization.application.created_by, day="2026-03-02"), city())
        row = Authorization.objects.get(pk=authorization.pk)
        paper = row.certificates.get().paper
        assert (row.holder_name, paper.data["holder"]) == (old, old)
        assert rerender(paper) == paper.file.read()
        for name in (old, NEW):
            found = client.get(reverse("brands"), {"q": name}).content.decode()
            assert reverse("brand", args=[row.number]) in found, name
        page = client.get(reverse("brand", args=[row.number])).content.decode()
        assert old in page and NEW in page and "曾用名" in page

    def test_the_console_finds_a_case_by_the_old_name_and_shows_it(self, client, clock, reference):
        clock.set("2026-03-02")
        filed = make.filed()
        old = filed.enterprise.organisation.name
        officer = city()
        approve(rename(filed.enterprise, user=filed.created_by), officer)
        client.force_login(officer)
        for name in (old, NEW):
            assert filed.number in client.get(reverse("console:work_list"), {"q": name, "view": "all"}).content.decode()
        assert f"曾用名：{old}" in client.get(reverse("console:review", args=[filed.pk])).content.decode()
        client.force_login(filed.created_by)
        assert old in client.get(reverse("portal:enterprise")).content.decode()

    def test_an_agreement_signed_under_the_old_name_is_signed_anew(self, clock, reference):
        clock.set("2026-03-02")
        people = make.staff(CHENGDU)
        case = make.advance_to(make.filed(), "agreement", people, clock)
        person, signed = case.created_by, {"name": "李四", "role": "法定代表人", "proof": make.PASSWORD}
        sign_for_enterprise(case, user=person, **signed, shown=NO_PAGE)
        approve(rename(case.enterprise, user=person), city())
        operator = {
            "user": people["operator"],
            "seen": case.revision,
            "name": "赵六",
            "role": "经办人",
            "proof": make.PASSWORD,
        }
        with pytest.raises(NotPossible, match="尚未签署"):
            countersign(Application.objects.get(pk=case.pk), **operator, shown=NO_PAGE)
        clock.set(case.due_on + timedelta(days=3))  # in time the first time, so not late now
        sign_for_enterprise(Application.objects.get(pk=case.pk), user=person, **signed, shown=NO_PAGE)
        countersign(Application.objects.get(pk=case.pk), **operator, shown=NO_PAGE)
        assert Authorization.objects.get().holder_name == NEW

    def test_a_declaration_filed_under_the_old_name_keeps_its_day(self, clock, reference):
        clock.set("2026-03-02")
        people = make.staff(CHENGDU)
        case = make.advance_to(make.filed("self_declaration"), "agreement", people, clock)
        approve(rename(case.enterprise, user=case.created_by), city())
        make.advance_to(Application.objects.get(pk=case.pk), "authorized", people, clock)
        assert Authorization.objects.get().facts["declaration"]["signed_on"] == "2026-03-02"

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [("", "请填写变更后的企业名称"), (OLD, "与现在的名称相同"), ("好😀公司", "印不到文书上")],
    )
    def test_a_name_that_cannot_be_is_refused_at_its_field(self, clock, reference, name, sentence):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        with pytest.raises(ValidationError) as refused:
            rename(owner, user=signer(owner), name=name)
        assert sentence in refused.value.message_dict["new_name"][0]
        assert EnterpriseChange.objects.count() == 0

    def test_two_renames_follow_one_another(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        approve(rename(owner, user=signer(owner)), city())
        clock.set("2026-05-04")
        approve(rename(fresh(owner), user=signer(owner), name="样例家居控股有限公司", day="2026-05-04"), city())
        assert [row.name for row in owner.former_names.all()] == [NEW, OLD]


@pytest.mark.django_db
class TestMove:
    def test_the_city_it_moves_to_decides_and_the_one_it_leaves_is_told(self, clock, reference):
        clock.set("2026-03-02")
        leaving, arriving = city(), city(MIANYANG)
        owner = make.enterprise(OLD)
        change = move(owner, user=signer(owner))
        assert change.deciding_region_id == MIANYANG
        with pytest.raises(NotAllowed):
            approve(change, leaving)
        told = set(InboxMessage.objects.values_list("key", "user"))
        assert told >= {("enterprise_change_to_decide", arriving.pk), ("enterprise_change_away", leaving.pk)}
        approve(change, arriving)
        owner = fresh(owner)
        assert (owner.registered_region_id, owner.organisation.region_id) == (MIANYANG, MIANYANG)
        assert owner.address == "四川省绵阳市示例路 2 号"

    def test_open_cases_go_to_the_new_desk_with_their_clock(self, clock, reference):
        clock.set("2026-03-02")
        filed = make.filed()
        old_desk, new_desk = city(), city(MIANYANG)
        take(filed, user=old_desk)
        before = (filed.due_on, filed.stage_since)
        clock.set("2026-03-04")
        approve(move(filed.enterprise, user=filed.created_by), new_desk)
        case = Application.objects.get(pk=filed.pk)
        assert (case.region_id, case.handler, (case.due_on, case.stage_since)) == (MIANYANG, None, before)
        assert not Application.objects.on_console_for(old_desk).filter(pk=case.pk).exists()
        ticks = make.answers(case)
        moved = pass_stage(case, user=new_desk, seen=case.revision, opinion="同意", answers=ticks, shown=NO_PAGE)
        assert moved.state == "prefecture_review"

    def test_within_the_city_the_same_city_decides(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        change = move(owner, user=signer(owner), region=CHENGDU, address="四川省成都市新路 9 号")
        assert change.deciding_region_id == CHENGDU
        approve(change, city())
        assert fresh(owner).address == "四川省成都市新路 9 号"

    def test_a_finished_case_stays_where_it_was_decided(self, clock, reference):
        clock.set("2026-03-02")
        authorization = make.authorization(clock_fixture=clock)
        case = authorization.application
        approve(move(case.enterprise, user=case.created_by), city(MIANYANG))
        assert Application.objects.get(pk=case.pk).region_id == CHENGDU

    def test_a_seat_that_was_verified_changes_by_decision_alone(self, client, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        client.force_login(signer(owner))
        page = client.get(reverse("portal:enterprise"))
        client.post(reverse("portal:enterprise"), {**hidden(page), "address": "别处", "contact_name": "赵六"})
        assert fresh(owner).address != "别处"
