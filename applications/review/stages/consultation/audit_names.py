"""What the recorded actions of 征求意见 are called on the auditor's screens."""

from tianfu.ledger.audit.action_words import name_actions

name_actions(
    __name__,
    {
        "consultation.ask": "征求部门意见",
        "consultation.answer": "部门答复征求意见",
        "consultation.silent": "逾期未回复，视为无异议",
        "consultation.call_off": "不再需要部门答复",
    },
)
