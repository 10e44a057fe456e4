"""Messages about who works on a case, and who is asked to look second."""

from datetime import UTC, date, datetime

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_FIRM = "申报编号：{{ number }}\n企业：{{ enterprise }}\n产品：{{ product }}\n"
_STAFF = CASE | {"enterprise": "演示泡菜食品有限公司"}
_DUE = date(2026, 12, 4)

KINDS = (
    MessageKind(
        key="case_released",
        label="案件退回岗位",
        audience=Audience.DESK,
        subject="案件待接手：{{ enterprise|truncatechars:22 }}",
        body="下列申报原由{{ former }}经办，{{ why }}，已退回岗位，请接手办理。\n\n"
        + _FIRM
        + """环节：{{ stage }}
{% if due %}
请最迟于 {{ due }} 办结。
{% endif %}""",
        sample=_STAFF | {"former": "王五", "why": "其权限已终止", "stage": "资料审核", "due": _DUE},
        optional=frozenset({"due"}),
    ),
    MessageKind(
        key="case_taken_over",
        label="您经办的案件已由同事接手",
        audience=Audience.PERSON,
        subject="{{ by|truncatechars:10 }}已接手：{{ enterprise|truncatechars:18 }}",
        body="您经办的下列申报已由{{ by }}接手，您不需要再办理。\n\n"
        + _FIRM
        + """环节：{{ stage }}
理由：{{ reason }}""",
        sample=_STAFF | {"by": "赵六", "stage": "资料审核", "reason": "休假期间由我办理"},
    ),
    MessageKind(
        key="claim_lapsed",
        label="您经办的案件已退回岗位",
        audience=Audience.PERSON,
        subject="案件已退回岗位：{{ enterprise|truncatechars:22 }}",
        body="您接手下列申报后 {{ days }} 个工作日没有办理，已退回岗位，由同事接手；您仍可重新接手。\n\n"
        + _FIRM
        + "环节：{{ stage }}",
        sample=_STAFF | {"days": 3, "stage": "资料审核"},
    ),
    MessageKind(
        key="assigned_to_you",
        label="有案件分配给您",
        audience=Audience.PERSON,
        subject="已分配给您：{{ enterprise|truncatechars:14 }}，{{ product|truncatechars:14 }}",
        body="""{{ assigner }}把下列申报分配给您办理。

申报编号：{{ number }}
企业：{{ enterprise }}
产品：{{ product }}
环节：{{ stage }}
{% if due %}
请您最迟于 {{ due }} 办结。
{% endif %}
如您与该企业有利害关系，请立即申请回避。""",
        sample={
            "assigner": "王五",
            "number": "TFMP-A-2026-00001-K",
            "enterprise": "演示泡菜食品有限公司",
            "product": "四川泡菜",
            "stage": "资料审核",
            "due": date(2026, 12, 4),
        },
        optional=frozenset({"due"}),
    ),
    MessageKind(
        key="second_person_asked",
        label="有事项等待您复核",
        audience=Audience.PERSON,
        subject="等待您复核：{{ what|truncatechars:24 }}",
        body="""{{ first }}已于 {{ proposed_at }} 提出下列事项，须由另一人复核后才能生效。

事项：{{ what }}
对象：{{ subject }}
{% if note %}意见：{{ note }}
{% endif %}{% if nobody %}
{{ nobody }}
{% endif %}
请您在“待我复核”中查看并办理。办结或撤下后，该事项不再列出。""",
        sample={
            "first": "孙经办",
            "proposed_at": datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
            "what": "拟通过“准予决定”",
            "subject": "四川泡菜（TFMP-A-2026-00001-K）",
            "note": "符合通用规范，建议准予授权。",
            "nobody": "目前没有其他人可以复核，请安排人员。",
        },
        optional=frozenset({"note", "nobody"}),
    ),
)

register_messages(__name__, KINDS)
