"""Messages about a suspension: asked for by the holder, ending, over."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n"
MARK = {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜"}
_SUSPENDED = _HEAD + "暂停原因：{{ cause }}\n暂停期限：{{ due }}\n"
_LIMIT = MARK | {"cause": "标识使用不符合规定", "due": date(2027, 6, 1)}
_LIMIT_DESK = _LIMIT | {"holder": "演示泡菜食品有限公司"}

KINDS = (
    MessageKind(
        key="suspension_requested",
        label="持有人申请暂停授权",
        audience=Audience.DESK,
        subject="持有人申请暂停：{{ product|truncatechars:18 }}",
        body="{{ holder }}申请暂停下列授权，请您提出暂停，由另一人确认。\n\n" + _HEAD + "事由：{{ reason }}",
        sample=MARK | {"holder": "演示泡菜食品有限公司", "reason": "生产线改造，六月至九月停产。"},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="suspension_ending",
        label="授权暂停期限将届满",
        audience=Audience.MEMBERS,
        subject="暂停期限{{ left }}：{{ product|truncatechars:18 }}",
        body="您企业的授权暂停期限{{ left }}，暂停原因尚未消除。\n\n"
        + _SUSPENDED
        + """
请您尽快消除暂停原因并申请恢复。期限届满仍未消除的，运营机构将由两人作出恢复或者撤销的处理，不会自动撤销。
暂停期间请继续停止使用标识。""",
        sample=_LIMIT | {"left": "还剩 7 天"},
        legal=True,
    ),
    MessageKind(
        key="suspension_ending_desk",
        label="授权暂停期限将届满（运营机构）",
        audience=Audience.DESK,
        subject="暂停期限{{ left }}：{{ product|truncatechars:18 }}",
        body="下列授权的暂停期限{{ left }}，暂停原因尚未消除。\n\n持有人：{{ holder }}\n"
        + _SUSPENDED
        + "\n请您核实改正情况；期限届满后须由两人提出并确认处理意见。",
        sample=_LIMIT_DESK | {"left": "还剩 7 天"},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="suspension_over",
        label="授权暂停期限已届满",
        audience=Audience.MEMBERS,
        subject="暂停期限已届满：{{ product|truncatechars:18 }}",
        body="您企业的授权暂停期限已经届满，暂停原因尚未消除，授权仍然暂停。\n\n"
        + _SUSPENDED
        + """
运营机构将由两人作出恢复或者撤销的处理。您可以在授权页面陈述意见或者申请恢复。暂停期间请继续停止使用标识。""",
        sample=_LIMIT,
        legal=True,
    ),
    MessageKind(
        key="suspension_over_desk",
        label="授权暂停期限已届满（运营机构）",
        audience=Audience.DESK,
        subject="暂停期限已届满：{{ product|truncatechars:18 }}",
        body="下列授权的暂停期限已经届满，暂停原因尚未消除。\n\n持有人：{{ holder }}\n"
        + _SUSPENDED
        + "\n请您听取持有人意见后，提出撤销、注销或者恢复，由另一人确认。",
        sample=_LIMIT_DESK,
        roles=("operator_officer",),
    ),
)

register_messages(__name__, KINDS)
