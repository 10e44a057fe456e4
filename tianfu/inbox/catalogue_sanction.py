"""Messages around a suspension: proposals to the second person, the holder's answer, and what came of it."""

from datetime import date

from tianfu.inbox.message_kind import Audience, MessageKind

MARK = {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜"}
ANSWER = MARK | {"kind": "申请恢复", "cause": "标识使用不符合规定"}
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
_PAPER = "证书编号：{{ certificate }}\n持证企业：{{ enterprise }}\n产品：{{ product }}\n"
_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n"
_LIMIT = MARK | {"cause": "标识使用不符合规定", "due": date(2027, 6, 1)}
_LIMIT_DESK = _LIMIT | {"holder": "演示泡菜食品有限公司"}
_SUSPENDED = _HEAD + "暂停原因：{{ cause }}\n暂停期限：{{ due }}\n"
_ANSWER = _HEAD + "暂停原因：{{ cause }}\n"

KINDS = (
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
    MessageKind(
        key="restoration_received",
        label="陈述或恢复申请已收到",
        audience=Audience.MEMBERS,
        subject="已收到您的{{ kind }}：{{ product|truncatechars:20 }}",
        body="您企业提出的{{ kind }}已收到，由运营机构两人处理。\n\n"
        + _ANSWER
        + """
最迟于 {{ due }} 答复您。处理期间授权仍然暂停，请您继续停止使用标识。""",
        sample=ANSWER | {"due": date(2027, 4, 6)},
        legal=True,
    ),
    MessageKind(
        key="restoration_to_decide",
        label="有恢复申请或陈述待处理",
        audience=Audience.DESK,
        subject="请处理{{ kind }}：{{ product|truncatechars:20 }}",
        body="{{ holder }}对授权暂停提出{{ kind }}，请您处理：一人提出意见，另一人确认。\n\n"
        + _ANSWER
        + "请最迟于 {{ due }} 办结。",
        sample=ANSWER | {"holder": "演示泡菜食品有限公司", "due": date(2027, 4, 6)},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="restoration_refused",
        label="恢复申请或陈述未获同意",
        audience=Audience.MEMBERS,
        subject="{{ kind }}未获同意：{{ product|truncatechars:20 }}",
        body="您企业提出的{{ kind }}未获同意，授权仍然暂停。\n\n"
        + _ANSWER
        + """理由：{{ reason }}

请您按上述理由改正后再次申请。暂停期间请继续停止使用标识。""",
        sample=ANSWER | {"reason": "照片未显示已更换包装。"},
        legal=True,
    ),
    MessageKind(
        key="suspension_requested",
        label="持有人申请暂停授权",
        audience=Audience.DESK,
        subject="持有人申请暂停：{{ product|truncatechars:18 }}",
        body="{{ holder }}申请暂停下列授权，请您提出暂停，由另一人确认。\n\n" + _HEAD + "事由：{{ reason }}",
        sample=MARK | {"holder": "演示泡菜食品有限公司", "reason": "生产线改造，六月至九月停产。"},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="suspension_ending",
        label="授权暂停期限将届满",
        audience=Audience.MEMBERS,
        subject="暂停期限{{ left }}：{{ product|truncatechars:18 }}",
        body="您企业的授权暂停期限{{ left }}，暂停原因尚未消除。\n\n"
        + _SUSPENDED
        + """
请您尽快消除暂停原因并申请恢复。期限届满仍未消除的，运营机构将由两人作出恢复或者撤销的处理，不会自动撤销。
暂停期间请继续停止使用标识。""",
        sample=_LIMIT | {"left": "还剩 7 天"},
        legal=True,
    ),
    MessageKind(
        key="suspension_ending_desk",
        label="授权暂停期限将届满（运营机构）",
        audience=Audience.DESK,
        subject="暂停期限{{ left }}：{{ product|truncatechars:18 }}",
        body="下列授权的暂停期限{{ left }}，暂停原因尚未消除。\n\n持有人：{{ holder }}\n"
        + _SUSPENDED
        + "\n请您核实改正情况；期限届满后须由两人提出并确认处理意见。",
        sample=_LIMIT_DESK | {"left": "还剩 7 天"},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="suspension_over",
        label="授权暂停期限已届满",
        audience=Audience.MEMBERS,
        subject="暂停期限已届满：{{ product|truncatechars:18 }}",
        body="您企业的授权暂停期限已经届满，暂停原因尚未消除，授权仍然暂停。\n\n"
        + _SUSPENDED
        + """
运营机构将由两人作出恢复或者撤销的处理。您可以在授权页面陈述意见或者申请恢复。暂停期间请继续停止使用标识。""",
        sample=_LIMIT,
        legal=True,
    ),
    MessageKind(
        key="suspension_over_desk",
        label="授权暂停期限已届满（运营机构）",
        audience=Audience.DESK,
        subject="暂停期限已届满：{{ product|truncatechars:18 }}",
        body="下列授权的暂停期限已经届满，暂停原因尚未消除。\n\n持有人：{{ holder }}\n"
        + _SUSPENDED
        + "\n请您听取持有人意见后，提出撤销、注销或者恢复，由另一人确认。",
        sample=_LIMIT_DESK,
        roles=("operator_officer",),
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
