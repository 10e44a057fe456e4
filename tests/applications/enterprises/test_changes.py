"""更名、迁址、合并: asked for with evidence, decided by the city, valid from a day; open cases follow, papers stay."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from applications.cases.filings.submission import submit
from applications.enterprises.changes.acts import decide, file_change, hand_in_again, take_effect_due, withdraw
from applications.enterprises.changes.states import ChangeState
from applications.models import Application, CasePaper, Enterprise, EnterpriseChange, FormerName
from applications.review.acts.passages import pass_stage
from applications.review.stages.agreement.acts import countersign, sign_for_enterprise
from applications.review.work.handlers import take
from certification.models import Authorization
from tests import make
from tests.pages import confirmed, hidden
from tests.threads import together
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.papers.snapshots import rerender
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

OLD, NEW = "样例家居制造有限公司", "样例家居集团股份有限公司"
CHENGDU, MIANYANG = "510100", "510700"


def signer(owner):
    return make.member(owner.organisation, sign=True)


def rename(owner, *, user, day="2026-03-02", name=NEW, **more):
    facts = {"new_name": name, "valid_from": date.fromisoformat(day), "explanation": "", **more}
    return file_change(owner, "rename", facts, [make.pdf("新执照.pdf")], user=user)


def move(owner, *, user, region=MIANYANG, day="2026-03-02", address="四川省绵阳市示例路 2 号"):
    facts = {"new_region": Region.objects.get(pk=region), "new_address": address, "valid_from": date.fromisoformat(day)}
    return file_change(owner, "move", facts, [make.pdf("新执照.pdf")], user=user)


def approve(change, officer):
    return decide(EnterpriseChange.objects.get(pk=change.pk), "approve", user=officer, seen=change.revision)


def city(region=CHENGDU):
    return make.officer(Role.PREFECTURE_OFFICER, region)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


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


@pytest.mark.django_db
class TestMerger:
    def facts(self, **more):
        fixed = {"other_name": "虚构木业有限公司", "other_uscc": make.CODES[1].lower(), "other_role": "absorbed"}
        return {**fixed, "valid_from": date(2026, 3, 2), **more}

    def test_it_is_recorded_shown_and_found(self, client, clock, reference):
        clock.set("2026-03-02")
        filed = make.filed()
        owner, officer = filed.enterprise, city()
        change = file_change(owner, "merger", self.facts(), [make.pdf()], user=filed.created_by)
        approve(change, officer)
        former = FormerName.objects.get()
        assert (former.name, former.kind, change.other_uscc) == ("虚构木业有限公司", "taken_over", make.CODES[1])
        assert str(fresh(owner)) == owner.organisation.name
        client.force_login(officer)
        found = client.get(reverse("console:work_list"), {"q": "虚构木业", "view": "all"}).content.decode()
        assert filed.number in found

    @pytest.mark.parametrize(
        ("more", "field"),
        [({"other_name": ""}, "other_name"), ({"other_uscc": "123"}, "other_uscc"), ({"other_role": ""}, "other_role")],
    )
    def test_it_names_the_other_firm_in_full(self, clock, reference, more, field):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        with pytest.raises(ValidationError) as refused:
            file_change(owner, "merger", self.facts(**more), [make.pdf()], user=signer(owner))
        assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
class TestLife:
    @pytest.fixture
    def asked(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        person = signer(owner)
        return rename(owner, user=person), person

    def test_it_is_returned_supplemented_and_approved(self, asked):
        change, person = asked
        officer = city()
        back = decide(change, "return_it", user=officer, seen=0, note="请补变更通知书。")
        with pytest.raises(ValidationError):
            hand_in_again(back, [], user=person, seen=back.revision, note="")
        again = hand_in_again(back, [make.pdf("通知书.pdf")], user=person, seen=back.revision, note="已补。")
        assert (again.state, again.evidence.count()) == (ChangeState.FILED, 2)
        assert approve(again, officer).state == ChangeState.EFFECTIVE

    def test_it_is_refused_with_a_reason_and_nothing_changes(self, asked):
        change, person = asked
        with pytest.raises(NotPossible, match="须写明理由"):
            decide(change, "refuse", user=city(), seen=0)
        done = decide(change, "refuse", user=city(), seen=0, note="材料不实。")
        assert (done.state, fresh(done.enterprise).organisation.name) == (ChangeState.REFUSED, OLD)
        assert InboxMessage.objects.filter(
            key="enterprise_change_decided", organisation=change.enterprise.organisation
        ).exists()

    def test_a_decided_one_is_withdrawn_before_its_day(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        person = signer(owner)
        change = approve(rename(owner, user=person, day="2026-06-01"), city())
        withdraw(change, user=person, seen=change.revision)
        clock.set("2026-06-02")
        assert take_effect_due(date(2026, 6, 2)) == 0
        assert fresh(owner).organisation.name == OLD

    def test_one_request_of_a_kind_at_a_time(self, asked):
        change, person = asked
        with pytest.raises(NotPossible, match="已有一份同类变更申请在办"):
            rename(change.enterprise, user=person, name="第三个名字有限公司")

    @pytest.mark.parametrize("role", [Role.PREFECTURE_APPROVER, Role.PROVINCE_OFFICER, Role.OPERATOR_OFFICER])
    def test_nobody_but_the_citys_officer_decides(self, asked, role):
        change, _ = asked
        region = CHENGDU if role == Role.PREFECTURE_APPROVER else None
        officer = make.officer(role, region) if region else make.officer(role)
        with pytest.raises(NotAllowed):
            approve(change, officer)

    def test_another_citys_officer_neither_sees_nor_decides(self, client, asked):
        change, _ = asked
        stranger = city(MIANYANG)
        with pytest.raises(NotAllowed):
            approve(change, stranger)
        client.force_login(stranger)
        assert client.get(reverse("console:enterprise_change", args=[change.pk])).status_code == 404

    def test_an_officer_who_belongs_to_the_firm_does_not_decide(self, asked):
        change, _ = asked
        officer = city()
        with pgtrigger.ignore("accounts.Membership:membership_not_for_staff"):  # from before the database refused it
            make.Membership.objects.create(
                user=officer, organisation=change.enterprise.organisation, status="active", decided_at=make.clock.now()
            )
        with pytest.raises(NotPossible, match="不能办理本企业的变更"):
            approve(change, officer)

    def test_a_member_without_the_right_to_sign_cannot_ask(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        with pytest.raises(NotAllowed):
            rename(owner, user=make.user())

    def test_without_evidence_nothing_is_asked(self, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        facts = {"new_name": NEW, "valid_from": date(2026, 3, 2)}
        with pytest.raises(ValidationError, match="请上传证明材料"):
            file_change(owner, "rename", facts, [], user=signer(owner))

    def test_pages_walk_the_whole_way(self, client, clock, reference):
        clock.set("2026-03-02")
        owner = make.enterprise(OLD)
        person, officer = signer(owner), city()
        client.force_login(person)
        new = reverse("portal:enterprise_change_new", args=["rename"])
        bad = client.post(new, {"new_name": NEW, "valid_from": "2026-03-02"})
        assert bad.status_code == 422 and NEW in bad.content.decode()
        data = {**hidden(client.get(new)), "new_name": NEW, "valid_from": "2026-03-02"}
        answer = client.post(new, {**data, "files": [make.pdf("执照.pdf"), make.pdf("通知书.pdf")]})
        change = EnterpriseChange.objects.get()
        assert answer.url == reverse("portal:enterprise_change", args=[change.pk])
        assert change.evidence.count() == 2
        assert "待核定" in client.get(answer.url).content.decode()
        client.force_login(officer)
        assert OLD in client.get(reverse("console:enterprise_changes")).content.decode()
        page = reverse("console:enterprise_change", args=[change.pk])
        file = change.evidence.first().file
        assert client.get(reverse("files:download", args=[file.pk, file.name])).status_code == 200
        assert client.post(page, {**hidden(client.get(page)), "act": "refuse", "note": ""}).status_code == 422
        idle = client.post(page, {**hidden(client.get(page)), "act": "", "note": ""})
        assert (idle.status_code, "请选择办理结果。" in idle.content.decode()) == (422, True)
        asked, answer = confirmed(client, page, {**hidden(client.get(page)), "act": "approve", "note": ""})
        assert ("确认同意变更" in asked, NEW in asked, answer.status_code) == (True, True, 302)
        assert Enterprise.objects.get().organisation.name == NEW
        assert client.get(page).status_code == 200

    @pytest.mark.parametrize("kind", ["move", "merger"])
    def test_every_kind_has_its_page(self, client, reference, kind):
        owner = make.enterprise(OLD)
        client.force_login(signer(owner))
        url = reverse("portal:enterprise_change_new", args=[kind])
        assert client.get(url).status_code == 200
        assert client.post(url, {}).status_code == 422


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_one_request_stands(transactional_db):
    call_command("seed_reference", verbosity=0)
    owner = make.enterprise(OLD)
    person = signer(owner)
    results = together(4, lambda _: rename(owner, user=person))
    assert sum(isinstance(result, EnterpriseChange) for result in results) == 1
    assert sum(isinstance(result, NotPossible) for result in results) == 3


@pytest.mark.django_db
def test_a_decided_change_is_due_on_its_very_day(clock, reference):
    clock.set("2026-03-02")
    EnterpriseChange.objects.create(
        enterprise=make.enterprise(), kind="rename", state="approved", new_name="新名公司", valid_from=date(2026, 3, 9),
        deciding_region_id="510100", filed_by=make.user(), filed_at=the_clock.now(),
    )  # fmt: skip
    assert [EnterpriseChange.objects.due(date(2026, 3, day)).count() for day in (8, 9, 10)] == [0, 1, 1]
