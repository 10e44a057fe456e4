"""Messages about the decision, and about a case that ends without one."""

from datetime import date

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
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
)

register_messages(__name__, KINDS)
