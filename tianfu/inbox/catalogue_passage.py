"""Messages about a case that comes back, is accepted by silence, stands still, or changes hands."""

from datetime import UTC, date, datetime

from tianfu.inbox.catalogue_application import CASE
from tianfu.inbox.message_kind import Audience, MessageKind

_AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_DUE = date(2026, 12, 4)
_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"
_FIRM = "申报编号：{{ number }}\n企业：{{ enterprise }}\n产品：{{ product }}\n"
_STAFF = CASE | {"enterprise": "演示泡菜食品有限公司"}

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
        key="case_stands_still",
        label="申报中止计时",
        audience=Audience.MEMBERS,
        subject="申报中止计时：{{ product|truncatechars:22 }}",
        body="您企业申报所依据的质量认证证书 {{ certificate }} 已被暂停，{{ stage }}不能继续，期限从今天起中止计算。\n\n"
        + _HEAD
        + """暂停理由：{{ reason }}

证书恢复后期限继续计算；证书被撤销或注销的，申报回到证书核验。请您联系{{ body }}办理恢复。""",
        sample=CASE
        | {
            "certificate": "DEMO-0001",
            "stage": "签署授权协议",
            "reason": "年度监督审核未按期进行",
            "body": "示例认证有限公司",
        },
        legal=True,
    ),
    MessageKind(
        key="case_runs_on",
        label="申报恢复计时",
        audience=Audience.MEMBERS,
        subject="申报恢复计时：{{ product|truncatechars:22 }}",
        body="质量认证证书 {{ certificate }} 已恢复，您企业的申报继续办理，期限从今天起继续计算。\n\n"
        + _HEAD
        + """环节：{{ stage }}
{% if due %}期限：{{ due }}
{% endif %}""",
        sample=CASE | {"certificate": "DEMO-0001", "stage": "签署授权协议", "due": _DUE},
        optional=frozenset({"due"}),
        legal=True,
    ),
    MessageKind(
        key="certificate_lost",
        label="证书失效，申报回到证书核验",
        audience=Audience.MEMBERS,
        subject="证书失效，申报回到证书核验：{{ product|truncatechars:14 }}",
        body="您企业申报所依据的质量认证证书 {{ certificate }} 已{{ ended }}，申报从{{ stage }}回到证书核验。\n\n"
        + _HEAD
        + """说明：{{ reason }}

请您准备有效的质量认证证书；{{ desk }}会要求您补正，届时可以更换证书。""",
        sample=CASE
        | {
            "certificate": "DEMO-0001",
            "ended": "撤销",
            "stage": "签署授权协议",
            "reason": "不能持续符合要求",
            "desk": "四川省市场监督管理学会",
        },
        legal=True,
    ),
    MessageKind(
        key="case_hindered",
        label="证书状态影响在办申报",
        audience=Audience.DESK,
        subject="{{ what|truncatechars:16 }}：{{ enterprise|truncatechars:16 }}",
        body="下列申报所依据的质量认证证书 {{ certificate }} 有变化：{{ what }}。\n\n"
        + _FIRM
        + """环节：{{ stage }}
{% if reason %}说明：{{ reason }}
{% endif %}{% if due %}期限：{{ due }}
{% endif %}{{ then }}""",
        sample=_STAFF
        | {
            "certificate": "DEMO-0001",
            "what": "证书暂停，中止计时",
            "stage": "签署授权协议",
            "reason": "年度监督审核未按期进行",
            "then": "证书恢复前不能准予授权。",
            "due": _DUE,
        },
        optional=frozenset({"reason", "due"}),
    ),
)
