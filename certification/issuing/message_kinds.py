"""Messages about the issue of the authorization's papers."""

from datetime import date

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"

KINDS = (
    MessageKind(
        key="authorization_issued",
        label="证书和标识已制发",
        audience=Audience.MEMBERS,
        subject="证书和标识已制发：{{ product|truncatechars:18 }}",
        body="""您企业的{{ brand }}授权证书和标识已制发，可以下载使用。

授权编号：{{ authorization }}
产品：{{ product }}
有效期：{{ valid_from }}至 {{ valid_until }}

标识只限用于上述产品。任何人都可以凭授权编号或扫描二维码查验。请您留意有效期，到期前平台会提醒您。""",
        sample={
            "brand": "天府名品",
            "product": "四川泡菜",
            "authorization": "TFMP-2026-00001-K",
            "valid_from": date(2026, 12, 21),
            "valid_until": date(2029, 12, 20),
        },
        legal=True,
    ),
    MessageKind(
        key="certificate_reissued",
        label="证书和标识已换发",
        audience=Audience.MEMBERS,
        subject="证书和标识已换发：{{ product|truncatechars:18 }}",
        body="""按已登记的变更，您企业的授权证书和标识已换发第 {{ version }} 版，可以下载使用。

授权编号：{{ authorization }}
产品：{{ product }}
有效期至：{{ valid_until }}

授权编号不变。此前各版证书和标识文件已换证，请您不再使用；公众凭编号查验时会看到现行的是哪一版。""",
        sample={
            "product": "四川泡菜",
            "authorization": "TFMP-2026-00001-K",
            "version": 2,
            "valid_until": date(2029, 12, 20),
        },
        legal=True,
    ),
    MessageKind(
        key="issue_failed",
        label="证书制发失败",
        audience=Audience.DESK,
        subject="证书制发失败，请处理：{{ product|truncatechars:18 }}",
        body="下列申报的证书没有制发成功，已停止自动重试。\n\n"
        + _HEAD
        + """企业：{{ enterprise }}
原因：{{ problem }}

请您先排除上述原因，再在“后台任务”中重试。企业在此期间看到的状态是“正在制发”。""",
        sample=CASE | {"enterprise": "演示泡菜食品有限公司", "problem": "字体中没有企业名称里的“㛃”字。"},
        roles=("operator_officer", "system_admin"),
    ),
)

register_messages(__name__, KINDS)
