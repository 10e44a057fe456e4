"""States of a task, the eight result words in use, and the words of the field record (domain.md 6.1, 8.5)."""

from django.db.models import TextChoices


class TaskState(TextChoices):
    ASSIGNED = "assigned", "已分派"
    NOTIFIED = "notified", "已通知"
    VISITED = "visited", "已检查"
    CONCLUDED = "concluded", "待复核"
    REVIEWED = "reviewed", "待公布"
    PUBLISHED = "published", "已公布"
    RECTIFYING = "rectifying", "整改中"
    REINSPECTED = "reinspected", "已复查"
    CLOSED = "closed", "已办结"
    STOPPED = "stopped", "已停止"


class Origin(TextChoices):
    DRAW = "draw", "双随机抽查"
    DIRECTED = "directed", "定向检查"


class ResultWord(TextChoices):
    """One of these eight is the public result of a check (domain.md 6.1)."""

    NORMAL = "normal", "未发现问题"
    NOT_DISCLOSED = "not_disclosed", "未按规定公示应当公示的信息"
    FALSE_DISCLOSURE = "false_disclosure", "公示信息隐瞒真实情况、弄虚作假"
    UNREACHABLE = "unreachable", "通过登记的住所（经营场所）无法联系"
    ORDERED = "ordered", "发现问题已责令改正"
    UNCOOPERATIVE = "uncooperative", "不配合检查情节严重"
    NOT_ENGAGED = "not_engaged", "未发现开展本次抽查涉及的经营活动"
    PENDING = "pending", "发现问题待后续处理"


class Answer(TextChoices):
    """What was found for one item."""

    PASS = "pass", "符合"
    FAIL = "fail", "不符合"
    NONE = "none", "不涉及"
    SAMPLED = "sampled", "已抽样，待检验"


class Signing(TextChoices):
    """Did the inspected side sign the record?"""

    SIGNED = "signed", "已签字"
    REFUSED = "refused", "拒绝签字"
    ABSENT = "absent", "现场无人，无法签字"


class RecheckAct(TextChoices):
    """Why the team looks again."""

    RECHECK = "recheck", "核实"
    REINSPECT = "reinspect", "整改复查"


class Occasion(TextChoices):
    """Why the operator is asked whether to suspend or withdraw."""

    RESULT = "result", "检查结果"
    OVERDUE = "overdue", "逾期未整改"
    FAILED = "failed", "复查不合格"


GRAVE = frozenset({ResultWord.FALSE_DISCLOSURE, ResultWord.UNREACHABLE, ResultWord.UNCOOPERATIVE, ResultWord.PENDING})
"""Words that ask the operator at once; after the others it is asked when nothing was put right."""

WITH_FINDINGS = frozenset(
    {ResultWord.NOT_DISCLOSED, ResultWord.FALSE_DISCLOSURE, ResultWord.ORDERED, ResultWord.PENDING}
)
"""Words that claim a problem: at least one finding must stand behind them."""

UNOBJECTED = frozenset({ResultWord.NORMAL, ResultWord.NOT_ENGAGED})
"""Words that hold nothing against the object: no term for an objection."""

OPEN = frozenset(TaskState) - {TaskState.CLOSED, TaskState.STOPPED}
"""The case is not over."""

BEFORE_REVIEW = (TaskState.ASSIGNED, TaskState.NOTIFIED, TaskState.VISITED, TaskState.CONCLUDED)
"""The result is not formed yet."""
