"""Messages about samples taken in checks: their test, the retest, the verdict that counts."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_SAMPLE = {"what": "SC-2026-0001 第 3 户 样品 1", "product": "板式家具 1200 型（20261103）"}

KINDS = (
    MessageKind(
        key="sample_failed",
        label="检验结果告知",
        audience=Audience.MEMBERS,
        subject="检验结果不合格：{{ what }}",
        body="""抽取的样品“{{ product }}”经检验不合格，检验报告可在平台查看。

您对结果有异议的，可以在 {{ until }} 前申请复检；复检由另一家检验机构进行，复检结果为最终结果。期满没有申请的，本结果生效。""",
        sample=_SAMPLE | {"until": date(2026, 12, 31)},
        legal=True,
    ),
    MessageKind(
        key="sample_retest_answered",
        label="复检申请的答复",
        audience=Audience.MEMBERS,
        subject="复检申请已答复：{{ what }}",
        body="""您对样品“{{ product }}”的复检申请已答复：{{ answer }}""",
        sample=_SAMPLE | {"answer": "已安排复检，由示例检验院检验备用样品，复检结果为最终结果。"},
        legal=True,
    ),
    MessageKind(
        key="sample_final",
        label="检验结果已生效",
        audience=Audience.MEMBERS,
        subject="检验结果已生效：{{ what }}",
        body="""您的样品“{{ product }}”的检验结果已生效：{{ verdict }}。检查组据此作出检查结论，结论另行告知。""",
        sample=_SAMPLE | {"verdict": "合格"},
        legal=True,
    ),
    MessageKind(
        key="sample_step",
        label="样品的检验进展",
        audience=Audience.PERSON,
        subject="样品等您办理：{{ what }}",
        body="""您办理的样品“{{ product }}”：{{ step }}""",
        sample=_SAMPLE | {"step": "检验结果已录入，请复核或退回。"},
    ),
)

register_messages(__name__, KINDS)
