"""Messages about the lists of supervision."""

from datetime import date

from tianfu.inbox.message_kind import Audience, MessageKind

_ENTRY = {"name": "演示泡菜食品有限公司", "uscc": "91511300TFMP11111H"}
_HEAD = "企业：{{ name }}\n统一社会信用代码：{{ uscc }}\n"

KINDS = (
    MessageKind(
        key="blacklist_entered",
        label="企业被列入品牌黑名单",
        audience=Audience.MEMBERS,
        subject="您企业已被列入品牌黑名单",
        body="您企业自 {{ since }}起被列入品牌黑名单，在列期间不能提交申报，在审的申报不能通过。\n\n"
        + _HEAD
        + """事由：{{ grounds }}
事实和依据：{{ reason }}
{% if until %}最后一天：{{ until }}{% else %}期限：至移出之日{% endif %}

名称、事由类别和期限对外公开。事由消除后，您可以向省市场监督管理局书面申请移出。
{{ remedy }}""",
        sample=_ENTRY
        | {
            "grounds": "提供虚假材料或隐瞒事实",
            "reason": "申报所附检测报告系伪造。",
            "since": date(2026, 5, 11),
            "until": date(2029, 5, 10),
            "remedy": "如不服本决定，您可以自收到之日起 10 个工作日内向四川省市场监督管理局书面申请复核。",
        },
        optional=frozenset({"until", "remedy"}),
        legal=True,
    ),
    MessageKind(
        key="blacklist_removed",
        label="企业被移出品牌黑名单",
        audience=Audience.MEMBERS,
        subject="您企业已被移出品牌黑名单",
        body="您企业自 {{ removed_on }}起被移出品牌黑名单，可以提交申报。\n\n" + _HEAD + "理由：{{ reason }}",
        sample=_ENTRY | {"reason": "整改已经核实。", "removed_on": date(2026, 9, 1)},
        legal=True,
    ),
)
