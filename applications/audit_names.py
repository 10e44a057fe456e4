"""What the recorded actions of applications are called on the auditor's screens."""

from applications.cases.rules.verbs import RULES
from applications.enterprises.changes.rules import RULES as CHANGES
from tianfu.ledger.audit.action_words import name_actions, name_rules, notable
from tianfu.ledger.audit.reasons import demand_reason, weigh

name_rules(__name__, "application", RULES)
name_rules(__name__, "enterprisechange", CHANGES)
name_actions(
    __name__,
    {
        **{f"application.{verb}_proposed": f"提出{rule.label}" for verb, rule in RULES.items()},
        "application.proposal_replaced": "另行提出，原意见不再待复核",
        "application.open": "新建申报",
        "application.begun_from": "带入上一次申报的内容",
        "application.sign": "签署",
        "application.take": "开始经办",
        "application.take_over": "接办",
        "application.assign": "交给同事办理",
        "application.release": "退回岗位",
        "application.access_ended": "权限终止，退回岗位",
        "application.claim_lapsed": "久未办理，退回岗位",
        "application.stand_still": "中止计算期限",
        "application.run_on": "继续计算期限",
        "application.due_recomputed": "重新计算期限",
        "application.moved": "变更办理地区",
        "application.exported": "导出工作清单",
        "batch.open": "开设批次",
        "enterprise.claim": "认领企业",
        "enterprise.claim_decided": "核验企业认领",
        "enterprise.edit": "修改企业资料",
        "enterprise.renamed": "企业更名",
        "enterprise.moved": "企业住所或登记地变更",
        "enterprise.merged": "企业合并、分立",
        "enterprise_change.filed": "申请企业变更",
        "objection.record": "登记异议",
        "objection.summarise": "拟写异议摘要",
        "objection.summary_check": "核对异议摘要",
        "objection.summary_return": "退改异议摘要",
        "objection.answer": "陈述异议情况",
        "objection.close": "异议办结",
        "product.added": "添加产品",
        "product.changed": "修改产品",
        "product.corrected": "更正申报中的产品资料",
        "public_notice.publish_again": "重新发布公示",
    },
)
demand_reason(__name__, "reject", "decline", "not_accept", "send_back", "ask_correction", "terminate")
weigh(__name__, "authorize")
notable(
    __name__,
    "application.exported",
    "application.reject",
    "application.decline",
    "application.terminate",
    "application.authorize",
)
