"""What the recorded actions of policies, calendar, clock and jobs are called on the auditor's screens."""

from tianfu.ledger.audit.action_words import name_actions, notable

name_actions(
    __name__,
    {
        "retention.purged": "按期限清除数据",
        "policy.set": "设定政策参数",
        "policy.proposed": "提出政策参数新值",
        "policy.proposal_closed": "撤下或不同意政策参数新值",
        "calendar.loaded": "载入放假通知",
        "clock.moved": "拨动演示时间",
        "job.retried": "重新执行任务",
    },
)
notable(__name__, "policy.set", "calendar.loaded", "clock.moved", "retention.purged", "job.retried")
