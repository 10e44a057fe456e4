"""Keys of the lists, static."""

from django.db.models import TextChoices


class EntryState(TextChoices):
    """An entry of the blacklist. One whose last day is over stays 在列 in its row; its day says that it bars nobody."""

    PROPOSED = "proposed", "待复核"
    LISTED = "listed", "在列"
    REMOVED = "removed", "已移出"
    DROPPED = "dropped", "未列入"


class EntryAct(TextChoices):
    """What two people do with an entry."""

    ENTER = "enter", "列入"
    REMOVE = "remove", "移出"


class Grounds(TextChoices):
    """The public category of a cause; the facts themselves go to the enterprise only."""

    FALSE_FACTS = "false_facts", "提供虚假材料或隐瞒事实"
    MISUSE = "misuse", "冒用或违规使用标识，拒不改正"
    QUALITY = "quality", "发生质量、安全责任事故"
    REFUSAL = "refusal", "拒绝、阻碍监督检查"
    DISHONESTY = "dishonesty", "被列入严重违法失信名单"
    OTHER = "other", "其他"
