"""标识使用授权: what an enterprise earned, and everything that happened to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django_fsm import FSMField, transition

from certification.authorizations.models import indexes, what_stands
from certification.authorizations.models.authorization_queryset import AuthorizationQuerySet
from certification.authorizations.models.content import Content
from certification.authorizations.models.indexes import Grams  # noqa: F401 - migrations name it here
from certification.authorizations.models.words import InWords
from certification.authorizations.rules import RULES
from certification.authorizations.states import Act, AuthorizationState, Cause, effective, limit_key
from certification.certificates.models import QualityCertificate
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines, search_column
from tianfu.text.moments import beijing_day
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits
from tianfu.workflow.models.endorsement import Endorsement

S = AuthorizationState


class Authorization(InWords, Content, Aggregate):
    """One product's right to carry the mark. Facts are copied at the decision; keys are only a trail."""

    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="authorization", verbose_name="申报"
    )
    programme = models.ForeignKey("applications.Programme", models.PROTECT, related_name="+", verbose_name="品牌项目")
    enterprise = models.ForeignKey(
        "applications.Enterprise", models.PROTECT, related_name="authorizations", verbose_name="持有人"
    )
    product = models.ForeignKey(
        "applications.Product", models.PROTECT, related_name="authorizations", verbose_name="产品"
    )
    certificate = models.ForeignKey(
        QualityCertificate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="authorizations",
        verbose_name="质量认证证书",
    )
    # What this one continues (续期); its days begin after the other's.
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continuations", verbose_name="续期自"
    )
    route = models.CharField("方式", max_length=30)
    # What the route rests on, as the programme said when it was decided: certificate, declaration or review.
    basis = models.CharField("依据", max_length=12, editable=False)
    number = models.CharField("授权编号", max_length=40, unique=True, null=True, blank=True, editable=False)
    state = FSMField("状态", max_length=20, choices=S, default=S.PENDING, editable=False)
    holder_name = Line("持有人名称", max_length=120)
    holder_uscc = models.CharField("持有人统一社会信用代码", max_length=18, db_index=True)
    product_name = Line("产品名称", max_length=80)
    models_text = Line("型号规格", max_length=300, blank=True)
    standard = Line("执行标准", max_length=270)
    trademark = Line("商标", max_length=80, blank=True)
    sector = models.CharField("领域", max_length=20)
    industry = models.ForeignKey("applications.Industry", models.PROTECT, related_name="+", verbose_name="产业")
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+", verbose_name="市（州）")
    facts = models.JSONField("公开内容", default=dict)
    decided_on = models.DateField("授权日期")
    starts_on = models.DateField("有效期起")
    ends_on = models.DateField("有效期止")
    published_at = models.DateTimeField("公布时间", null=True, blank=True, editable=False)
    # Names under which people may look for it besides the printed one: 曾用名, the name after a change.
    other_names = Lines("其他名称", blank=True, default="", editable=False)
    search = search_column(
        "holder_name",
        "other_names",
        "product_name",
        "models_text",
        "trademark",
        "number",
        "holder_uscc",
        # Its number only: what stands before the first Chinese character. Titles repeat names of other products.
        Func(F("standard"), Value("^[^一-龥]+"), function="substring"),
        KeyTextTransform("region_label", "facts"),
        KeyTextTransform("industry_label", "facts"),
    )

    objects = AuthorizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标识使用授权"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = indexes.AUTHORIZATION
        constraints: ClassVar = what_stands.CONSTRAINTS
        triggers: ClassVar = what_stands.AUTHORIZATION

    def __str__(self) -> str:
        return self.number or f"{self.product_name}（制证中）"

    def locks_first(self) -> Iterable[models.Model]:
        return [self.certificate] if self.certificate is not None else []

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    def effective_on(self, day: date) -> AuthorizationState:
        """The same answer as the queryset's `effective_state`."""
        return effective(self.state, self.ends_on, day)

    def certificate_issued(self) -> bool:
        return self.number is not None and self.certificates.exists()

    @transition("state", S.PENDING, S.ACTIVE, conditions=[complete("activate")], permission=permits("activate"))
    def activate(self, *, at: Any, **inputs: Any) -> None:
        self.published_at = at

    @transition("state", S.ACTIVE, S.SUSPENDED, permission=permits("suspend"))
    def suspend(self, **inputs: Any) -> None:
        """The cause row is written by `certification.authorizations.sanctions.acts` in the same transaction."""

    @transition("state", S.SUSPENDED, S.ACTIVE, conditions=[complete("reinstate")], permission=permits("reinstate"))
    def reinstate(self, **inputs: Any) -> None:
        """Only when no cause is open any more."""

    @transition("state", [S.ACTIVE, S.SUSPENDED], S.WITHDRAWN, permission=permits("withdraw"))
    def withdraw(self, **inputs: Any) -> None:
        """撤销: fault; a bar for new applications follows (policy reapply_bar_years)."""

    @transition("state", [S.PENDING, S.ACTIVE, S.SUSPENDED], S.CANCELLED, permission=permits("cancel"))
    def cancel(self, **inputs: Any) -> None:
        """注销: neutral end, on request; also the way out for one that can no longer be issued."""

    @transition(
        "state",
        [S.ACTIVE, S.SUSPENDED],
        S.EXPIRED,
        conditions=[complete("expire")],
        permission=permits("expire"),
    )
    def expire(self, **inputs: Any) -> None:
        """Writes down what `effective_state` has shown since midnight."""


