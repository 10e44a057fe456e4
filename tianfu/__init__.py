"""The platform below its three apps: floors, and the wiring that starts and joins them (docs/architecture.md)."""

import gc

# While the platform loads nothing dies: looking for it takes a fifth of a start. `ConsoleConfig.ready` ends it.
gc.disable()

from tianfu.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
