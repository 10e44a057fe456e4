"""The directories of double-random inspections in the demo: bureaus, thirteen inspectors, published items, the year's plan."""

from datetime import date, datetime, timedelta

from supervision.directories.inspectors.roll import declare_leave, declare_recusal, enter
from supervision.directories.items.catalogue import draft
from supervision.directories.items.publication import confirm, propose
from supervision.directories.models import InspectionItem, Inspector, PlannedBatch, YearlyPlan
from supervision.directories.plans.acts import approve, draw_up, plan_title, publish, save_batch
from supervision.directories.states import BatchKind, ItemAct, ItemKind, Method, ObjectKind
from supervision.directories.vocabulary import prefix_of
from tianfu.accounts.models import Organisation, OrganisationKind, Region
from tianfu.demo.accounts import person
from tianfu.demo.firms import firms
from tianfu.demo.stories.plays import Story, ago, later
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import advance
from tianfu.workflow.signatures.shown import NO_PAGE

# (region, name, business, may lead, account, days until the certificate ends)
PEOPLE = (
    ("510100", "罗检查", ("manufacturing", "agriculture"), True, "inspector", 41),
    ("510100", "唐检查", ("manufacturing", "service"), False, "inspector3", 900),
    ("510100", "邓检查", ("agriculture", "service", "construction"), True, "inspector4", 700),
    ("510700", "韩检查", ("manufacturing",), True, "inspector2", 52),
    ("510700", "曹检查", ("manufacturing", "service"), False, "inspector5", 820),
    ("511300", "彭检查", ("agriculture",), True, "inspector6", 640),
    ("511300", "曾检查", ("agriculture", "service"), False, "inspector7", 760),
    ("510500", "萧检查", ("agriculture", "manufacturing"), True, "inspector8", 510),
    ("510600", "田检查", ("manufacturing", "construction"), False, "inspector9", 880),
    ("511400", "董检查", ("manufacturing",), True, "inspector10", 430),
    ("510000", "袁检查", ("manufacturing", "agriculture", "service"), True, "inspector11", 990),
    ("510000", "崔检查", ("manufacturing", "construction"), True, "inspector12", 1200),
    ("510000", "潘检查", ("service", "construction"), False, "inspector13", -9),
)

# When the year's first draw began: its batch of the yearly plan is of that month.
DRAWN = {"working": 27}


def directories() -> Story:
    """From the bureaus and their people to the published plan; next year's plan and a new item wait for a second person."""
    year, publication, planning, now = clock.today().year, ago(days=118), ago(days=112), ago(days=2)
    months = [_month_in(year, start) for start in (ago(**DRAWN), ago(days=1))]
    ends = clock.today()
    yield ago(days=130)
    bureaus = {region: found_bureau(region) for region in dict.fromkeys(row[0] for row in PEOPLE)}
    _enter_people(bureaus, ends)
    yield publication
    _publish_starter_items()
    yield planning
    plan = _plan(year, months)
    yield later(3)
    plan = approve(plan, actor=person("province2"), seen=plan.revision, shown=NO_PAGE, note="同意，请报备案。")
    yield later(6)
    plan = advance(
        plan, "file", actor=person("planner"), seen=plan.revision, filed_on=clock.today(),
        filed_with="国家市场监督管理总局", filed_number=f"演示函〔{year}〕7号",
    )  # fmt: skip
    yield later(7)
    publish(plan, actor=person("planner"), seen=plan.revision, shown=NO_PAGE)
    yield now
    _what_waits(year)


def found_bureau(region: str) -> Organisation:
    """The authority of a region, whose people may be inspectors."""
    place = Region.objects.get(pk=region)
    name = f"{place.name}市场监督管理局"
    bureau = Organisation.objects.create(
        kind=OrganisationKind.AUTHORITY, name=name, region=place, created_at=clock.now()
    )
    record("organisation.founded", actor=None, subject=bureau, data={"kind": "authority", "name": name})
    return bureau


def _enter_people(bureaus: dict[str, Organisation], today: date) -> None:
    """As the page 登记检查人员 does."""
    planner = person("planner")
    entered = []
    for number, (region, name, tags, lead, account, days) in enumerate(PEOPLE, start=1):
        row = Inspector(
            number=f"51{region[2:4]}26{number:04d}",
            name=name,
            unit=bureaus[region],
            user=person(account),
            valid_from=today - timedelta(days=1400),
            valid_until=today + timedelta(days=days),
            areas=[prefix_of(region)],
            home=prefix_of(region if region != "510000" else "510100"),
            tags=list(tags),
            lead=lead,
        )
        entered.append(enter(row, actor=planner))
    declare_leave(entered[4], since=today - timedelta(days=3), until=today + timedelta(days=11), actor=planner)


def _publish_starter_items() -> None:
    first, second = person("planner"), person("planner2")
    for row in InspectionItem.objects.filter(state="draft").order_by("code"):
        proposal = propose(row, ItemAct.PUBLISH, user=first, seen=row.revision)
        confirm(proposal, user=second, seen=row.revision, shown=NO_PAGE, note="依据齐全。")


def _month_in(year: int, moment: datetime) -> int:
    """The month of the draw that carries out a batch; the plan of the year begins in January."""
    return moment.month if moment.year == year else 1


def _plan(year: int, months: list[int]) -> YearlyPlan:
    planner = person("planner")
    plan = YearlyPlan(year=year, title=plan_title(year, "四川省"), yearly_cap=2, note="演示计划。")
    plan = draw_up(plan, actor=planner)
    items = {row.code: row for row in InspectionItem.objects.published(clock.today())}
    rows = (
        ("授权产品和标识使用抽查", ObjectKind.AUTHORIZATION, "每层 25%，至少 1 个", (1, 2, 3, 4, 11, 12)),
        ("认证机构抽查", ObjectKind.CERTIFICATION_BODY, "50%，至少 1 家", (8, 9, 10)),
    )
    for (title, kind, ratio, codes), month in zip(rows, months, strict=True):
        batch = PlannedBatch(plan=plan, title=title, object_kind=kind, month=month, ratio=ratio)
        save_batch(batch, [items[f"TFMP-J-{code:02d}"] for code in codes], actor=planner)
    return plan


def _what_waits(year: int) -> None:
    planner = person("planner")
    nearby = Inspector.objects.get(user=person("inspector2"))
    declare_recusal(nearby, against=firms()["display"].uscc, reason="配偶在该企业任职。", actor=person("inspector2"))
    plan = draw_up(YearlyPlan(year=year + 1, title=plan_title(year + 1, "四川省"), yearly_cap=2), actor=planner)
    items = list(InspectionItem.objects.published(clock.today()).filter(object_kinds__contains=["authorization"]))
    batch = PlannedBatch(
        plan=plan, title="春季授权产品抽查", kind=BatchKind.SEASONAL, object_kind=ObjectKind.AUTHORIZATION, month=4,
        ratio="每层 30%",
    )  # fmt: skip
    save_batch(batch, items[:4], actor=planner)
    item = InspectionItem(
        code="TFMP-J-13",
        name="对比表在销售网页上完整展示",
        basis="川质强省发〔2021〕1号三（二）：对比表在经营场所、广告展示。",
        kind=ItemKind.GENERAL,
        methods=[Method.ONLINE],
        object_kinds=[ObjectKind.AUTHORIZATION],
    )
    propose(draft(item, actor=planner), ItemAct.PUBLISH, user=planner, seen=0)
