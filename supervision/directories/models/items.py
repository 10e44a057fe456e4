"""抽查事项清单: an item in versions, published and withdrawn by two people. What is not published is not inspected."""

from datetime import date, datetime
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from supervision.directories.items.rules import RULES
from supervision.directories.states import CODE, ItemAct, ItemKind, ItemState, Method, ObjectKind
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, permits
from tianfu.workflow.models.endorsement import Endorsement

S = ItemState
# What two people published stays what they read: a change is a new version.
_STANDS = """
    IF OLD.state <> 'draft' AND (NEW.code, NEW.version, NEW.name, NEW.basis, NEW.kind, NEW.methods, NEW.object_kinds)
        IS DISTINCT FROM (OLD.code, OLD.version, OLD.name, OLD.basis, OLD.kind, OLD.methods, OLD.object_kinds) THEN
        RAISE EXCEPTION 'a published item stands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class InspectionItemQuerySet(models.QuerySet["InspectionItem"]):
    def published(self, day: date) -> "InspectionItemQuerySet":
        """What may be inspected on `day`."""
        return self.filter(published_on__lte=day).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


class InspectionItem(Aggregate):
    """One version of one item. `withdrawn_on` is the first day on which it may not be inspected any more."""

    code = Line("事项编码", max_length=64)
    version = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    name = Line("事项名称", max_length=120)
    basis = Lines("检查依据")
    kind = models.CharField("类别", max_length=10, choices=ItemKind)
    methods = ArrayField(models.CharField(max_length=10, choices=Method), verbose_name="检查方式")
    object_kinds = ArrayField(models.CharField(max_length=20, choices=ObjectKind), verbose_name="检查对象")
    state = FSMField("状态", max_length=20, choices=S, default=S.DRAFT, editable=False)
    published_on = models.DateField("公布日期", null=True, blank=True, editable=False)
    withdrawn_on = models.DateField("停用日期", null=True, blank=True, editable=False)
    # Empty: the starter list that comes with the platform.
    drafted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="编制人"
    )

    objects = InspectionItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查事项"
        ordering: ClassVar = ["code", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="inspection_item_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(state=S.PUBLISHED), name="one_published_item_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(state=S.DRAFT), name="one_draft_item_version"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="inspection_item_code"),
            models.CheckConstraint(condition=~Q(basis=""), name="inspection_item_has_basis"),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT, published_on=None, withdrawn_on=None)
                | Q(state=S.PUBLISHED, published_on__isnull=False, withdrawn_on=None)
                | Q(state=S.WITHDRAWN, published_on__isnull=False, withdrawn_on__gte=F("published_on")),
                name="inspection_item_dates",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="inspection_item_stands", when=pgtrigger.Before, operation=pgtrigger.Update, func=_STANDS
            ),
            pgtrigger.Protect(name="inspection_item_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    def method_words(self) -> str:
        """现场检查、书面检查"""
        return "、".join(Method(key).label for key in self.methods)

    def object_words(self) -> str:
        """标识使用授权、认证机构"""
        return "、".join(ObjectKind(key).label for key in self.object_kinds)

    @transition("state", S.DRAFT, S.PUBLISHED, permission=permits("publish"))
    def publish(self, *, at: datetime, **inputs: Any) -> None:
        """From this day on it may be inspected; the caller withdraws the version before it."""
        self.published_on = clock.in_beijing(at)

    @transition("state", S.PUBLISHED, S.WITHDRAWN, permission=permits("withdraw"))
    def withdraw(self, *, at: datetime, **inputs: Any) -> None:
        self.withdrawn_on = clock.in_beijing(at)


class InspectionItemChange(StateChange):
    subject = models.ForeignKey(InspectionItem, models.PROTECT, related_name="changes", verbose_name="抽查事项")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "抽查事项流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="inspection_item_change_once")
        ]
        triggers: ClassVar = append_only("inspection_item_change")


class ItemEndorsement(Endorsement):
    """Two people behind a publication or a withdrawal; `round` is the item's revision."""

    ACTS: ClassVar = dict(ItemAct.choices)

    subject = models.ForeignKey(InspectionItem, models.PROTECT, related_name="endorsements", verbose_name="抽查事项")

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "抽查事项双人复核"
