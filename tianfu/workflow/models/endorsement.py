from collections.abc import Mapping
from typing import Any, ClassVar, TypeGuard

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tianfu.ledger.protection import kept, stands
from tianfu.text.columns import Lines
from tianfu.workflow import clock

# What the second person, or whoever takes the proposal back, fills in; everything else stays as it was signed.
SECOND_COLUMNS = ("second_by_id", "second_at", "second_note", "withdrawn_by_id", "withdrawn_at", "withdrawn_note")


def signed_stays(*more: str) -> list[Any]:
    """`Meta.triggers` of an endorsement: never deleted; `more` are columns that the second act fills in as well."""
    over = "OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL"
    return [*kept("endorsement"), stands("endorsement", open_columns=[*SECOND_COLUMNS, *more], until=over)]


class EndorsementQuerySet(models.QuerySet[Any]):
    def standing(self) -> "EndorsementQuerySet":
        """First acts that still wait for their second person."""
        return self.filter(second_by=None, withdrawn_at=None)

    def open_to(self, user: Any) -> "EndorsementQuerySet":
        """Those on subjects as they stand now that `user` may be the second person of, the oldest first: he proposed
        nothing on it since it last changed, and owes his place to none who did."""
        proposed = self.model._default_manager.filter(
            subject=OuterRef("subject"), round=OuterRef("round"), first_by=user
        )
        rows = self.standing().filter(round=F("subject__revision")).exclude(Exists(proposed))
        return rows.exclude(first_by__in=user.came_from).order_by("first_at", "pk")


ONE_OPEN = models.UniqueConstraint(
    fields=["subject", "round"],
    condition=Q(second_by__isnull=True, withdrawn_at__isnull=True),
    name="%(app_label)s_%(class)s_one_open",
)


class Endorsement(models.Model):
    """Four eyes: two different people behind one act on one subject, in one round.

    A subclass adds `subject = models.ForeignKey(...)`; one that declares its own Meta inherits from
    `Endorsement.Meta`. The first act writes the row, the second fills it and calls the door. The
    database refuses the same person twice, whatever the code above does. A proposal that is taken back
    keeps its row with who took it back, and the database refuses to delete or rewrite any: who signed what stays known.
    One proposal stands on a subject in a round; the database holds it, and acts read it so (`.standing().first()`).
    """

    act = models.CharField("事项", max_length=40)  # a stage key, or an act such as "suspend"
    round = models.PositiveSmallIntegerField("轮次", default=1)
    outcome = models.CharField("结论", max_length=40)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    first_at = models.DateTimeField("经办时间")
    first_note = Lines("经办意见", blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    second_at = models.DateTimeField("复核时间", null=True, blank=True)
    second_note = Lines("复核意见", blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤下人"
    )
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_note = Lines("撤下理由", blank=True)

    objects: Any = EndorsementQuerySet.as_manager()

    # The subclass's foreign key, and its acts in words where they have no choices.
    subject: ClassVar[models.ForeignKey]
    ACTS: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
                name="%(app_label)s_%(class)s_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_at__isnull=True)
                | Q(second_by__isnull=False, second_at__isnull=False),
                name="%(app_label)s_%(class)s_second_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False, second_by__isnull=True),
                name="%(app_label)s_%(class)s_withdrawn_whole",
            ),
            # One taken back does not stand in the way of the next.
            models.UniqueConstraint(
                fields=["subject", "act", "round"],
                condition=Q(withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_once_a_round",
            ),
            ONE_OPEN,
        ]
        triggers: ClassVar[list[Any]] = signed_stays()

    def get_act_display(self) -> str:
        """The act in words."""
        return self.ACTS.get(self.act, self.act)

    @property
    def complete(self) -> bool:
        """Have both people acted?"""
        return self.second_by_id is not None

    @property
    def standing(self) -> bool:
        """Does the first act still wait for its second person?"""
        return self.second_by_id is None and self.withdrawn_at is None

    def sign_second(self, user: Any, note: str = "") -> None:
        """The second person's part, written down. Call `tianfu.workflow.signatures.second.sign_second`, which asks first."""
        self.second_by, self.second_at, self.second_note = user, clock.now(), note.strip()
        self.save(update_fields=["second_by", "second_at", "second_note"])

    def take_back(self, user: Any, reason: str = "") -> None:
        """The proposal is withdrawn and stays on record; the caller holds the subject's lock."""
        self.withdrawn_by, self.withdrawn_at, self.withdrawn_note = user, clock.now(), reason.strip()
        self.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_note"])


def signed_by_two(endorsement: Any, actor: Any, *acts: str) -> TypeGuard[Any]:
    """Is `endorsement` whole, made for one of `acts`, and is `actor` its second person? What a rule asks before an act."""
    return (
        endorsement is not None
        and endorsement.second_by_id is not None
        and endorsement.second_by_id == getattr(actor, "pk", None)
        and endorsement.act in acts
    )
