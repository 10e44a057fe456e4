"""Messages about the agreement to sign."""

from datetime import UTC, date, datetime

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"

KINDS = (
    MessageKind(
        key="agreement_to_sign",
        label="请签署授权协议",
        audience=Audience.SIGNERS,
        subject="请签署授权协议：{{ product|truncatechars:20 }}",
        body="授权协议已备好，请您阅读全文后签署。\n\n"
        + _HEAD
        + """
请您最迟于 {{ due }} 在申报页面签署。签署时需要再次验证您的身份。逾期未签署，本次申报将失效。""",
        sample=CASE | {"due": date(2026, 12, 29)},
        legal=True,
    ),
    MessageKind(
        key="agreement_signed",
        label="授权协议已签署",
        audience=Audience.MEMBERS,
        subject="授权协议已签署：{{ product|truncatechars:20 }}",
        body="您企业与{{ operator }}已签署授权协议，协议自签署时生效。\n\n"
        + _HEAD
        + """签署时间：{{ signed_at }}（北京时间）

平台正在制发证书和标识，完成后会在这里告知您。您现在不需要再做其他操作。""",
        sample=CASE | {"operator": "四川省市场监督管理学会", "signed_at": datetime(2026, 12, 18, 7, 5, tzinfo=UTC)},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
