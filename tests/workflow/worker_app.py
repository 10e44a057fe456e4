"""The platform's Celery app with the sample handlers: `celery -A tests.workflow.worker_app worker`."""

from celery.signals import worker_init

from tianfu.celery import app

__all__ = ["app"]


@worker_init.connect
def load_handlers(**kwargs: object) -> None:
    import tests.workflow.job_handlers  # noqa: F401  needs the apps, which Celery has set up by now
