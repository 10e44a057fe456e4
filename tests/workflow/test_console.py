"""The console pages: who may open them, what they show, what a wrong entry does."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.accounts import make
from tests.pages import hidden
from tests.queries import costs, opening
from tests.workflow.job_handlers import effects
from tests.workflow.test_calendar_loading import NOTICE
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow.jobs import enqueue, run_due, run_job
from tianfu.workflow.models import CalendarVersion, ClockOffset, Job, Policy
from tianfu.workflow.policies.values import policy

pytestmark = pytest.mark.django_db

POLICIES = reverse("admin:workflow_policy_changelist")
HISTORY = reverse("admin:workflow_policy_of", args=["handler.idle_days"])
JOBS = reverse("admin:workflow_job_changelist")
CALENDAR = reverse("admin:workflow_calendarversion_changelist")
LOAD = reverse("admin:workflow_calendar_load")
MOVE = reverse("admin:workflow_clock_move")
NEW_VALUE = {"value": "7", "source": "川市监发〔2026〕1号", "valid_from": "2027-01-01"}


@pytest.fixture
def administrator(client):
    person = make.administrator()
    client.force_login(person)
    return person


@pytest.fixture
def officer(client):
    person = make.staff(Role.PREFECTURE_OFFICER)
    client.force_login(person)
    return person


def parked_job():
    job = enqueue("test.hopeless", "issue:17")
    run_job(job.pk)
    return Job.objects.get(pk=job.pk)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("url", [POLICIES, HISTORY, JOBS, CALENDAR, LOAD])
def test_stranger_is_sent_to_sign_in_and_other_roles_are_refused(client, url):
    assert client.get(url).status_code == 302
    client.force_login(make.staff(Role.PREFECTURE_OFFICER))
    assert client.get(url).status_code == 403
    client.force_login(make.member(manage=True).user)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", [POLICIES, HISTORY, JOBS, CALENDAR, LOAD])
def test_administrator_may_open_every_page(client, administrator, url):
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [POLICIES, HISTORY, JOBS, CALENDAR])
def test_auditor_reads_and_changes_nothing(client, url, clock):
    clock.set("2026-11-22")
    client.force_login(make.staff(Role.AUDITOR))
    assert client.get(url).status_code == 200
    assert client.post(HISTORY, NEW_VALUE).status_code == 403
    assert client.post(LOAD).status_code == 403
    job = parked_job()
    assert client.post(reverse("admin:workflow_job_retry", args=[job.pk])).status_code == 403
    assert Policy.objects.filter(key="handler.idle_days").count() == 1
    assert Job.objects.get().state == Job.State.PARKED


def test_policy_list_shows_label_value_and_source(client, administrator):
    page = text_of(client.get(POLICIES))
    assert "公示期" in page
    assert "5 个工作日" in page
    assert "湖北精品公示" in page
    found = text_of(client.get(POLICIES, {"q": "公示"}))
    assert "公示期" in found
    assert "形式审查期限" not in found
    assert "没有符合条件的参数" in text_of(client.get(POLICIES, {"q": "没有这个"}))


def test_policy_list_takes_a_fixed_number_of_queries(client, administrator):
    def follow():
        """Later values of what the first page lists, set by others."""
        for row in list(Policy.objects.order_by("key")[:20]):
            row.pk, row.valid_from, row.set_by = None, date(2030, 1, 1), make.staff(Role.SYSTEM_ADMIN)
            row.save(force_insert=True)

    few, many = costs(opening(client, POLICIES), follow)
    assert many == few <= 10  # two count what waits for a second administrator


def test_new_value_is_set_from_its_day(client, administrator, clock):
    clock.set("2026-11-22")
    response = client.post(HISTORY, hidden(client.get(HISTORY)) | NEW_VALUE, follow=True)
    page = text_of(response)
    assert "已设定：2027-01-01 起为7 个工作日。" in page
    assert "未生效" in page
    assert policy("handler.idle_days") == 3
    row = Policy.objects.first() and Policy.objects.get(value=7, key="handler.idle_days")
    assert row.set_by == administrator
    assert "2027-01-01 起：7 个工作日" in text_of(client.get(POLICIES))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"value": "七"}, "请用阿拉伯数字 0 至 9 填写，如 123。"),
        ({"value": "-3"}, "请填写 0 至 100000 之间的整数。"),
        ({"source": "  "}, "请写明依据，例如文件名称和文号。"),
        ({"valid_from": "2026-11-21"}, "生效日期不能早于今天"),
        ({"valid_from": "tomorrow"}, "请填写日期，例如 2027-01-01。"),
    ],
)
def test_wrong_entry_is_named_and_leaves_no_trace(client, administrator, clock, change, sentence):
    clock.set("2026-11-22")
    response = client.post(HISTORY, hidden(client.get(HISTORY)) | NEW_VALUE | change)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert Policy.objects.filter(key="handler.idle_days").count() == 1


def test_same_day_twice_is_refused_with_a_sentence(client, administrator, clock):
    clock.set("2026-11-22")
    client.post(HISTORY, hidden(client.get(HISTORY)) | NEW_VALUE)
    response = client.post(HISTORY, hidden(client.get(HISTORY)) | NEW_VALUE | {"value": "9"})
    assert response.status_code == 422
    assert "该日期已有取值" in text_of(response)


def test_unknown_key_is_404(client, administrator):
    assert client.get(reverse("admin:workflow_policy_of", args=["none"])).status_code == 404
    assert client.get(reverse("admin:workflow_policy_change", args=[999999])).status_code == 404
    assert client.get(reverse("admin:workflow_policy_add")).status_code == 403


def test_job_page_says_what_happened_and_retries(client, administrator):
    job = parked_job()
    listed = text_of(client.get(JOBS))
    assert "有 1 个任务已搁置" in listed
    page = text_of(client.get(reverse("admin:workflow_job_change", args=[job.pk])))
    assert "产品名称中有无法印制的字" in page
    retry = reverse("admin:workflow_job_retry", args=[job.pk])
    assert client.get(retry).status_code == 405
    assert "已重新排队" in text_of(client.post(retry, follow=True))
    assert Job.objects.get(pk=job.pk).state == Job.State.QUEUED
    assert AuditEvent.objects.get(action="job.retried").actor == administrator
    assert "只有已搁置的任务可以重试" in text_of(client.post(retry, follow=True))


def test_finished_job_has_no_retry_button(client, administrator):
    job = enqueue("test.count", "k1", {"scope": "s1"})
    run_due()
    assert effects("s1") == 1
    page = text_of(client.get(reverse("admin:workflow_job_change", args=[job.pk])))
    assert "重试" not in page
    assert client.get(reverse("admin:workflow_job_change", args=[999999])).status_code == 404


def test_a_value_set_after_the_page_was_read_stops_the_next_one(client, administrator, clock):
    clock.set("2026-11-22")
    read = hidden(client.get(HISTORY))
    assert client.post(HISTORY, read | NEW_VALUE).status_code == 302
    answer = client.post(HISTORY, read | NEW_VALUE | {"value": "9", "valid_from": "2027-03-01"})
    assert answer.status_code == 409
    assert "2027-01-01 起" in text_of(answer) and "7 个工作日" in text_of(answer)
    assert client.post(HISTORY, NEW_VALUE | {"valid_from": "2027-03-01"}).status_code == 409
    assert Policy.objects.filter(key="handler.idle_days").count() == 2


def test_job_list_takes_a_fixed_number_of_queries(client, administrator):
    enqueue("test.count", "first", {"scope": "s1"})

    def more():
        for number in range(30):
            enqueue("test.count", f"k{number}", {"scope": "s1"})

    few, many = costs(opening(client, JOBS), more)
    assert many == few <= 10  # four of them count unread messages and what waits, for the menu


def test_job_list_is_narrowed_by_state_and_key_and_pages_backwards(client, administrator):
    parked_job()
    for number in range(60):
        enqueue("test.count", f"count:{number:02}", {"scope": "s1"})
    first = client.get(JOBS)
    keys = [line["job"].key for line in first.context["lines"]]
    assert keys == [f"count:{n:02}" for n in range(59, 9, -1)]
    second = client.get(JOBS + first.context["older_url"])
    assert [line["job"].key for line in second.context["lines"]] == [
        *(f"count:{n:02}" for n in range(9, -1, -1)),
        "issue:17",
    ]
    assert second.context["older_url"] == ""
    parked = client.get(JOBS, {"state": "parked"})
    assert [line["job"].key for line in parked.context["lines"]] == ["issue:17"]
    found = client.get(JOBS, {"q": "count:07", "state": "nonsense", "before": "x"})
    assert [line["job"].key for line in found.context["lines"]] == ["count:07"]
    assert "没有任务" in text_of(client.get(JOBS, {"q": "none"}))


def test_notice_is_loaded_by_the_administrator(client, administrator, clock):
    clock.set("2026-11-22")
    assert "还没有 2027 年的放假通知" in text_of(client.get(CALENDAR))
    before = CalendarVersion.objects.count()
    upload = SimpleUploadedFile("2027.csv", NOTICE.encode())
    response = client.post(LOAD, {"source": "国办发明电〔2026〕8号", "file": upload}, follow=True)
    assert "已载入" in text_of(response)
    assert "1 月 9 日（周六）" in text_of(response)
    assert CalendarVersion.objects.count() == before + 1
    assert "还没有 2027 年" not in text_of(response)
    again = SimpleUploadedFile("2027.csv", NOTICE.encode())
    response = client.post(LOAD, {"source": "国办发明电〔2026〕8号", "file": again}, follow=True)
    assert "没有变化" in text_of(response)


def test_a_notice_of_more_than_a_year_can_hold_is_refused_unread(client, administrator):
    long = SimpleUploadedFile("2027.csv", b"x" * (100 * 1024 + 1))
    answer = client.post(LOAD, {"source": "国办发明电〔2026〕8号", "file": long})
    assert "文件太大：一个年度的安排不会超过 100 KB。" in answer.content.decode()


def test_wrong_notice_is_refused_with_its_line(client, administrator):
    before = CalendarVersion.objects.count()
    wrong = SimpleUploadedFile("2027.csv", NOTICE.replace("2027-01-02", "2.1.2027").encode())
    response = client.post(LOAD, {"source": "国办发明电〔2026〕8号", "file": wrong})
    assert response.status_code == 422
    assert "第 3 行：日期请写成 2027-01-01。" in text_of(response)
    assert CalendarVersion.objects.count() == before


def test_calendar_of_a_strange_year_shows_the_present_one(client, administrator, clock):
    clock.set("2026-11-22")
    assert "2026 年与平日不同的日子" in text_of(client.get(CALENDAR, {"year": "abc"}))
    assert "2027 年与平日不同的日子（暂定）" in text_of(client.get(CALENDAR, {"year": "2027"}))


def test_any_staff_moves_the_demo_clock_and_returns(client, officer):
    response = client.post(MOVE, {"by": "+8d", "next": "/console/?x=1"})
    assert (response.status_code, response["Location"]) == (302, "/console/?x=1")
    assert ClockOffset.objects.get().moved_by == officer


@pytest.mark.parametrize("data", [{"by": "-8d"}, {"by": "0"}, {}, {"by": "+9999999d"}])
def test_wrong_move_is_refused_with_a_sentence(client, officer, data):
    assert client.post(MOVE, data).status_code == 302
    assert not ClockOffset.objects.exclude(offset="0").exists()


def test_move_does_not_lead_off_the_site(client, officer):
    response = client.post(MOVE, {"by": "+1d", "next": "https://evil.example/"})
    assert response["Location"] == reverse("admin:index")


def test_move_needs_staff_post_and_demo(client, settings):
    client.force_login(make.member(manage=True).user)
    assert client.post(MOVE, {"by": "+8d"}).status_code == 403
    client.force_login(make.staff(Role.PREFECTURE_OFFICER))
    assert client.get(MOVE).status_code == 405
    settings.DEMO = False
    settings.STAFF_MFA = "off"
    assert client.post(MOVE, {"by": "+8d"}).status_code == 404
    assert not ClockOffset.objects.exists()


def test_every_page_that_django_knows_of_a_policy_answers(client, administrator):
    """Django's own address of an object's history once called a page of ours with other arguments."""
    row = Policy.objects.first()
    for act, status in (("history", 200), ("change", 200), ("delete", 403), ("nothing", 404)):
        answer = client.get(f"/console/workflow/policy/{row.pk}/{act}/", follow=True)
        assert answer.status_code == status, act
    for key in ("²", "9" * 5000, str(2**63), "-1", "__fk__", "_5C", "x"):
        assert client.get(f"/console/workflow/policy/{key}/change/", follow=True).status_code == 404, key
