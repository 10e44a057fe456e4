"""The moment an event happens, for the floors below the workflow clock.

`tianfu.workflow.clock` installs its own `now` here when the process starts, so that the demo clock
also moves what the ledger, the files and the papers write. Without it (a script that loads only the
ground floor) the moment is the machine's time. Nothing here reads the time twice for one event.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

_source: Callable[[], datetime] = timezone.now


def now() -> datetime:
    """The present moment, aware of its time zone."""
    return _source()


def install(source: Callable[[], datetime]) -> None:
    """Let `source` say what time it is, for this process."""
    global _source
    _source = source
