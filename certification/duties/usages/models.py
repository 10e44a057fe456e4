"""A usage of the mark, the pictures of each submission, and what an officer marked on them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.models.of_mark import OfMarkQuerySet
from certification.duties.usages.pictures.areas import WHOLE, Area
from certification.duties.usages.rules import RULES
from certification.duties.usages.states import EDITABLE, OPEN, UsageState
from tianfu.ledger.protection import append_only, kept, stands
from tianfu.text.columns import Line, Lines
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits

S = UsageState
FACTS = ("carrier", "model_names", "place", "starts_on", "ends_on", "note")


class MarkUsage(Aggregate):
    """One usage on one carrier. `round` counts the submissions; `ends_on` None: as long as the authorization."""

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="usages", verbose_name="授权")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("登记编号", max_length=50, unique=True)
    # By the name that the programme's version gives it.
    carrier = Line("载体", max_length=20)
    model_names = ArrayField(models.CharField(max_length=300), verbose_name="型号规格", default=list, blank=True)
    place = Line("使用地点或媒体", max_length=200)
    starts_on = models.DateField("开始使用日期")
    ends_on = models.DateField("使用至", null=True, blank=True)
    note = Lines("使用说明", blank=True)
    round = models.PositiveSmallIntegerField("提交次数", default=1)
    state = FSMField("状态", max_length=20, choices=S, default=S.REGISTERED, editable=False)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提交人")
    filed_at = models.DateTimeField("提交时间")
    due_on = models.DateField("审核期限")
    answer = Lines("审核意见", blank=True)
    # The usage under the authorization that this one's continues (续期).
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="continuation", verbose_name="接续自"
    )

    objects = OfMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标识使用登记"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="mark_usage_desk")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="mark_usage_state_known"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mark_usage_dates"),
            models.UniqueConstraint(fields=["authorization", "serial"], name="mark_usage_once"),
        ]
        triggers: ClassVar = [
            *kept("mark_usage"),
            stands("mark_usage", fixed_columns=["authorization_id", "serial", "number", "previous_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.carrier}：{self.number}"

    @property
    def tone(self) -> str:
        """Of its pill."""
        return {S.APPROVED: "good", S.RETURNED: "warn", S.RETRACTED: "warn"}.get(S(self.state), "")

    def locks_first(self) -> Iterable[models.Model]:
        return [*self.authorization.locks_first(), self.authorization]

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @transition("state", S.REGISTERED, S.APPROVED, conditions=[complete("approve")], permission=permits("approve"))
    def approve(self, *, note: str = "", **inputs: Any) -> None:
        self.answer = note

    @transition("state", S.REGISTERED, S.RETURNED, permission=permits("hand_back"))
    def hand_back(self, *, note: str = "", **inputs: Any) -> None:
        """What is wrong where is kept beside it (`PictureMark`)."""
        self.answer = note

    @transition("state", S.REGISTERED, S.APPROVED, conditions=[complete("carry_on")], permission=permits("carry_on"))
    def carry_on(self, *, note: str = "", **inputs: Any) -> None:
        """Accepted already under the authorization that this one's continues (`continuity`)."""
        self.answer = note

    @transition("state", S.REGISTERED, S.RETRACTED, permission=permits("take_back"))
    def take_back(self, **inputs: Any) -> None:
        """By the holder, before the operator has looked at it: mended and filed again, or left."""

    @transition("state", EDITABLE, S.REGISTERED, conditions=[complete("resubmit")], permission=permits("resubmit"))
    def resubmit(self, *, actor: Any, at: Any, facts: Any, due_on: Any, **inputs: Any) -> None:
        """Filed again with other facts or pictures (`acts.resubmit`)."""
        for name in FACTS:
            setattr(self, name, getattr(facts, name))
        self.round += 1
        self.filed_by, self.filed_at, self.due_on, self.answer = actor, at, due_on, ""

    @transition("state", S.APPROVED, S.REVOKED, permission=permits("revoke"))
    def revoke(self, *, note: str = "", **inputs: Any) -> None:
        """By the operator: the mark may not be used in this way any more."""
        self.answer = note

    @transition("state", OPEN, S.REVOKED, permission=permits("stop"))
    def stop(self, **inputs: Any) -> None:
        """By the holder."""

    @transition("state", OPEN, S.REVOKED, permission=permits("close"))
    def close(self, *, note: str = "", **inputs: Any) -> None:
        """The authorization has ended."""
        self.answer = note


class MarkUsageChange(StateChange):
    subject = models.ForeignKey(MarkUsage, models.PROTECT, related_name="changes", verbose_name="标识使用登记")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "标识使用登记流转"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "revision"], name="mark_usage_change_once")]
        triggers: ClassVar = append_only("mark_usage_change")


class UsagePicture(models.Model):
    """A sample picture of one submission; one that was kept from the last submission points to the same file.

    `width` and `height` in pixels as a browser shows it.
    """

    usage = models.ForeignKey(MarkUsage, models.PROTECT, related_name="pictures", verbose_name="标识使用登记")
    round = models.PositiveSmallIntegerField("提交次数")
    position = models.PositiveSmallIntegerField("顺序")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="图片")
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")

    class Meta:
        verbose_name = verbose_name_plural = "标识使用图片"
        ordering: ClassVar = ["round", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["usage", "round", "position"], name="usage_picture_once"),
        ]
        triggers: ClassVar = append_only("usage_picture")

    def __str__(self) -> str:
        return f"图片 {self.position}"


class PictureMark(models.Model):
    """What an officer marked on a picture: a rectangle in thousandths of it, and what is wrong there."""

    picture = models.ForeignKey(UsagePicture, models.PROTECT, related_name="marks", verbose_name="图片")
    number = models.PositiveSmallIntegerField("序号")
    left = models.PositiveSmallIntegerField("左")
    top = models.PositiveSmallIntegerField("上")
    width = models.PositiveSmallIntegerField("宽")
    height = models.PositiveSmallIntegerField("高")
    text = Line("问题", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "图片标注"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["picture", "number"], name="picture_mark_once"),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1, left__lte=WHOLE - F("width"), top__lte=WHOLE - F("height")),
                name="picture_mark_within_picture",
            ),
        ]
        triggers: ClassVar = append_only("picture_mark")

    def __str__(self) -> str:
        return f"{self.number} {self.area.words} {self.text}"

    @property
    def area(self) -> Area:
        return Area(self.left, self.top, self.width, self.height)
