"""Messages about a change that a holder asks for."""

from datetime import date

from certification.authorizations.desk.holder_kinds import holder_kinds
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n变更内容：\n{{ what }}\n"
_SAMPLE = {
    "authorization": "TFMP-2026-00001-K",
    "product": "四川泡菜",
    "kind": "型号规格",
    "what": "型号规格：500 克 → 500 克、1 千克",
}
_holder = holder_kinds(_HEAD, _SAMPLE)


KINDS = (
    _holder(
        "change_received",
        "变更申请已收到",
        "已收到您的变更申请",
        "您企业提出的变更{{ kind }}的申请已收到。",
        "最迟于 {{ due }} 答复您。在换发新证以前，请您继续按原证书使用标识。",
        due=date(2027, 4, 6),
    ),
    _holder(
        "change_returned",
        "变更申请被退回补正",
        "变更申请需要补正",
        "您企业提出的变更{{ kind }}的申请需要补正。",
        "需要补正的内容：{{ reason }}\n\n请您补正后再次提交；也可以撤回申请。",
        reason="检测报告缺少新型号，请补充。",
    ),
    _holder(
        "change_granted",
        "变更申请已同意",
        "已同意变更，将换发新证",
        "您企业提出的变更{{ kind }}的申请已同意，并已登记。",
        "说明：{{ reason }}\n\n授权编号不变，新版证书和标识文件制成后会另行通知您。",
        reason="新型号检测合格，同意变更。",
    ),
    _holder(
        "change_refused",
        "变更申请未获同意",
        "变更申请未获同意",
        "您企业提出的变更{{ kind }}的申请未获同意，授权内容不变。",
        "理由：{{ reason }}\n\n情况有变化的，您可以重新申请。",
        reason="新型号未提供检测报告。",
    ),
    _holder(
        "change_closed",
        "变更申请不再办理",
        "变更申请不再办理",
        "您企业的授权已经终止，变更{{ kind }}的申请不再办理。",
        "您不需要做什么。",
    ),
    MessageKind(
        key="change_to_decide",
        label="有变更申请待处理",
        audience=Audience.DESK,
        subject="请处理变更申请：{{ product|truncatechars:20 }}",
        body="{{ holder }}申请变更{{ kind }}，请您处理。\n\n" + _HEAD + "\n请最迟于 {{ due }} 办结。",
        sample=_SAMPLE | {"holder": "演示泡菜食品有限公司", "due": date(2027, 4, 6)},
        roles=("operator_officer",),
    ),
)

register_messages(__name__, KINDS)
