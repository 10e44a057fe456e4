from typing import ClassVar

from django.conf import settings
from django.db import models


class PostedForm(models.Model):
    """A form that was posted: the replay of a double click or a reload gets the first answer (peers, lesson 1)."""

    key = models.UUIDField("表单键", unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="提交人")
    location = models.CharField("结果页", max_length=300)
    posted_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "已提交表单"
        indexes: ClassVar = [models.Index(fields=["posted_at"], name="posted_form_age")]

    def __str__(self) -> str:
        return str(self.key)
