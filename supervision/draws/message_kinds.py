"""Messages about 双随机抽查: to organisers, and to the enterprises of a directory."""

from datetime import UTC, date, datetime

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_DRAW = {"number": "SC-2026-0001", "title": "2026 年第四季度授权产品抽查"}
_AT = datetime(2026, 12, 1, 13, 30, tzinfo=UTC)

KINDS = (
    MessageKind(
        key="draw_to_confirm",
        label="抽查方案等待确认",
        audience=Audience.PERSON,
        subject="抽查方案等您确认：{{ title|truncatechars:20 }}",
        body="""{{ planner }}拟定了抽查方案“{{ title }}”，请您核对后确认或退回。

确认后名录随即冻结并公布，方案不能再修改。""",
        sample={"title": _DRAW["title"], "planner": "赵敏"},
    ),
    MessageKind(
        key="draw_handed_back",
        label="抽查方案已退回",
        audience=Audience.PERSON,
        subject="抽查方案已退回：{{ title|truncatechars:20 }}",
        body="""{{ by }}退回了您拟定的抽查方案“{{ title }}”。

理由：{{ reason }}

请修改后重新提交。""",
        sample={"title": _DRAW["title"], "by": "钱立", "reason": "检查期与春节重合，请顺延一周。"},
    ),
    MessageKind(
        key="draw_committed",
        label="抽查名录已冻结并公布",
        audience=Audience.MEMBERS,
        subject="抽查名录已公布：{{ number }}",
        body="""“{{ title }}”（{{ number }}）的检查对象名录和检查人员名录已经冻结并公布，您的企业在检查对象名录中。

抽取结果由 {{ sources }} 决定，{% if seed_after %}{{ seed_after }} 之后{% else %}掷骰之后{% endif %}任何人都可以自行计算和核对。

方案文件的哈希值：
{{ plan_sha256 }}

请留存本消息：它可以证明方案在号码产生之前已经确定，事后没有人改动。是否抽中由号码决定，与企业表现无关，您无需办理任何手续。""",
        sample=_DRAW
        | {"sources": "中国福利彩票快乐8 第2026321期", "seed_after": _AT, "plan_sha256": "07a57116ee2a538f"},
        optional=frozenset({"seed_after"}),
    ),
    MessageKind(
        key="draw_values_wanted",
        label="请录入开奖号码",
        audience=Audience.PERSON,
        subject="请录入开奖号码：{{ number }}",
        body="""抽查“{{ title }}”（{{ number }}）的随机数已经产生。

请您和另一位抽查组织人分别对照公告录入号码，并附公告地址或照片。两人录入一致后系统自动计算结果{% if due %}；最迟 {{ due }}{% endif %}。""",
        sample=_DRAW | {"due": _AT},
        optional=frozenset({"due"}),
    ),
    MessageKind(
        key="draw_values_differ",
        label="两人录入的号码不一致",
        audience=Audience.PERSON,
        subject="两人录入的号码不一致：{{ number }}",
        body="""抽查“{{ title }}”（{{ number }}）的号码，您和另一位录入人录入的不一致。两份都已保留，都不采用。

请各自对照公告重新录入。""",
        sample=_DRAW,
    ),
    MessageKind(
        key="draw_corrected",
        label="开奖号码已更正",
        audience=Audience.PERSON,
        subject="开奖号码已更正：{{ number }}",
        body="""抽查“{{ title }}”（{{ number }}）的开奖号码已由两人更正，正在按更正后的号码重新计算。

理由：{{ reason }}

更正前的结果保留在公开页面，任何人仍可计算核对。尚未开始的检查撤回并重新分派，已经开始的由原检查组继续，您无需另行办理。""",
        sample=_DRAW | {"reason": "两人都把第 3 个号码看错了一位。"},
    ),
    MessageKind(
        key="draw_correction_unheard",
        label="更正没有人可以确认",
        audience=Audience.PERSON,
        subject="请增设抽查组织人：{{ number }}",
        body="""抽查“{{ title }}”（{{ number }}）的开奖号码已提出更正，现有的抽查组织人都经手过原来的号码，不能确认。

请您增设一位没有经手的抽查组织人；岗位生效后，该更正会出现在其工作台上。""",
        sample=_DRAW,
    ),
    MessageKind(
        key="draw_overdue",
        label="抽查逾期未抽取",
        audience=Audience.PERSON,
        subject="逾期未抽取：{{ number }}",
        body="""抽查“{{ title }}”（{{ number }}）应在 {{ due }} 前抽取，现已逾期。公开页面同时显示“逾期未抽取”。

请您立即录入号码；确有原因不能抽取的，由两人作废并公开理由。""",
        sample=_DRAW | {"due": _AT},
    ),
    MessageKind(
        key="draw_calendar_ends",
        label="开奖日历即将到期",
        audience=Audience.PERSON,
        subject="开奖日历{{ state }}",
        body="""用于双随机抽查的开奖日历只到 {{ until }}，{{ state }}。之后的开奖期次您不能选用。

请系统管理员按财政部公布的休市安排，在“政策参数”的“彩票休市日期和开奖日历的最后一天”中补充新一年的休市日期（两人设定）。补充之前需要抽查的，可以改用现场掷骰。""",
        sample={"until": date(2027, 1, 31), "state": "即将到期"},
    ),
)

register_messages(__name__, KINDS)
