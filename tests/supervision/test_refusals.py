"""Words of refusal of directories, draws, checks and lists: each asked for once, where nothing else is wrong."""

from datetime import timedelta

import pytest

from supervision.directories.console.plan_forms import BatchForm, PlanForm
from supervision.directories.inspectors.roll import (
    certificate_problems,
    declare_leave,
    declare_recusal,
    end_recusal,
    put_back,
    take_back_leave,
    take_off,
)
from supervision.directories.items.catalogue import editable
from supervision.directories.items.publication import propose as propose_item
from supervision.directories.models import InspectionItem, YearlyPlan
from supervision.directories.objects.tags import set_added_tags
from supervision.directories.plans.acts import draw_up, new_version
from supervision.directories.states import ItemAct, ObjectKind
from supervision.draws.commitment.acts import commit
from supervision.draws.plans.annulment import confirm_void, drop_void, propose_void
from supervision.draws.plans.drafts import hand_over, new_draft, save_draft
from supervision.draws.plans.forms import PlanForm as DrawForm
from supervision.draws.plans.games import upcoming
from supervision.draws.results.deviations import confirm, drop_change, propose
from supervision.draws.results.secrecy import copy_for_second_body
from supervision.draws.states import DeviationCode, Mode
from supervision.draws.values.entries import type_values
from supervision.draws.values.forms import MeetingForm
from supervision.draws.values.meetings import record_meeting
from supervision.inspections.assignment.directed import open_directed_check
from supervision.inspections.consequences.rectifications import file_report, reporting_problems
from supervision.inspections.consequences.sanctions import propose_sanction
from supervision.inspections.records.acts import add_photo as add_task_photo
from supervision.inspections.records.acts import open_record, save_record
from supervision.inspections.results.corrections import confirm_correction, drop_correction, propose_correction
from supervision.inspections.states import ResultWord
from supervision.lists.blacklist.entries import MONTHS, propose_entry, propose_removal, standing_proposal
from supervision.lists.blacklist.entries import confirm as confirm_entry
from supervision.lists.leads.acts import add_photo, file_lead, photo_limits
from supervision.lists.leads.checks import propose_check
from tests import make
from tests.refusing import refusal_of, unlike
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tests.supervision.make import inspector, plain_object, published_items
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "510100", "510700"


@pytest.fixture
def pair(reference, clock):
    clock.set("2026-11-26")
    return make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)


def test_the_list_of_items_is_kept_by_the_province(pair):
    published, (row, other) = published_items(1)[0], InspectionItem.objects.filter(state="draft")[:2]
    local, seen = make.officer(Role.SPOTCHECK_MANAGER, HERE), {"seen": 0}
    later = {"seen": published.revision}
    assert unlike([
        ("抽查事项由省级抽查组织人编制和公布。", lambda: editable(row, local)),
        ("已公布的版次不能修改；需要修改的，请编制新的版次。", lambda: editable(published, pair[0])),
        ("请写明停用的理由。", lambda: propose_item(published, ItemAct.WITHDRAW, user=pair[0], **later)),
        ("已公布，不能办理。", lambda: propose_item(published, ItemAct.PUBLISH, user=pair[0], **later)),
    ]) == {}  # fmt: skip
    propose_item(other, ItemAct.PUBLISH, user=pair[0], **seen)
    assert unlike([
        ("，请先确认或撤下。", lambda: propose_item(other, ItemAct.PUBLISH, user=pair[1], **seen)),
        (f"{pair[0]} 已提出公布“", lambda: propose_item(other, ItemAct.PUBLISH, user=pair[1], **seen)),
        ("已提出公布，不能再修改；需要修改的，请先撤下提议。", lambda: editable(other, pair[1])),
    ]) == {}  # fmt: skip


def test_a_plan_and_the_tags_of_an_object_are_of_the_place(pair):
    local = make.officer(Role.SPOTCHECK_MANAGER, ELSEWHERE)
    here = Region.objects.get(pk=HERE)
    facts = {"year": 2026, "title": "2026 年度计划", "yearly_cap": 2}
    plan = draw_up(YearlyPlan(**facts), actor=pair[0])
    row = plain_object(region=HERE)
    assert unlike([
        ("该计划由所在地或省级的抽查组织人编制。", lambda: draw_up(YearlyPlan(region=here, **facts), actor=local)),
        ("2026 年度的计划已有“2026 年度计划”，请在其中修改或编制新的版次。",
         lambda: draw_up(YearlyPlan(**facts), actor=pair[1])),
        ("只能在已公布的最新版次上编制新的版次；已有编制中的版次时，请在其中修改。",
         lambda: new_version(plan, actor=pair[0])),
        ("该检查对象由其所在地或省级的抽查组织人管理。", lambda: set_added_tags(row, ["x"], actor=local)),
    ]) == {}  # fmt: skip


