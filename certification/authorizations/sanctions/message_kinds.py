"""Messages about an authorization and what its holder or its desk must know of it."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n"
MARK = {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜"}

KINDS = (
    MessageKind(
        key="authorization_suspended",
        label="授权已暂停",
        audience=Audience.MEMBERS,
        subject="授权已暂停，请停用标识：{{ product|truncatechars:16 }}",
        body="您企业的授权自 {{ since }} 起暂停。\n\n"
        + _HEAD
        + """原因：{{ reason }}

请您从即日起在产品、包装和宣传中停止使用标识。公众查验时会看到“暂停”。
恢复的办法：{{ cure }}
{% if due %}请最迟于 {{ due }} 完成；逾期未完成的，授权可能被撤销。{% endif %}""",
        sample=MARK
        | {
            "since": date(2027, 3, 1),
            "reason": "认证机构暂停了该产品的质量认证证书。",
            "cure": "消除原因后，由认证机构恢复证书，您再提出恢复申请。",
            "due": date(2027, 5, 28),
        },
        optional=frozenset({"due"}),
        legal=True,
    ),
    MessageKind(
        key="authorization_reinstated",
        label="授权已恢复",
        audience=Audience.MEMBERS,
        subject="授权已恢复：{{ product|truncatechars:22 }}",
        body="您企业的授权自 {{ since }} 起恢复有效，可以继续使用标识。\n\n"
        + _HEAD
        + """有效期至：{{ valid_until }}
{% if reason %}说明：{{ reason }}{% endif %}""",
        sample=MARK | {"since": date(2027, 4, 12), "valid_until": date(2029, 12, 20), "reason": "整改已通过验收。"},
        optional=frozenset({"reason"}),
        legal=True,
    ),
    MessageKind(
        key="authorization_withdrawn",
        label="授权已撤销",
        audience=Audience.MEMBERS,
        subject="授权已撤销，请停用标识：{{ product|truncatechars:16 }}",
        body="{{ authority }}决定自 {{ since }} 起撤销您企业的授权。\n\n"
        + _HEAD
        + """理由：{{ reason }}

请您立即停止使用标识，并从产品、包装和宣传中去除。公众查验时会看到“撤销”。

{{ remedy }}""",
        sample=MARK
        | {
            "authority": "四川省市场监督管理局",
            "since": date(2027, 6, 1),
            "reason": "申报材料中的检测报告经核实系伪造。",
            "remedy": "如不服本决定，您可以自收到本消息之日起 10 个工作日内在平台提出复核申请。",
        },
        legal=True,
    ),
    MessageKind(
        key="authorization_cancelled",
        label="授权已注销",
        audience=Audience.MEMBERS,
        subject="授权已注销：{{ product|truncatechars:22 }}",
        body="您企业的授权自 {{ since }} 起注销。\n\n"
        + _HEAD
        + """原因：{{ reason }}

请您从即日起停止使用标识。公众查验时会看到“注销”。今后需要时，您可以重新申报。""",
        sample=MARK | {"since": date(2027, 6, 1), "reason": "您企业申请注销，该产品已停产。"},
        legal=True,
    ),
    MessageKind(
        key="authorization_expiring",
        label="授权快到期了",
        audience=Audience.MEMBERS,
        subject="授权{% if days_left %} {{ days_left }} 天后{% else %}今天{% endif %}到期：{{ product|truncatechars:18 }}",
        body="您企业的授权将于 {{ valid_until }} 到期{% if days_left %}，还剩 {{ days_left }} 天{% endif %}。\n\n"
        + _HEAD
        + """
{% if under_way %}您申报的续期 {{ under_way }} 正在办理，请留意补正等通知。\
{% elif renew_until %}需要继续使用标识的，请您\
{% if renew_from %}于 {{ renew_from }} 至 {{ renew_until }}{% else %}最迟于 {{ renew_until }} {% endif %}在授权页面申报续期。\
{% elif late %}申报续期的时间已于 {{ late }} 结束。需要继续使用标识的，请您在到期后重新申报，准予后是一项新的授权。\
{% else %}需要继续使用标识的，请您在到期后重新申报。{% endif %}
到期后没有续期的，请您停止使用标识；公众查验时会看到“过期”。""",
        sample=MARK
        | {
            "days_left": 60,
            "valid_until": date(2029, 12, 20),
            "renew_until": date(2029, 11, 20),
            "renew_from": "",
            "under_way": "",
            "late": "",
        },
        optional=frozenset({"renew_from", "renew_until", "under_way", "late"}),
    ),
    MessageKind(
        key="authorization_expired",
        label="授权已到期",
        audience=Audience.MEMBERS,
        subject="授权已到期，请停用标识：{{ product|truncatechars:16 }}",
        body="您企业的授权有效期至 {{ valid_until }}，现已到期。\n\n"
        + _HEAD
        + """
请您停止使用标识，并从产品、包装和宣传中去除。公众查验时会看到“过期”。需要继续使用标识的，请您重新申报。""",
        sample=MARK | {"valid_until": date(2029, 12, 20)},
        legal=True,
    ),
    MessageKind(
        key="sanction_proposed",
        label="有处理意见待您复核",
        audience=Audience.DESK,
        subject="待复核：{{ act }}，{{ product|truncatechars:20 }}",
        body="""{{ first }}对下列授权提出“{{ act }}”，须由另一人确认后生效，请您复核。

"""
        + _HEAD
        + """持有人：{{ holder }}
理由：{{ reason }}""",
        sample=MARK
        | {
            "holder": "演示泡菜食品有限公司",
            "act": "暂停",
            "first": "赵审核",
            "reason": "包装上的标识被改色使用。",
        },
        roles=("operator_officer",),
    ),
    MessageKind(
        key="suspension_cause_lifted",
        label="一项暂停原因已消除",
        audience=Audience.MEMBERS,
        subject="一项暂停原因已消除：{{ product|truncatechars:18 }}",
        body="您企业的授权有一项暂停原因已经消除，但还有其他原因，授权仍然暂停。\n\n"
        + _HEAD
        + """已消除：{{ cause }}
说明：{{ reason }}
尚未消除：{{ left }}

在其他原因消除之前，请您继续停止使用标识。""",
        sample=MARK | {"cause": "标识使用不符合规定", "reason": "改正情况已核实。", "left": "产品质量不符合要求"},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
