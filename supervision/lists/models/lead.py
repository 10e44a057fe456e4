"""线索: what a local bureau or a 社会监督员 found; an officer decides what becomes of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from supervision.directories.scope import about_marks
from supervision.lists.leads.rules import OVERSEERS, RULES
from supervision.lists.leads.states import LeadOutcome, LeadSource, LeadState
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, permits
from tianfu.workflow.models.endorsement import Endorsement

S = LeadState


class LeadQuerySet(models.QuerySet["Lead"]):
    def visible_to(self, user: Any) -> "LeadQuerySet":
        """All for the province and the auditor (of one programme: about its marks, or none); everybody's own."""
        whole = about_marks(user, OVERSEERS)
        if whole is None:
            return self.filter(filed_by=user)
        return self.filter(whole | Q(filed_by=user)) if whole else self


class Lead(Aggregate):
    """A finding. Who filed it, and whose eyes found it, is known to the province and the auditor only, beside the filer."""

    authorization = models.ForeignKey(
        "certification.Authorization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="授权"
    )
    source = models.CharField("来源", max_length=12, choices=LeadSource, editable=False)
    found_on = models.DateField("发现日期")
    place = Line("发现地点", max_length=200)
    text = Lines("情况")
    state = FSMField("状态", max_length=20, choices=S, default=S.FILED, editable=False)
    outcome = models.CharField("处理方式", max_length=20, choices=LeadOutcome, blank=True, editable=False)
    reason = Lines("处理理由", blank=True, editable=False)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人")
    filed_at = models.DateTimeField("提交时间")

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "线索"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__in=LeadSource.values), name="lead_source_known"),
            models.CheckConstraint(
                condition=Q(state=S.FILED, outcome="", reason="")
                | (Q(state=S.DECIDED) & ~Q(outcome="") & ~Q(reason="")),
                name="lead_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=LeadOutcome.SUSPEND) | Q(authorization__isnull=False), name="lead_names_the_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"线索 {self.pk}"

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @transition("state", S.FILED, S.DECIDED, permission=permits("decide"))
    def decide(self, *, outcome: str, note: str, **inputs: Any) -> None:
        """With the reason that the filer reads."""
        self.outcome, self.reason = outcome, note


class LeadChange(StateChange):
    subject = models.ForeignKey(Lead, models.PROTECT, related_name="changes", verbose_name="线索")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "线索流转"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "revision"], name="lead_change_once")]
        triggers: ClassVar = append_only("lead_change")


class LeadEndorsement(Endorsement):
    """Two people behind a directed check upon a finding: which items, which team (its lead first), by key."""

    ACTS: ClassVar = dict(LeadOutcome.choices)

    subject = models.ForeignKey(Lead, models.PROTECT, related_name="endorsements", verbose_name="线索")
    items = ArrayField(models.BigIntegerField(), verbose_name="检查事项")
    team = ArrayField(models.BigIntegerField(), verbose_name="检查组")

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "线索双人复核"


class LeadPhoto(models.Model):
    """One picture of a finding; checked as every upload, stays with it."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="photos", verbose_name="线索")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="照片")
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = verbose_name_plural = "线索照片"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.file.name
