"""形式审查: silence counts as acceptance; after acceptance there is no way back; corrections are asked once."""

from datetime import date, datetime, time, timedelta

import pytest

from applications.cases.filings.submission import resubmit
from applications.models import Application, CasePaper
from applications.review.acts.corrections import answer, ask_correction
from applications.review.acts.passages import decline, send_back
from applications.review.stages.completeness_check.silence import accept_silent
from applications.tasks import lapse
from tests import make
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.office_hours import received_on
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.door import SYSTEM, NotPossible, advance, allowed
from tianfu.workflow.jobs import run_due
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
GAPS = [{"section": "evidence", "kind": "missing", "text": "缺第 2 页"}]
DAY_AFTER = "2026-03-10"  # filed on Monday 2 March; five working days end on 9 March


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def decline_it(application, people):
    return decline(
        application, user=people["prefecture"], seen=application.revision, codes=["N2"], note="产品属服务领域"
    )


def ask(application, people, key="prefecture", **more):
    return ask_correction(application, user=people[key], seen=application.revision, gaps=GAPS, **more)


def correct(application, people, key="prefecture", **more):
    moved = ask(application, people, key, **more)
    answer(moved.open_correction().items.get(), user=moved.created_by, text="已补")
    return resubmit(fresh(moved), user=moved.created_by, seen=moved.revision, shown=NO_PAGE)


def test_five_silent_working_days_accept_the_case_with_history_and_word_to_both_sides(clock, people):
    application = make.filed()
    clock.set("2026-03-09")
    lapse()
    assert fresh(application).state == "completeness_check"
    clock.set(DAY_AFTER)
    lapse()
    moved = fresh(application)
    change = moved.changes.last()
    assert (moved.state, change.transition, change.actor, change.target) == (
        "prefecture_review",
        "deem_accepted",
        None,
        "prefecture_review",
    )
    assert "2026 年 3 月 9 日" in change.note
    firm = InboxMessage.objects.get(key="application_deemed_accepted")
    assert firm.organisation == moved.enterprise.organisation
    desk = InboxMessage.objects.filter(key="silence_counted")
    assert people["prefecture"] in [row.user for row in desk]
    run_due()
    data = CasePaper.objects.get(application=moved, kind="accepted").paper.data
    assert data["title"] == "受理通知书"
    assert data["paragraphs"] == [
        (
            "本局已收到你单位提交的“天府名品”申报。形式审查期限至2026年3月9日届满，本局未在期限内告知需要补正的内容，"
            "也未作出不予受理决定，本次申报视为受理。"
        ),
        "依据：参照《行政许可法》第32条第1款第4项：逾期不告知的，自收到申请材料之日起即为受理。",
        "接下来由成都市市场监督管理局办理市州初审，最迟2026年3月24日完成。",
    ]
    assert accept_silent(the_clock.today()) == 0


def test_only_an_officers_word_finds_the_material_complete(clock, people):
    """The notice of an acceptance by act, in time or late, against that of silence."""
    make.passing(make.filed(), people["prefecture"])
    run_due()
    text = "".join(CasePaper.objects.get(kind="accepted").paper.data["paragraphs"])
    assert ("材料齐全、符合规定形式，本局决定予以受理" in text, "视为受理" in text) == (True, False)


def test_the_notice_after_silence_names_the_basis_that_the_office_set(clock, people):
    day = the_clock.today()
    set_policy(
        "completeness.silence_accepts", True, source="川市监发〔2026〕3号第八条。", valid_from=day, actor=None,
        shown=NO_PAGE)  # fmt: skip
    make.filed()
    clock.set(DAY_AFTER)
    lapse()
    run_due()
    paragraphs = CasePaper.objects.get(kind="accepted").paper.data["paragraphs"]
    assert paragraphs[1] == "依据：川市监发〔2026〕3号第八条。"
    assert "材料齐全" not in "".join(paragraphs)


def test_after_the_last_day_refusal_and_correction_are_over_though_the_clock_has_not_run(clock, people):
    application = make.filed()
    clock.set(DAY_AFTER)
    with pytest.raises(NotPossible, match="视为受理"):
        decline_it(application, people)
    with pytest.raises(NotPossible, match="视为受理"):
        ask(application, people)
    for verb in ("decline", "ask_correction"):
        possible, why = allowed(fresh(application), people["prefecture"], verb)
        assert (possible, "视为受理" in why[0]) == (False, True)
    assert make.passing(fresh(application), people["prefecture"]).state == "prefecture_review"


def test_on_the_last_day_the_office_may_still_speak(clock, people):
    application = make.filed()
    clock.set("2026-03-09")
    assert decline_it(application, people).state == "not_accepted"


def test_silence_counts_only_while_the_policy_says_so(clock, people):
    set_policy(
        "completeness.silence_accepts", False, source="测试", valid_from=date(2026, 3, 2), actor=None,
        scope="tfmp",
    shown=NO_PAGE)  # fmt: skip
    application = make.filed()
    clock.set(DAY_AFTER)
    assert accept_silent(the_clock.today()) == 0
    with pytest.raises(NotPossible):
        advance(application, "deem_accepted", actor=SYSTEM, seen=application.revision)
    assert decline_it(fresh(application), people).state == "not_accepted"


