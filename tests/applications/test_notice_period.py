"""A notice ends on the day its page promises: one pure function, for page, job, guard and officer."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from applications.models import Application, PublicNotice
from applications.review.acts.passages import pass_stage, send_back
from applications.review.acts.termination import terminate
from applications.review.deadlines.recomputation import recompute_all
from applications.review.stages.public_notice.objections.acts import check_summary, close_objection, record_objection
from applications.review.stages.public_notice.period import notice_period, upheld_at
from applications.review.stages.public_notice.publication import close_ended_notices
from applications.review.stages.public_notice.tasks import close_notices
from tests import make
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.holiday_calendar import Calendar, SpecialDay
from tianfu.workflow.clock import CHINA
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.models import Holiday
from tianfu.workflow.signatures.shown import NO_PAGE


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@dataclass
class Notice:
    published_at: datetime
    days: int = 5
    promised_until: date | None = None


@dataclass
class Doubt:
    recorded_at: datetime
    closed_at: datetime | None = None
    outcome: str = field(default="")


CALENDAR = Calendar.of(
    [
        *(SpecialDay(date(2026, 1, day), True, "元旦", False) for day in (1, 2, 3)),
        SpecialDay(date(2026, 1, 4), False, "元旦调休", False),
        *(SpecialDay(date(2026, 2, day), True, "春节", False) for day in range(15, 24)),
        *(SpecialDay(date(2026, 2, day), False, "春节调休", False) for day in (14, 28)),
    ]
)


@pytest.mark.parametrize(
    ("published", "first", "last"),
    [
        ("2026-03-06 10:00", "2026-03-09", "2026-03-13"),  # a Friday: the weekend does not count
        ("2026-03-08 23:59:59", "2026-03-09", "2026-03-13"),  # a Sunday
        ("2026-03-09 00:00", "2026-03-10", "2026-03-16"),  # the very next second counts from Tuesday
        ("2025-12-30 16:00", "2025-12-31", "2026-01-07"),  # over New Year, with the Sunday worked
        ("2026-02-11 09:00", "2026-02-12", "2026-02-25"),  # over Spring Festival, with the Saturday worked
        ("2026-02-25 09:00", "2026-02-26", "2026-03-03"),  # 28 February is a Saturday worked
    ],
)
def test_period_is_five_working_days_from_the_day_after_publication(published, first, last):
    period = notice_period(Notice(at(published)), [], CALENDAR)
    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert not period.over(period.last)
    assert period.over(date.fromordinal(period.last.toordinal() + 1))


def test_open_objection_lets_the_period_stand_still_and_says_so():
    period = notice_period(Notice(at("2026-03-06 10:00")), [Doubt(at("2026-03-10 15:00"))], CALENDAR)
    assert (period.last, period.remaining, period.over(date(2027, 1, 1))) == (None, 4, False)
    assert "中止期间仍可提出异议" in period.in_words


def test_two_objections_that_overlap_cost_their_days_once():
    doubts = [
        Doubt(at("2026-03-10 09:00"), at("2026-03-12 09:00"), "dismissed"),
        Doubt(at("2026-03-11 09:00"), at("2026-03-13 09:00"), "dismissed"),
    ]
    assert notice_period(Notice(at("2026-03-06 10:00")), doubts, CALENDAR).last == date(2026, 3, 18)


def test_objection_within_one_day_costs_nothing():
    doubts = [Doubt(at("2026-03-10 09:00"), at("2026-03-10 17:00"), "dismissed")]
    assert notice_period(Notice(at("2026-03-06 10:00")), doubts, CALENDAR).last == date(2026, 3, 13)


def test_objection_of_an_earlier_publication_pauses_the_new_one_only_while_open():
    notice = Notice(at("2026-03-06 10:00"))
    assert notice_period(notice, [Doubt(at("2026-02-02 09:00"))], CALENDAR).last is None
    closed_before = Doubt(at("2026-02-02 09:00"), at("2026-02-05 09:00"), "upheld")
    assert notice_period(notice, [closed_before], CALENDAR).last == date(2026, 3, 13)
    assert upheld_at(notice, [closed_before]) is None
    closed_within = Doubt(at("2026-02-02 09:00"), at("2026-03-10 09:00"), "dismissed")
    assert notice_period(notice, [closed_within], CALENDAR).last == date(2026, 3, 16)


def test_last_day_once_promised_is_never_moved_forward():
    period = notice_period(Notice(at("2026-03-06 10:00"), promised_until=date(2026, 3, 16)), [], CALENDAR)
    assert period.last == date(2026, 3, 16)
    assert period.arithmetic[-1] == "已公布的截止日 2026 年 3 月 16 日（周一）不提前"
    as_it_is = notice_period(Notice(at("2026-03-06 10:00"), promised_until=date(2026, 3, 13)), [], CALENDAR)
    assert (as_it_is.last, [line for line in as_it_is.arithmetic if "不提前" in line]) == (date(2026, 3, 13), [])


@pytest.fixture
def published(clock, reference):
    clock.set("2026-03-02")
    application, people = make.filed(), make.staff()
    clock.set("2026-03-06")
    return make.advance_to(application, "public_notice", people, clock), people


def fresh(application):
    return Application.objects.get(pk=application.pk)


@pytest.mark.django_db
def test_notice_ends_with_the_last_second_of_its_last_day_for_job_officer_and_page(client, clock, published):
    application, people = published
    assert application.notice.ends_on == date(2026, 3, 13)
    clock.set("2026-03-13T23:59:55+08:00")
    close_notices()
    assert fresh(application).state == "public_notice"
    with pytest.raises(NotPossible, match="公示期未满（2026 年 3 月 9 日（周一）至 2026 年 3 月 13 日（周五））"):
        pass_stage(application, user=people["operator"], seen=application.revision, shown=NO_PAGE)
    assert "公示期为 2026 年 3 月 9 日（周一）至 2026 年 3 月 13 日（周五）" in page(client, application)
    clock.set("2026-03-14T00:00:01+08:00")
    assert "届满" in page(client, application)
    close_notices()
    assert fresh(application).state == "approval"
    assert PublicNotice.objects.get().closed_at == fresh(application).changes.last().at


@pytest.mark.django_db
def test_page_guard_and_job_keep_the_promised_day_when_a_new_calendar_would_end_it_sooner(client, clock, published):
    application, people = published
    Holiday.objects.create(date=date(2026, 3, 11), rest=True, name="临时放假", provisional=False)
    reload_calendar()
    recompute_all()
    assert fresh(application).notice.ends_on == fresh(application).due_on == date(2026, 3, 16)
    Holiday.objects.filter(date=date(2026, 3, 11)).delete()
    reload_calendar()
    recompute_all()
    assert fresh(application).notice.ends_on == fresh(application).due_on == date(2026, 3, 16)
    assert "至 2026 年 3 月 16 日（周一）" in page(client, application)
    clock.set("2026-03-16")
    assert close_ended_notices(the_clock.today()) == 0
    with pytest.raises(NotPossible, match="公示期未满"):
        pass_stage(application, user=people["operator"], seen=application.revision, shown=NO_PAGE)
    clock.set("2026-03-17")
    assert close_ended_notices(the_clock.today()) == 1


def reload_calendar():
    """As another notice of the year would: the process forgets the calendar it has read."""
    from tianfu.workflow.calendar import working_days

    working_days._cached = working_days._BARE


@pytest.mark.django_db
def test_notice_page_prints_the_whole_period_and_where_to_object(client, clock, published):
    application, people = published
    shown = page(client, application)
    for words in (
        "2026 年 3 月 9 日（周一）至 2026 年 3 月 13 日（周五）",
        "成都市示例路 8 号",
        "028-00008888",
        "operator@example.test",
    ):
        assert words in shown
    record_objection(application, user=people["operator"], source="letter", objector="某单位", contact="028-00009999",
                     text="型号与报告不符")  # fmt: skip
    shown = page(client, application)
    assert "中止期间仍可提出异议" in shown
    assert "028-00008888" in shown
    assert "028-00009999" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "sentence"),
    [("retract", "申报已撤回，公示终止。"), ("send_back", "申报退回重新审查"), ("terminate", "本件终止办理")],
)
def test_page_of_a_notice_that_was_left_early_says_how(client, clock, published, verb, sentence):
    application, people = published
    seen = application.revision
    if verb == "retract":
        advance(application, "retract", actor=application.created_by, seen=seen)
    elif verb == "send_back":
        send_back(application, user=people["operator"], seen=seen, target="document_review", note="核实型号")
    else:
        for who in ("province", "province_second"):
            terminate(application, user=people[who], seen=seen, note="企业已注销登记", shown=NO_PAGE)
    shown = page(client, application)
    assert sentence in shown
    assert "怎样提出异议" not in shown


def page(client, application):
    return client.get(f"/notices/{fresh(application).notice.pk}/").content.decode()


@pytest.mark.django_db
def test_closing_an_objection_after_the_case_has_gone_does_not_rewrite_the_notices_end(clock, published):
    application, people = published
    clock.set("2026-03-09")
    objection = record_objection(application, user=people["operator"], source="letter", objector="某单位",
                                 contact="028-00009999", text="型号与报告不符", summary="对型号有疑问")  # fmt: skip
    check_summary(objection, user=people["operator_second"], approve=True, shown=NO_PAGE)
    case = fresh(application)
    send_back(case, user=people["operator"], seen=case.revision, target="document_review", note="核实型号")
    before = PublicNotice.objects.values("ends_on", "promised_until", "closed_at").get()
    due = fresh(application).due_on
    clock.set("2026-03-12")
    close_objection(
        objection, user=people["operator_second"], outcome="dismissed", finding="已核实，型号一致", shown=NO_PAGE
    )
    assert PublicNotice.objects.values("ends_on", "promised_until", "closed_at").get() == before
    assert fresh(application).due_on == due
