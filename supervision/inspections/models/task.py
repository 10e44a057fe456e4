"""检查任务: one object, one team, the items of its draw or its directed check, and the one word that comes out."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import GET_STATE, FSMField, transition

from supervision.inspections.models.task_queryset import InspectionTaskQuerySet
from supervision.inspections.rules import RULES
from supervision.inspections.states import UNOBJECTED, Origin, RecheckAct, ResultWord, TaskState
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits

S = TaskState
_PUBLISHED_AS = (
    "visited_on", "word", "explanation", "rectify_by", "concluded_by", "concluded_at", "publish_by", "reviewed_by",
    "reviewed_at", "published_at",
)  # fmt: skip
_CHANGED = reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in _PUBLISHED_AS))
_AFTER = (S.PUBLISHED, S.RECTIFYING, S.REINSPECTED, S.CLOSED)
_FORMED = (S.CONCLUDED, S.REVIEWED, S.PUBLISHED, S.RECTIFYING, S.REINSPECTED)


def _after_correction(task: "InspectionTask", *, endorsement: Any = None, **inputs: Any) -> str:
    """With a word that holds nothing against the object there is nothing left to put right."""
    open_case = task.state in (S.RECTIFYING, S.REINSPECTED)
    return str(S.CLOSED if open_case and getattr(endorsement, "word", "") in UNOBJECTED else task.state)


class InspectionTask(Aggregate):
    """One check. `plan` and `pick` of a draw, or `reason` and two people of a directed check."""

    state = FSMField("状态", max_length=20, choices=S, default=S.ASSIGNED, editable=False)
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.DRAW)
    # What a directed check comes from, such as "lead:12"; kept by whoever opens it.
    origin_ref = models.CharField("来源编号", max_length=80, blank=True)
    plan = models.ForeignKey(
        "supervision.DrawPlan", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="抽查方案"
    )
    pick = models.OneToOneField(
        "supervision.Pick", models.PROTECT, null=True, blank=True, related_name="task", verbose_name="抽中对象"
    )
    object = models.ForeignKey(
        "supervision.InspectionObject", models.PROTECT, related_name="tasks", verbose_name="检查对象"
    )
    items = models.ManyToManyField("supervision.InspectionItem", related_name="+", verbose_name="检查事项")
    reason = Lines("检查缘由", blank=True)
    since = models.DateField("检查期起")
    due_on = models.DateField("检查期止")
    opened_at = models.DateTimeField("分派时间")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    visited_on = models.DateField("检查日期", null=True, blank=True, editable=False)
    word = models.CharField("检查结果", max_length=20, choices=ResultWord, blank=True, editable=False)
    explanation = Lines("情况说明", blank=True)
    rectify_by = models.DateField("整改期限", null=True, blank=True, editable=False)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作出结论人"
    )
    concluded_at = models.DateTimeField("结论时间", null=True, blank=True, editable=False)
    publish_by = models.DateField("公布期限", null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结论复核人"
    )
    reviewed_at = models.DateTimeField("复核时间", null=True, blank=True, editable=False)
    # The last day on which the object may object; empty where the word says nothing against it.
    objection_until = models.DateField("异议期止", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("公布时间", null=True, blank=True, editable=False)
    reinspected_on = models.DateField("复查日期", null=True, blank=True, editable=False)
    rectified = models.BooleanField("整改合格", null=True, blank=True, editable=False)
    reinspection_note = Lines("复查情况", blank=True)
    # What two people put beside the published word, which itself stays; "" = nothing.
    corrected_word = models.CharField("更正后的检查结果", max_length=20, choices=ResultWord, blank=True, editable=False)
    corrected_at = models.DateTimeField("更正时间", null=True, blank=True, editable=False)

    objects = InspectionTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查任务"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "publish_by"], name="task_due"),
            models.Index(fields=["object", "-visited_on"], name="task_of_object"),
            models.Index(fields=["-published_at"], name="task_published"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(origin=Origin.DRAW, plan__isnull=False, pick__isnull=False)
                | Q(origin=Origin.DIRECTED, plan=None, pick=None, opened_by__isnull=False, seconded_by__isnull=False),
                name="task_has_origin",
            ),
            models.CheckConstraint(
                condition=Q(seconded_by=None) | ~Q(seconded_by=F("opened_by")), name="task_directed_by_two"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("concluded_by")), name="task_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_FORMED)
                | (~Q(word="") & Q(visited_on__isnull=False, concluded_at__isnull=False, publish_by__isnull=False)),
                name="task_concluded_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(reviewed_at__isnull=False), name="task_published_after_review"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="task_origin_stays", fields=["origin", "plan", "pick", "object", "opened_at"]),
            pgtrigger.Protect(
                name="published_result_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False) & _CHANGED,
            ),
            pgtrigger.Protect(name="task_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Never a person's name: this stands in messages and papers."""
        if self.plan is not None and self.pick is not None:
            return f"{self.plan.number} 第 {self.pick.position} 户"
        return f"定向检查 {self.pk}"

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @property
    def hidden(self) -> bool:
        """A sealed pick before its reveal: the object must not learn of it."""
        return self.plan is not None and self.plan.sealed and self.plan.revealed_at is None

    @transition("state", S.ASSIGNED, S.NOTIFIED, conditions=[complete("notify")], permission=permits("notify"))
    def notify(self, **inputs: Any) -> None:
        """The object knows of the check."""

    @transition(
        "state", [S.ASSIGNED, S.NOTIFIED], S.VISITED, conditions=[complete("visit")], permission=permits("visit")
    )
    def visit(self, **inputs: Any) -> None:
        """The field record is whole and stands."""
        self.visited_on = self.record.visited_on  # the rule asked for it

    @transition("state", S.VISITED, S.CONCLUDED, permission=permits("conclude"))
    def conclude(
        self, *, actor: Any, at: datetime, word: str, explanation: str, rectify_by: date | None, publish_by: date,
        **inputs: Any,
    ) -> None:  # fmt: skip
        """One of the eight words; the clock of its publication starts."""
        self.word, self.explanation, self.rectify_by = word, explanation, rectify_by
        self.concluded_by, self.concluded_at, self.publish_by = actor, at, publish_by

    @transition("state", S.CONCLUDED, S.VISITED, permission=permits("send_back"))
    def send_back(self, **inputs: Any) -> None:
        """The team concludes anew; the first conclusion stays in the history."""
        self.word, self.explanation, self.rectify_by = "", "", None
        self.concluded_by, self.concluded_at, self.publish_by = None, None, None

    @transition("state", S.CONCLUDED, S.REVIEWED, conditions=[complete("review")], permission=permits("review"))
    def review(self, *, actor: Any, at: datetime, objection_until: date | None = None, **inputs: Any) -> None:
        self.reviewed_by, self.reviewed_at, self.objection_until = actor, at, objection_until

    @transition("state", S.REVIEWED, S.VISITED, permission=permits("uphold"))
    def uphold(self, **inputs: Any) -> None:
        """An objection was right: the team concludes anew; what it said before stays in the history."""
        self.word, self.explanation, self.rectify_by = "", "", None
        self.concluded_by, self.concluded_at, self.publish_by = None, None, None
        self.reviewed_by, self.reviewed_at, self.objection_until = None, None, None

    @transition("state", S.REVIEWED, S.PUBLISHED, conditions=[complete("publish")], permission=permits("publish"))
    def publish(self, *, at: datetime, **inputs: Any) -> None:
        self.published_at = at

    @transition("state", S.PUBLISHED, S.RECTIFYING, conditions=[complete("order")], permission=permits("order"))
    def order(self, **inputs: Any) -> None:
        """The limit for putting things right runs."""

    @transition("state", S.RECTIFYING, S.REINSPECTED, permission=permits("reinspect"))
    def reinspect(self, *, endorsement: Any, **inputs: Any) -> None:
        """Two of the team say whether it was put right."""
        self.reinspected_on, self.rectified = endorsement.checked_on, endorsement.passed
        self.reinspection_note = endorsement.first_note

    @transition(
        "state", [S.PUBLISHED, S.REINSPECTED], S.CLOSED, conditions=[complete("close")], permission=permits("close")
    )
    def close(self, **inputs: Any) -> None:
        """Nothing is left to do in this case."""

    @transition(
        "state", [S.ASSIGNED, S.NOTIFIED, S.VISITED, S.CONCLUDED, S.REVIEWED], S.STOPPED, permission=permits("stop")
    )
    def stop(self, **inputs: Any) -> None:
        """The draw behind it was voided; what was recorded stays, nothing of it is published."""

    @transition("state", _AFTER, GET_STATE(_after_correction, _AFTER), permission=permits("correct"))
    def correct(self, *, at: datetime, endorsement: Any, objection_until: date | None = None, **inputs: Any) -> None:
        """Two people put another word beside the published one; against what it says the object may object anew."""
        self.corrected_word, self.corrected_at, self.objection_until = endorsement.word, at, objection_until

    @property
    def answers(self) -> dict[str, Any]:
        """What stands for each item: the last 核实记录's, else the filed record's; {} before there is one."""
        again = (row for row in self.rechecks.all() if row.act == RecheckAct.RECHECK and row.counts)
        last = max(again, key=lambda row: row.pk, default=getattr(self, "record", None))
        return last.answers if last is not None else {}

    @property
    def final_word(self) -> str:
        """The word as it stands after its corrections."""
        return self.corrected_word or self.word

    def last_day_of_publication(self) -> date | None:
        """While the result waits for its publication; None otherwise."""
        return self.publish_by if self.state in (S.CONCLUDED, S.REVIEWED) else None

    def publication_overdue(self) -> bool:
        """The term has passed and the word is not public."""
        due = self.last_day_of_publication()
        return due is not None and due < clock.today()


class InspectionTaskChange(StateChange):
    subject = models.ForeignKey(InspectionTask, models.PROTECT, related_name="changes", verbose_name="检查任务")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "检查任务流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="inspection_task_change_once")
        ]
        triggers: ClassVar = append_only("inspection_task_change")