def test_forms_of_plans_and_draws_name_what_does_not_fit(pair):
    for year, said in ((2025, True), (2026, False), (2027, False), (2028, True)):
        found = PlanForm({"year": str(year)}, actor=pair[0]).errors.get("year", [])
        assert ("只能编制 2026 年度或 2027 年度的计划。" in found) == said, year
    rows = published_items(12)
    of_bodies = next(row for row in rows if ObjectKind.CERTIFICATION_BODY not in row.object_kinds)
    batch = BatchForm({"object_kind": ObjectKind.CERTIFICATION_BODY, "items": [of_bodies.pk]}).errors["items"]
    assert batch == [f"这些事项不适用于认证机构：{of_bodies.name}。请去掉，或另设批次。"]
    form = {"mode": Mode.LOTTERY, "visits_since": "2026-12-02", "visits_until": "2026-12-01", "sealed": "on"}
    plan = new_draft(user=pair[0], title="抽查")
    errors = DrawForm(form, plan=plan, user=pair[0], strata=[]).errors
    assert errors["source_1"] == ["请选择至少一个将来的开奖号码。"]
    assert errors["visits_until"] == ["检查期止不能早于检查期起。"]
    assert errors["reveal_by"] == ["暂不公开的抽查须写明最迟揭示日。"]
    same = f"fc.kl8|{upcoming('fc.kl8', the_clock.now() + timedelta(hours=49), 1)[0].number}"
    twice = DrawForm({**form, "source_1": same, "source_2": same}, plan=plan, user=pair[0], strata=[]).errors
    assert twice["source_2"] == ["两个开奖号码不能相同。"]
    meeting = {"witnesses": "周强，人大代表\n吴静", "film_sha256": "g" * 64}
    seen = MeetingForm(meeting).errors
    assert seen["witnesses"] == ["每行写一位见证人：姓名，身份，中间用逗号分开。"]
    assert seen["film_sha256"] == ["SHA-256 是 64 位十六进制数字，请核对后填写。"]
    sound = MeetingForm({"witnesses": "周强，人大代表\n吴静,媒体记者", "film_sha256": "AB" * 32}).errors
    assert (sound.get("witnesses"), sound.get("film_sha256")) == (None, None)


def test_the_roll_is_kept_with_days_and_reasons_that_hold(pair):
    today, keeper = the_clock.today(), pair[0]
    local, person = make.officer(Role.SPOTCHECK_MANAGER, ELSEWHERE), inspector(HERE)
    day = timedelta(days=1)
    assert certificate_problems(today, today, today) == []
    assert certificate_problems(today, today - day, today) == ["有效期止不能早于有效期起。"]
    over = certificate_problems(today - 2 * day, today - day, today)
    assert over == [f"执法证已于 {today - day} 到期，请换证后再登记。"]
    recusal = declare_recusal(person, against=plain_object().code, reason="亲属任职", actor=keeper)
    leave = declare_leave(person, since=today, until=today + day, actor=keeper)
    assert unlike([
        ("该单位的检查人员由其所在地或省级的抽查组织人管理。",
         lambda: take_off(person, on=today, reason="调离", actor=local)),
        ("请写明移出的原因。", lambda: take_off(person, on=today, reason=" ", actor=keeper)),
        ("移出日期不能早于今天：已经进行的抽取以当时的名录为准。",
         lambda: take_off(person, on=today - day, reason="调离", actor=keeper)),
        ("该人员在名录中。", lambda: put_back(person, actor=keeper)),
        ("请写明终止回避的理由。", lambda: end_recusal(recusal, reason=" ", actor=keeper)),
    ]) == {}  # fmt: skip
    account = make.officer(Role.INSPECTOR, HERE)
    inspector(HERE, user=account)
    twice = inspector(HERE, user=account, left_on=today - day)
    assert unlike([("该账号已用于另一条检查人员信息，请先更改其中之一。", lambda: put_back(twice, actor=keeper))]) == {}
    take_back_leave(leave, actor=keeper)
    off = take_off(person, on=today, reason="调离", actor=keeper)
    assert unlike([
        ("该休假登记已经撤销。", lambda: take_back_leave(leave, actor=keeper)),
        (f"该人员已于 {today} 移出名录。", lambda: take_off(off, on=today, reason="调离", actor=keeper)),
    ]) == {}  # fmt: skip


