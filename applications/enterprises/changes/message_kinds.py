"""Messages about a change of an enterprise's name, seat or succession."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_FACTS = """企业：{{ enterprise }}
变更内容：{{ what }}
生效日：{{ valid_from }}"""
_SAMPLE = {
    "enterprise": "演示泡菜食品有限公司",
    "what": "企业名称变更为“演示泡菜股份有限公司”",
    "valid_from": date(2026, 12, 4),
}

KINDS = (
    MessageKind(
        key="enterprise_change_to_decide",
        label="有企业变更申请待核定",
        audience=Audience.DESK,
        subject="请核定企业变更：{{ enterprise|truncatechars:24 }}",
        body=f"""企业提交了变更申请，请核对证明材料后作出核定。

{_FACTS}""",
        sample=_SAMPLE,
        roles=("prefecture_officer",),
    ),
    MessageKind(
        key="enterprise_change_away",
        label="企业申请迁往其他市（州）",
        audience=Audience.DESK,
        subject="企业申请迁出：{{ enterprise|truncatechars:26 }}",
        body=f"""本地登记的企业申请迁出，由迁入地（{{{{ desk }}}}）核定。核定并生效后，在办申报转由迁入地办理，计时不受影响。

{_FACTS}""",
        sample=_SAMPLE | {"desk": "绵阳市"},
        roles=("prefecture_officer",),
    ),
    MessageKind(
        key="enterprise_change_decided",
        label="企业变更申请有结果",
        audience=Audience.MEMBERS,
        subject="企业变更申请：{{ outcome }}",
        body=f"""您所在企业的变更申请已有结果。

{_FACTS}
核定地：{{{{ desk }}}}
核定日期：{{{{ decided_on }}}}
结果：{{{{ outcome }}}}
{{% if reason %}}意见：{{{{ reason }}}}
{{% endif %}}
{{{{ next_step }}}}""",
        sample=_SAMPLE
        | {
            "outcome": "同意变更",
            "desk": "成都市",
            "decided_on": date(2026, 12, 1),
            "reason": "材料齐全。",
            "next_step": "变更自生效日起办理。",
        },
        optional=frozenset({"reason"}),
        legal=True,
    ),
    MessageKind(
        key="enterprise_change_effective",
        label="企业变更已生效",
        audience=Audience.MEMBERS,
        subject="企业变更已生效",
        body=f"""下列变更已经生效。

{_FACTS}

在办的申报已随之更新，计时不受影响。已发的证书和文书保留原来的名称，查询页面会注明曾用名。名称变更后，尚未办结的声明和协议需要由您重新签署。""",
        sample=_SAMPLE,
        legal=True,
    ),
)

register_messages(__name__, KINDS)
