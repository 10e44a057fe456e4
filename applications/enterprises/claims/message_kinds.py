"""Messages about who may act for an enterprise: its claim by its first member."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

ENTERPRISE = "演示泡菜食品有限公司"

KINDS = (
    MessageKind(
        key="enterprise_claim_received",
        label="企业认领申请已收到",
        audience=Audience.PERSON,
        subject="已收到您对“{{ enterprise|truncatechars:18 }}”的认领申请",
        body="""您的企业认领申请已收到，营业执照正在核对。

企业：{{ enterprise }}
统一社会信用代码：{{ uscc }}
核对单位：{{ desk }}
{% if due %}最迟答复：{{ due }}{% endif %}

核对期间，您可以先填写申报内容；核对通过后才能提交申报。您现在不需要再做其他操作。""",
        sample={
            "enterprise": ENTERPRISE,
            "uscc": "91511300TFMP11111H",
            "desk": "南充市市场监管局",
            "due": date(2026, 12, 4),
        },
        optional=frozenset({"due"}),
    ),
    MessageKind(
        key="enterprise_claim_to_check",
        label="有企业认领申请待核对",
        audience=Audience.DESK,
        subject="请核对认领申请：{{ enterprise|truncatechars:24 }}",
        body="""{{ applicant }}申请认领下列企业，已上传营业执照，请您核对。

企业：{{ enterprise }}
统一社会信用代码：{{ uscc }}
{% if due %}请最迟于 {{ due }} 作出同意或不同意的决定。{% else %}请尽快作出同意或不同意的决定。{% endif %}""",
        sample={"enterprise": ENTERPRISE, "uscc": "91511300TFMP11111H", "applicant": "张三", "due": date(2026, 12, 4)},
        optional=frozenset({"due"}),
        roles=("prefecture_officer",),
    ),
    MessageKind(
        key="enterprise_claim_approved",
        label="企业认领已通过",
        audience=Audience.PERSON,
        subject="您已成为“{{ enterprise|truncatechars:18 }}”的管理员",
        body="""营业执照核对无误，您已成为{{ enterprise }}在本平台的管理员。

您现在可以：
一、填写并提交申报；
二、同意同事加入企业，并决定谁可以填写、谁可以签署。""",
        sample={"enterprise": ENTERPRISE},
        legal=True,
    ),
    MessageKind(
        key="enterprise_claim_refused",
        label="企业认领未通过",
        audience=Audience.PERSON,
        subject="企业认领申请未通过：{{ enterprise|truncatechars:22 }}",
        body="""您对{{ enterprise }}的认领申请未通过核对。

原因：{{ reason }}

请按上述原因补齐材料后重新提交认领申请。您已填写的申报内容仍为您保留。如对结果有疑问，请联系{{ desk }}。""",
        sample={"enterprise": ENTERPRISE, "reason": "营业执照照片不清晰，无法辨认注册号。", "desk": "南充市市场监管局"},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
