"""风险分类: from facts by policy, reasons shown, monthly, history kept; the enterprise sees its own, a draw never opens it."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from applications.models import Enterprise
from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization
from supervision.directories.models import InspectionObject
from supervision.directories.objects.upkeep import compare_once_a_day
from supervision.draws.frozen.strata import attribute, attributes
from supervision.draws.plans.drafts import hand_over
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import ResultWord
from supervision.lists.models import RiskClass
from supervision.lists.risk import facts
from supervision.lists.risk.reckoner import Reason, classify, reckon, refresh_monthly
from tests import make
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tests.supervision.make import plain_object
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.door import NotPossible
from tianfu.workflow.models import Policy
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(reference, clock):
    clock.set("2026-03-02")
    row = make.issued(clock_fixture=clock)
    compare_once_a_day(the_clock.today())
    return Authorization.objects.get(pk=row.pk)


def suspend(mark, cause=Cause.MISUSE):
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    row = propose(mark, Act.SUSPEND, user=first, seen=mark.revision, reason="包装改色", cause=cause)
    confirm(row, user=second, seen=mark.revision, shown=NO_PAGE)


def test_without_adverse_facts_the_class_is_a_and_a_suspension_by_fault_raises_it(mark):
    day = the_clock.today()
    assert reckon(mark.holder_uscc, day) == ("A", [])
    suspend(mark)
    letter, reasons = reckon(mark.holder_uscc, day)
    assert (letter, [reason.points for reason in reasons]) == ("B", [20])
    assert "标识使用" in reasons[0].text


def test_what_befell_the_holder_without_fault_raises_no_class(mark):
    for cause in (Cause.HOLDER, Cause.BODY_LEFT):
        mark.suspensions.create(cause=cause, reason="停产", since=the_clock.now())
    assert reckon(mark.holder_uscc, the_clock.today()) == ("A", [])


def test_what_is_older_than_the_months_of_the_policy_no_longer_counts(mark, clock):
    suspend(mark)
    day, months = the_clock.today(), int(policy("risk.months"))
    last = add_months(day, months)
    assert [reckon(mark.holder_uscc, last + timedelta(days=more))[0] for more in (0, 1)] == ["B", "A"]


def test_a_grave_result_weighs_more_than_one_to_put_right(mark, clock):
    organisers = checks.people()
    task = checks.of_mark(checks.first(checks.drawn(organisers, clock)), mark)
    InspectionObject.objects.filter(pk=task.object_id).update(uscc=mark.holder_uscc)
    task = checks.published(task, organisers[0], ResultWord.ORDERED)

    def kinds():
        return [fact.key for fact in facts.adverse_facts(mark.holder_uscc, task.visited_on, the_clock.today())]

    assert kinds() == ["risk.found"]
    with pgtrigger.ignore("supervision.InspectionTask:published_result_stays"):
        InspectionTask.objects.filter(pk=task.pk).update(word=ResultWord.UNCOOPERATIVE)
    assert kinds() == ["risk.grave"]


def test_it_is_reckoned_once_a_month_and_every_change_stays_in_the_history(mark, clock):
    clock.set("2026-04-01")
    assert refresh_monthly(the_clock.today()) == 1
    suspend(mark)
    assert refresh_monthly(the_clock.today()) == 0
    clock.set("2026-05-03")
    assert refresh_monthly(the_clock.today()) == 1
    clock.set("2026-06-01")
    assert refresh_monthly(the_clock.today()) == 0
    rows = list(RiskClass.objects.order_by("pk"))
    assert [(row.letter, row.since.isoformat(), row.superseded_at is None) for row in rows] == [
        ("A", "2026-04-01", False),
        ("B", "2026-05-03", True),
    ]
    assert rows[1].looked_on == the_clock.today()
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskClass.objects.filter(pk=rows[0].pk).update(superseded_at=None)


def test_the_enterprise_reads_its_own_class_with_reasons_and_others_do_not(mark):
    suspend(mark)
    classify(mark.holder_uscc, the_clock.today())
    client = Client()
    client.force_login(make.member(mark.enterprise.organisation))
    page = client.get("/portal/risk/").content.decode()
    assert "B 类（较低风险）" in page and "20 分" in page
    Enterprise.objects.filter(pk=mark.enterprise_id).update(verified_at=None)
    assert "还没有风险分类" in client.get("/portal/risk/").content.decode(), "nor before its claim is verified"
    stranger = Client()
    stranger.force_login(make.founder(make.enterprise("别家有限公司").organisation))
    assert "还没有风险分类" in stranger.get("/portal/risk/").content.decode()
    assert "风险分类" not in Client().get(f"/brands/{mark.number}/").content.decode()


def test_the_classes_of_many_objects_cost_one_query(mark, django_assert_num_queries):
    objects = [plain_object(uscc=code) for code in make.CODES[3:9]]
    day = the_clock.today()
    for obj, letter in zip(objects, "ABCD", strict=False):
        RiskClass.objects.create(uscc=obj.uscc, letter=letter, points=0, since=day, looked_on=day)
    with django_assert_num_queries(1):
        found = [key for key, _ in attribute("risk_class").values(objects, day)]
    assert found == ["A", "B", "C", "D", "NONE", "NONE"]


def test_a_floor_that_learns_of_other_facts_adds_them_with_points_and_words(mark, monkeypatch):
    Policy.objects.create(
        key="risk.seen", value=80, unit="count", source="试行", valid_from=date(2026, 1, 1), set_at=the_clock.now()
    )
    kinds = {"risk.seen": "发生事故，每次"}
    monkeypatch.setattr(facts, "_sources", dict(facts._sources))
    facts.register_facts("seen", kinds, lambda uscc, since, day: [facts.Fact("risk.seen", "事故")])
    assert reckon(mark.holder_uscc, the_clock.today()) == ("D", [Reason("事故", 80)])
    client = Client()
    client.force_login(make.member(mark.enterprise.organisation))
    assert "发生事故，每次 80 分" in client.get("/portal/risk/").content.decode()


def test_no_open_draw_is_divided_by_the_class(reference, clock):
    """A planner is not offered it; a plan that names it all the same is neither handed over nor confirmed."""
    clock.set("2026-11-26")
    draws.objects(4)
    draws.inspectors(4)
    draws.item()
    planner = draws.organisers()[0]
    assert "risk_class" not in [one.key for one in attributes()]
    part = {"key": "NONE", "label": "未评定", "num": 1, "den": 1, "min": 1, "note": ""}
    plan = draws.draft(planner, strata_by="risk_class", strata=[part])
    assert any("不是公开信息" in words for words in draws.findings(plan))
    with pytest.raises(NotPossible, match="不是公开信息"):
        hand_over(plan, user=planner, seen=plan.draft_version)
