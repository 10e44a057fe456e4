"""Messages about the lists of supervision."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "企业：{{ name }}\n统一社会信用代码：{{ uscc }}\n"
_NUMBER = "{% if number %}决定书文号：{{ number }}\n{% endif %}"
_ENTRY = {"name": "演示泡菜食品有限公司", "uscc": "91511300TFMP11111H"}
_LEAD = {"found_on": date(2026, 5, 10), "reason": "照片显示标识被改色，请核实。"}

KINDS = (
    MessageKind(
        key="blacklist_entered",
        label="企业被列入品牌黑名单",
        audience=Audience.MEMBERS,
        subject="您企业已被列入品牌黑名单",
        body="您企业自 {{ since }}起被列入品牌黑名单，在列期间不能提交申报，在审的申报不能通过。\n\n"
        + _HEAD
        + _NUMBER
        + """事由：{{ grounds }}
事实和依据：{{ reason }}
{% if until %}最后一天：{{ until }}{% else %}期限：至移出之日{% endif %}

决定书可以从本消息的链接下载。名称、事由类别、文号和期限对外公开。事由消除后，您可以向省市场监督管理局书面申请移出。
{{ remedy }}""",
        sample=_ENTRY
        | {
            "grounds": "提供虚假材料或隐瞒事实",
            "reason": "申报所附检测报告系伪造。",
            "since": date(2026, 5, 11),
            "until": date(2029, 5, 10),
            "number": "川品黑〔2026〕1号",
            "remedy": "如不服本决定，您可以自收到之日起 10 个工作日内向四川省市场监督管理局书面申请复核。",
        },
        optional=frozenset({"until", "remedy", "number"}),
        legal=True,
    ),
    MessageKind(
        key="blacklist_removed",
        label="企业被移出品牌黑名单",
        audience=Audience.MEMBERS,
        subject="您企业已被移出品牌黑名单",
        body="您企业自 {{ removed_on }}起被移出品牌黑名单，可以提交申报。\n\n" + _HEAD + _NUMBER + "理由：{{ reason }}",
        sample=_ENTRY | {"reason": "整改已经核实。", "removed_on": date(2026, 9, 1), "number": "川品移〔2026〕1号"},
        optional=frozenset({"number"}),
        legal=True,
    ),
    MessageKind(
        key="lead_decided",
        label="您提交的线索已处理",
        audience=Audience.PERSON,
        subject="线索 {{ lead }} 已处理：{{ outcome }}",
        body="""您提交的线索已经处理。感谢您的监督。

发现：{{ found_on }}，{{ place }}
处理方式：{{ outcome }}
理由：{{ reason }}""",
        sample=_LEAD | {"lead": 12, "place": "春熙路某商场", "outcome": "转请运营机构暂停或撤销授权"},
    ),
    MessageKind(
        key="lead_to_suspend",
        label="请核实线索并决定是否暂停或撤销",
        audience=Audience.DESK,
        subject="请核实线索：{{ product|truncatechars:22 }}",
        body="""省级经办人根据线索，请运营机构核实下列授权，决定是否暂停或撤销。

授权编号：{{ authorization }}
产品：{{ product }}
持有人：{{ holder }}
发现日期：{{ found_on }}
理由：{{ reason }}

请打开链接提出暂停或撤销，由另一人确认；不提出的，请写明理由。""",
        sample=_LEAD | {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜", "holder": "演示泡菜食品有限公司"},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="lead_settled",
        label="转请的线索已有处理",
        audience=Audience.PERSON,
        subject="线索 {{ lead }}：{{ outcome|truncatechars:22 }}",
        body="""您转请运营机构处理的线索已有结果。

处理：{{ outcome }}
理由：{{ reason }}""",
        sample={"lead": 12, "outcome": "“暂停”已由两人决定", "reason": "标识用在未授权型号上。"},
    ),
)

register_messages(__name__, KINDS)
