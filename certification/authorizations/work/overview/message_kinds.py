"""The operator's reminder to a holder."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

KINDS = (
    MessageKind(
        key="authorization_reminder",
        label="运营机构的提醒",
        audience=Audience.MEMBERS,
        subject="请您办理：{{ product|truncatechars:24 }}",
        body="{{ what }}。\n\n授权编号：{{ authorization }}\n产品：{{ product }}\n日期：{{ due }}\n\n"
        "请在授权页面查看要做什么、什么时候之前。",
        sample={
            "authorization": "TFMP-2026-00001-K",
            "product": "四川泡菜",
            "what": "年度自查报告已经逾期，请尽快填写并签署报送",
            "due": date(2027, 6, 30),
        },
    ),
)

register_messages(__name__, KINDS)
