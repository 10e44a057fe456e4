"""Messages about the decision, the agreement and the issue of the authorization."""

from datetime import UTC, date, datetime

from tianfu.inbox.catalogue_application import CASE
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"
_DECIDED = date(2026, 12, 15)

KINDS = (
    MessageKind(
        key="decision_approved",
        label="准予授权",
        audience=Audience.MEMBERS,
        subject="准予{{ grant }}：{{ product|truncatechars:24 }}",
        body="{{ authority }}决定准予您企业的产品使用{{ brand }}{{ mark }}。\n\n"
        + _HEAD
        + """决定日期：{{ decided_on }}

{{ follows }}""",
        sample=CASE
        | {
            "authority": "四川省市场监督管理局",
            "brand": "天府名品",
            "grant": "授权",
            "mark": "标识",
            "decided_on": _DECIDED,
            "follows": "接下来请您企业有签署权限的成员签署授权协议，最迟 2026 年 12 月 29 日（周二）。",
        },
        legal=True,
    ),
    MessageKind(
        key="decision_rejected",
        label="不予授权",
        audience=Audience.MEMBERS,
        subject="不予{{ grant }}：{{ product|truncatechars:24 }}",
        body="{{ authority }}决定对您企业的申报不予{{ grant }}。\n\n"
        + _HEAD
        + """决定日期：{{ decided_on }}

理由：
{% for reason in reasons %}{{ forloop.counter }}. {{ reason }}
{% endfor %}
{{ remedy }}

决定书可在申报页面下载。""",
        sample=CASE
        | {
            "authority": "四川省市场监督管理局",
            "grant": "授权",
            "decided_on": _DECIDED,
            "reasons": ["主要关键性能指标未达到标准要求。"],
            "remedy": "如不服本决定，您可以自收到本消息之日起 10 个工作日内在平台提出复核申请。",
        },
        legal=True,
    ),
    MessageKind(
        key="application_terminated",
        label="申报已终止办理",
        audience=Audience.MEMBERS,
        subject="申报已终止办理：{{ product|truncatechars:18 }}",
        body="{{ authority }}决定终止办理您企业的申报。\n\n"
        + _HEAD
        + """决定日期：{{ decided_on }}
原因：{{ reason }}

{{ remedy }}

通知书可在申报页面下载。""",
        sample=CASE
        | {
            "authority": "四川省市场监督管理局",
            "decided_on": _DECIDED,
            "reason": "企业已注销登记。",
            "remedy": "如不服本决定，您可以自收到本消息之日起 10 个工作日内在平台提出复核申请。",
        },
        legal=True,
    ),
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
