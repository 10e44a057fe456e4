"""Messages about a mark that its holder gives back."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n原因：{{ why }}\n说明：{{ text }}\n"
_SAMPLE = {
    "authorization": "TFMP-2026-00001-K",
    "product": "四川泡菜",
    "why": "产品不再生产或者服务不再提供",
    "text": "生产线已于三月停用，标识库存已销毁。",
}

KINDS = (
    MessageKind(
        key="cancellation_received",
        label="注销申请已收到",
        audience=Audience.MEMBERS,
        subject="已收到您的注销申请：{{ product|truncatechars:18 }}",
        body="您企业提出的注销授权的申请已收到，由运营机构两人办理。\n\n"
        + _HEAD
        + "\n最迟于 {{ due }} 办结。决定作出以前授权仍然有效，您可以撤回申请。",
        sample=_SAMPLE | {"due": date(2027, 4, 6)},
        legal=True,
    ),
    MessageKind(
        key="cancellation_returned",
        label="注销申请被退回",
        audience=Audience.MEMBERS,
        subject="注销申请被退回：{{ product|truncatechars:20 }}",
        body="您企业提出的注销授权的申请被退回，授权状态不变。\n\n"
        + _HEAD
        + "\n退回的理由：{{ reason }}\n\n上述情况消除后，您可以再次申请。",
        sample=_SAMPLE | {"reason": "该授权有一项检查尚未办结，办结后再申请。"},
        legal=True,
    ),
    MessageKind(
        key="cancellation_to_decide",
        label="有注销申请待处理",
        audience=Audience.DESK,
        subject="请处理注销申请：{{ product|truncatechars:20 }}",
        body="{{ holder }}申请注销授权，请您核对后提出注销，由另一人确认。\n\n" + _HEAD + "\n请最迟于 {{ due }} 办结。",
        sample=_SAMPLE | {"holder": "演示泡菜食品有限公司", "due": date(2027, 4, 6)},
        roles=("operator_officer",),
    ),
)

register_messages(__name__, KINDS)
