"""决定书: the letters about an entry of the blacklist."""

from typing import ClassVar

from django.db import models

from supervision.lists.models.blacklist import BlacklistEntry
from supervision.lists.states import EntryAct
from tianfu.ledger.protection import append_only


class BlacklistPaper(models.Model):
    """The letter of an entry or of a removal, read by the enterprise and by those who may read the entry."""

    entry = models.ForeignKey(BlacklistEntry, models.PROTECT, related_name="papers", verbose_name="黑名单")
    act = models.CharField("事项", max_length=20, choices=EntryAct)
    paper = models.OneToOneField("papers.Paper", models.PROTECT, related_name="+", verbose_name="文书")
    created_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "黑名单文书"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "act"], name="blacklist_paper_once")]
        triggers: ClassVar = append_only("blacklist_paper")

    def __str__(self) -> str:
        return str(self.paper)
