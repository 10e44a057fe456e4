"""Messages to the people who work in the console."""

from datetime import UTC, date, datetime

from django.conf import settings

from tianfu.inbox.message_kind import Audience, Mail, MessageKind

KINDS = (
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
    MessageKind(
        key="grant_closed",
        label="角色授予提议已办结",
        audience=Audience.PERSON,
        subject="您提出的角色授予：{{ outcome }}",
        body="""您提出的角色授予已办结。

人员：{{ person }}
角色：{{ role }}
结果：{{ outcome }}
{% if second %}复核人：{{ second }}
{% endif %}意见：{{ reason }}

如果仍有需要，您可以重新提出。""",
        sample={
            "person": "赵敏（zhao@example.cn）",
            "role": "市（州）经办人（成都市）",
            "outcome": "复核人不同意",
            "second": "王五",
            "reason": "任命文件中没有此人",
        },
        optional=frozenset({"second"}),
    ),
    MessageKind(
        key="role_granted",
        label="您担任了新的岗位",
        audience=Audience.PERSON,
        subject="您担任了新的岗位：{{ role|truncatechars:24 }}",
        body="""两位系统管理员授予您下列岗位。

岗位：{{ role }}
生效：{{ start }}。

如果您不知道此事，或不应担任这个岗位，请立即告知系统管理员。""",
        sample={
            "role": "市（州）经办人（成都市）",
            "start": "自授予和您首次以两步验证登录之后，满 24 小时后生效；生效以前不能办理",
        },
        legal=True,
    ),
    MessageKind(
        key="access_notable",
        label="须留意的授权和两方兼任",
        audience=Audience.DESK,
        subject="请审计留意：{{ what|truncatechars:28 }}",
        body="""审计台账记入了一项须留意的操作。

操作：{{ what }}
涉及人员：{{ person }}
办理人：{{ actor }}
时间：{{ at }}（北京时间）
理由或拒绝的原因：{{ reason }}

请您核对是否符合任命和回避规定。""",
        sample={
            "what": "授予角色：市（州）经办人",
            "person": "赵敏（zhao@example.cn）",
            "actor": "王五",
            "at": datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
            "reason": "任命文件〔2026〕12 号",
        },
        roles=("auditor",),
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
