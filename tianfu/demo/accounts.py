"""Who may sign in to the demo: one account for every role and enterprise, one shared password."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from tianfu.accounts.grants.effect import write_grant
from tianfu.accounts.models import Region, User
from tianfu.accounts.regions.reference import PROVINCE
from tianfu.accounts.roles import Role
from tianfu.demo.firms import firms

PASSWORD = "tianfu-demo-2026"  # noqa: S105 - printed on purpose: it opens made-up data only
DOMAIN = "demo.example"
CHENGDU = "510100"
REASON = "演示账号"
ADMINISTRATORS = ("admin", "admin2")


@dataclass(frozen=True)
class Account:
    """One line of the table. `regional`: "own" = 成都, "other" = all other prefectures, "" = no region."""

    key: str
    role: str
    name: str
    hint: str
    grants: tuple[Role, ...] = ()
    regional: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


STAFF = [
    Account("admin", "系统管理员", "管理员", "人员与角色、批次、政策参数、后台任务", (Role.SYSTEM_ADMIN,)),
    Account(
        "admin2", "系统管理员", "第二管理员", "复核管理员提出的角色授予、政策参数新值和休市日期", (Role.SYSTEM_ADMIN,)
    ),
    Account("chengdu", "成都市经办人", "林经办", "核验企业认领、形式审查、初审", (Role.PREFECTURE_OFFICER,), "own"),
    Account("chengdu2", "成都市审批人", "郑审批", "复核初审意见", (Role.PREFECTURE_APPROVER,), "own"),
    Account(
        "city",
        "其他市（州）经办人",
        "许经办",
        "同上，其余 20 个市（州）；核定一份企业更名",
        (Role.PREFECTURE_OFFICER,),
        "other",
    ),
    Account("city2", "其他市（州）审批人", "宋审批", "同上，其余 20 个市（州）", (Role.PREFECTURE_APPROVER,), "other"),
    Account(
        "operator",
        "运营机构审核员",
        "赵审核",
        "资格核验、资料审核、异议、签约；审核标识使用登记、变更、注销和继受申请、年度自查报告",
        (Role.OPERATOR_OFFICER,),
    ),
    Account(
        "operator2",
        "运营机构审核员",
        "钱复核",
        "第二人：暂停、撤销、不予授权；依据一项抽查结果提出暂停",
        (Role.OPERATOR_OFFICER,),
    ),
    Account("operator3", "运营机构审核员", "陈审议", "前两人都经办过的事项，由第三人复核", (Role.OPERATOR_OFFICER,)),
    Account("province", "省级经办人", "孙经办", "提出准予决定；处理线索，提出列入黑名单", (Role.PROVINCE_OFFICER,)),
    Account("province2", "省级审批人", "周审批", "作出准予决定；复核黑名单和定向检查", (Role.PROVINCE_APPROVER,)),
    Account(
        "planner", "抽查组织人", "何组织", "拟定抽查、录入号码；名录库、抽查事项、年度计划", (Role.SPOTCHECK_MANAGER,)
    ),
    Account(
        "planner2",
        "抽查组织人",
        "吕组织",
        "第二人：确认抽查、录入号码；复核抽查事项、审定计划",
        (Role.SPOTCHECK_MANAGER,),
    ),
    Account(
        "planner3",
        "抽查组织人",
        "梁组织",
        "前两人录入的号码有误时，由第三人确认更正：先以何组织在“授权产品抽样检验”中提出更正号码",
        (Role.SPOTCHECK_MANAGER,),
    ),
    Account(
        "inspector",
        "检查人员",
        "罗检查",
        "现场检查：接着填写一份填到一半的记录；休假和回避。抽中其他检查人员时，"
        "登录名是 inspector3 至 inspector13@demo.example",
        (Role.INSPECTOR,),
        "own",
    ),
    Account("inspector2", "检查人员", "韩检查", "一项检查整改后复查合格，已办结；登记休假和回避", (Role.INSPECTOR,)),
    Account(
        "volunteer", "社会监督员", "蒋监督", "提交线索、添加照片；一条线索已促成暂停授权", (Role.SUPERVISOR_VOLUNTEER,)
    ),
    Account("auditor", "审计员", "吴审计", "查看审计记录和封存", (Role.AUDITOR,)),
]
# The other inspectors of the roll: whoever is drawn can sign in and file his record. The table names them in one line.
_NAMES = ["唐检查", "邓检查", "曹检查", "彭检查", "曾检查", "萧检查", "田检查", "董检查", "袁检查", "崔检查", "潘检查"]
COLLEAGUES = [
    Account(f"inspector{number}", "检查人员", name, "", (Role.INSPECTOR,))
    for number, name in enumerate(_NAMES, start=3)
]
BODIES = {
    "body": ("示例认证有限公司", Account("body", "认证机构", "冯认证", "示例认证有限公司：录入证书、在线确认")),
    "body3": ("示例认证有限公司", Account("body3", "认证机构", "褚复核", "同上，第二人：复核撤销和注销证书")),
    "body4": ("虚构质量认证中心", Account("body4", "认证机构", "沈认证", "虚构质量认证中心：检查要求的整改未到期")),
    "body2": ("演示检测认证集团", Account("body2", "认证机构", "卫认证", "演示检测认证集团：录入证书、在线确认")),
}
# What each enterprise's account shows.
SHOWS = {
    "solar": "有效授权，下载证书和标识；标识使用登记：一项退回待改；因合并申请由电池企业继受，可以撤回",
    "display": "有效授权，已申请更名，等待绵阳市核定",
    "furniture": "公示中，有一项异议",
    "pickles": "授权被暂停，已申请恢复",
    "liquor": "资格核验中；有效授权，年度自查报告未报送，逾期",
    "tea": "待补正，在原处修改并答复；有效授权，年度自查报告已报送；报告过一次检验不合格",
    "vanadium": "资料审核中；另一项授权已变更商标、换发第 2 版证书，又申请增加牌号",
    "tourism": "授权已过期；另一项授权快到期，续期已提交",
    "logistics": "授权被撤销",
    "building": "两份草稿，一份填到一半，一份可以提交",
    "herbs": "授权已注销",
    "battery": "资料审核中，证书被认证机构暂停；另一项有效授权已申请注销，可以撤回；请确认是否继受一项授权",
    "silk": "证书核验中，等待认证机构确认",
    "software": "不予授权，决定书",
}
NEWCOMER = Account("new", "新用户", "新用户", "尚未绑定企业：用代码 91510300TFMP02020W（自贡市）从头走一遍")


def accounts() -> list[Account]:
    """Every account, in the order of the printed table."""
    members = [Account(key, "企业管理员", firm.person, f"{firm.name}：{SHOWS[key]}") for key, firm in firms().items()]
    return [*STAFF, *(account for _, account in BODIES.values()), *members, NEWCOMER]


def person(key: str) -> User:
    """The user of an account, freshly read: roles and memberships are cached per instance."""
    return User.objects.get(email=f"{key}@{DOMAIN}")


def create_accounts(at: datetime) -> None:
    """All users with verified addresses, and the roles of staff; memberships come with the stories."""
    secret = make_password(PASSWORD)  # once: an expensive hash thirty times over would be half of the seeding
    for account in [*accounts(), *COLLEAGUES]:
        proved = at if account.grants else None
        user = User.objects.create(
            email=account.email, password=secret, name=account.name, date_joined=at, proved_at=proved
        )
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    _grant_roles(at)


def _grant_roles(at: datetime) -> None:
    """The two administrators as the server's command makes them, everybody else by their two signatures."""
    # The auditor right after them: he is told of every other grant.
    order = [*ADMINISTRATORS, "auditor"]
    staff = sorted(
        [*STAFF, *COLLEAGUES], key=lambda account: order.index(account.key) if account.key in order else len(order)
    )
    first, second = (person(key) for key in ADMINISTRATORS)
    for account in staff:
        founder = account.key in ADMINISTRATORS
        for role in account.grants:
            for region in _regions(account):
                write_grant(
                    person(account.key),
                    role,
                    region,
                    first=None if founder else first,
                    second=None if founder else second,
                    reason=REASON,
                    waiting_hours=0,
                    at=at,
                )


def _regions(account: Account) -> list[Region | None]:
    if not account.regional:
        return [None]
    cities = Region.objects.filter(kind="prefecture", parent=PROVINCE[0])
    return list(cities.filter(pk=CHENGDU) if account.regional == "own" else cities.exclude(pk=CHENGDU))
