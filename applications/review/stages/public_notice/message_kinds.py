"""Messages about a public notice."""

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"
_DESK = "四川省市场监督管理学会"

KINDS = (
    MessageKind(
        key="notice_published",
        label="申报已公示",
        audience=Audience.MEMBERS,
        subject="开始公示：{{ product|truncatechars:24 }}",
        body="您企业的申报已在平台公示，任何人都可以查看并提出异议。\n\n"
        + _HEAD
        + """公示期：{{ period }}

请您核对公示内容，如有错误请立即联系{{ desk }}。公示期满且没有未办结的异议，申报进入准予决定。""",
        sample=CASE | {"period": "2026 年 11 月 30 日（周一）至 2026 年 12 月 4 日（周五）", "desk": _DESK},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
