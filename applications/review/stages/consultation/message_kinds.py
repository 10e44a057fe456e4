"""Messages about departments that are asked."""

from datetime import UTC, date, datetime

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n企业：{{ enterprise }}\n产品：{{ product }}\n"
_CASE = CASE | {"enterprise": "演示泡菜食品有限公司"}
_DEPARTMENT = _CASE | {"department": "四川省农业农村厅"}
_DESK = "四川省市场监督管理学会"

KINDS = (
    MessageKind(
        key="consultation_asked",
        label="征求部门意见",
        audience=Audience.DESK,
        subject="请答复征求意见：{{ enterprise|truncatechars:20 }}",
        body="{{ desk }}就下列申报征求{{ department }}的意见。\n\n"
        + _HEAD
        + """征求意见的事项：{{ question }}

请您最迟于 {{ due }} 在征求意见页面答复“同意”或者“有意见”。逾期未回复视为无异议。""",
        sample=_DEPARTMENT
        | {"desk": _DESK, "question": "请对该产品的产地和质量安全情况提出意见。", "due": date(2026, 12, 4)},
        legal=True,
    ),
    MessageKind(
        key="consultation_due_soon",
        label="征求意见即将到期",
        audience=Audience.DESK,
        subject="征求意见即将到期：{{ enterprise|truncatechars:20 }}",
        body="{{ department }}还没有答复下列申报的征求意见。\n\n"
        + _HEAD
        + """
请您最迟于 {{ due }} 答复。逾期未回复视为无异议。""",
        sample=_DEPARTMENT | {"due": date(2026, 12, 4)},
    ),
    MessageKind(
        key="consultation_called_off",
        label="不再需要答复征求意见",
        audience=Audience.DESK,
        subject="不需要再答复：{{ enterprise|truncatechars:22 }}",
        body="下列申报已离开{{ desk }}的征求部门意见环节，{{ department }}不需要再答复。\n\n" + _HEAD,
        sample=_DEPARTMENT | {"desk": _DESK},
    ),
    MessageKind(
        key="consultation_answered",
        label="部门已答复征求意见",
        audience=Audience.DESK,
        subject="{{ department|truncatechars:14 }}已答复：{{ enterprise|truncatechars:16 }}",
        body="{{ department }}已答复征求意见：{{ outcome }}。\n\n"
        + _HEAD
        + """答复时间：{{ answered_at }}（北京时间）
{% if opinion %}意见和理由：{{ opinion }}
{% endif %}""",
        sample=_DEPARTMENT
        | {
            "outcome": "有意见",
            "answered_at": datetime(2026, 12, 2, 2, 30, tzinfo=UTC),
            "opinion": "建议补充产地证明后再行公示。",
        },
        optional=frozenset({"opinion"}),
    ),
    MessageKind(
        key="consultation_to_decide",
        label="部门提出意见，请研究处理",
        audience=Audience.DESK,
        subject="部门有意见，请研究处理：{{ enterprise|truncatechars:16 }}",
        body="下列申报征求的部门意见已经答复齐或者逾期，有部门提出意见。\n\n"
        + _HEAD
        + """{% for opinion in opinions %}{{ opinion }}
{% endfor %}
请您最迟于 {{ due }} 研究处理：写明处理情况后通过，或者退回、提出不予授权。""",
        sample=_CASE | {"opinions": ["四川省农业农村厅：建议补充产地证明后再行公示。"], "due": date(2026, 12, 11)},
    ),
)

register_messages(__name__, KINDS)
