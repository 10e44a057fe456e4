from django.db import models
from django.db.models.functions import Now


class Job(models.Model):
    """Something to be done outside the request, written in the transaction that wants it done.

    The row is the truth; Celery only hears about it. `created_at`, `started_at` and `finished_at` are
    business time (the demo clock); `run_after`, `nudged_at` and `leased_until` are the database's
    clock, so that moving the demo clock does not make a running job look dead.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "等待"
        RUNNING = "running", "执行中"
        DONE = "done", "完成"
        PARKED = "parked", "已搁置"

    kind = models.CharField("任务", max_length=60)
    key = models.CharField("业务键", max_length=200, unique=True)
    payload = models.JSONField("内容", default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    last_error = models.TextField("最近的错误", blank=True)
    created_at = models.DateTimeField("建立时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    run_after = models.DateTimeField("最早执行", db_default=Now())
    nudged_at = models.DateTimeField("上次通知队列", null=True, blank=True, db_default=Now())
    leased_until = models.DateTimeField("占用至", null=True, blank=True)
    lease = models.UUIDField("占用凭据", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-pk"]
        permissions = [("retry_job", "可以重试已搁置的任务")]
        indexes = [
            models.Index(fields=["run_after"], condition=models.Q(state="queued"), name="workflow_job_queued"),
            models.Index(fields=["leased_until"], condition=models.Q(state="running"), name="workflow_job_running"),
            models.Index(fields=["state", "-id"], name="workflow_job_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="running", lease__isnull=False, leased_until__isnull=False)
                | (~models.Q(state="running") & models.Q(lease__isnull=True, leased_until__isnull=True)),
                name="workflow_job_lease_while_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
