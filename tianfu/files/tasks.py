from celery import shared_task

from tianfu.files.upkeep.scanner import scan_pending


@shared_task(name="files.scan_pending")
def scan_pending_files() -> None:
    """On the beat: what was uploaded while the scanner was down is found here."""
    scan_pending()