@pytest.fixture
def directory(pair):
    draws.objects(6)
    draws.inspectors(5)
    draws.item()


def test_an_empty_directory_is_not_drawn_from(pair):
    draws.objects(6)
    draws.item()
    plan = draws.draft(pair[0])
    plan = save_draft(plan, user=pair[0], seen=plan.draft_version, values={}, knows=True)
    plan = hand_over(plan, user=pair[0], seen=plan.draft_version)
    said = refusal_of(lambda: commit(plan, user=pair[1], seen=plan.revision, shown=draws.read(plan)))
    assert said == "名录是空的，没有可抽取的对象或检查人员。"


def test_a_draft_is_its_planners(pair, directory):
    local = make.officer(Role.SPOTCHECK_MANAGER, HERE)
    plan = draws.draft(pair[0])
    assert unlike([
        ("抽查方案由抽查组织人拟定。", lambda: new_draft(user=make.officer(Role.AUDITOR), title="抽查")),
        ("您只能为自己负责的市（州）拟定抽查方案。", lambda: new_draft(user=local, title="抽查")),
        ("草稿由拟定人修改；您可以退回并写明意见。",
         lambda: save_draft(plan, user=pair[1], seen=plan.draft_version, values={"title": "改"})),
        ("抽查方案当前为“拟定中”，不能录入号码。",
         lambda: type_values(plan, user=pair[0], values=draws.values(plan), url=draws.URL)),
        ("抽查方案当前为“拟定中”，不能作废。",
         lambda: propose_void(plan, user=pair[0], seen=plan.revision, reason="名录有误")),
    ]) == {}  # fmt: skip


def test_a_drawn_team_changes_by_two_and_once(pair, directory, clock):
    plan = draws.after_event(draws.committed(pair), clock)
    draws.typed(plan, pair)
    busy = ("两人录入的号码一致，正在计算结果。",
            lambda: type_values(plan, user=pair[0], values=draws.values(plan), url=draws.URL))  # fmt: skip
    assert unlike([busy]) == {}
    run_due()
    plan.refresh_from_db()
    pick = plan.picks.first()
    person = pick.members.first().inspector
    stranger = draws.inspectors(1)[0]
    asked = {"user": pair[0], "code": DeviationCode.values[0], "reason": "病假"}
    assert unlike([
        ("该对象已有结论，或该人员不在检查组中。", lambda: propose(pick, stranger, **asked)),
        ("请选择原因并写明情况。", lambda: propose(pick, person, **{**asked, "reason": " "})),
        ("请选择原因并写明情况。", lambda: propose(pick, person, **{**asked, "code": "poem"})),
        ("请写明作废的理由：理由会公开。",
         lambda: propose_void(plan, user=pair[0], seen=plan.revision, reason=" ")),
        ("密值由确认人打印一份，交纪检或公证机构封存。", lambda: copy_for_second_body(plan, user=pair[0])),
    ]) == {}  # fmt: skip
    change = propose(pick, person, **asked)
    again = {**asked, "user": pair[1]}
    assert unlike([("已有人提出替换这位检查人员，请先确认或撤下。", lambda: propose(pick, person, **again))]) == {}
    confirm(change, user=pair[1], shown=NO_PAGE)
    elsewhere = make.officer(Role.SPOTCHECK_MANAGER, ELSEWHERE)
    assert unlike([
        ("该提议已确认、已撤下或已失效。", lambda: confirm(change, user=pair[1], shown=NO_PAGE)),
        ("该提议已确认、已撤下或已失效。", lambda: drop_change(change, user=pair[0])),
        ("检查组的变动由抽查组织人办理。", lambda: drop_change(change, user=elsewhere)),
    ]) == {}  # fmt: skip
    void = propose_void(plan, user=pair[0], seen=plan.revision, reason="名录有误")
    assert unlike([
        ("作废由抽查组织人办理。", lambda: drop_void(void, user=elsewhere, reason="误提")),
    ]) == {}  # fmt: skip
    confirm_void(void, user=pair[1], seen=plan.revision, shown=NO_PAGE)
    plan.refresh_from_db()
    assert unlike([
        ("该提议已确认、已撤下或已失效。", lambda: drop_void(void, user=pair[0], reason="误提")),
        ("不能变动检查组。", lambda: propose(pick, person, **asked)),
    ]) == {}  # fmt: skip


