"""Messages about registered usages of the mark."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = (
    "授权编号：{{ authorization }}\n产品：{{ product }}\n登记编号：{{ usage }}\n载体：{{ carrier }}\n"
    "使用地点或媒体：{{ place }}\n"
)
_USAGE = {
    "authorization": "TFMP-C-510100-2026-00001-K",
    "product": "四川泡菜",
    "usage": "TFMP-C-510100-2026-00001-K-U01",
    "carrier": "产品及包装",
    "place": "眉山市东坡区泡菜产业园",
}

KINDS = (
    MessageKind(
        key="usage_to_review",
        label="有标识使用登记待审核",
        audience=Audience.DESK,
        subject="请审核标识使用登记：{{ product|truncatechars:18 }}",
        body="{{ holder }}登记了标识的使用，请您核对样图：同意登记，或标明问题退回。\n\n"
        + _HEAD
        + "请最迟于 {{ due }} 办结。",
        sample=_USAGE | {"holder": "演示泡菜食品有限公司", "due": date(2027, 4, 6)},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="usage_approved",
        label="标识使用已登记",
        audience=Audience.MEMBERS,
        subject="标识使用已登记：{{ product|truncatechars:20 }}",
        body="您企业的标识使用登记已通过审核，可以按登记的方式使用标识。\n\n"
        + _HEAD
        + """{% if reason %}审核意见：{{ reason }}
{% endif %}
使用方式改变的，请另行登记；不再使用的，请在平台停用。""",
        sample=_USAGE | {"reason": ""},
        optional=frozenset({"reason"}),
    ),
    MessageKind(
        key="usage_returned",
        label="标识使用登记已退回",
        audience=Audience.MEMBERS,
        subject="标识使用登记已退回，请修改：{{ product|truncatechars:16 }}",
        body="您企业的标识使用登记未通过审核，请按下列意见修改后重新提交。样图上的问题已标出，请打开登记查看。\n\n"
        + _HEAD
        + "审核意见：{{ reason }}",
        sample=_USAGE | {"reason": "标识被拉宽，编号看不清。"},
        legal=True,
    ),
    MessageKind(
        key="usage_revoked",
        label="标识使用登记已撤销",
        audience=Audience.MEMBERS,
        subject="标识使用登记已撤销，请停止使用：{{ product|truncatechars:14 }}",
        body="您企业的下列标识使用登记已撤销，请停止以该方式使用标识。\n\n"
        + _HEAD
        + """理由：{{ reason }}

改正后可以重新登记。授权的状态不因此改变。""",
        sample=_USAGE | {"reason": "现场检查发现标识用于未获授权的型号。"},
        legal=True,
    ),
    MessageKind(
        key="usages_carried_on",
        label="标识使用登记由新授权接续",
        audience=Audience.MEMBERS,
        subject="标识使用登记由新授权接续：{{ product|truncatechars:16 }}",
        body="""您企业续期的授权已经生效，原授权下的标识使用登记处理如下。

产品：{{ product }}
原授权：{{ previous }}
新授权：{{ authorization }}
{% if approved %}
继续有效，不需要重新登记：
{{ approved }}
{% endif %}{% if waiting %}
继续等待审核，办理期限重新计算：
{{ waiting }}
{% endif %}{% if left %}
新授权不能接续（型号不在新授权内，或使用时间已过），请停止以该方式使用标识，需要的请重新登记：
{{ left }}
{% endif %}
换用新标识后，样图上仍是原授权编号的，请另行登记新的样图。""",
        sample={
            "authorization": "TFMP-C-510100-2029-00007-M",
            "previous": "TFMP-C-510100-2026-00001-K",
            "product": "四川泡菜",
            "approved": "TFMP-C-510100-2029-00007-M-U01：产品及包装，眉山市东坡区泡菜产业园",
            "waiting": "TFMP-C-510100-2029-00007-M-U02：广告宣传，成都市地铁站",
            "left": "TFMP-C-510100-2026-00001-K-U03：产品及包装，成都市青羊区专卖店",
        },
        optional=frozenset({"approved", "waiting", "left"}),
    ),
)

register_messages(__name__, KINDS)
