"""Messages about what the floors below cannot say themselves: members, accounts, parked jobs."""

from datetime import UTC, datetime

from django.conf import settings

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, Mail, MessageKind

ENTERPRISE = "演示泡菜食品有限公司"

KINDS = (
    MessageKind(
        key="membership_requested",
        label="有人申请加入企业",
        audience=Audience.MANAGERS,
        subject="{{ applicant|truncatechars:10 }}申请加入您的企业",
        body="""{{ applicant }}（{{ email }}）申请加入{{ enterprise }}。

请您先核实此人是否为本企业人员，再在“企业与成员”页面决定是否同意，以及给予哪些权限。在您同意之前，对方看不到企业的任何资料。""",
        sample={"applicant": "李四", "email": "lisi@example.cn", "enterprise": ENTERPRISE},
    ),
    MessageKind(
        key="membership_approved",
        label="加入企业的申请已同意",
        audience=Audience.PERSON,
        subject="您已加入“{{ enterprise|truncatechars:22 }}”",
        body="""{{ enterprise }}的管理员已同意您加入。

您的权限：{{ rights }}

您现在可以登录平台查看企业的申报。需要更多权限时，请联系企业管理员。""",
        sample={"enterprise": ENTERPRISE, "rights": "查看、填写申报"},
    ),
    MessageKind(
        key="membership_refused",
        label="加入企业的申请未获同意",
        audience=Audience.PERSON,
        subject="加入“{{ enterprise|truncatechars:18 }}”的申请未获同意",
        body="""{{ enterprise }}的管理员没有同意您的加入申请。
{% if reason %}
原因：{{ reason }}
{% endif %}
如果您认为有误，请直接联系企业管理员核实后再次申请。""",
        sample={"enterprise": ENTERPRISE, "reason": "未能核实您的在职信息。"},
        optional=frozenset({"reason"}),
    ),
    MessageKind(
        key="staff_invited",
        label="工作账号已开通",
        audience=Audience.PERSON,
        subject="您的工作账号已开通，请设置密码",
        body="{{ inviter }}为您开通了"
        + settings.PLATFORM_NAME
        + """平台的工作账号。

岗位：{{ roles }}
{% if region %}范围：{{ region }}
{% endif %}
请您打开下面的链接设置密码，然后按提示启用二次验证。链接只能使用一次{% if valid_until %}，{{ valid_until }} 前有效{% endif %}，请勿转发。

如果您不知道此事，请不要打开链接，并告知{{ inviter }}。""",
        sample={
            "inviter": "王五（系统管理员）",
            "roles": "市州审查员",
            "region": "南充市",
            "valid_until": datetime(2026, 11, 29, 9, 0, tzinfo=UTC),
        },
        optional=frozenset({"region", "valid_until"}),
        mail=Mail.FULL,
        legal=True,
        secret=True,
    ),
    MessageKind(
        key="job_parked",
        label="后台任务已停止重试",
        audience=Audience.DESK,
        subject="后台任务已停止重试：{{ job|truncatechars:20 }}",
        body="""一项后台任务多次失败，已停止自动重试，需要您处理。

任务：{{ job }}
已尝试：{{ attempts }} 次
最近一次：{{ failed_at }}（北京时间）
错误：{{ error }}

请您先排除原因，再在“后台任务”中重试。""",
        sample={
            "job": "制发证书",
            "attempts": 8,
            "failed_at": datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
            "error": "存储空间不足",
        },
        roles=("system_admin",),
    ),
)

register_messages(__name__, KINDS)
