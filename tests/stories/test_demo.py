"""The demo: every sample enterprise in its state, through the door and with true dates; once only. And who acts next."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications.models import Application, ApplicationChange, Batch, Enterprise, EnterpriseChange
from certification.models import Authorization, AuthorizationChange, CancellationRequest, ChangeRequest, Succession
from supervision.directories.models import InspectionItem, InspectionObject, Inspector, YearlyPlan
from supervision.directories.objects.upkeep import compare
from supervision.draws.frozen.material import gather
from supervision.draws.models import DrawPlan
from supervision.draws.plans.readiness import blocking, examine
from supervision.inspections.consequences.sanctions import sanction_problems, to_sanction
from supervision.inspections.models import Finding, InspectionTask
from supervision.inspections.results.statistics import by_sector
from supervision.lists.leads.requests import outcomes
from supervision.lists.models import BlacklistEntry, Lead
from tests.kept import kept
from tests.stories.demo_accounts import closed_pages, idle_accounts
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.demo.accounts import PASSWORD, accounts, person
from tianfu.demo.seeds import seed
from tianfu.demo.table import account_table, width
from tianfu.demo.turn import turn_of
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock, work_items
from tianfu.workflow.models import ClockOffset, Job
from tianfu.workflow.work_items import Kind

pytestmark = pytest.mark.django_db

CASES = [
    ("样例家居制造有限公司", "public_notice"),
    ("样例家居制造有限公司", "completeness_check"),
    ("样例家居制造有限公司", "prefecture_review"),
    ("演示酒业股份有限公司", "eligibility_check"),
    ("样例茶叶专业合作社", "correction_required"),
    ("虚构钒钛材料有限公司", "document_review"),
    ("虚构钒钛材料有限公司", "prefecture_review"),
    ("示例锂电材料有限公司", "document_review"),
    ("样例丝绸有限公司", "certificate_check"),
    ("样例丝绸有限公司", "completeness_check"),
    ("示例光能科技有限公司", "approval"),
    ("演示显示技术股份有限公司", "approval"),
    ("样例建造工程有限公司", "draft"),
    ("样例建造工程有限公司", "draft"),
    ("演示软件有限公司", "rejected"),
    ("示例文旅服务有限公司", "completeness_check"),  # its renewal
]
# Whose mark was changed: its certificate has a second version.
CHANGED = "虚构钒钛材料有限公司"
# Of whose two marks one is over (below) and the other is being renewed.
RENEWING = "示例文旅服务有限公司"
MARKS = {
    "示例光能科技有限公司": "active",
    "演示显示技术股份有限公司": "active",
    "示例锂电材料有限公司": "active",
    "虚构钒钛材料有限公司": "active",
    "虚构泡菜食品有限公司": "suspended",
    "样例茶叶专业合作社": "active",
    "演示酒业股份有限公司": "active",
    "示例文旅服务有限公司": "expired",
    "演示物流有限公司": "withdrawn",
    "示例中药材有限公司": "cancelled",
}


def in_order(moments):
    return all(earlier <= later for earlier, later in pairwise(moments))


def build(_):
    """When it was begun, and after which record."""
    before = clock.now()
    newest = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    assert seed()
    return before, newest


whole_world, world = kept(build)


def test_the_demo_shows_every_state_with_true_dates_and_is_built_once(world, capsys):
    before, newest = world
    cases = [(row.enterprise.organisation.name, row.state) for row in Application.objects.exclude(state="authorized")]
    assert sorted(cases) == sorted(CASES)
    marks = {row.holder_name: row for row in Authorization.objects.all()}
    assert {name: mark.state for name, mark in marks.items()} == MARKS
    editions = {name: mark.certificates.count() for name, mark in marks.items()}
    assert {name for name, count in editions.items() if count > 1} == {CHANGED}
    assert all(mark.number and mark.marks.count() == 6 * editions[name] for name, mark in marks.items())
    assert sorted(ChangeRequest.objects.values_list("kind", "state")) == [
        ("models", "waiting"),
        ("trademark", "accepted"),
    ]
    assert [row.standing for row in CancellationRequest.objects.all()] == ["等待处理"]
    renewed = Application.objects.get(renews__isnull=False).renews.authorization
    assert (renewed.product_name, renewed.state) == ("研学旅行服务", "active")
    asked = Succession.objects.get()
    assert (asked.state, str(asked.holder), str(asked.successor)) == (
        "asked",
        "示例光能科技有限公司",
        "示例锂电材料有限公司",
    )
    furniture = Application.objects.get(enterprise__organisation__name="样例家居制造有限公司", state="public_notice")
    assert furniture.notice.objections.filter(closed_at=None).count() == 1
    assert Enterprise.objects.filter(verified_at=None).count() == 0
    change = EnterpriseChange.objects.get()
    assert (change.state, change.kind, change.evidence.count()) == ("filed", "rename", 1)
    officer = User.objects.get(email="city@demo.example")
    assert "企业变更" in [part.source.label for part in work_items.waiting_for(officer, Kind.TODO) if part.items]

    today = clock.today()
    assert before <= clock.now() < before + timedelta(minutes=30) and not ClockOffset.objects.exists()
    assert marks["示例文旅服务有限公司"].starts_on < today - timedelta(days=365)
    for history in (ApplicationChange, AuthorizationChange):
        moments = list(history.objects.order_by("pk").values_list("at", flat=True))
        assert in_order(moments) and moments[-1] <= clock.now()
    audit = list(AuditEvent.objects.filter(pk__gt=newest).order_by("pk").values_list("at", flat=True))
    assert in_order(audit) and audit[0] < before - timedelta(days=400)
    assert not Job.objects.exclude(state="done").exists()
    current = [batch for batch in Batch.objects.all() if batch.is_open(today)]
    assert len(current) == 1 and current[0].closes_on >= today + timedelta(days=100)

    everybody = User.objects.filter(emailaddress__verified=True, email__in=[row.email for row in accounts()])
    assert everybody.count() == len(accounts())
    assert everybody.get(email="chengdu@demo.example").check_password(PASSWORD)
    assert everybody.get(email="city@demo.example").has_role(Role.PREFECTURE_OFFICER, "513400")
    assert not everybody.get(email="city@demo.example").has_role(Role.PREFECTURE_OFFICER, "510100")

    assert Inspector.objects.count() == 13
    assert [row.state for row in YearlyPlan.objects.order_by("year")] == ["published", "draft"]
    drawn = DrawPlan.objects.order_by("pk").values_list("title", "state", "sealed")
    assert sorted(drawn) == [
        ("授权产品和标识使用抽查", "drawn", False),
        ("授权产品抽样检验", "drawn", True),
        ("授权产品标准符合性抽查", "closed", False),
        ("明年第一批抽查（草稿）", "draft", False),
        ("第四季度认证机构抽查（按地区）", "draft", False),
        ("认证机构抽查", "committed", False),
        ("认证机构抽查（第一次）", "void", False),
    ]
    assert InspectionItem.objects.published(today).count() == 12
    checks = (
        InspectionTask.objects.exclude(origin="draw").order_by("state").values_list("state", "word", "reinspected_on")
    )
    assert [(state, word, again is not None) for state, word, again in checks] == [
        ("assigned", "", False),
        ("closed", "ordered", True),
        ("rectifying", "ordered", False),
    ]
    drawn_checks = InspectionTask.objects.filter(origin="draw").exclude(published_at=None)
    words = drawn_checks.order_by("plan__title", "word").values_list("plan__title", "word", "state")
    assert list(words) == [
        ("授权产品和标识使用抽查", "ordered", "rectifying"),
        ("授权产品标准符合性抽查", "normal", "closed"),
        ("授权产品标准符合性抽查", "normal", "closed"),
        ("授权产品标准符合性抽查", "pending", "closed"),
    ]
    # What the operator may suspend upon, and a draft that only waits for its planner.
    assert [sanction_problems(task) for task in to_sanction()] == [[]]
    first_batch = DrawPlan.objects.get(title="明年第一批抽查（草稿）")
    report = examine(first_batch, gather(first_batch, today))
    assert blocking(report) == [] and report.picks > 0
    assert sum(line.done for line in by_sector().lines) == 4
    assert sum(line.passed for line in by_sector().lines) == 2
    assert Finding.objects.filter(task__state="assigned", task__photos__isnull=False).count() == 1
    assert sorted(Lead.objects.values_list("state", "outcome")) == [("decided", "suspend"), ("filed", "")]
    upon = outcomes(Lead.objects.get(state="decided"))
    assert [(row["state"], row["first"].subject.holder_name) for row in upon] == [("confirmed", "虚构泡菜食品有限公司")]
    assert InspectionTask.objects.exclude(record=None).filter(record_paper=None).values_list("state").get() == (
        "assigned",
    )
    assert BlacklistEntry.objects.standing(today).get().papers.count() == 1
    assert set(InspectionObject.objects.listed("authorization", today).values_list("holder_name", flat=True)) == {
        RENEWING,
        *(name for name, state in MARKS.items() if state in ("active", "suspended")),
    }
    assert compare(today).differences == 0

    assert idle_accounts() == {}
    assert closed_pages() == []
    events = AuditEvent.objects.count()
    call_command("seed_demo")
    call_command("demo_accounts")
    told = capsys.readouterr().out
    assert "已经存在" in told and PASSWORD in told and "city@demo.example" in told
    assert AuditEvent.objects.count() == events


def test_the_table_of_accounts_stands_in_columns():
    lines = account_table().splitlines()[4:]
    ends = {width(line[: line.index("@")]) - len(line.split("@")[0].split()[-1]) for line in lines}
    assert len(ends) == 1


def said(name):
    turn = turn_of(open_case(name))
    return turn.account.key, turn.words


def open_case(name):
    """The first case of the enterprise that has not become a mark."""
    rows = Application.objects.filter(enterprise__organisation__name=name)
    return rows.exclude(state="authorized").earliest("pk")


def test_each_case_of_the_demo_names_who_acts_next(world, client, settings):
    assert said("样例建造工程有限公司") == ("building", "填写并提交申报")
    assert said("样例茶叶专业合作社") == ("tea", "补正并重新提交")
    assert said("演示酒业股份有限公司") == ("operator", "资格核验")
    assert said("虚构钒钛材料有限公司") == ("operator", "资料审核")
    waits = turn_of(open_case("样例家居制造有限公司"))
    assert waits.account is None
    assert "演示时间" in waits.words
    assert turn_of(open_case("演示软件有限公司")) is None

    case = open_case("虚构钒钛材料有限公司")
    client.force_login(person("vanadium"))
    page = client.get(f"/portal/applications/{case.pk}/").content.decode()
    assert "现在轮到 <strong>赵审核</strong>（运营机构审核员）：资料审核" in page
    assert f'name="next" value="{reverse("console:review", args=[case.pk])}"' in page

    settings.DEMO = False
    assert turn_of(case) is None
