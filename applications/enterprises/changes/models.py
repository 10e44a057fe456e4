"""A change of an enterprise with its evidence and history, and the names an enterprise bore before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from applications.enterprises.changes.rules import RULES
from applications.enterprises.changes.states import OPEN, ChangeKind, ChangeState, MergerRole
from applications.enterprises.models import Enterprise
from tianfu.accounts.roles import Role
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines, search_column
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits

S = ChangeState
_READERS = frozenset(
    {
        Role.PREFECTURE_OFFICER,
        Role.PREFECTURE_APPROVER,
        Role.PROVINCE_OFFICER,
        Role.PROVINCE_APPROVER,
        Role.AUDITOR,
    }
)


class EnterpriseChangeQuerySet(models.QuerySet["EnterpriseChange"]):
    def visible_to(self, user: Any) -> "EnterpriseChangeQuerySet":
        """Those of the user's own enterprises."""
        return self.filter(
            enterprise__organisation__memberships__user=user, enterprise__organisation__memberships__status="active"
        )

    def on_console_for(self, user: Any) -> "EnterpriseChangeQuerySet":
        """Those a city decides, and those that leave it; the province and the auditor all."""
        scopes = [user.regions_for(role) for role in user.roles & _READERS]
        if None in scopes:
            return self
        regions = set().union(*scopes) if scopes else set()
        return self.filter(Q(deciding_region__in=regions) | Q(enterprise__registered_region__in=regions))

    def due(self, day: Any) -> "EnterpriseChangeQuerySet":
        """Decided, and valid from `day` or before."""
        return self.filter(state=S.APPROVED, valid_from__lte=day)


class EnterpriseChange(Aggregate):
    """One change asked for. `old_*` are filled when it takes effect, as the enterprise stood on that day."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="change_requests", verbose_name="企业")
    kind = models.CharField("变更事项", max_length=10, choices=ChangeKind)
    state = FSMField("状态", max_length=12, choices=S, default=S.FILED, editable=False)
    new_name = Line("变更后的企业名称", max_length=120, blank=True)
    new_address = Line("变更后的住所", max_length=200, blank=True)
    new_region = models.ForeignKey(
        "accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="变更后的登记市（州）"
    )
    other_name = Line("对方企业名称", max_length=120, blank=True)
    other_uscc = models.CharField("对方统一社会信用代码", max_length=18, blank=True)
    other_role = models.CharField("与对方的关系", max_length=10, choices=MergerRole, blank=True)
    valid_from = models.DateField("生效日")
    explanation = Lines("情况说明", max_length=1000, blank=True)
    deciding_region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+", verbose_name="核定地")
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    filed_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核定人"
    )
    decided_at = models.DateTimeField("核定时间", null=True, blank=True)
    effective_at = models.DateTimeField("登记生效时间", null=True, blank=True)
    old_name = Line("变更前的企业名称", max_length=120, blank=True)
    old_address = Line("变更前的住所", max_length=200, blank=True)
    old_region = models.ForeignKey(
        "accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="变更前的登记市（州）"
    )

    objects = EnterpriseChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业变更"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "valid_from"], name="enterprise_change_due")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="enterprise_change_state_known"),
            models.UniqueConstraint(
                fields=["enterprise", "kind"], condition=Q(state__in=OPEN), name="one_open_change_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.RENAME) | ~Q(new_name=""), name="rename_has_a_new_name"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.MOVE) | Q(new_region__isnull=False), name="move_has_a_new_region"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.MERGER) | ~Q(Q(other_name="") | Q(other_uscc="") | Q(other_role="")),
                name="merger_names_the_other_firm",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.EFFECTIVE) | Q(effective_at__isnull=False), name="effect_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_kind_display()}"

    def locks_first(self) -> Iterable[models.Model]:
        return [self.enterprise]

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def _decide(self, actor: Any, at: datetime) -> None:
        self.decided_by, self.decided_at = actor, at

    @transition("state", S.FILED, S.APPROVED, permission=permits("approve"))
    def approve(self, *, actor: Any, at: datetime, **inputs: Any) -> None:
        self._decide(actor, at)

    @transition("state", S.FILED, S.RETURNED, permission=permits("return_it"))
    def return_it(self, **inputs: Any) -> None:
        """The enterprise adds what is missing and hands in again."""

    @transition("state", S.FILED, S.REFUSED, permission=permits("refuse"))
    def refuse(self, *, actor: Any, at: datetime, **inputs: Any) -> None:
        self._decide(actor, at)

    @transition("state", S.RETURNED, S.FILED, permission=permits("hand_in_again"))
    def hand_in_again(self, **inputs: Any) -> None:
        """Back on the city's desk."""

    @transition("state", list(OPEN), S.WITHDRAWN, permission=permits("take_back"))
    def take_back(self, **inputs: Any) -> None:
        """Also a decided one whose day has not come."""

    @transition(
        "state", S.APPROVED, S.EFFECTIVE, conditions=[complete("take_effect")], permission=permits("take_effect")
    )
    def take_effect(self, *, at: datetime, **inputs: Any) -> None:
        self.effective_at = at


class EnterpriseChangePassage(StateChange):
    subject = models.ForeignKey(EnterpriseChange, models.PROTECT, related_name="changes", verbose_name="企业变更")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "企业变更流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="enterprise_change_passage_once")
        ]
        triggers: ClassVar = append_only("enterprise_change_passage")


class ChangeEvidence(models.Model):
    """证明材料 of a change: the new licence, the approval of the registry, the agreement of the merger."""

    change = models.ForeignKey(EnterpriseChange, models.PROTECT, related_name="evidence", verbose_name="企业变更")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "变更证明材料"
        ordering: ClassVar = ["id"]
        triggers: ClassVar = append_only("change_evidence")


class FormerName(models.Model):
    """A name by which an enterprise was known before: its own (曾用名), or that of a firm it took over."""

    class Kind(models.TextChoices):
        OWN = "own", "曾用名"
        TAKEN_OVER = "taken_over", "合并、承继前的企业"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="former_names", verbose_name="企业")
    name = Line("名称", max_length=120)
    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.OWN)
    until = models.DateField("使用至（不含）")
    search = search_column("name")
    change = models.OneToOneField(EnterpriseChange, models.PROTECT, related_name="+", verbose_name="依据")

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering: ClassVar = ["-until", "-id"]
        triggers: ClassVar = append_only("former_name")

    def __str__(self) -> str:
        return self.name
