"""Kinds and states of a change of an enterprise. A leaf."""

from django.db.models import TextChoices


class ChangeKind(TextChoices):
    RENAME = "rename", "名称变更"
    MOVE = "move", "住所或登记地变更"
    MERGER = "merger", "合并、分立的承继记录"


class MergerRole(TextChoices):
    ABSORBED = "absorbed", "对方并入本企业"
    SUCCEEDS = "succeeds", "本企业由对方分立而来，承继其业务"


class ChangeState(TextChoices):
    FILED = "filed", "待核定"
    RETURNED = "returned", "待补充"
    APPROVED = "approved", "已核定，待生效"
    EFFECTIVE = "effective", "已生效"
    REFUSED = "refused", "不予变更"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = (ChangeState.FILED, ChangeState.RETURNED, ChangeState.APPROVED)
EVENTS = {
    "approve": "同意变更",
    "return_it": "退回补充",
    "refuse": "不予变更",
    "hand_in_again": "补充后再次提交",
    "take_back": "撤回申请",
    "take_effect": "变更生效",
}
