"""What a role lets its holder do, in a sentence for the administrator who confirms it."""

from tianfu.accounts.programmes import seat, whole
from tianfu.accounts.roles import Role

MAY: dict[Role, str] = {
    Role.PREFECTURE_OFFICER: "核验企业认领和变更，办理形式审查，提出{seat}初审意见，查看本地区申报材料和企业联系人",
    Role.PREFECTURE_APPROVER: "复核{seat}初审意见，导出本地区申报，查看申报材料和企业联系人",
    Role.PROVINCE_OFFICER: "提出准予或者终止办理，查看{whole}申报材料和企业联系人",
    Role.PROVINCE_APPROVER: "与经办人共同作出准予决定、终止办理，查看{whole}申报材料和企业联系人",
    Role.OPERATOR_OFFICER: "审核资料，处理异议，签署授权协议，提出或者复核不予授权和授权的暂停、恢复、撤销、注销",
    Role.DEPARTMENT_OFFICER: "代表有关部门对申报提出意见",
    Role.COMMITTEE_MEMBER: "审议并表决",
    Role.EXPERT: "评审申报材料，给出评审结论",
    Role.LABORATORY_USER: "报送检测结果",
    Role.ALLIANCE_SECRETARIAT: "办理联盟事务",
    Role.STANDARDS_OFFICER: "维护标准",
    Role.INSPECTOR: "现场检查并填报结果",
    Role.SPOTCHECK_MANAGER: "组织抽查",
    Role.COMPLAINT_OFFICER: "处理投诉举报",
    Role.APPEAL_OFFICER: "处理申诉",
    Role.AUDITOR: "查看平台的全部记录，包括个人信息和审计台账",
    Role.SYSTEM_ADMIN: "建立和停用账号，与另一位系统管理员共同授予角色，单独终止角色，设定政策参数，登记机构",
}


def consequences(role: Role, programme: str, waiting_hours: int) -> dict[str, str]:
    """`told` and `undo` for `components/confirm.html`."""
    starts = f"满 {waiting_hours} 小时" if waiting_hours else "即时"
    may = MAY[role].format(seat=seat(programme), whole=whole(programme))
    return {
        "what": f"对方可以{may}。本人首次以两步验证登录之后{starts}生效。",
        "told": "本人、提议人和审计员会收到消息。您和提议人今后提出的事项，不能由其作第二人复核。",
        "undo": "任何一位系统管理员可以随时终止这个角色；期间已办理的事项仍然有效，授予记录长期保留。",
    }
