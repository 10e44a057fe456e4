import logging

from celery import shared_task

from tianfu.ledger.audit.seals import SealPostponed, seal
from tianfu.ledger.log.identity import OtherLog
from tianfu.ledger.log.integration import integrate
from tianfu.ledger.log.signing_key import NoSigningKey
from tianfu.ledger.protection import missing_protection

log = logging.getLogger(__name__)


@shared_task(name="ledger.seal")
def seal_audit_trail() -> None:
    """Every minute: seal what was written, and complain aloud about a lifted trigger."""
    for problem in missing_protection():
        log.error("audit protection: %s", problem)
    try:
        new = seal()
    except SealPostponed as postponed:
        log.warning("%s", postponed)
        return
    if new is not None:
        log.info("sealed n=%s rows=%s hash=%s", new.n, new.rows, new.hash)


@shared_task(name="ledger.integrate_log")
def integrate_log() -> None:
    """Every ten seconds: number what was published and sign a checkpoint."""
    try:
        checkpoint = integrate()
    except (NoSigningKey, OtherLog) as refused:
        log.error("%s", refused)
        return
    if checkpoint is not None:
        log.info("log checkpoint size=%s", checkpoint.size)
