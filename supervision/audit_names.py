"""What the recorded actions of inspection are called on the auditor's screens."""

from supervision.draws.rules import RULES as DRAWS
from supervision.inspections.rules import RULES as INSPECTIONS
from supervision.inspections.samples.rules import RULES as SAMPLES
from supervision.lists.blacklist.rules import RULES as ENTRIES
from supervision.lists.leads.rules import RULES as LEADS
from tianfu.ledger.audit.action_words import name_actions, name_rules
from tianfu.ledger.audit.reasons import demand_reason, weigh

_RULES = {
    "drawplan": DRAWS,
    "inspectiontask": INSPECTIONS,
    "sample": SAMPLES,
    "blacklistentry": ENTRIES,
    "lead": LEADS,
}
for model, rules in _RULES.items():
    name_rules(__name__, model, rules)
name_actions(
    __name__,
    {
        "blacklistentry.propose_enter": "提出列入黑名单",
        "blacklistentry.propose_remove": "提出移出黑名单",
        "blacklistentry.drop_proposal": "撤下移出黑名单的提议",
        "lead.file": "提交线索",
        "lead.add_photo": "添加线索照片",
        "lead.propose_check": "提出定向检查",
        "lead.drop_check": "撤下定向检查的提议",
        "lead.left_alone": "不提出暂停或撤销",
        "drawplan.drafted": "拟定抽查方案",
        "drawplan.dropped": "删除抽查方案",
        "drawplan.handed_over": "移交抽查方案",
        "drawplan.handed_back": "退回抽查方案",
        "drawplan.secret_printed": "打印密值",
        "drawplan.values_typed": "录入骰值",
        "drawplan.dice_rolled": "现场掷骰",
        "drawplan.deviation_proposed": "提出变更抽查结果",
        "drawplan.deviation": "变更抽查结果",
        "drawplan.deviation_dropped": "撤下变更提议",
        "drawplan.correction_proposed": "提出更正开奖号码",
        "drawplan.correction_dropped": "撤下更正提议",
        "drawplan.propose_void": "提出作废抽查",
        "drawplan.drop_void": "撤下作废提议",
        "inspectiontask.objected": "提出异议",
        "inspectiontask.objection_dismissed": "异议不成立",
        "inspectiontask.objection_upheld": "异议成立",
        "inspectiontask.correction_proposed": "提出更正检查结果",
        "inspectiontask.correction_dropped": "撤下更正的提议",
        "inspectiontask.rectification_filed": "提交整改报告",
        "inspectiontask.rectification_accepted": "接受整改报告",
        "inspectiontask.rectification_returned": "退回整改报告",
        "inspectiontask.left_be": "不提出暂停或撤销",
        "inspectiontask.recheck_proposed": "登记核实记录",
        "inspectiontask.reinspect_proposed": "登记复查结果",
        "inspectiontask.rechecked": "签名确认核实记录",
        "inspectiontask.reinspect_drawn": "保存被检查方在复查记录上的签字图片",
        "inspectiontask.reinspect_noted": "登记被检查方对复查记录的签字",
        "inspectiontask.recheck_dropped": "撤下核实或复查记录",
        "inspectiontask.directed": "开展定向检查",
        "sample.taken": "登记抽样单",
        "inspectiontask.record_signed": "签名确认现场记录",
        "inspectiontask.signed": "保存签字",
        "inspectiontask.finding_added": "登记发现的问题",
        "inspectiontask.finding_taken_back": "撤下登记的问题",
        "inspectiontask.taskphoto_taken_back": "撤下现场照片",
    },
)
demand_reason(__name__, "void", "deviate", "reveal", "revealed")
weigh(__name__, "void")
