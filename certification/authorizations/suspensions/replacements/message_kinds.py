"""Messages around a new quality certificate under a mark."""

from datetime import date

from certification.authorizations.desk.holder_kinds import holder_kinds
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_FACTS = """授权编号：{{ authorization }}
产品：{{ product }}
原证书：{{ certificate }}
原因：{{ cause }}
更换期限：{{ due }}
"""
BASE = {
    "authorization": "TFMP-2026-00001-K",
    "product": "四川泡菜",
    "certificate": "DEMO-2026-0001",
    "cause": "质量认证证书被撤销或注销",
    "due": date(2027, 4, 16),
}
_holder = holder_kinds(_FACTS, BASE)


DESK = BASE | {"holder": "演示泡菜食品有限公司"}
_DESK = "持有人：{{ holder }}\n" + _FACTS


def _desk(key: str, label: str, lead: str, tail: str) -> MessageKind:
    return MessageKind(
        key=key,
        label=label,
        audience=Audience.DESK,
        subject=label + "：{{ product|truncatechars:18 }}",
        body=f"{lead}\n\n{_DESK}\n{tail}",
        sample=DESK,
        legal=True,
        roles=("operator_officer",),
    )


KINDS = (
    _holder(
        "replacement_asked",
        "请更换质量认证证书",
        "请更换质量认证证书",
        "您企业的授权所依据的质量认证证书不能再作为依据，请您更换。",
        "请在更换期限内到授权页面提交认证联盟成员颁发的新证书。逾期未更换的，授权将暂停，由两人作出处理决定。",
    ),
    _holder(
        "replacement_refused",
        "新证书未获采用",
        "新证书未获采用",
        "您企业提交的新证书未获采用。",
        "理由：{{ reason }}\n\n请在更换期限内提交另一张证书。",
        reason="证书范围不含授权的型号。",
    ),
    _holder(
        "replacement_met",
        "质量认证证书已更换",
        "质量认证证书已更换",
        "新证书已经核对，授权改以新证书为依据。",
        "您不需要再做其他操作。授权有效期不晚于新证书的有效期，请以公开页面为准。",
    ),
    _holder(
        "replacement_passed",
        "逾期未更换质量认证证书",
        "逾期未更换证书",
        "更换质量认证证书的期限已过，授权暂停。",
        "请您停止使用标识，并尽快提交新证书或陈述意见。运营机构将由两人作出处理决定，不会自动撤销。",
    ),
    _desk(
        "replacement_opened",
        "授权须更换质量认证证书",
        "下列授权所依据的证书不能再作为依据，持有人须在期限内更换。",
        "请您跟踪办理；持有人提交新证书后会再通知您。",
    ),
    _desk(
        "replacement_offered",
        "新证书待核对",
        "持有人提交了新的质量认证证书，请您核对：一人提出，另一人确认。",
        "不符合的，请写明理由退回。",
    ),
    _desk(
        "replacement_over",
        "逾期未更换证书待处理",
        "更换证书的期限已过，授权已暂停。",
        "请您听取持有人意见后，提出处理意见（撤销或注销），由另一人确认。",
    ),
)

register_messages(__name__, KINDS)
