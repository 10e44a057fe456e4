"""Messages about checks: to the team, to those who review and publish, to the inspected. None names an inspector."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

# What every message about a check names, in the catalogue.
TASK = {"what": "SC-2026-0001 第 3 户", "object": "板式家具（TFMP-C-510100-2026-00012-K）"}

KINDS = (
    MessageKind(
        key="inspection_assigned",
        label="检查任务已分派",
        audience=Audience.PERSON,
        subject="新的检查任务：{{ what }}",
        body="""您被随机选派或指派检查：{{ object }}。

检查期：{{ since }} 至 {{ due }}

与被检查对象有利害关系的，请立即告知抽查组织人回避。""",
        sample=TASK | {"since": date(2026, 12, 7), "due": date(2027, 1, 31)},
    ),
    MessageKind(
        key="inspection_to_review",
        label="检查结论等待复核",
        audience=Audience.PERSON,
        subject="检查结论等您复核：{{ what }}",
        body="""{{ object }}的检查已有结论，请您复核或退回，并在 {{ due }} 前公布结果。""",
        sample=TASK | {"due": date(2027, 1, 20)},
    ),
    MessageKind(
        key="inspection_sent_back",
        label="检查结论已退回",
        audience=Audience.PERSON,
        subject="检查结论已退回：{{ what }}",
        body="""您的检查组对{{ object }}的检查结论已退回。

理由：{{ reason }}

请重新作出结论。""",
        sample=TASK | {"reason": "情况说明与登记的问题不一致。"},
    ),
    MessageKind(
        key="inspection_unpublished",
        label="检查结果尚未公布",
        audience=Audience.PERSON,
        subject="检查结果尚未公布：{{ what }}",
        body="""您辖区内{{ object }}的检查结果应在 {{ due }} 前公布，目前还没有公布。

逾期会显示在公开页面上。""",
        sample=TASK | {"due": date(2027, 1, 20)},
    ),
    MessageKind(
        key="inspection_stopped",
        label="检查任务已停止",
        audience=Audience.PERSON,
        subject="检查任务已停止：{{ what }}",
        body="""{{ why }}您对{{ object }}的检查到此停止。已有的记录保留，不公布结果。""",
        sample=TASK | {"why": "抽查已作废。"},
    ),
    MessageKind(
        key="inspection_notice",
        label="检查通知",
        audience=Audience.MEMBERS,
        subject="检查通知：{{ what }}",
        body="""{{ object }}已被确定为检查对象。

检查期：{{ since }} 至 {{ until }}
检查事项：{{ items }}

检查由两名以上执法人员进行，并出示执法证件；不出示的，您可以拒绝。检查不收费，请如实提供资料，检查结束后在现场记录上签字。""",
        sample=TASK
        | {"since": date(2026, 12, 7), "until": date(2027, 1, 31), "items": "证书有效且在授权范围内、标识使用合规"},
        legal=True,
    ),
    MessageKind(
        key="inspection_word",
        label="检查结论告知",
        audience=Audience.MEMBERS,
        subject="检查结论告知：{{ what }}",
        body="""对您的检查（{{ object }}）结论为“{{ word }}”，尚未公布。

情况说明：{{ explanation }}

您有异议的，请在 {{ until }} 前提出；期满没有异议的，结果将公布。""",
        sample=TASK
        | {"word": "发现问题已责令改正", "explanation": "对比表与公布的不一致。", "until": date(2027, 1, 8)},
        legal=True,
    ),
    MessageKind(
        key="inspection_objection",
        label="对检查结论的异议",
        audience=Audience.PERSON,
        subject="被检查对象提出异议：{{ what }}",
        body="""{{ object }}对检查结论提出异议，请由您或其他没有参与复核的组织人处理；结果应在 {{ due }} 前公布。""",
        sample=TASK | {"due": date(2027, 1, 20)},
    ),
    MessageKind(
        key="inspection_objection_unheard",
        label="异议没有人可以处理",
        audience=Audience.PERSON,
        subject="请增设抽查组织人：{{ what }}",
        body="""{{ object }}对检查结论提出异议，现有的抽查组织人都经手过该结论，不能处理。

请您增设一位没有经手的省级抽查组织人；岗位生效后，该异议会出现在其工作台上。""",
        sample=TASK,
    ),
    MessageKind(
        key="inspection_objection_decided",
        label="异议已处理",
        audience=Audience.MEMBERS,
        subject="异议已处理：{{ what }}",
        body="""您对检查结论（{{ object }}）的异议{{ decision }}。

理由：{{ answer }}""",
        sample=TASK | {"decision": "不成立", "answer": "现场照片与记录一致。"},
        legal=True,
    ),
    MessageKind(
        key="inspection_result",
        label="检查结果已公布",
        audience=Audience.MEMBERS,
        subject="检查结果已公布：{{ what }}",
        body="""对您的检查（{{ object }}）结果为“{{ word }}”，已经公布。{% if explanation %}

情况说明：{{ explanation }}{% endif %}{% if rectify_by %}

请在 {{ rectify_by }} 前整改，在平台提交整改报告和证明材料，由检查组复查。{% endif %}""",
        sample=TASK
        | {"word": "发现问题已责令改正", "explanation": "对比表与公布的不一致。", "rectify_by": date(2027, 2, 28)},
        optional=frozenset({"explanation", "rectify_by"}),
        legal=True,
    ),
    MessageKind(
        key="inspection_called_off",
        label="检查已取消",
        audience=Audience.MEMBERS,
        subject="检查已取消：{{ what }}",
        body="""{{ why }}原定对您的检查（{{ object }}）取消。再次被抽中的，会另行通知您。""",
        sample=TASK | {"why": "抽查已作废。"},
    ),
    MessageKind(
        key="inspection_goes_on",
        label="号码更正后检查继续",
        audience=Audience.PERSON,
        subject="检查继续进行：{{ what }}",
        body="""抽查的开奖号码录入有误，已更正。您对{{ object }}的检查在更正之前已经开始，请继续完成并作出结论。""",
        sample=TASK,
    ),
    MessageKind(
        key="inspection_goes_on_notice",
        label="号码更正后检查继续",
        audience=Audience.MEMBERS,
        subject="对您的检查继续进行：{{ what }}",
        body="""抽查的开奖号码录入有误，已更正，更正前后的号码和结果都已公布。

对您的检查（{{ object }}）在更正之前已经开始，由原检查组继续完成。您对检查结论提出异议的权利不受影响。""",
        sample=TASK,
    ),
)

register_messages(__name__, KINDS)
