"""A second programme beside 天府名品 (DEMO_SECOND_BRAND=1): 湖北精品 with officers of its own, and a case of it that waits for two
departments, one of which has answered."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from applications.cases.filings.submission import submit
from applications.enterprises.claims.acts import claim_enterprise, decide_claim
from applications.enterprises.facts import change_facts
from applications.form.autosave import save_fields
from applications.form.rows import add_evidence, save_comparison_row
from applications.form.start import open_application
from applications.models import Application, Batch
from applications.programme_files.loader import load_programme
from applications.review.acts.passages import pass_stage
from applications.review.stages.consultation.acts import answer, ask
from applications.review.stages.consultation.models import Consultation
from tianfu.accounts.grants.effect import write_grant
from tianfu.accounts.models import Organisation, OrganisationKind, Region, User
from tianfu.accounts.organisations.membership import add_member
from tianfu.accounts.roles import Role
from tianfu.demo.accounts import ADMINISTRATORS, PASSWORD, REASON, Account, person
from tianfu.demo.firms import Firm
from tianfu.demo.papers import evidence, licence
from tianfu.demo.stories.filing import add_product, answers
from tianfu.demo.stories.passages import fresh, ticked
from tianfu.demo.stories.plays import Story, ago, later
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE

FILE = Path(__file__).parent.with_name("hubei.toml")
PROVINCE, CITY = "420000", "420100"
FARM, TRADE = "湖北省农业农村厅", "湖北省商务厅"
QUESTION = "请就该产品的质量水平、行业地位提出意见，有不同意见的请写明理由。"

OFFICERS = [
    Account("wuhan", "武汉市经办人", "万经办", "“湖北精品”：形式审查、市州初审", (Role.PREFECTURE_OFFICER,), CITY),
    Account("wuhan2", "武汉市审批人", "尹审批", "“湖北精品”：复核初审意见", (Role.PREFECTURE_APPROVER,), CITY),
    Account(
        "hubei", "运营机构审核员", "柳审核", "只办“湖北精品”：征求部门意见，一个部门尚未回复", (Role.OPERATOR_OFFICER,)
    ),
    Account("hubei2", "省级经办人", "汪经办", "只办“湖北精品”：提出认定决定", (Role.PROVINCE_OFFICER,)),
    Account("hubei3", "省级审批人", "毛审批", "只办“湖北精品”：作出认定决定", (Role.PROVINCE_APPROVER,)),
]
DEPARTMENTS = {
    FARM: Account("farm", "有关部门联络人", "石联络", "已回复一份征求意见", (Role.DEPARTMENT_OFFICER,)),
    TRADE: Account(
        "trade", "有关部门联络人", "龙联络", "一份征求意见等待回复：同意，或写明意见", (Role.DEPARTMENT_OFFICER,)
    ),
}
FIRM = Firm(
    key="optics",
    name="演示光电显示有限公司",
    uscc="91510100TFMP99993E",
    region=CITY,
    address="湖北省武汉市示例路 3 号",
    person="方敏",
    established=date(2011, 6, 8),
    product="车载显示屏",
    models="CZ-12",
    sector="manufacturing",
    industry="hb5-01",
    trademark="演示光电",
    standard=("T/HBDEMO 001—2026", "车载显示屏"),
    description="12.3 英寸车载显示屏，强光下清晰可读，零下 40 度可以正常启动。",
    advantage="亮度和低温启动时间优于国家标准。",
    output="80 万块",
    started=2017,
    rows=[
        {
            "indicator": "亮度",
            "unit": "cd/m²",
            "direction": "higher",
            "own": "1200",
            "national": ["800", "国家标准同类要求"],
        }
    ],
)
PHONE = "027-00001234"
OF_HUBEI = {"subject": {"contact_phone": PHONE}, "product": {"main_markets": "华中、华东"}}
MEMBER = Account(FIRM.key, "企业管理员", FIRM.person, f"{FIRM.name}：“湖北精品”申报，正在征求部门意见")


def second_accounts() -> list[Account]:
    """Those of the second programme; none where the demo plays one alone."""
    return [*OFFICERS, *DEPARTMENTS.values(), MEMBER] if settings.DEMO_SECOND_BRAND else []


def second_brand() -> Story:
    """From the programme's file to a case before the departments, one of which has answered; the other still has days."""
    # Asked two days ago, of the five that a department has.
    application = yield from drafted(ago(working=9))
    yield later(1)
    filled = Application.objects.get(pk=application.pk)
    submit(filled, user=person(FIRM.key), seen=filled.revision, shown=NO_PAGE)
    for key, words in (
        ("wuhan", "材料齐全，予以受理。"),
        ("wuhan", "产品有代表性，建议推荐。"),
        ("wuhan2", "同意推荐。"),
        ("hubei", "证明材料与申报内容一致。"),
    ):
        yield later(1)
        case = fresh(application)
        pass_stage(case, user=person(key), seen=case.revision, opinion=words, answers=ticked(case), shown=NO_PAGE)
    yield later(1)
    case = fresh(application)
    chosen = list(Organisation.objects.filter(name__in=DEPARTMENTS).values_list("pk", flat=True))
    ask(case, user=person("hubei"), seen=case.revision, departments=chosen, question=QUESTION)
    yield later(1)
    row = Consultation.objects.get(department__name=FARM)
    answer(row, user=person("farm"), outcome="agreed", text="", shown=NO_PAGE)


