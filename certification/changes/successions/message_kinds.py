"""Messages about a mark that passes on by merger or division."""

from datetime import date

from certification.authorizations.desk.holder_kinds import holder_kinds
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = (
    "授权编号：{{ authorization }}\n产品：{{ product }}\n原持有人：{{ holder }}\n继受企业：{{ successor }}\n"
    "继受方式：{{ way }}\n"
)
_SAMPLE = {
    "authorization": "TFMP-2026-00001-K",
    "product": "四川泡菜",
    "holder": "演示泡菜食品有限公司",
    "successor": "示例食品集团有限公司",
    "way": "企业合并",
}
_firm = holder_kinds(_HEAD, _SAMPLE)


KINDS = (
    _firm(
        "succession_asked",
        "请确认是否继受授权",
        "请确认是否继受授权",
        "下列授权的持有人申请由您企业继受。",
        "请您核对后确认，或者说明不确认的理由。未确认以前，授权仍由原持有人持有。",
    ),
    _firm(
        "succession_declined",
        "继受企业未确认",
        "继受企业未确认",
        "继受企业没有确认继受下列授权，授权仍由原持有人持有。",
        "理由：{{ reason }}\n\n情况有变化的，您可以重新申请。",
        reason="双方尚未签订合并协议。",
    ),
    _firm(
        "succession_granted",
        "继受申请已同意",
        "已同意继受，将换发新证",
        "下列授权的继受申请已同意，并已登记。自登记之日起由继受企业持有。",
        "说明：{{ reason }}\n\n授权编号不变，新版证书和标识文件制成后通知继受企业；原证书和原标识文件请您不再使用。",
        reason="合并登记材料齐全。",
    ),
    _firm(
        "succession_refused",
        "继受申请未获同意",
        "继受申请未获同意",
        "下列授权的继受申请未获同意，授权仍由原持有人持有。",
        "理由：{{ reason }}\n\n情况有变化的，您可以重新申请。",
        reason="未提供登记机关的合并登记证明。",
    ),
    _firm(
        "succession_over",
        "继受申请不再办理",
        "继受申请不再办理",
        "下列授权的继受申请已由原持有人撤回，或者授权已经终止，不再办理。",
        "您不需要做什么。",
    ),
    MessageKind(
        key="succession_to_decide",
        label="有继受申请待处理",
        audience=Audience.DESK,
        subject="请处理继受申请：{{ product|truncatechars:20 }}",
        body="双方已签署下列授权的继受申请，请您处理：一人提出意见，另一人确认。\n\n"
        + _HEAD
        + "\n请最迟于 {{ due }} 办结。",
        sample=_SAMPLE | {"due": date(2027, 4, 6)},
        roles=("operator_officer",),
    ),
)

register_messages(__name__, KINDS)
