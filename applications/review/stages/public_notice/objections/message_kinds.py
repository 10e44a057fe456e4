"""Messages about an objection to a public notice."""

from datetime import UTC, date, datetime

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"
_DESK = "四川省市场监督管理学会"
_ENTERPRISE = "演示泡菜食品有限公司"

KINDS = (
    MessageKind(
        key="objection_recorded",
        label="公示期间收到异议",
        audience=Audience.EDITORS,
        subject="公示期间收到异议，请陈述：{{ product|truncatechars:14 }}",
        body="公示期间，{{ desk }}收到对您企业申报的异议。\n\n"
        + _HEAD
        + """登记日期：{{ recorded_on }}
异议摘要：{{ summary }}

请您最迟于 {{ due }} 在异议页面写明情况，可以上传证明材料；经办人会看到您的陈述。
异议核查期间，公示期中止计算。核查结果会在这里告知您。""",
        sample=CASE
        | {
            "desk": _DESK,
            "recorded_on": date(2026, 12, 1),
            "summary": "认为对比表中一项指标的数值与检测报告不一致。",
            "due": date(2026, 12, 8),
        },
        legal=True,
    ),
    MessageKind(
        key="objection_closed",
        label="异议已核查办结",
        audience=Audience.MEMBERS,
        subject="异议已核查办结：{{ product|truncatechars:20 }}",
        body="对您企业申报的异议已核查办结。\n\n"
        + _HEAD
        + """办结日期：{{ closed_on }}
结论：{{ outcome }}
{% if reason %}核查情况：{{ reason }}
{% endif %}{% if ends_on %}
公示继续进行，至 {{ ends_on }} 结束。
{% endif %}""",
        sample=CASE
        | {
            "closed_on": date(2026, 12, 3),
            "outcome": "异议不成立",
            "reason": "复核检测报告，数据一致。",
            "ends_on": date(2026, 12, 8),
        },
        optional=frozenset({"reason", "ends_on"}),
        legal=True,
    ),
    MessageKind(
        key="objection_summary_to_check",
        label="异议摘要待核对",
        audience=Audience.DESK,
        subject="请核对异议摘要：{{ enterprise|truncatechars:20 }}",
        body="{{ writer }}登记了公示期异议，拟写了告知企业的摘要，请您核对。\n\n"
        + _HEAD
        + """企业：{{ enterprise }}

请您对照异议原文，确认摘要没有透露异议人、没有照抄原文，再告知企业。异议最迟于 {{ due }} 核查办结。""",
        sample=CASE | {"enterprise": _ENTERPRISE, "writer": "王五", "due": date(2026, 12, 15)},
    ),
    MessageKind(
        key="objection_answered",
        label="企业已对异议陈述",
        audience=Audience.DESK,
        subject="企业已对异议陈述：{{ enterprise|truncatechars:20 }}",
        body="{{ enterprise }}对公示期异议提交了陈述，请您查看后核查。\n\n"
        + _HEAD
        + """提交时间：{{ answered_at }}（北京时间）

请您最迟于 {{ due }} 核查办结。""",
        sample=CASE
        | {
            "enterprise": _ENTERPRISE,
            "answered_at": datetime(2026, 12, 7, 2, 30, tzinfo=UTC),
            "due": date(2026, 12, 15),
        },
    ),
    MessageKind(
        key="objection_upheld",
        label="异议成立，须作出决定",
        audience=Audience.DESK,
        subject="异议成立，请作出决定：{{ enterprise|truncatechars:18 }}",
        body="对下列申报的异议经核查成立，公示终止。\n\n"
        + _HEAD
        + """企业：{{ enterprise }}

请您最迟于 {{ due }} 提出不予授权，或者退回有关环节。""",
        sample=CASE | {"enterprise": _ENTERPRISE, "due": date(2026, 12, 17)},
    ),
)

register_messages(__name__, KINDS)
