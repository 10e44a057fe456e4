"""Messages about the holder's answer to a suspension."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n"
_ANSWER = _HEAD + "暂停原因：{{ cause }}\n"
MARK = {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜"}
ANSWER = MARK | {"kind": "申请恢复", "cause": "标识使用不符合规定"}

KINDS = (
    MessageKind(
        key="restoration_received",
        label="陈述或恢复申请已收到",
        audience=Audience.MEMBERS,
        subject="已收到您的{{ kind }}：{{ product|truncatechars:20 }}",
        body="您企业提出的{{ kind }}已收到，由运营机构两人处理。\n\n"
        + _ANSWER
        + """
最迟于 {{ due }} 答复您。处理期间授权仍然暂停，请您继续停止使用标识。""",
        sample=ANSWER | {"due": date(2027, 4, 6)},
        legal=True,
    ),
    MessageKind(
        key="restoration_to_decide",
        label="有恢复申请或陈述待处理",
        audience=Audience.DESK,
        subject="请处理{{ kind }}：{{ product|truncatechars:20 }}",
        body="{{ holder }}对授权暂停提出{{ kind }}，请您处理：一人提出意见，另一人确认。\n\n"
        + _ANSWER
        + "请最迟于 {{ due }} 办结。",
        sample=ANSWER | {"holder": "演示泡菜食品有限公司", "due": date(2027, 4, 6)},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="restoration_refused",
        label="恢复申请或陈述未获同意",
        audience=Audience.MEMBERS,
        subject="{{ kind }}未获同意：{{ product|truncatechars:20 }}",
        body="您企业提出的{{ kind }}未获同意，授权仍然暂停。\n\n"
        + _ANSWER
        + """理由：{{ reason }}

请您按上述理由改正后再次申请。暂停期间请继续停止使用标识。""",
        sample=ANSWER | {"reason": "照片未显示已更换包装。"},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
