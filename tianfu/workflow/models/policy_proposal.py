from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tianfu.ledger.protection import kept, stands
from tianfu.text.columns import Lines
from tianfu.workflow.policies.units import Unit, write_value

_ANSWER = ("outcome", "closed_by_id", "closed_at", "closing_reason", "policy_id")


class ProposalOutcome(models.TextChoices):
    CONFIRMED = "confirmed", "已复核，已设定"
    REFUSED = "refused", "复核人不同意"
    WITHDRAWN = "withdrawn", "提议人已撤下"
    LAPSED = "lapsed", "生效日期已过，未复核"


class PolicyProposal(models.Model):
    """One administrator's proposal of a value; another one's confirmation makes the `Policy` row.

    Answered once, never changed otherwise and never deleted. Written only by `tianfu.workflow.policies.proposals`.
    """

    key = models.CharField("参数", max_length=80)
    scope = models.SlugField("适用项目", max_length=60, blank=True, default="")
    value = models.JSONField("值")
    unit = models.CharField("单位", max_length=20, choices=Unit)
    source = Lines("依据")
    proposal = models.BooleanField("建议值", default=False)
    valid_from = models.DateField("生效日期")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提议人")
    proposed_at = models.DateTimeField("提议时间")
    outcome = models.CharField("结果", max_length=10, choices=ProposalOutcome, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closing_reason = Lines("复核意见", blank=True)
    policy = models.OneToOneField(
        "workflow.Policy", models.PROTECT, null=True, blank=True, related_name="proposed", verbose_name="设定的取值"
    )

    class Meta:
        verbose_name = verbose_name_plural = "政策参数提议"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key", "scope"], condition=Q(outcome=""), name="workflow_policy_proposed_once"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="workflow_proposal_has_source"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, closed_by=None) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="workflow_proposal_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome=ProposalOutcome.CONFIRMED, policy__isnull=False, closed_by__isnull=False)
                | (~Q(outcome=ProposalOutcome.CONFIRMED) & Q(policy=None)),
                name="workflow_proposal_confirmed_is_set",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[ProposalOutcome.CONFIRMED, ProposalOutcome.REFUSED])
                | ~Q(closed_by=F("proposed_by")),
                name="workflow_proposal_second_is_another",
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            *kept("policy_proposal"),
            stands("policy_proposal", open_columns=_ANSWER, until="OLD.outcome <> ''"),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.in_words}（{self.valid_from} 起）"

    @property
    def in_words(self) -> str:
        """The value with its unit, in Chinese."""
        return write_value(self.unit, self.value)