class AuthorizationChange(StateChange):
    subject = models.ForeignKey(Authorization, models.PROTECT, related_name="changes", verbose_name="授权")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "授权流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="authorization_change_once")
        ]
        indexes: ClassVar = indexes.CHANGE
        triggers: ClassVar = append_only("authorization_change")


class AuthorizationEndorsement(Endorsement):
    """四眼 of an act on an authorization; `round` is the revision it was proposed on."""

    ACTS: ClassVar = dict(Act.choices)

    subject = models.ForeignKey(Authorization, models.PROTECT, related_name="endorsements", verbose_name="授权")
    cause = models.CharField("原因", max_length=20, choices=Cause, blank=True)
    # The holder's answer that this act decides on.
    restoration = models.ForeignKey(
        "certification.Restoration",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name="恢复申请",
    )
    # The new certificate that this act puts under the mark.
    replacement = models.ForeignKey(
        "certification.Replacement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name="更换证书",
    )
    # What the proposal rests on, such as "inspection:12" (`authorizations.bases`).
    basis = models.CharField("依据", max_length=80, blank=True)

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "双人复核"
        indexes: ClassVar = [
            models.Index(fields=["basis"], condition=~Q(basis=""), name="endorsement_basis"),
        ]


class Suspension(models.Model):
    """One cause of a suspension. The mark is active only when none is open (design 4)."""

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="suspensions", verbose_name="授权")
    cause = models.CharField("原因", max_length=20, choices=Cause)
    reason = Lines("说明")
    since = models.DateTimeField("起")
    # By the policy of the day it began; null = this cause has no limit, or one of its own.
    limit_on = models.DateField("暂停期限", null=True, blank=True)
    lifted_at = models.DateTimeField("消除时间", null=True, blank=True)
    lifted_note = Lines("消除说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "暂停原因"
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authorization", "cause"], condition=Q(lifted_at=None), name="one_open_suspension_per_cause"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_at__gte=F("since")), name="suspension_lifted_after_it_began"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["limit_on"], condition=Q(lifted_at=None), name="suspension_limits"),
        ]
        triggers: ClassVar = what_stands.SUSPENSION

    def __str__(self) -> str:
        return f"{self.authorization} {self.get_cause_display()}"

    @property
    def began_on(self) -> date:
        return beijing_day(self.since)

    @property
    def limit_key(self) -> str | None:
        return limit_key(self.cause)
