"""What is thrown away when its time is over: sessions, done jobs, keys of posted forms, content of discarded files.

How long each is kept is a policy. Every purge is counted in the audit trail, in its own transaction; may run twice.
"""

import logging
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Now

from tianfu.files.storage import discarded_before, erase
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.models import Job, PostedForm
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each

log = logging.getLogger(__name__)
BATCH = 2000


def purge() -> int:
    """Throw away everything whose time is over; how many rows. What fails for one kind does not keep the others."""
    kinds = [purge_sessions, purge_jobs, purge_posted_forms, purge_discarded_files]
    return each("purge", kinds, lambda kind: kind())


def purge_sessions() -> int:
    """Sessions that ended, and what the page of devices remembers of them. The database's clock: so do sessions end."""
    over = Now() - timedelta(days=_days("sessions"))
    gone = _purge("sessions", Session.objects.filter(expire_date__lt=over))
    living = Session.objects.filter(pk=OuterRef("session_key"))
    return gone + _purge("sessions", UserSession.objects.filter(~Exists(living), last_seen_at__lt=over))


def purge_jobs() -> int:
    """Jobs that are done. One that waits, runs or is parked stays however old it is."""
    over = clock.now() - timedelta(days=_days("jobs"))
    return _purge("jobs", Job.objects.filter(state=Job.State.DONE, finished_at__lt=over))


def purge_posted_forms() -> int:
    """Keys of forms: a page older than its session cannot be posted again."""
    over = clock.now() - timedelta(days=_days("posted_forms"))
    return _purge("posted_forms", PostedForm.objects.filter(posted_at__lt=over))


def purge_discarded_files() -> int:
    """Bytes whose rows were taken out; never within a day, so that no backup loses them under its hands."""
    days = max(_days("discarded_files"), 1)
    gone = each("erase discarded file", discarded_before(clock.now() - timedelta(days=days))[:BATCH], erase)
    if gone:
        _note("discarded_files", gone, days)
    return gone


def _days(what: str) -> int:
    return int(policy(f"retention.{what}.days"))


def _purge(what: str, over: QuerySet[Model]) -> int:
    gone = 0
    while True:
        with transaction.atomic():
            keys = list(over.order_by("pk").values_list("pk", flat=True)[:BATCH])
            if not keys:
                return gone
            over.model._default_manager.filter(pk__in=keys).delete()
            _note(what, len(keys), _days(what))
        gone += len(keys)


def _note(what: str, rows: int, days: int) -> None:
    record("retention.purged", actor=None, data={"what": what, "rows": rows, "days": days})
    log.info("purged %s: %s rows", what, rows)
