"""The one place of this floor that reads the time of the machine.

Sessions, throttles and "since when" stamps are about real time: the demo clock, which may jump over working
days, must not sign anybody out. Business dates come from callers (`at=`), who read `tianfu.workflow.clock`.
"""

from datetime import datetime

from django.utils import timezone


def real_now() -> datetime:
    return timezone.now()
