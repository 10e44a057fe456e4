"""What the recorded actions of the directories are called on the auditor's screens."""

from supervision.directories.items.rules import RULES as ITEMS
from supervision.directories.plans.rules import RULES as PLANS
from tianfu.ledger.audit.action_words import name_actions, name_rules

name_rules(__name__, "inspectionitem", ITEMS)
name_rules(__name__, "yearlyplan", PLANS)
name_actions(
    __name__,
    {
        "directory.preview": "上传待导入的名录",
        "directory.import": "导入名录",
        "directory.drop_import": "放弃导入名录",
        "directory.repaired": "修正名录",
        "inspectionitem.draft": "拟定抽查事项",
        "inspectionitem.change": "修改抽查事项",
        "inspectionitem.propose_publish": "提出公布事项",
        "inspectionitem.propose_withdraw": "提出停用事项",
        "inspectionitem.drop_proposal": "撤下事项提议",
        "inspectionobject.set_tags": "设定检查对象标签",
        "inspector.enter": "列入检查人员名录",
        "inspector.change": "修改检查人员资料",
        "inspector.take_off": "移出检查人员名录",
        "inspector.put_back": "重新列入检查人员名录",
        "inspector.declare_leave": "登记检查人员请假",
        "inspector.take_back_leave": "撤回检查人员请假",
        "inspector.declare_recusal": "登记检查人员回避",
        "inspector.end_recusal": "终止检查人员回避",
        "yearlyplan.draw_up": "编制年度抽查计划",
        "yearlyplan.change": "修改年度抽查计划",
        "yearlyplan.new_version": "拟定年度抽查计划新版本",
        "yearlyplan.save_batch": "登记计划批次",
        "yearlyplan.remove_batch": "删除计划批次",
    },
)
