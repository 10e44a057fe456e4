"""The history of a case: one row for each passage through the door."""

from typing import ClassVar

from django.db import models

from applications.cases.models.application import Application
from tianfu.ledger.protection import append_only
from tianfu.workflow.models.aggregate import StateChange


class ApplicationChange(StateChange):
    subject = models.ForeignKey(Application, models.PROTECT, related_name="changes", verbose_name="申报")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "申报流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="application_change_once")
        ]
        triggers: ClassVar = append_only("application_change")
