"""What of a draw runs or waits somewhere else: its jobs, what lies on desks."""

from supervision.draws.commitment import publication
from supervision.draws.results import computation
from supervision.draws.work import alerts, sources


def register() -> None:
    """Called once, from `ready()`; the handlers have registered themselves with the import."""
    _ = (computation, publication)
    sources.register()
    alerts.register_alerts()
