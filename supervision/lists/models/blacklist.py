"""黑名单 (川质强省发〔2021〕1号 三(四)): cause, period, removal; each by two people."""

from datetime import date, datetime
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from supervision.lists.blacklist.rules import RULES
from supervision.lists.states import EntryAct, EntryState, Grounds
from tianfu.ledger.protection import StandsTrigger, append_only, kept
from tianfu.text import moments
from tianfu.text.columns import Line, Lines, search_column
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, permits
from tianfu.workflow.models.endorsement import Endorsement

S = EntryState

# What was entered stays as it was entered; one that was removed or dropped stays altogether.
_AS_ENTERED = (
    "uscc", "name", "grounds", "cause", "months", "number", "since", "until", "entered_by_id", "entered_at",
)  # fmt: skip
# What two people sign when it is entered.
_AS_PROPOSED = ("uscc", "name", "grounds", "cause", "months")
_STAND = f"""
IF ({", ".join(f"NEW.{name}" for name in _AS_PROPOSED)}) IS DISTINCT FROM
    ({", ".join(f"OLD.{name}" for name in _AS_PROPOSED)}) OR OLD.state IN ('removed', 'dropped') OR (OLD.state = 'listed' AND ({", ".join(f"NEW.{name}" for name in _AS_ENTERED)})
    IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in _AS_ENTERED)})) THEN
  RAISE EXCEPTION '黑名单的记录不能修改' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


class BlacklistQuerySet(models.QuerySet["BlacklistEntry"]):
    def standing(self, day: date) -> "BlacklistQuerySet":
        """Entries in force on `day`."""
        return self.filter(state=S.LISTED, since__lte=day).filter(Q(until=None) | Q(until__gte=day))

    def decided(self) -> "BlacklistQuerySet":
        """Those that were entered, whatever became of them since."""
        return self.filter(state__in=[S.LISTED, S.REMOVED])


class BlacklistEntry(Aggregate):
    """An enterprise that may not apply. Entered and removed with a reason by two people; never deleted.

    `months`: the period as proposed; `since` and `until` (its last day) are counted from the day of confirmation.
    """

    uscc = models.CharField("统一社会信用代码", max_length=18, db_index=True)
    name = Line("名称", max_length=120)
    grounds = models.CharField("事由类别", max_length=20, choices=Grounds, default=Grounds.OTHER)
    cause = Lines("事由")
    months = models.PositiveSmallIntegerField("期限（月）", null=True, blank=True)
    state = FSMField("状态", max_length=20, choices=S, default=S.PROPOSED, editable=False)
    number = models.CharField("列入文号", max_length=60, blank=True, editable=False)
    removal_number = models.CharField("移出文号", max_length=60, blank=True, editable=False)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="列入人"
    )
    entered_at = models.DateTimeField("列入时间", null=True, blank=True)
    removed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移出人"
    )
    removed_at = models.DateTimeField("移出时间", null=True, blank=True)
    removal_reason = Lines("移出理由", blank=True)
    search = search_column("name", "uscc")

    objects = BlacklistQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "黑名单"
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="blacklist_dates"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | (Q(removed_by__isnull=False) & ~Q(removal_reason="")),
                name="blacklist_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.PROPOSED, S.DROPPED], entered_at=None, entered_by=None, removed_at=None)
                | Q(
                    state=S.LISTED,
                    since__isnull=False,
                    entered_at__isnull=False,
                    entered_by__isnull=False,
                    removed_at=None,
                )
                | Q(state=S.REMOVED, since__isnull=False, entered_at__isnull=False, removed_at__isnull=False),
                name="blacklist_state_whole",
            ),
            models.UniqueConstraint(
                fields=["uscc"], condition=Q(state=S.PROPOSED), name="one_proposed_blacklist_entry"
            ),
        ]
        triggers: ClassVar = [
            StandsTrigger(name="blacklist_entry_stands", operation=pgtrigger.Update, func=_STAND),
            *kept("blacklist_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {moments.numeric_day(self.since)}" if self.since else self.name

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    def standing_on(self, day: date) -> bool:
        """Does it bar the enterprise on `day`?"""
        begun = self.state == S.LISTED and self.since is not None and self.since <= day
        return begun and (self.until is None or self.until >= day)

    @property
    def label(self) -> str:
        """在列, 期满 …, as people read it today."""
        over = self.state == S.LISTED and not self.standing_on(clock.today())
        return "已期满" if over else str(self.get_state_display())

    @transition("state", S.PROPOSED, S.LISTED, permission=permits("enter"))
    def enter(self, *, actor: Any, at: datetime, number: str = "", **inputs: Any) -> None:
        """In force from today; the last day is counted from today, not from the proposal. `number`: the letter's 文号."""
        self.number = number
        self.entered_by, self.entered_at, self.since = actor, at, clock.in_beijing(at)
        if self.months:
            self.until = date.fromordinal(add_months(self.since, self.months).toordinal() - 1)

    @transition("state", S.LISTED, S.REMOVED, permission=permits("remove"))
    def remove(self, *, actor: Any, at: datetime, note: str, number: str = "", **inputs: Any) -> None:
        """At once; `number`: the letter's 文号."""
        self.removal_number = number
        self.removed_by, self.removed_at, self.removal_reason = actor, at, note

    @transition("state", S.PROPOSED, S.DROPPED, permission=permits("drop"))
    def drop(self, **inputs: Any) -> None:
        """The proposal is taken back; it never barred anybody."""


class BlacklistChange(StateChange):
    subject = models.ForeignKey(BlacklistEntry, models.PROTECT, related_name="changes", verbose_name="黑名单")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "黑名单流转"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "revision"], name="blacklist_change_once")]
        triggers: ClassVar = append_only("blacklist_change")


class BlacklistEndorsement(Endorsement):
    """Two people behind an entry or a removal; `round` is the entry's revision."""

    ACTS: ClassVar = dict(EntryAct.choices)

    subject = models.ForeignKey(BlacklistEntry, models.PROTECT, related_name="endorsements", verbose_name="黑名单")

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "黑名单双人复核"
