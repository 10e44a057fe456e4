"""What of a draw runs or waits somewhere else: its jobs, what lies on desks."""

from supervision.draws import alerts, computation, publication, work


def register() -> None:
    """Called once, from `ready()`; the handlers have registered themselves with the import."""
    _ = (computation, publication)
    work.register()
    alerts.register_alerts()
