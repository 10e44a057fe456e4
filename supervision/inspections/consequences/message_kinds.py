"""Messages about what follows a result of a check: putting right, looking again, correction, sanction."""

from datetime import date

from supervision.inspections.message_kinds import TASK
from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

KINDS = (
    MessageKind(
        key="rectification_due_soon",
        label="整改期限临近",
        audience=Audience.MEMBERS,
        subject="整改期限{{ left }}：{{ what }}",
        body="""对您的检查（{{ object }}）责令整改，期限至 {{ due }}，{{ left }}，平台尚未收到您的整改报告。

请完成整改，由有签署权限的成员提交整改报告和证明材料。""",
        sample=TASK | {"due": date(2027, 2, 28), "left": "还剩 7 天"},
        legal=True,
    ),
    MessageKind(
        key="rectification_overdue",
        label="整改已逾期",
        audience=Audience.MEMBERS,
        subject="整改已逾期：{{ what }}",
        body="""对您的检查（{{ object }}）责令整改，期限 {{ due }} 已过，平台没有收到您的整改报告。公开页面显示逾期，授权可能被暂停。

请尽快完成整改并提交整改报告。""",
        sample=TASK | {"due": date(2027, 2, 28)},
        legal=True,
    ),
    MessageKind(
        key="rectification_overdue_desk",
        label="被检查单位整改逾期",
        audience=Audience.PERSON,
        subject="整改逾期未报告：{{ what }}",
        body="""{{ object }}的整改期限 {{ due }} 已过，没有收到整改报告。请您或检查组的其他人员复查。""",
        sample=TASK | {"due": date(2027, 2, 28)},
    ),
    MessageKind(
        key="rectification_filed",
        label="收到整改报告",
        audience=Audience.PERSON,
        subject="整改报告等待审阅：{{ what }}",
        body="""{{ object }}提交了整改报告，请您或检查组的其他人员审阅后接受或退回。整改期限：{{ limit }}""",
        sample=TASK | {"limit": date(2027, 2, 28)},
    ),
    MessageKind(
        key="rectification_accepted",
        label="整改报告已接受",
        audience=Audience.MEMBERS,
        subject="整改报告已接受：{{ what }}",
        body="""您的整改报告（{{ object }}）已接受，检查组将在 {{ due }} 前复查，请予配合。{% if answer %}

答复：{{ answer }}{% endif %}""",
        sample=TASK | {"due": date(2027, 3, 12), "answer": "请保留更换标识的记录。"},
        optional=frozenset({"answer"}),
        legal=True,
    ),
    MessageKind(
        key="rectification_returned",
        label="整改报告被退回",
        audience=Audience.MEMBERS,
        subject="整改报告被退回：{{ what }}",
        body="""您的整改报告（{{ object }}）被退回。

理由：{{ answer }}

请补充后再次提交。整改期限仍为 {{ limit }}。""",
        sample=TASK | {"limit": date(2027, 2, 28), "answer": "照片看不清标识。"},
        legal=True,
    ),
    MessageKind(
        key="reinspection_ordered",
        label="请复查整改",
        audience=Audience.PERSON,
        subject="请复查整改：{{ what }}",
        body="""{{ object }}的整改报告已接受，请您的检查组在 {{ due }} 前复查并登记结果。""",
        sample=TASK | {"due": date(2027, 3, 12)},
    ),
    MessageKind(
        key="reinspection_result",
        label="整改复查结果",
        audience=Audience.MEMBERS,
        subject="整改复查{{ outcome }}：{{ what }}",
        body="""检查组于 {{ on }} 复查了您的整改（{{ object }}），结果为“{{ outcome }}”。

复查情况：{{ findings }}""",
        sample=TASK | {"on": date(2027, 3, 5), "outcome": "不合格", "findings": "仍有两个型号使用标识。"},
        legal=True,
    ),
    MessageKind(
        key="inspection_corrected",
        label="检查结果已更正",
        audience=Audience.MEMBERS,
        subject="检查结果已更正：{{ what }}",
        body="""对您的检查（{{ object }}）结果由“{{ before }}”更正为“{{ word }}”，已经公布；原结果和公布日期一并保留。

理由：{{ reason }}{% if explanation %}
情况说明：{{ explanation }}{% endif %}{% if until %}

有异议的，可以在 {{ until }} 前由有签署权限的成员提出；异议期内该结果不作为暂停或撤销的依据。{% endif %}""",
        sample=TASK
        | {
            "until": date(2026, 12, 10),
            "before": "发现问题已责令改正",
            "word": "未发现问题",
            "reason": "问题登记在另一家企业名下。",
            "explanation": "复核现场记录，该企业没有问题。",
        },
        optional=frozenset({"explanation", "until"}),
        legal=True,
    ),
    MessageKind(
        key="inspection_to_correct",
        label="异议成立，请更正检查结果",
        audience=Audience.PERSON,
        subject="异议成立，请更正检查结果：{{ what }}",
        body="""被检查单位对更正后的检查结果（{{ object }}）提出的异议成立。请您提出更正，由另一位抽查组织人确认；更正之前，该结果不作为暂停或撤销的依据。

理由：{{ answer }}""",
        sample=TASK | {"answer": "型号登记有误。"},
    ),
    MessageKind(
        key="inspection_to_sanction",
        label="检查结果请研究处理",
        audience=Audience.DESK,
        subject="检查结果请研究处理：{{ what }}",
        body="""{{ object }}的检查结果为“{{ word }}”，事由：{{ why }}。请阅读检查记录，提出暂停或撤销，或写明不提出的理由。""",
        sample=TASK | {"word": "发现问题待后续处理", "why": "检查结果"},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="inspection_sanction_settled",
        label="检查结果的后续处理",
        audience=Audience.PERSON,
        subject="检查结果的后续处理：{{ what }}",
        body="""运营机构对您辖区内{{ object }}的检查结果作出处理：{{ outcome }}。

理由：{{ reason }}""",
        sample=TASK | {"outcome": "“暂停”已由两人决定", "reason": "标识用在未授权的型号上。"},
    ),
)

register_messages(__name__, KINDS)