def test_dice_are_recorded_once_with_place_witnesses_and_film(pair, directory):
    lottery, plan = draws.committed(pair), draws.committed(pair, mode=Mode.DICE, sources=[])
    two = [{"name": "周强", "role": "人大代表"}, {"name": "吴静", "role": "媒体记者"}]
    right = {"held_at": plan.committed_at, "place": "会议室", "witnesses": two, "film_sha256": "a" * 64}

    def rolled(of=plan, **wrong):
        return record_meeting(of, user=pair[0], **{**right, **wrong})

    assert unlike([
        ("只有已承诺、以掷骰为随机数来源的方案可以记录掷骰。",
         lambda: rolled(lottery, held_at=lottery.committed_at)),
        ("掷骰时间不能晚于现在。", lambda: rolled(held_at=the_clock.now() + timedelta(minutes=1))),
        ("请写明至少 2 位见证人的姓名和身份。", lambda: rolled(witnesses=two[:1])),
        ("请写明至少 2 位见证人的姓名和身份。", lambda: rolled(witnesses=[two[0], {"name": "吴静", "role": ""}])),
        ("请写明地点。", lambda: rolled(place=" ")),
        ("请上传现场照片，或者填写影像文件的 SHA-256。", lambda: rolled(film_sha256="")),
    ]) == {}  # fmt: skip
    rolled()
    plan.refresh_from_db()
    assert unlike([("掷骰已经记录。", lambda: rolled(type(plan).objects.get(pk=plan.pk)))]) == {}


def test_a_record_is_written_by_the_team_with_answers_that_exist(reference, clock):
    clock.set("2026-11-26")
    organisers = checks.people()
    task = checks.first(checks.drawn(organisers, clock))
    user = checks.inspector_of(task)
    _, row = open_record(task, user)
    item = checks.item_of(task)
    first, second = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
    obj = plain_object()
    team = [inspector(), inspector(lead=False)]
    recused, away = inspector(), inspector(valid_until=the_clock.today())
    declare_recusal(recused, against=obj.code, reason="亲属任职", actor=organisers[0])

    def opened(items=(), people=team, reason="举报", **more):
        return open_directed_check(obj, items, people, reason, first, second, **more)

    assert reporting_problems(task) == ["现在没有需要报告的整改。"]
    wordless = {"seen": 0, "shown": NO_PAGE, "reason": "不符"}
    nobodys = {"user": organisers[0], "text": "已改", "shown": NO_PAGE}
    operator = make.officer(Role.OPERATOR_OFFICER)
    mine = inspector()
    type(mine).objects.filter(pk=mine.pk).update(user=first)
    mine.refresh_from_db()
    assert unlike([
        ("整改报告由被检查单位的成员提交。", lambda: file_report(task, **nobodys)),
        ("请选择暂停或撤销。", lambda: propose_sanction(task, "burn", user=operator, **wordless)),
        ("现场记录由检查组填写。", lambda: open_record(task, organisers[0])),
        ("请选择符合、不符合或不涉及。", lambda: save_record(row, {f"answer-{item.pk}": "good"}, user)),
        ("该事项不在本次检查的事项中，不能填写结果。", lambda: save_record(row, {"answer-0": "pass"}, user)),
        ("定向检查由抽查组织人或省级经办人、审批人提出和复核。", lambda: open_directed_check(
            obj, [item], team, "举报", make.officer(Role.SPOTCHECK_MANAGER, ELSEWHERE), second)),
        (f"须回避的人员（执法证号）：{recused.number}。", lambda: opened([item], [team[0], recused])),
        (f"检查期内不能执行检查的人员（执法证号）：{away.number}。", lambda: opened([item], [team[0], away])),
        ("请选择检查事项。", opened),
        ("请写明检查的缘由。", lambda: opened(reason=" ")),
        ("提出和复核检查的人不能参加检查。", lambda: opened(people=[mine, team[1]])),
        ("检查组由两名以上不同的检查人员组成。", lambda: opened(people=[team[0], team[0]])),
        ("检查组的第一人须可任主检人。", lambda: opened(people=[team[1], team[0]])),
    ]) == {}  # fmt: skip
    set_policy("inspection.photos", 1, source="测试", valid_from=the_clock.today(), actor=None, shown=NO_PAGE)
    assert unlike([
        ("现场照片最多 1 张，请先撤下不需要的。", lambda: (
            add_task_photo(task, checks.picture("一.png"), user), add_task_photo(task, checks.picture("二.png"), user),
        )),
    ]) == {}  # fmt: skip


