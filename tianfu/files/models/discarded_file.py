from django.db import models


class DiscardedFile(models.Model):
    """Content that no row names any more. It lies on until its time is over: a backup may just be reading it."""

    path = models.CharField("存放位置", max_length=100, unique=True, editable=False)
    discarded_at = models.DateTimeField("移除时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "已移除的文件"
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
