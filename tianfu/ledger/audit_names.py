"""What the recorded actions of accounts are called (they announce, the ledger records), and verbs of every app."""

from tianfu.ledger.audit.action_words import name_actions, notable
from tianfu.ledger.audit.reasons import demand_reason, weigh

name_actions(
    __name__,
    {
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
        "personal.viewed": "查看个人信息",
    },
)
demand_reason(__name__, "role.granted", "role.ended", "export", "exported")
weigh(__name__, "granted", "ended")
notable(
    __name__,
    "grant.proposed",
    "role.granted",
    "role.ended",
    "administrators.founded",
    "administrators.recovered",
    "separation.refused",
    "account.created",
    "account.disabled",
    "account.enabled",
    "sign_in.locked",
    "second_factor.reset_proposed",
    "second_factor.reset",
)
