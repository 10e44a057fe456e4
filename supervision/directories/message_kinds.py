"""Messages about the directories of double-random inspections."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

KINDS = (
    MessageKind(
        key="directory_repaired",
        label="检查对象名录核对有差异",
        audience=Audience.DESK,
        subject="检查对象名录核对：更正了 {{ count }} 条",
        body="""检查对象名录与登记核对，发现差异并已更正。

补列入：{{ listed }}
补移出：{{ left }}
更正信息：{{ changed }}

名录平时随登记自动更新，出现差异说明有事件没有送达。请查看核对记录；反复出现的，请联系系统管理员。""",
        sample={"count": 3, "listed": "1", "left": "2", "changed": "0"},
        roles=("spotcheck_manager",),
    ),
    MessageKind(
        key="inspector_certificate_ends",
        label="执法证即将到期",
        audience=Audience.PERSON,
        subject="您的执法证将于 {{ until }} 到期",
        body="""您在执法检查人员名录中登记的执法证即将到期。

执法证号：{{ number }}
有效期至：{{ until }}

到期后您不再被抽取参加检查。请提前换证，并告知抽查组织人更新。""",
        sample={"number": "5101000123", "until": date(2027, 3, 31)},
    ),
    MessageKind(
        key="yearly_plan_returned",
        label="年度抽查计划退回修改",
        audience=Audience.PERSON,
        subject="年度抽查计划已退回修改",
        body="""{{ who }}把您编制的计划退回修改。

计划：{{ title }}
理由：{{ reason }}

修改后请重新报审定和备案。""",
        sample={"who": "王五", "title": "四川省 2027 年度抽查工作计划", "reason": "请补充认证机构的批次。"},
    ),
)

register_messages(__name__, KINDS)