def drafted(start: datetime) -> Story:
    """From the programme's file to a draft that lacks nothing. Returns it."""
    yield start
    version = load_programme(FILE)
    _people()
    today = clock.today()
    call = Batch.objects.create(
        programme=version.programme, name=f"{today.year} 年认定", opens_on=today, closes_on=date(today.year, 12, 31),
        sectors=list(version.content["sectors"]), routes=version.route_keys, opened_by=person("admin"),
        created_at=clock.now(),
    )  # fmt: skip
    return (yield from _filled(call))


def _people() -> None:
    now, secret = clock.now(), make_password(PASSWORD)
    for account in second_accounts():
        proved = now if account.grants else None
        user = User.objects.create(
            email=account.email, password=secret, name=account.name, date_joined=now, proved_at=proved
        )
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    first, second = (person(key) for key in ADMINISTRATORS)
    for account in [*OFFICERS, *DEPARTMENTS.values()]:
        region = Region.objects.get(pk=account.regional) if account.regional else None
        programme = "" if account in DEPARTMENTS.values() else "hubei"
        write_grant(
            person(account.key), account.grants[0], region, programme,
            first=first, second=second, reason=REASON, waiting_hours=0, at=now,
        )  # fmt: skip
    for name, account in DEPARTMENTS.items():
        office = Organisation.objects.create(
            kind=OrganisationKind.DEPARTMENT, name=name, region=Region.objects.get(pk=PROVINCE)
        )
        add_member(office, person(account.key), actor=None, at=now)


def _filled(call: Batch) -> Story:
    """Claimed and verified, filled in. Returns the application."""
    user = person(FIRM.key)
    bound = claim_enterprise(
        user=user, code=FIRM.uscc, name=FIRM.name, region=Region.objects.get(pk=CITY), licence=licence(FIRM)
    )
    change_facts(
        bound.enterprise,
        {
            "address": FIRM.address, "legal_representative": FIRM.person, "established_on": FIRM.established,
            "contact_name": FIRM.person, "contact_phone": PHONE,
        },
        user=user,
    )  # fmt: skip
    yield later(1)
    assert bound.claim is not None
    decide_claim(bound.claim, user=person("wuhan"), approve=True, shown=NO_PAGE)
    application = open_application(user=user, product=add_product(FIRM), batch=call, route=call.routes[0])
    for key, values in answers(FIRM).items():
        saved = save_fields(application, key, values | OF_HUBEI.get(key, {}), user=user)
        assert saved.errors == {}, saved.errors
    for row in FIRM.comparison():
        save_comparison_row(application, row, user=user)
    add_evidence(application, "test_report", evidence(FIRM, "test_report", "检测报告"), user=user)
    return application
