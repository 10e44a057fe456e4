"""What recorded actions are called in Chinese, on the auditor's screens.

An app names its own actions at start-up with `name_actions`; one without a name is shown as it is
stored. The stored name never changes with the wording.
"""

_WORDS: dict[str, str] = {
    "account.signed_up": "注册账号",
    "account.created": "建立账号",
    "account.disabled": "停用账号",
    "account.enabled": "恢复账号",
    "email.changed": "更换邮箱",
    "password.changed": "修改密码",
    "sign_in.locked": "登录失败过多，暂时锁定",
    "second_factor.added": "启用两步验证",
    "second_factor.removed": "停用两步验证",
    "second_factor.reset": "重置两步验证",
    "second_factor.reset_proposed": "提出重置两步验证",
    "second_factor.reset_refused": "不同意重置两步验证",
    "second_factor.reset_withdrawn": "撤下两步验证重置",
    "grant.proposed": "提议授予角色",
    "grant.confirmed": "复核同意授予角色",
    "grant.refused": "不同意授予角色",
    "grant.withdrawn": "撤下授予提议",
    "grant.expired": "授予提议逾期失效",
    "grant.void": "授予提议失效",
    "administrators.founded": "建立首批系统管理员",
    "administrators.recovered": "补建系统管理员",
    "separation.refused": "拒绝同一人兼居两方",
    "role.granted": "授予角色",
    "role.ended": "终止角色",
    "organisation.founded": "建立组织",
    "membership.requested": "申请加入",
    "membership.added": "加入成员",
    "membership.approved": "同意加入",
    "membership.refused": "拒绝加入",
    "membership.left": "退出组织",
    "membership.removed": "移出成员",
    "membership.released": "解除成员关系",
    "membership.rights_set": "设定成员权限",
    "file.downloaded": "下载文件",
    "personal.viewed": "查看个人信息",
    "file.unreadable": "文件缺失或被改动",
    "retention.purged": "按期限清除数据",
    "file.infected": "文件发现病毒",
    "file.unscanned": "文件未能扫描，已搁置",
    "file.scan_again": "重新扫描文件",
    "paper.issued": "制作文书",
    "policy.set": "设定政策参数",
    "calendar.loaded": "载入放假通知",
    "clock.moved": "拨动演示时间",
    "job.retried": "重新执行任务",
    "outgoingmail.read": "阅读已发邮件",
}


def name_actions(words: dict[str, str]) -> None:
    """Give recorded actions (`subject.verb`) their Chinese names."""
    _WORDS.update(words)


def words_for(action: str) -> str:
    """The Chinese name, or the stored name when there is none."""
    return _WORDS.get(action, action)
