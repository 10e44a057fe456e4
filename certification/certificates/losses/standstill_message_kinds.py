"""Messages about a case whose certificate stands still or is lost."""

from datetime import date

from applications.cases.message_sample import CASE
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "申报编号：{{ number }}\n产品：{{ product }}\n"
_DUE = date(2026, 12, 4)
_FIRM = "申报编号：{{ number }}\n企业：{{ enterprise }}\n产品：{{ product }}\n"
_STAFF = CASE | {"enterprise": "演示泡菜食品有限公司"}

KINDS = (
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

register_messages(__name__, KINDS)
