"""What a holder files about its mark: who sees it, and the papers handed in with it."""

from typing import Any, ClassVar, Self

from django.db import models

from certification.authorizations.models.authorization import Authorization


class OfMarkQuerySet(models.QuerySet[Any]):
    """Rows with an `authorization`: seen by whoever sees that."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(authorization__in=Authorization.objects.visible_to(user))

    def on_console_for(self, user: Any) -> Self:
        return self.filter(authorization__in=Authorization.objects.on_console_for(user))


class HandedIn(models.Model):
    """One piece of evidence. A subclass names what it belongs to, with `related_name="files"`, and keeps it (`Meta`)."""

    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")

    class Meta:
        abstract = True
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return str(self.file)
