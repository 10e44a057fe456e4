"""Messages about the quality certificate under an authorization or a case."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_PAPER = "证书编号：{{ certificate }}\n持证企业：{{ enterprise }}\n产品：{{ product }}\n"
CERTIFICATE = {
    "certificate": "DEMO-2026-0001",
    "enterprise": "演示泡菜食品有限公司",
    "product": "四川泡菜",
}
_GROUND = {
    "number": "TFMP-A-2026-00001-K",
    "product": "四川泡菜",
    "certificate": "DEMO-2026-0001",
    "problem": "质量认证证书 DEMO-2026-0001 当前“暂停”。",
}

KINDS = (
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
    MessageKind(
        key="certificate_end_proposed",
        label="撤销或注销证书待您复核",
        audience=Audience.DESK,
        subject="待复核：{{ act }} {{ certificate|truncatechars:20 }}",
        body="""{{ first }}对下列证书提出“{{ act }}”，须由本机构另一人确认后生效，请您复核。

"""
        + _PAPER
        + "理由：{{ reason }}",
        sample=CERTIFICATE | {"act": "撤销证书", "first": "冯认证", "reason": "工厂检查发现关键工序已外包。"},
        legal=True,
    ),
    MessageKind(
        key="case_ground_lost",
        label="申报所依据的证书失效",
        audience=Audience.MEMBERS,
        subject="申报所依据的证书失效：{{ product|truncatechars:16 }}",
        body="""您企业的申报所依据的质量认证证书情况有变，恢复或更换之前，审查不能通过任何环节。

受理编号：{{ number }}
产品：{{ product }}
证书编号：{{ certificate }}
情况：{{ problem }}

请您联系认证机构办理恢复；需要更换证书的，请联系经办单位要求补正。""",
        sample=_GROUND,
        legal=True,
    ),
    MessageKind(
        key="case_ground_lost_desk",
        label="在审申报的证书失效",
        audience=Audience.DESK,
        subject="在审申报的证书失效：{{ number }}",
        body="""您岗位上的下列申报所依据的质量认证证书情况有变，恢复或更换之前不能通过。

受理编号：{{ number }}
企业：{{ enterprise }}
产品：{{ product }}
证书编号：{{ certificate }}
情况：{{ problem }}

请您要求补正、退回或提出不予授权；证书恢复后可以继续审查。""",
        sample=_GROUND | {"enterprise": "演示泡菜食品有限公司"},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
