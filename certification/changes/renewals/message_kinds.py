"""Messages of a renewal."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_SAMPLE = {
    "authorization": "TFMP-C-510100-2029-00007-M",
    "previous": "TFMP-C-510100-2026-00001-K",
    "product": "四川泡菜",
    "valid_from": date(2029, 12, 21),
    "valid_until": date(2032, 12, 20),
}
_FACTS = """
产品：{{ product }}
原授权：{{ previous }}
新授权：{{ authorization }}，{{ valid_from }} 至 {{ valid_until }}
"""

KINDS = (
    MessageKind(
        key="authorization_renewed",
        label="续期已准予",
        audience=Audience.MEMBERS,
        subject="续期已准予：{{ product|truncatechars:22 }}",
        body="您企业的授权已准予续期。\n"
        + _FACTS
        + """
原授权继续有效至 {{ old_until }}；新授权自 {{ valid_from }} 起生效，此前请继续使用原标识。
新的授权证书和标识文件已经制成，您可以提前下载，安排包装和说明书的更换。""",
        sample=_SAMPLE | {"old_until": date(2029, 12, 20)},
        legal=True,
    ),
    MessageKind(
        key="authorization_handed_on",
        label="原授权到期，由新授权接续",
        audience=Audience.MEMBERS,
        subject="原授权到期，已由新授权接续：{{ product|truncatechars:14 }}",
        body="您企业的原授权有效期届满，已经续期，由新授权接续。\n"
        + _FACTS
        + """
请您自 {{ valid_from }} 起使用新授权的标识。公众查验原编号时会看到“过期”和新的授权编号。""",
        sample=_SAMPLE,
        legal=True,
    ),
)

register_messages(__name__, KINDS)
