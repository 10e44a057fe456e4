"""Messages about accidents and news of quality that holders report."""

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n类别：{{ kind }}\n"
_SAMPLE = {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜", "kind": "产品召回"}

KINDS = (
    MessageKind(
        key="incident_reported",
        label="持有人报告事故或质量信息",
        audience=Audience.DESK,
        subject="{{ kind }}：{{ product|truncatechars:18 }}",
        body="{{ holder }}报告{{ kind }}{{ late }}，请您核实并核收；需要暂停授权的，由两人决定。\n\n"
        + _HEAD
        + "情况：{{ text }}",
        sample=_SAMPLE | {"holder": "演示泡菜食品有限公司", "late": "，逾期 3 天", "text": "两批次包装密封不良。"},
        optional=frozenset({"late"}),
        roles=("operator_officer",),
    ),
    MessageKind(
        key="incident_taken_back",
        label="持有人撤回事故或质量信息报告",
        audience=Audience.DESK,
        subject="已撤回{{ kind }}的报告：{{ product|truncatechars:14 }}",
        body="{{ holder }}撤回了{{ kind }}的报告，不需要核收。报告和撤回的理由仍可查看。\n\n"
        + _HEAD
        + "理由：{{ reason }}",
        sample=_SAMPLE | {"holder": "演示泡菜食品有限公司", "reason": "批号看错，不是本产品。"},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="incident_acknowledged",
        label="事故和质量信息报告已核收",
        audience=Audience.MEMBERS,
        subject="{{ kind }}的报告已核收：{{ product|truncatechars:14 }}",
        body="您企业的报告已核收。\n\n" + _HEAD + "核收意见：{{ note }}",
        sample=_SAMPLE | {"note": "请在召回完成后提交总结。"},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
