"""Messages about a case that comes back, is accepted by silence or taken back."""

from datetime import UTC, date, datetime

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"
_DUE = date(2026, 12, 4)
_FIRM = "申报编号：{{ number }}\n企业：{{ enterprise }}\n产品：{{ product }}\n"
_STAFF = CASE | {"enterprise": "演示泡菜食品有限公司"}
_AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)

KINDS = (
    MessageKind(
        key="application_returned",
        label="补正后回到已办环节",
        audience=Audience.MEMBERS,
        subject="申报回到{{ stage|truncatechars:8 }}：{{ product|truncatechars:18 }}",
        body="您企业的补正改动了“{{ changed }}”，{{ stage }}当时以此为依据，须重新办理。\n\n"
        + _HEAD
        + """
接下来由{{ desk }}办理{{ stage }}{% if due %}，最迟 {{ due }} 完成{% endif %}，然后继续后面的环节。您现在不需要再做其他操作。""",
        sample=CASE | {"changed": "质量认证证书", "stage": "证书核验", "desk": "示例认证有限公司", "due": _DUE},
        optional=frozenset({"due"}),
        legal=True,
    ),
    MessageKind(
        key="correction_led_back",
        label="企业补正后申报回到前一环节",
        audience=Audience.DESK,
        subject="补正后回到{{ stage|truncatechars:8 }}：{{ enterprise|truncatechars:18 }}",
        body="{{ enterprise }}已提交您要求的补正。补正改动了“{{ changed }}”，申报先回到{{ stage }}重新办理，之后再到您这里。\n\n"
        + _FIRM,
        sample=_STAFF | {"changed": "质量认证证书", "stage": "证书核验"},
    ),
    MessageKind(
        key="application_deemed_accepted",
        label="申报视为受理",
        audience=Audience.MEMBERS,
        subject="申报视为受理：{{ product|truncatechars:20 }}",
        body="形式审查期限已于 {{ silent_until }} 届满，{{ desk }}没有告知补正或不予受理，您企业的申报视为受理。\n\n"
        + _HEAD
        + """
接下来由{{ next_desk }}办理{{ next_stage }}{% if due %}，最迟 {{ due }} 完成{% endif %}。您现在不需要再做其他操作。""",
        sample=CASE
        | {
            "silent_until": date(2026, 11, 30),
            "desk": "南充市市场监督管理局",
            "next_desk": "南充市市场监督管理局",
            "next_stage": "市州初审",
            "due": _DUE,
        },
        optional=frozenset({"due"}),
        legal=True,
    ),
    MessageKind(
        key="silence_counted",
        label="逾期未告知，已视为受理",
        audience=Audience.DESK,
        subject="逾期未告知，已视为受理：{{ enterprise|truncatechars:16 }}",
        body="下列申报的形式审查期限已于 {{ silent_until }} 届满，没有告知补正或不予受理，依规定视为受理，"
        "不能再不予受理，也不能再就材料齐全要求补正。\n\n"
        + _FIRM
        + """
{% if due %}请您最迟于 {{ due }} 办结{{ next_stage }}。{% else %}请您继续办理{{ next_stage }}。{% endif %}""",
        sample=_STAFF | {"silent_until": date(2026, 11, 30), "next_stage": "市州初审", "due": _DUE},
        optional=frozenset({"due"}),
    ),
    MessageKind(
        key="application_retracted",
        label="企业撤回申报",
        audience=Audience.DESK,
        subject="企业已撤回申报：{{ enterprise|truncatechars:20 }}",
        body="{{ enterprise }}已撤回下列申报，撤回时在{{ stage }}。您不需要再办理。\n\n"
        + _FIRM
        + """撤回时间：{{ retracted_at }}（北京时间）
{% if notice %}
{{ notice }}
{% endif %}""",
        sample=_STAFF | {"stage": "公示", "retracted_at": _AT, "notice": "公示随即终止，公示页注明“申报已撤回”。"},
        optional=frozenset({"notice"}),
    ),
)

register_messages(__name__, KINDS)
