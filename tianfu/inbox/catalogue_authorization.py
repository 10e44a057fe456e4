"""Messages about an authorization and the quality certificate under it."""

from datetime import date

from tianfu.inbox.message_kind import Audience, MessageKind

MARK = {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜"}
CERTIFICATE = {
    "certificate": "DEMO-2026-0001",
    "enterprise": "演示泡菜食品有限公司",
    "product": "四川泡菜",
}
_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n"
_PAPER = "证书编号：{{ certificate }}\n持证企业：{{ enterprise }}\n产品：{{ product }}\n"

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
        subject="授权 {{ days_left }} 天后到期：{{ product|truncatechars:18 }}",
        body="您企业的授权将于 {{ valid_until }} 到期，还剩 {{ days_left }} 天。\n\n"
        + _HEAD
        + """
{% if renew_until %}需要继续使用标识的，请您最迟于 {{ renew_until }} 申报续期。{% else %}需要继续使用标识的，请您尽早重新申报。{% endif %}
到期后没有续期的，请您停止使用标识；公众查验时会看到“过期”。""",
        sample=MARK | {"days_left": 60, "valid_until": date(2029, 12, 20), "renew_until": date(2029, 11, 20)},
        optional=frozenset({"renew_until"}),
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
        key="body_confirmation_requested",
        label="请确认质量认证证书",
        audience=Audience.EDITORS,
        subject="请确认证书：{{ enterprise|truncatechars:14 }}，{{ product|truncatechars:12 }}",
        body="下列企业用您机构颁发的质量认证证书申报品牌标识，请您核对并确认。\n\n"
        + _PAPER
        + """
请您{% if due %}最迟于 {{ due }} {% endif %}在“证书确认”页面回答：证书是否由您机构颁发、是否有效、产品和范围是否一致。如不一致，请写明不一致之处。""",
        sample=CERTIFICATE | {"due": date(2026, 12, 4)},
        optional=frozenset({"due"}),
        legal=True,
    ),
    MessageKind(
        key="body_confirmed",
        label="认证机构已答复证书确认",
        audience=Audience.MEMBERS,
        subject="{{ body|truncatechars:14 }}已答复证书确认：{{ product|truncatechars:12 }}",
        body="{{ body }}已于 {{ answered_on }} 答复证书确认。\n\n"
        + _PAPER
        + """答复：{{ answer }}
{% if note %}说明：{{ note }}
{% endif %}
申报按此答复继续审查，下一步有结果时会在这里告知您。""",
        sample=CERTIFICATE
        | {
            "body": "示例认证有限公司",
            "answered_on": date(2026, 12, 2),
            "answer": "证书有效，产品和范围一致",
            "note": "下次监督审核在明年六月。",
        },
        optional=frozenset({"note"}),
    ),
    MessageKind(
        key="certificate_suspended_by_body",
        label="认证机构暂停了质量认证证书",
        audience=Audience.MEMBERS,
        subject="质量认证证书被暂停：{{ product|truncatechars:18 }}",
        body="{{ body }}自 {{ since }} 起暂停您企业的质量认证证书。\n\n"
        + _PAPER
        + """原因：{{ reason }}
{% if authorization %}
授权 {{ authorization }} 同时暂停，请您从即日起停止使用标识。
{% endif %}
请您联系认证机构办理整改。证书恢复后，您可以提出恢复授权的申请。""",
        sample=CERTIFICATE
        | {
            "body": "示例认证有限公司",
            "since": date(2027, 3, 1),
            "reason": "年度监督审核未按期进行。",
            "authorization": "TFMP-2026-00001-K",
        },
        optional=frozenset({"authorization"}),
        legal=True,
    ),
)
