"""Messages about access: what was given, what was ended."""

from datetime import UTC, datetime

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

KINDS = (
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
)

register_messages(__name__, KINDS)
