"""Keys of the directories, static; and how an id, a tag and a region prefix look wherever a draw reads them (trust A.3)."""

from django.db.models import TextChoices

CODE = r"^[0-9A-Za-z._-]{1,64}$"
PREFIX = r"^[0-9]{2}([0-9]{2}){0,2}$"


class ObjectKind(TextChoices):
    """Kinds of 检查对象. A kind is listed as soon as a source of its facts is registered (`register.py`)."""

    AUTHORIZATION = "authorization", "标识使用授权"
    CERTIFICATION_BODY = "certification_body", "认证机构"
    MARK_USAGE = "mark_usage", "标识使用登记"


class ItemKind(TextChoices):
    """国市监信〔2019〕38号: the ratio of a general item is strictly limited, that of a key item has no upper limit."""

    GENERAL = "general", "一般检查事项"
    KEY = "key", "重点检查事项"


class Method(TextChoices):
    ON_SITE = "on_site", "现场检查"
    PAPERS = "papers", "书面检查"
    ONLINE = "online", "网络监测"
    SAMPLING = "sampling", "抽样检验"


class ItemState(TextChoices):
    DRAFT = "draft", "未公布"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已停用"


class ItemAct(TextChoices):
    """What two people do with an item."""

    PUBLISH = "publish", "公布"
    WITHDRAW = "withdraw", "停用"


class PlanState(TextChoices):
    """抽查工作计划 (domain 8.5)."""

    DRAFT = "draft", "编制中"
    APPROVED = "approved", "已审定"
    FILED = "filed", "已备案"
    PUBLISHED = "published", "已公布"
    CLOSED = "closed", "已结束"


class BatchKind(TextChoices):
    """Why a batch is planned: 日常抽查+季节专项+风险随机 (domain 4)."""

    ROUTINE = "routine", "日常抽查"
    SEASONAL = "seasonal", "季节专项"
    RISK = "risk", "风险随机"


class Passage(TextChoices):
    """What happened to an object of the directory."""

    LISTED = "listed", "列入"
    LEFT = "left", "移出"
    RETURNED = "returned", "重新列入"
    CHANGED = "changed", "信息更新"
