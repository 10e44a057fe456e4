"""What of a draw runs or waits somewhere else: its jobs, its readers of files, what lies on desks."""

from supervision.draws import alerts, computation, file_readers, publication, work


def register() -> None:
    """Called once, from `ready()`; the handlers have registered themselves with the import."""
    _ = (computation, file_readers, publication)
    work.register()
    alerts.register_alerts()
