"""A change of an enterprise is returned, refused, withdrawn, merges two, or waits for its day; asked twice, one stands."""

from datetime import date

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from applications.enterprises.changes.acts import decide, file_change, hand_in_again, take_effect_due, withdraw
from applications.enterprises.changes.states import ChangeState
from applications.models import Enterprise, EnterpriseChange, FormerName
from tests import make
from tests.applications.enterprises.change_steps import (
    CHENGDU,
    MIANYANG,
    NEW,
    OLD,
    approve,
    city,
    fresh,
    rename,
    signer,
)
from tests.pages import confirmed, hidden
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible


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