def test_a_correction_that_was_taken_back_is_not_confirmed(reference, clock):
    clock.set("2026-11-26")
    organisers = checks.people()
    task = checks.published(checks.first(checks.drawn(organisers, clock)), organisers[0], ResultWord.ORDERED)
    row = propose_correction(
        task, user=organisers[0], seen=task.revision, word=ResultWord.NORMAL, reason="问题登记在另一家名下。"
    )
    drop_correction(row, user=organisers[0], reason="误提")
    assert unlike([
        ("该提议已确认、已撤下或已失效。",
         lambda: confirm_correction(row, user=organisers[1], seen=task.revision, shown=NO_PAGE)),
    ]) == {}  # fmt: skip


CODE = "91510100TFMP0101X4"


def test_the_blacklist_is_the_provinces_with_grounds_and_a_period(reference, clock):
    clock.set("2026-05-11")
    first, second = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
    facts = {"uscc": CODE, "name": "样例家居制造有限公司", "grounds": "false_facts", "cause": "伪造。", "months": 36}

    def proposed(user=first, **wrong):
        return propose_entry(user=user, **{**facts, **wrong})

    assert unlike([
        ("黑名单由省级经办人、审批人办理。", lambda: proposed(user=make.officer(Role.OPERATOR_OFFICER))),
        ("请选择事由类别。", lambda: proposed(grounds="poem")),
        ("请写明事由：事实、证据和依据会告知企业。", lambda: proposed(cause=" ")),
        (f"期限应为 {MONTHS[0]} 至 {MONTHS[1]} 个月。", lambda: proposed(months=MONTHS[0] - 1)),
        (f"期限应为 {MONTHS[0]} 至 {MONTHS[1]} 个月。", lambda: proposed(months=MONTHS[1] + 1)),
    ]) == {}  # fmt: skip
    entry = proposed(months=MONTHS[1])
    assert unlike([("该企业已有列入黑名单的提议，请先确认或撤下。", proposed)]) == {}
    entry = confirm_entry(standing_proposal(entry), user=second, seen=entry.revision, shown=NO_PAGE)

    def removing(user=first, reason="已整改"):
        return propose_removal(entry, user=user, seen=entry.revision, reason=reason)

    assert unlike([
        ("该企业已在黑名单中（", proposed),
        ("请写明移出的理由：理由会告知企业。", lambda: removing(reason=" ")),
    ]) == {}  # fmt: skip
    removing()
    assert unlike([(f"{first} 已提出“移出”", lambda: removing(user=second))]) == {}


def test_a_finding_is_filed_by_those_who_watch_and_photographed_while_it_waits(reference, clock):
    clock.set("2026-05-11")
    volunteer, officer = make.officer(Role.SUPERVISOR_VOLUNTEER), make.officer(Role.PROVINCE_OFFICER)
    facts = {"authorization": None, "found_on": the_clock.today(), "place": "商场", "text": "标识被改色。"}
    lead = file_lead(user=volunteer, **facts)
    checking = {"seen": 0, "items": [], "team": []}
    assert unlike([
        ("线索由市（州）经办人和社会监督员提交。", lambda: file_lead(user=officer, **facts)),
        ("发现日期不能晚于今天。",
         lambda: file_lead(user=volunteer, **{**facts, "found_on": the_clock.today() + timedelta(days=1)})),
        ("照片由提交人在线索处理之前添加。", lambda: add_photo(lead, make.pdf(), user=officer)),
        (f"每条线索最多 {photo_limits()[0]} 张照片，请选择最能说明情况的。",
         lambda: [add_photo(lead, checks.picture(f"{one}.png"), user=volunteer) for one in range(photo_limits()[0] + 1)]),
        ("线索由省级经办人、审批人处理。",
         lambda: propose_check(lead, user=volunteer, reason="核实", **checking)),
        ("请选择检查事项。", lambda: propose_check(lead, user=officer, reason="核实", **checking)),
        ("请写明检查的缘由。", lambda: propose_check(lead, user=officer, reason=" ", **checking)),
    ]) == {}  # fmt: skip