def test_while_the_enterprise_corrects_nothing_is_silence(clock, people):
    application = ask(make.filed(), people)
    clock.set(DAY_AFTER)
    assert accept_silent(the_clock.today()) == 0
    assert fresh(application).state == "correction_required"


def test_no_person_lets_silence_count(people, clock):
    application = make.filed()
    clock.set(DAY_AFTER)
    with pytest.raises(Exception, match="权限"):
        advance(application, "deem_accepted", actor=people["prefecture"], seen=application.revision)


def test_accepted_case_that_is_sent_back_is_not_refused_acceptance(clock, people):
    application = make.advance_to(make.filed(), "prefecture_review", people, clock)
    send_back(
        application, user=people["prefecture"], seen=application.revision, target="completeness_check", note="再核"
    )
    for act in (decline_it, ask):
        with pytest.raises(NotPossible, match="已经受理"):
            act(fresh(application), people)


def test_completeness_is_corrected_once_in_the_life_of_a_case(clock, people):
    application = correct(make.filed(), people)
    with pytest.raises(NotPossible, match="每件只能一次"):
        ask(application, people)
    possible, why = allowed(fresh(application), people["prefecture"], "ask_correction")
    assert (possible, why) == (False, ["形式审查环节已一次性告知过补正，每件只能一次，不能再次要求补正。"])


def test_later_correction_names_what_newly_arose_and_comes_once_a_stage(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    with pytest.raises(NotPossible, match="新出现"):
        ask(application, people, "operator", arose=" ")
    application = correct(application, people, "operator", arose="检测报告第 2 页与对比表不一致")
    assert application.corrections.get().arose == "检测报告第 2 页与对比表不一致"
    with pytest.raises(NotPossible, match="每个环节只能一次"):
        ask(application, people, "operator", arose="又有新问题")


def test_door_asks_for_no_correction_without_its_gaps(people):
    application = make.filed()
    with pytest.raises(NotPossible, match="至少写明一项"):
        advance(application, "ask_correction", actor=people["prefecture"], seen=application.revision)


@pytest.mark.parametrize(
    "gap",
    [
        {"section": "honors", "text": "这种方式没有"},
        {"section": "product", "field": "nonsense", "text": "没有这一栏"},
        {"section": "product", "kind": "wrong", "text": "类型不对"},
        {"section": "evidence", "evidence": 999_999_999, "text": "别人的文件"},
        {"section": "product", "text": "长" * 501},
        {"section": "product", "text": "  "},
    ],
)
def test_gap_must_fit_the_case_whoever_calls(gap, people):
    application = make.filed()
    with pytest.raises(NotPossible, match="第 1 项"):
        ask_correction(application, user=people["prefecture"], seen=application.revision, gaps=[gap])


def test_page_says_that_correction_is_used_up(clock, people, client):
    application = correct(make.filed(), people)
    client.force_login(people["prefecture"])
    page = client.get(f"/console/applications/{application.pk}/").content.decode()
    assert "每件只能一次，不能再次要求补正" in page
    page = client.get(f"/console/applications/{application.pk}/correct/").content.decode()
    assert "每件只能一次，不能再次要求补正" in page


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-03-02 17:30", "2026-03-09"),  # Monday, in time
        ("2026-03-02 17:31", "2026-03-10"),
        ("2026-03-06 18:00", "2026-03-16"),  # Friday evening counts as Monday
        ("2026-03-07 09:00", "2026-03-16"),  # Saturday
        ("2026-02-28 10:00", "2026-03-06"),  # a Saturday that is worked
        ("2026-02-28 20:00", "2026-03-09"),
        ("2026-09-30 17:45", "2026-10-14"),  # before the holiday of the first week of October
    ],
)
def test_filing_after_office_hours_counts_from_the_next_working_day(moment, due, clock, reference):
    clock.set(datetime.fromisoformat(moment))
    application = make.filed()
    assert application.due_on == date.fromisoformat(due)
    assert fresh(application).submitted_at.astimezone(the_clock.CHINA).strftime("%Y-%m-%d %H:%M") == moment


def test_answer_after_office_hours_lets_the_clock_run_on_the_next_working_day(clock, people):
    application = make.filed()
    clock.set("2026-03-04")
    application = ask(application, people)
    answer(application.open_correction().items.get(), user=application.created_by, text="已补")
    clock.set(datetime(2026, 3, 6, 19, 0))
    moved = resubmit(fresh(application), user=application.created_by, seen=application.revision, shown=NO_PAGE)
    # One day used before the pause; four more from Monday on.
    assert moved.due_on == date(2026, 3, 12)


def test_office_hours_are_a_policy(clock, people):
    set_policy(
        "office.closes_at",
        "12:00",
        source="测试",
        valid_from=date(2026, 3, 2),
        actor=None,
        scope="tfmp",
        shown=NO_PAGE,
    )
    clock.set(datetime(2026, 3, 2, 12, 30))
    assert make.filed().due_on == date(2026, 3, 10)


def test_receipt_day_is_a_pure_function(reference):
    days = calendar()
    moment = datetime(2026, 3, 6, 17, 30, 59, tzinfo=the_clock.CHINA)
    assert received_on(moment, time(17, 30), days) == date(2026, 3, 6)
    assert received_on(moment + timedelta(minutes=1), time(17, 30), days) == date(2026, 3, 9)
