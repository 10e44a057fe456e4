"""征求部门意见: each department has its own time, silence counts, an opinion is the desk's to deal with."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from applications.programmes.names import KEPT
from applications.review.acts.passages import reject, send_back
from applications.review.deadlines.recomputation import recompute_all, wrong_deadlines
from applications.review.stages.consultation.models import Consultation
from applications.review.stages.consultation.rounds import close_silent, remind_departments
from applications.review.stages.consultation.standing import promised_due
from applications.review.work import work_list
from applications.review.work.handlers import lapse_idle_claims, take
from applications.review.work.work_list import Wish
from tests import make
from tests.applications.review.stages.consultation.scene import (
    OFFICES,
    QUESTION,
    answering,
    asking,
    at_consultation,
    fresh,
    outcomes,
)
from tests.kept import kept
from tianfu.accounts.models import RoleGrant
from tianfu.accounts.roles import Role
from tianfu.files.readers import may_read
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, Overtaken, advance
from tianfu.workflow.signatures.shown import NO_PAGE, Changed

pytestmark = pytest.mark.django_db
FARM, TRADE, INDUSTRY = OFFICES


@pytest.fixture(scope="module", autouse=True)
def names():
    before = dict(KEPT.versions)
    yield
    KEPT.versions = before


whole_world, world = kept(at_consultation)


def told(key):
    return [row.user for row in InboxMessage.objects.filter(key=key).order_by("pk")]


def problems_of(refused):
    return refused.value.problems


def fields_of(refused):
    return refused.value.message_dict


# ---- asking
def test_each_department_is_told_and_has_its_own_five_working_days(world, clock):
    assert fresh(world["case"]).due_on == datetime.date(2026, 3, 11)  # three days to ask, from the 6th
    (row,) = asking(world, "farm")
    clock.set("2026-03-11")
    asking(world, "trade")
    assert [one.due_on for one in Consultation.objects.all()] == [
        datetime.date(2026, 3, 16), datetime.date(2026, 3, 18)
    ]  # fmt: skip
    assert fresh(world["case"]).due_on == datetime.date(2026, 3, 18)
    assert told("consultation_asked") == [world["farm_officer"], world["trade_officer"]]
    message = InboxMessage.objects.get(user=world["farm_officer"], key="consultation_asked")
    assert message.link == f"/console/consultations/{row.pk}/"
    assert QUESTION in message.body and "2026 年 3 月 16 日" in message.body
    asked = AuditEvent.objects.filter(action="consultation.ask").order_by("pk")
    assert [(event.actor, event.data["department"]) for event in asked] == [
        (world["desk"], FARM), (world["desk"], TRADE)
    ]  # fmt: skip


def ended_membership(world):
    membership = world["trade"].memberships.get()
    type(membership).objects.filter(pk=membership.pk).update(status="ended", ended_at=the_clock.now())


def ended_role(world):
    RoleGrant.objects.filter(user=world["trade_officer"]).update(
        ended_at=the_clock.now(), ended_by=world["desk"], end_reason="调离"
    )


def disabled_account(world):
    world["trade_officer"].is_active = False
    world["trade_officer"].save(update_fields=["is_active"])


@pytest.mark.parametrize("gone", [ended_membership, ended_role, disabled_account])
def test_a_department_for_which_nobody_can_answer_is_not_asked(world, gone):
    gone(world)
    with pytest.raises(ValidationError) as refused:
        asking(world, "farm", "trade")
    assert fields_of(refused) == {
        "departments": [f"“{TRADE}”没有可以答复的联络人，请先由系统管理员安排，或者取消勾选。"]
    }
    assert not Consultation.objects.exists()


def test_nobody_nothing_somebody_unknown_or_asked_before_is_refused_at_the_field(world):
    asking(world, "farm")
    elsewhere, _ = make.department("四川省商务厅", "510000")
    firm = world["case"].enterprise.organisation
    for departments, question, expected in (
        ([], "", {"departments": ["请至少选择一个部门。"], "question": ["请写明征求意见的事项。"]}),
        ([elsewhere.pk], QUESTION, {"departments": ["所选部门不在部门名录中，请重新选择。"]}),
        ([world["trade"].pk, firm.pk], QUESTION, {"departments": ["所选部门不在部门名录中，请重新选择。"]}),
        (
            [world["farm"].pk, world["trade"].pk],
            QUESTION,
            {"departments": [f"“{FARM}”已于 2026 年 3 月 9 日征求过意见，不能重复征求。"]},
        ),
    ):
        with pytest.raises(ValidationError) as refused:
            asking(world, departments=departments, question=question)
        assert fields_of(refused) == expected
    assert Consultation.objects.count() == 1


def test_the_database_keeps_one_question_per_department_and_stay(world):
    (row,) = asking(world, "farm")
    row.pk = None
    with pytest.raises(DatabaseError, match="department_asked_once_per_stay"), transaction.atomic():
        row.save(force_insert=True)


def test_only_the_desk_asks_on_the_case_as_it_stands(world):
    with pytest.raises(NotAllowed, match="由运营机构经办人发出"):
        asking(world, "farm", user=world["staff"]["province"])
    with pytest.raises(NotAllowed, match="由运营机构经办人发出"):
        asking(world, "farm", user=world["farm_officer"])
    with pytest.raises(Overtaken):
        asking(world, "farm", seen=fresh(world["case"]).revision - 1)
    case = fresh(world["case"])
    send_back(case, user=world["desk"], seen=case.revision, target="document_review", note="补充核对")
    with pytest.raises(NotPossible, match="不在征求部门意见环节，不能征求意见"):
        asking(world, "farm")


# ---- answering
def test_the_last_agreement_lets_the_case_go_on_by_itself(world):
    asking(world, "farm", "trade")
    answering(world, "farm", text="产品符合产业政策。")
    assert fresh(world["case"]).state == "consultation"
    answering(world, "trade")
    case = fresh(world["case"])
    change = case.changes.last()
    assert (case.state, change.actor, change.note) == ("public_notice", None, "有关部门均无异议")
    assert outcomes(world) == {FARM: "agreed", TRADE: "agreed"}
    desk = [world["staff"]["operator"], world["staff"]["operator_second"]]
    assert told("consultation_answered") == desk * 2
    assert not InboxMessage.objects.filter(key="consultation_to_decide").exists()
    kept_facts = [(row.department.name, row.answer.text, row.answer.answered_by) for row in case.consultations.all()]
    assert kept_facts == [(FARM, "产品符合产业政策。", world["farm_officer"]), (TRADE, "", world["trade_officer"])]
    assert AuditEvent.objects.filter(action="consultation.answer").count() == 2


def test_an_opinion_waits_for_the_desk_which_writes_what_became_of_it(world, clock):
    asking(world, "farm", "trade")
    answering(world, "farm", "opinion", "建议补充产地证明。")
    case = fresh(world["case"])
    with pytest.raises(NotPossible, match=f"{TRADE}还没有答复，最迟 2026 年 3 月 16 日"):
        make.passing(case, world["desk"], "已核对产地证明")
    clock.set("2026-03-12")
    answering(world, "trade")
    case = fresh(world["case"])
    assert (case.state, case.due_on) == ("consultation", datetime.date(2026, 3, 19))
    message = InboxMessage.objects.get(key="consultation_to_decide", user=world["desk"])
    assert f"{FARM}：建议补充产地证明。" in message.body and "2026 年 3 月 19 日" in message.body
    with pytest.raises(NotPossible, match="请写明部门意见的研究处理情况"):
        make.passing(case, world["desk"], " ")
    with pytest.raises(NotPossible, match="有部门提出意见，须由经办人研究处理"):
        advance(case, "pass_stage", actor=SYSTEM, seen=case.revision)
    moved = make.passing(case, world["desk"], "企业已提供产地证明，经核对属实。")
    assert moved.state == "public_notice"
    assert moved.reviews.latest("pk").opinion == "企业已提供产地证明，经核对属实。"


def test_nothing_passes_before_anybody_was_asked(world):
    with pytest.raises(NotPossible, match="还没有征求任何部门的意见，请先发出征求意见"):
        make.passing(fresh(world["case"]), world["desk"])


def test_an_answer_is_whole_or_refused_at_its_field(world):
    asking(world, "farm")
    many = [make.pdf(f"附件{n}.pdf") for n in range(11)]
    for outcome, text, uploads, expected in (
        ("", "", [], {"outcome": ["请选择同意或者有意见。"]}),
        ("silent", "", [], {"outcome": ["请选择同意或者有意见。"]}),
        ("opinion", " 　\n", [], {"text": ["选择“有意见”的，请写明意见和理由。"]}),
        ("agreed", "", many, {"files": ["一次最多上传 10 个文件，请合并后提交。"]}),
    ):
        with pytest.raises(ValidationError) as refused:
            answering(world, "farm", outcome, text, uploads=uploads)
        assert fields_of(refused) == expected
    with pytest.raises(ValidationError) as refused:
        answering(world, "farm", uploads=[make.pdf("可以.pdf"), make.pdf("空.txt")])
    assert list(fields_of(refused)) == ["files"]
    assert outcomes(world) == {FARM: ""}


def test_nobody_answers_twice_or_for_another_department(world):
    asking(world, "farm", "trade")
    answering(world, "farm")
    with pytest.raises(NotPossible, match="答复，不能再次答复"):
        answering(world, "farm", "opinion", "补充意见")
    stranger = make.officer(Role.DEPARTMENT_OFFICER)
    without_role = make.member(world["trade"])
    for other in (world["farm_officer"], stranger, without_role, world["desk"], world["case"].created_by):
        with pytest.raises(NotAllowed, match="只有被征求意见部门的联络人可以答复"):
            answering(world, "trade", user=other)
    assert outcomes(world) == {FARM: "agreed", TRADE: ""}


def test_who_asked_does_not_answer(world):
    make.grant(world["farm_officer"], Role.OPERATOR_OFFICER)
    world["farm_officer"].forget_access()
    asking(world, "farm", user=world["farm_officer"])
    with pytest.raises(NotPossible, match="您参与过本件的办理（发出征求意见"):
        answering(world, "farm")


def test_what_was_read_is_what_is_answered(world):
    asking(world, "farm")
    with pytest.raises(Changed):
        answering(world, "farm", shown="0" * 64)
    assert outcomes(world) == {FARM: ""}


def test_files_of_an_answer_are_read_by_the_department_and_the_desk_alone(world):
    asking(world, "farm", "trade")
    given = answering(world, "farm", "opinion", "见附件", uploads=[make.pdf("意见.pdf")])
    (file,) = [row.file for row in given.files.all()]
    readers = {
        name: may_read(user, file)
        for name, user in (
            ("department", world["farm_officer"]), ("other", world["trade_officer"]), ("desk", world["desk"]),
            ("prefecture", world["staff"]["prefecture"]), ("elsewhere", make.officer(Role.PREFECTURE_OFFICER, "510100")),
            ("firm", world["case"].created_by),
        )
    }  # fmt: skip
    assert readers == {
        "department": True, "other": False, "desk": True, "prefecture": True, "elsewhere": False, "firm": False
    }  # fmt: skip


# ---- time
def test_after_the_last_day_no_answer_counts_whether_or_not_the_clock_has_run(world, clock):
    asking(world, "farm")
    clock.set("2026-03-16 23:59")
    assert close_silent(the_clock.today()) == 0
    clock.set("2026-03-17 00:00")
    with pytest.raises(NotPossible, match="答复期限（2026 年 3 月 16 日（周一））已经届满，逾期未回复视为无异议"):
        answering(world, "farm", "opinion", "来迟的意见")
    assert close_silent(the_clock.today()) == 1
    assert close_silent(the_clock.today()) == 0
    assert (fresh(world["case"]).state, outcomes(world)) == ("public_notice", {FARM: "silent"})
    assert AuditEvent.objects.get(action="consultation.silent").actor is None
    with pytest.raises(NotPossible, match="逾期未回复视为无异议，不能再答复"):
        answering(world, "farm")


def test_silence_beside_an_opinion_is_the_desks_to_decide(world, clock):
    asking(world, "farm", "trade")
    answering(world, "farm", "opinion", "建议补充产地证明。")
    clock.set("2026-03-17")
    assert close_silent(the_clock.today()) == 1
    assert outcomes(world) == {FARM: "opinion", TRADE: "silent"}
    case = fresh(world["case"])
    assert (case.state, case.due_on) == ("consultation", datetime.date(2026, 3, 24))
    assert close_silent(the_clock.today()) == 0
    assert told("consultation_to_decide").count(world["desk"]) == 1


def test_an_officer_may_decide_on_the_day_after_though_the_clock_has_not_run(world, clock):
    asking(world, "farm", "trade")
    answering(world, "farm", "opinion", "建议补充产地证明。")
    clock.set("2026-03-17")
    assert make.passing(fresh(world["case"]), world["desk"], "已补充").state == "public_notice"
    assert outcomes(world) == {FARM: "opinion", TRADE: "silent"}
    assert not InboxMessage.objects.filter(key="consultation_called_off").exists()


def test_who_has_not_answered_is_reminded_once_before_the_end(world, clock):
    asking(world, "farm", "trade")
    answering(world, "farm")
    for day, expected in (("2026-03-11", 0), ("2026-03-12", 1), ("2026-03-13", 1), ("2026-03-16", 1)):
        clock.set(day)
        remind_departments(the_clock.today())
        assert told("consultation_due_soon") == [world["trade_officer"]] * expected


def test_a_department_left_without_people_is_the_administrators_to_look_after(world, clock):
    admin = make.officer(Role.SYSTEM_ADMIN)
    asking(world, "trade")
    disabled_account(world)
    clock.set("2026-03-12")
    remind_departments(the_clock.today())
    assert told("consultation_due_soon") == [admin]
    clock.set("2026-03-17")
    close_silent(the_clock.today())
    assert (fresh(world["case"]).state, outcomes(world)) == ("public_notice", {TRADE: "silent"})


def test_a_day_that_was_told_is_never_moved_forward(world):
    (row,) = asking(world, "farm")
    row.due_on = datetime.date(2026, 3, 20)  # as told under an earlier calendar
    assert promised_due(row).date == datetime.date(2026, 3, 20)
    assert promised_due(row).arithmetic[-1] == "已告知部门的期限 2026 年 3 月 20 日（周五）不提前"
    row.due_on = datetime.date(2026, 3, 12)
    assert promised_due(row).date == datetime.date(2026, 3, 16)
    Consultation.objects.filter(pk=row.pk).update(due_on=datetime.date(2026, 3, 12))
    assert recompute_all() == 0  # the case's own day was right
    row.refresh_from_db()
    assert row.due_on == datetime.date(2026, 3, 16)
    assert list(wrong_deadlines()) == []


def test_nobody_is_idle_who_waits_for_departments(world, clock):
    asking(world, "farm")
    take(fresh(world["case"]), user=world["desk"])
    clock.set("2026-03-16")
    assert lapse_idle_claims(the_clock.today()) == 0
    answering(world, "farm", "opinion", "建议补充产地证明。")
    clock.set("2026-05-18")
    assert lapse_idle_claims(the_clock.today()) == 1


# ---- the desk's list, the way back
def todo(world):
    return list(work_list.find(world["desk"], Wish(view="todo")))


def test_the_case_waits_for_the_desk_only_while_the_desk_can_act(world):
    assert todo(world) == [world["case"]]
    asking(world, "farm")
    assert todo(world) == []
    answering(world, "farm", "opinion", "建议补充产地证明。")
    assert todo(world) == [world["case"]]


def test_a_case_that_leaves_calls_off_what_is_open_and_asks_anew_when_it_comes_back(world, clock):
    asking(world, "farm", "trade")
    answering(world, "farm", "opinion", "建议补充产地证明。")
    case = fresh(world["case"])
    send_back(case, user=world["desk"], seen=case.revision, target="document_review", note="核对产地证明")
    assert outcomes(world) == {FARM: "opinion", TRADE: "called_off"}
    assert told("consultation_called_off") == [world["trade_officer"]]
    event, row = AuditEvent.objects.get(action="consultation.call_off"), Consultation.objects.get(outcome="called_off")
    assert (event.actor, event.subject_id, event.reason) == (None, str(row.pk), row.get_outcome_display())
    with pytest.raises(NotPossible, match="已离开征求部门意见环节，不需要再答复"):
        answering(world, "trade")
    make.passing(fresh(world["case"]), world["desk"])
    assert fresh(world["case"]).state == "consultation"
    with pytest.raises(NotPossible, match="还没有征求任何部门的意见"):
        make.passing(fresh(world["case"]), world["desk"])
    asking(world, "farm")
    answering(world, "farm")
    assert fresh(world["case"]).state == "public_notice"
    assert Consultation.objects.filter(department=world["farm"]).count() == 2


def test_a_refusal_by_two_rests_on_what_the_departments_said(world):
    asking(world, "farm")
    answering(world, "farm", "opinion", "不符合产业政策。")
    case = fresh(world["case"])
    words = {"codes": ["R1"], "note": "部门意见属实", "shown": NO_PAGE}
    reject(case, user=world["desk"], seen=case.revision, **words)
    second = world["staff"]["operator_second"]
    ended = reject(fresh(case), user=second, seen=case.revision, **{**words, "codes": [], "note": ""})
    assert (ended.state, Consultation.objects.get().left_at) == ("rejected", ended.decided_at)


def test_what_was_asked_and_answered_can_not_be_rewritten(world):
    asking(world, "farm", "trade")
    answering(world, "farm", "opinion", "建议补充产地证明。")
    row = Consultation.objects.get(department=world["farm"])
    for act in (
        lambda: Consultation.objects.filter(department=world["trade"]).delete(),
        lambda: Consultation.objects.filter(pk=row.pk).update(outcome="agreed"),
        lambda: Consultation.objects.filter(department=world["trade"]).update(outcome="agreed"),
        lambda: Consultation.objects.filter(department=world["trade"]).update(left_at=the_clock.now()),
        lambda: type(row.answer).objects.filter(pk=row.answer.pk).update(text="同意"),
        lambda: type(row.answer).objects.filter(pk=row.answer.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert outcomes(world) == {FARM: "opinion", TRADE: ""}
