"""Messages about an application on its way, from submission to the next stage."""

from datetime import UTC, date, datetime

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"
_AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_DUE = date(2026, 12, 4)

KINDS = (
    MessageKind(
        key="application_submitted",
        label="申报已提交",
        audience=Audience.MEMBERS,
        subject="申报已提交：{{ product|truncatechars:20 }}",
        body="您企业的申报已提交成功。\n\n"
        + _HEAD
        + """申报方式：{{ route }}
提交时间：{{ submitted_at }}（北京时间）

接下来由{{ desk }}作形式审查{% if due %}，最迟 {{ due }} 告知您是否受理；如需补正，会一次列明全部内容{% endif %}。
申报回执可在申报页面下载，请您妥善保存。您现在不需要再做其他操作。""",
        sample=CASE | {"route": "品质认证", "submitted_at": _AT, "desk": "南充市市场监管局", "due": _DUE},
        optional=frozenset({"due"}),
        legal=True,
    ),
    MessageKind(
        key="application_accepted",
        label="申报已受理",
        audience=Audience.MEMBERS,
        subject="申报已受理：{{ product|truncatechars:20 }}",
        body="您企业的申报材料齐全，已予受理。\n\n"
        + _HEAD
        + """受理日期：{{ accepted_on }}

接下来由{{ desk }}办理{{ next_stage }}{% if due %}，最迟 {{ due }} 完成{% endif %}。您现在不需要再做其他操作。""",
        sample=CASE
        | {"accepted_on": date(2026, 11, 25), "desk": "南充市市场监管局", "next_stage": "市州初审", "due": _DUE},
        optional=frozenset({"due"}),
        legal=True,
    ),
    MessageKind(
        key="correction_requested",
        label="需要补正申报材料",
        audience=Audience.EDITORS,
        subject="请补正申报材料：{{ product|truncatechars:20 }}",
        body="{{ desk }}审查了您企业的申报，需要您补正下列 {{ gaps|length }} 项内容。\n\n"
        + _HEAD
        + """
{% for gap in gaps %}{{ forloop.counter }}. {{ gap }}
{% endfor %}
请您最迟于 {{ due }} 在申报页面逐项补正，然后重新提交。逾期未提交，本次申报将失效。
从今天起到您重新提交为止，审查期限中止计算，不影响您的办理时间。""",
        sample=CASE
        | {
            "desk": "南充市市场监管局",
            "gaps": ["“执行标准”：缺少标准文本。", "对比表第 2 行：请填写国家标准值及其出处。"],
            "due": _DUE,
        },
        legal=True,
    ),
    MessageKind(
        key="correction_answered",
        label="企业已提交补正",
        audience=Audience.DESK,
        subject="企业已补正，请继续审查：{{ enterprise|truncatechars:18 }}",
        body="{{ enterprise }}已重新提交申报，审查期限从今天起继续计算。\n\n"
        + _HEAD
        + """提交时间：{{ answered_at }}（北京时间）
{% if due %}请您最迟于 {{ due }} 完成审查。{% else %}请您继续审查。{% endif %}""",
        sample=CASE | {"enterprise": "演示泡菜食品有限公司", "answered_at": _AT, "due": date(2026, 12, 11)},
        optional=frozenset({"due"}),
    ),
    MessageKind(
        key="correction_due_soon",
        label="补正期限快到了",
        audience=Audience.EDITORS,
        subject="补正期限只剩 {{ days_left }} 个工作日：{{ product|truncatechars:18 }}",
        body="您企业的申报还没有重新提交，补正期限只剩 {{ days_left }} 个工作日。\n\n"
        + _HEAD
        + """
请您最迟于 {{ due }} 逐项补正并重新提交。逾期未提交，本次申报将失效。""",
        sample=CASE | {"days_left": 2, "due": _DUE},
    ),
    MessageKind(
        key="application_lapsed",
        label="申报已逾期失效",
        audience=Audience.MEMBERS,
        subject="申报已逾期失效：{{ product|truncatechars:20 }}",
        body="截至 {{ due }}，您企业没有{{ missed }}，本次申报已失效。\n\n"
        + _HEAD
        + """
已提交的内容仍为您保存，可以随时查看。在申报批次开放期间，您可以重新申报。""",
        sample=CASE | {"due": _DUE, "missed": "重新提交补正后的申报"},
        legal=True,
    ),
    MessageKind(
        key="stage_passed",
        label="申报进入下一步",
        audience=Audience.MEMBERS,
        subject="{{ stage|truncatechars:10 }}已通过：{{ product|truncatechars:18 }}",
        body="您企业的申报已通过{{ stage }}。\n\n"
        + _HEAD
        + """
接下来由{{ desk }}办理{{ next_stage }}{% if due %}，最迟 {{ due }} 完成{% endif %}。您现在不需要再做其他操作。""",
        sample=CASE | {"stage": "市州初审", "next_stage": "资料审核", "desk": "四川省市场监督管理学会", "due": _DUE},
        optional=frozenset({"due"}),
    ),
    MessageKind(
        key="application_not_accepted",
        label="申报不予受理",
        audience=Audience.MEMBERS,
        subject="申报不予受理：{{ product|truncatechars:20 }}",
        body="{{ desk }}决定对您企业的申报不予受理。\n\n"
        + _HEAD
        + """决定日期：{{ decided_on }}

理由：
{% for reason in reasons %}{{ forloop.counter }}. {{ reason }}
{% endfor %}
{{ remedy }}

决定书可在申报页面下载。""",
        sample=CASE
        | {
            "desk": "南充市市场监管局",
            "decided_on": date(2026, 11, 27),
            "reasons": ["申报产品不在本批次范围内。"],
            "remedy": "如不服本决定，您可以自收到本消息之日起 10 个工作日内在平台提出复核申请。",
        },
        legal=True,
    ),
)

register_messages(__name__, KINDS)
